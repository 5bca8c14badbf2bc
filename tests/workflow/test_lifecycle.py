"""The table of a hazard's life: every row is lived through by somebody, and the events alone tell the state."""

import pytest

from tests.workflow.plant import Plant
from workflow.hazard import Hazard
from workflow.lifecycle import EVENT_OF, OPEN, TRANSITIONS, VERB_OF, State, Verb, state_after


def step(plant: Plant, case: Hazard, verb: Verb) -> None:
    """The verb, done by the person whose part it is at this point."""
    acts = {
        Verb.ASSIGN: lambda: plant.assigns(case, "hou"),
        Verb.TAKE: lambda: plant.takes(case),
        Verb.PASS_ON: lambda: plant.passes_on(case, "hou"),
        Verb.GIVE_BACK: lambda: plant.passes_on(case, None),
        Verb.POST_PROGRESS: lambda: plant.posts(case),
        Verb.SUBMIT: lambda: plant.submits(case),
        Verb.ACCEPT: lambda: plant.accepts(case),
        Verb.SEND_BACK: lambda: plant.sends_back(case),
        Verb.REOPEN: lambda: plant.reopens(case),
        Verb.VERIFY: lambda: plant.verifies(case),
        Verb.ASK_MORE_TIME: lambda: plant.asks_time(case),
        Verb.GRANT_TIME: lambda: plant.grants(case),
        Verb.REFUSE_TIME: lambda: plant.refuses(case),
        Verb.FIX_ON_SPOT: lambda: plant.fixes(case),
        Verb.WARN: lambda: plant.warns(case),
        Verb.CONTAIN: lambda: plant.contains(case, "qian"),
        Verb.CHECK_MEASURE: lambda: plant.checks_measure(case),
        Verb.MARK_INVALID: lambda: plant.finds_invalid(case),
        Verb.MERGE: lambda: plant.merges(case, plant.reported("wang")),
        Verb.REINSTATE: lambda: plant.reinstates(case),
        Verb.TELL_ALARM: lambda: plant.tells(case),
        Verb.RESPOND: lambda: plant.responds(case),
        Verb.STAND_DOWN: lambda: plant.stands_down(case),
        Verb.CALL_FALSE_ALARM: lambda: plant.calls_off(case),
        Verb.AMEND: lambda: plant.amends(case),
        Verb.WITHDRAW: lambda: plant.withdraws(case),
    }
    acts[verb]()


@pytest.mark.parametrize(("state", "verb"), [row for row in TRANSITIONS if row[0] is not None])
def test_each_row_of_the_table_is_reached_by_people(plant: Plant, state: State, verb: Verb) -> None:
    case = plant.case_in(state, danger="held" if verb in (Verb.CONTAIN, Verb.CHECK_MEASURE) else "")
    if verb in (Verb.GRANT_TIME, Verb.REFUSE_TIME):
        plant.asks_time(case)
    step(plant, case, verb)
    kinds = plant.kinds(case)
    assert EVENT_OF[verb] in kinds[-2:]  # what follows of itself, as a new owner, comes after it
    assert (
        state_after(kinds[: kinds.index(EVENT_OF[verb]) + 1]) is TRANSITIONS[state, verb]
        or kinds.count(EVENT_OF[verb]) > 1
    )
    assert state_after(plant.kinds(case)) is case.state


def test_a_life_begins_with_a_report_or_an_alarm_and_with_nothing_else() -> None:
    births = [verb for state, verb in TRANSITIONS if state is None]
    assert births == [Verb.REPORT, Verb.RAISE_ALARM]
    assert [state for state, verb in TRANSITIONS if verb in births] == [None, None]


def test_before_its_first_event_a_case_has_no_state() -> None:
    assert state_after([]) is None


@pytest.mark.parametrize(
    "kinds",
    [
        ["assigned"],
        ["reported", "taken"],
        ["reported", "assigned", "submitted"],
        ["reported", "assigned", "taken", "accepted"],
        ["reported", "reported"],
        ["reported", "evaporated"],
    ],
)
def test_events_that_the_table_does_not_join_are_no_life(kinds: list[str]) -> None:
    with pytest.raises(KeyError):
        state_after(kinds)


def test_the_whole_life_told_by_its_events() -> None:
    kinds = ["reported", "assigned", "taken", "progress_posted", "submitted", "sent_back", "submitted", "accepted"]
    assert state_after(kinds) is State.CLOSED
    assert state_after([*kinds, "reopened", "submitted", "accepted"]) is State.CLOSED
    assert state_after(["reported", "assigned", "passed_on", "taken", "given_back"]) is State.REPORTED


def test_every_verb_has_an_event_of_its_own_and_every_event_its_verb() -> None:
    assert set(EVENT_OF) == set(Verb)
    assert {VERB_OF[event] for event in EVENT_OF.values()} == set(Verb)


def test_only_what_is_closed_or_no_hazard_is_not_open() -> None:
    assert set(State) - OPEN == {State.CLOSED, State.INVALID, State.MERGED}


def test_nothing_leads_out_of_closed_but_opening_it_again() -> None:
    out = [verb for (state, verb), to in TRANSITIONS.items() if state is State.CLOSED is not to]
    assert out == [Verb.REOPEN]


def test_from_every_state_a_way_leads_to_the_archive() -> None:
    def ends(state: State, seen: frozenset[State]) -> bool:
        onward = {to for (at, _), to in TRANSITIONS.items() if at is state} - seen
        return state not in OPEN or any(ends(to, seen | {to}) for to in onward)

    assert all(ends(state, frozenset({state})) for state in State)
