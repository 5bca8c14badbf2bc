"""The verbs of a hazard: what each does where it may, and that it does nothing at all where it may not."""

from dataclasses import asdict

import pytest

from tests.workflow.cases import DUE, LI, VERBS, ZHANG, act, case
from tests.workflow.cast import MONDAY
from tests.workflow.ground import refused
from workflow.library import Category, Grade
from workflow.lifecycle import EVENT_OF, TRANSITIONS, State, Verb

ALLOWED = [(state, verb) for state in State for verb in VERBS if (state, verb) in TRANSITIONS]
FORBIDDEN = [(state, verb) for state in State for verb in VERBS if (state, verb) not in TRANSITIONS]


@pytest.mark.parametrize(("state", "verb"), ALLOWED)
def test_a_verb_leads_where_the_table_says_and_tells_it_in_one_event(state: State, verb: Verb) -> None:
    hazard = case(state)
    event = VERBS[verb](hazard)
    assert hazard.state is TRANSITIONS[state, verb]
    assert hazard.version == event.version == 5
    assert (event.kind, event.subject_kind, event.subject_id) == (EVENT_OF[verb], "hazard", "h1")
    assert event.at == MONDAY


@pytest.mark.parametrize(("state", "verb"), FORBIDDEN)
def test_a_verb_out_of_place_is_refused_and_changes_nothing(state: State, verb: Verb) -> None:
    hazard = case(state)
    before = asdict(hazard)
    with refused("state"):
        VERBS[verb](hazard)
    assert asdict(hazard) == before


def test_a_report_says_what_and_where_and_keeps_what_the_machine_proposed() -> None:
    hazard = case()
    hazard.version = 0
    event = hazard.report(act(LI), "防护罩松了", {"model": "ngram/1", "confidence": "0.9"})
    assert event.version == hazard.version == 1
    assert event.actor_id == "li"
    assert event.words == {"words": "防护罩松了"}
    assert event.facts["category"] == Category.MECHANICAL
    assert event.facts["due_at"] == DUE.isoformat()
    assert event.facts["suggested_model"] == "ngram/1"


@pytest.mark.parametrize(
    ("grade", "statutory"),
    [(Grade.GENERAL, Grade.GENERAL), (Grade.LARGER, Grade.GENERAL), (Grade.MAJOR, Grade.MAJOR)],
)
def test_the_law_knows_two_grades(grade: Grade, statutory: Grade) -> None:
    hazard = case(grade=grade)
    hazard.report(act(LI), "裂了", {})
    assert (hazard.company_grade, hazard.statutory_grade) == (grade, statutory)


def test_words_are_not_among_the_facts_and_blank_ones_are_not_kept() -> None:
    event = case(State.RECTIFYING).submit(act(ZHANG), "  ", 1, "", "zhao")
    assert event.words == {}
    assert event.facts == {"photos": 1, "acceptor": "zhao"}


def test_what_the_clock_does_has_no_actor() -> None:
    assert case().assign(act(None), "zhang", "equipment", "zhao").actor_id is None
