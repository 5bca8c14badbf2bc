"""The rules within a hazard: passing on, reasons, repair, acceptance, opening it again."""

from collections.abc import Callable
from dataclasses import asdict
from datetime import timedelta

import pytest

from tests.workflow.cases import DUE, LI, QIAN, VERBS, ZHANG, ZHAO, act, case
from tests.workflow.cast import MONDAY
from tests.workflow.ground import refused
from workflow.events import Event
from workflow.hazard import FREE_PASSES, PASSES_FINAL, Hazard
from workflow.library import Grade
from workflow.lifecycle import OPEN, RECHECK_DAYS, State, Verb

# Owners


def test_the_matrix_may_be_passed_on_once_the_officers_choice_never() -> None:
    hazard = case()
    hazard.assign(act(None), "zhang", "equipment", "zhao")
    hazard.pass_on(act(ZHANG), "liu", "store", "zhao", "不归我管")
    assert (hazard.owner_id, hazard.department_id, hazard.passes) == ("liu", "store", FREE_PASSES)
    with refused("passed_before"):
        hazard.pass_on(act(None), "hou", "equipment", "zhao", "忙不过来")
    hazard.give_back(act(None), "忙不过来")
    assert hazard.owner_id is None
    hazard.assign(act(QIAN), "hou", "equipment", "zhao", final=True)
    assert hazard.passes == PASSES_FINAL
    with refused("officer_chose"):
        hazard.pass_on(act(None), "liu", "store", "zhao", "不归我管")
    with refused("officer_chose"):
        hazard.give_back(act(None), "不归我管")


@pytest.mark.parametrize("state", [State.ASSIGNED, State.RECTIFYING])
def test_nobody_is_given_what_is_theirs_already(state: State) -> None:
    with refused("same_owner"):
        case(state).assign(act(QIAN), "zhang", "equipment", "zhao", final=True)
    with refused("same_owner"):
        case(state).pass_on(act(ZHANG), "zhang", "equipment", "zhao", "不归我管")


def test_an_owner_who_gave_it_back_may_be_chosen_all_the_same() -> None:
    hazard = case(State.ASSIGNED)
    hazard.give_back(act(ZHANG), "我修不了")
    hazard.assign(act(QIAN), "zhang", "equipment", "zhao", final=True)
    assert hazard.owner_id == "zhang"


@pytest.mark.parametrize("verb", [Verb.PASS_ON, Verb.GIVE_BACK])
def test_a_new_owner_starts_without_the_old_ones_stage(verb: Verb) -> None:
    hazard = case(State.RECTIFYING)
    hazard.post_progress(act(ZHANG), "waiting_parts", "", 0)
    VERBS[verb](hazard)
    assert hazard.stage is None


# Reasons

REASONED: dict[Verb, tuple[State, Callable[[Hazard, str], Event]]] = {
    Verb.PASS_ON: (State.ASSIGNED, lambda h, why: h.pass_on(act(ZHANG), "liu", "store", "zhao", why)),
    Verb.GIVE_BACK: (State.ASSIGNED, lambda h, why: h.give_back(act(ZHANG), why)),
    Verb.SEND_BACK: (State.AWAITING_ACCEPTANCE, lambda h, why: h.send_back(act(ZHAO), why)),
    Verb.REOPEN: (State.CLOSED, lambda h, why: h.reopen(act(LI), why, DUE)),
}


@pytest.mark.parametrize("verb", REASONED)
@pytest.mark.parametrize("said", ["", "  \n"])
def test_a_step_back_needs_its_reason(verb: Verb, said: str) -> None:
    state, step = REASONED[verb]
    hazard = case(state)
    before = asdict(hazard)
    with refused("reason"):
        step(hazard, said)
    assert asdict(hazard) == before
    assert step(hazard, "螺丝还少一个").words == {"reason": "螺丝还少一个"}


# Repair


def test_taking_and_working_make_a_repairer_once() -> None:
    hazard = case(State.ASSIGNED)
    hazard.take(act(ZHANG))
    hazard.post_progress(act(ZHANG), "working", "在装", 2)
    hazard.submit(act(ZHANG), "装好了", 1, "", "zhao")
    assert hazard.repairers == ["zhang"]


def test_progress_has_a_stage_and_says_how_many_photographs_came() -> None:
    hazard = case(State.RECTIFYING)
    event = hazard.post_progress(act(ZHANG), "waiting_parts", "等卡扣", 2)
    assert hazard.stage == "waiting_parts"
    assert event.facts == {"stage": "waiting_parts", "photos": 2}
    assert event.words == {"remark": "等卡扣"}


def test_what_is_seen_while_a_plan_is_made_is_no_stage_of_the_work() -> None:
    hazard = case(State.PLANNING)
    event = hazard.post_progress(act(ZHANG), "working", "量了尺寸", 2)
    assert (hazard.state, hazard.stage, event.facts) == (State.PLANNING, None, {"stage": "", "photos": 2})
    hazard.stage = "waiting_parts"
    hazard.post_progress(act(ZHANG), "", "", 1)
    assert hazard.stage == "waiting_parts"


def test_submitting_needs_a_photograph_of_the_finished_work_or_the_reason_why_there_is_none() -> None:
    hazard = case(State.RECTIFYING)
    for nothing in ("", "   "):
        with refused("after_photo"):
            hazard.submit(act(ZHANG), "装好了", 0, nothing, "zhao")
    event = hazard.submit(act(ZHANG), "装好了", 0, "机器在转，拍不了", "zhao")
    assert event.words["no_photo_reason"] == "机器在转，拍不了"
    assert hazard.stage == "done"


def test_submitting_names_who_is_to_accept() -> None:
    hazard = case(State.RECTIFYING)
    hazard.submit(act(ZHANG), "", 1, "", "ma")
    assert hazard.acceptor_id == "ma"


# Acceptance


@pytest.mark.parametrize("grade", [Grade.LARGER, Grade.MAJOR])
def test_above_general_photographs_alone_are_not_enough(grade: Grade) -> None:
    hazard = case(State.AWAITING_ACCEPTANCE, grade)
    with refused("on_site"):
        hazard.accept(act(ZHAO), "", on_site=False)
    hazard.accept(act(ZHAO), "", on_site=True)
    assert hazard.state is State.CLOSED


def test_a_general_hazard_may_be_accepted_by_its_photographs() -> None:
    hazard = case(State.AWAITING_ACCEPTANCE)
    event = hazard.accept(act(ZHAO, hours=2), "", on_site=False, photos=2)
    assert hazard.closed_at == MONDAY + timedelta(hours=2)
    assert event.facts == {"on_site": False, "photos": 2}
    assert not hazard.is_open


@pytest.mark.parametrize("hand", ["owner", "former repairer"])
def test_who_repaired_never_judges(hand: str) -> None:
    hazard = case(State.AWAITING_ACCEPTANCE)
    hazard.repairers = [] if hand == "owner" else ["zhang", "zhao"]
    judge = ZHANG if hand == "owner" else ZHAO
    with refused("own_repair"):
        hazard.accept(act(judge), "", on_site=True)
    with refused("own_repair"):
        hazard.send_back(act(judge), "没修好")
    assert hazard.state is State.AWAITING_ACCEPTANCE


def test_what_is_sent_back_is_in_no_stage_any_more() -> None:
    hazard = case(State.RECTIFYING)
    hazard.submit(act(ZHANG), "", 1, "", "zhao")
    hazard.send_back(act(ZHAO), "没修好")
    assert (hazard.state, hazard.stage, hazard.owner_id) == (State.RECTIFYING, None, "zhang")


# Again


def test_a_closed_hazard_opens_again_within_the_recheck_time_with_a_new_limit() -> None:
    hazard = case(State.CLOSED)
    later = DUE + timedelta(days=RECHECK_DAYS)
    event = hazard.reopen(act(LI, days=RECHECK_DAYS), "又坏了", later)
    assert (hazard.state, hazard.due_at, hazard.closed_at) == (State.RECTIFYING, later, None)
    assert event.facts == {"due_at": later.isoformat(), "photos": 0}
    assert hazard.is_open


def test_after_the_recheck_time_it_is_a_new_report() -> None:
    hazard = case(State.CLOSED)
    with refused("recheck_over"):
        hazard.reopen(act(LI, days=RECHECK_DAYS, seconds=1), "又坏了", DUE)
    assert hazard.state is State.CLOSED


def test_progress_without_a_stage_leaves_it_as_it_was() -> None:
    hazard = case(State.RECTIFYING)
    assert hazard.post_progress(act(ZHANG), "", "在找备件", 0).facts["stage"] == "working"
    hazard.post_progress(act(ZHANG), "waiting_parts", "", 0)
    assert hazard.post_progress(act(ZHANG), "", "周五到货", 1).facts["stage"] == "waiting_parts"


@pytest.mark.parametrize("state", sorted(OPEN - {State.ALARM}))
def test_verifying_runs_beside_the_repair_and_happens_once(state: State) -> None:
    hazard = case(state)
    hazard.verify(act(QIAN, hours=1))
    assert (hazard.state, hazard.verified_at) == (state, MONDAY + timedelta(hours=1))
    with refused("verified_before"):
        hazard.verify(act(QIAN, hours=2))
