"""Accidents and remarks: what is recorded, what holds after it was corrected or withdrawn, and what is refused."""

from dataclasses import replace

import pytest

from tests.workflow.ground import refused
from tests.workflow.plant import Plant
from workflow.evidence import (
    MOST_CASES,
    MOST_SIGNS,
    CorrectEvidence,
    Evidence,
    Kind,
    RecordEvidence,
    RestoreEvidence,
    WithdrawEvidence,
    standing,
)
from workflow.lifecycle import State

CRUSHED = Evidence(Kind.ACCIDENT, "2026-11-20", "压伤食指", accident="machinery", severity="minor")
IN_ORDER = Evidence(Kind.REMARK, "2026-11-19", "台账齐全", authority="市应急管理局")


def kept(plant: Plant) -> list[tuple[str, str, bool]]:
    return [(each.told.kind, each.told.words, each.withdrawn) for each in standing(plant.desk.events)]


def test_what_holds_is_what_was_said_last_and_what_it_was_before_is_known(plant: Plant) -> None:
    case = plant.case_in(State.ASSIGNED)
    plant.does("qian", RecordEvidence("e1", replace(CRUSHED, words="  压伤食指 ", cases=(case.id,))))
    plant.does("qian", CorrectEvidence("e1", 1, replace(CRUSHED, severity="serious")))
    (now,) = standing(event for event in plant.desk.events if event.subject_kind == Kind.ACCIDENT)
    assert (now.version, now.told.severity, now.told.cases) == (2, "serious", ())
    assert now.former == replace(CRUSHED, cases=(case.id,))


def test_what_is_withdrawn_counts_no_more_until_it_is_restored(plant: Plant) -> None:
    plant.does("qian", RecordEvidence("e1", IN_ORDER))
    plant.does("feng", WithdrawEvidence("e1", Kind.REMARK))
    assert kept(plant) == [("remark", "台账齐全", True)]
    with refused("evidence_changed"):
        plant.does("qian", WithdrawEvidence("e1", Kind.REMARK))
    plant.does("qian", RestoreEvidence("e1", Kind.REMARK))
    assert kept(plant) == [("remark", "台账齐全", False)]
    with refused("evidence_changed"):
        plant.does("qian", RestoreEvidence("e1", Kind.REMARK))


def test_the_newest_day_stands_first(plant: Plant) -> None:
    for number, day in (("e1", "2026-11-02"), ("e2", "2026-11-20"), ("e3", "2026-10-31")):
        plant.does("qian", RecordEvidence(number, replace(CRUSHED, day=day)))
    assert [each.id for each in standing(plant.desk.events)] == ["e2", "e1", "e3"]


def test_it_is_recorded_once_and_not_changed_over_somebody_elses_change(plant: Plant) -> None:
    plant.does("qian", RecordEvidence("e1", CRUSHED))
    for again in (RecordEvidence("e1", CRUSHED), CorrectEvidence("e1", 7, CRUSHED), WithdrawEvidence("e9", "accident")):
        with refused("evidence_changed"):
            plant.does("feng", again)
    assert len(plant.desk.events) == 1


@pytest.mark.parametrize(
    ("reason", "told"),
    [
        ("evidence_long", replace(CRUSHED, words="  ")),
        ("evidence_long", replace(CRUSHED, words="长" * (MOST_SIGNS + 1))),
        ("evidence_day", replace(CRUSHED, day="2026-11-24")),
        ("evidence_cases", replace(CRUSHED, cases=tuple("abcdef"[: MOST_CASES + 1]))),
        ("unknown_case", replace(CRUSHED, cases=("nothing",))),
        ("evidence_authority", replace(IN_ORDER, authority=" ")),
    ],
)
def test_what_makes_no_sense_is_refused(plant: Plant, reason: str, told: Evidence) -> None:
    with refused(reason):
        plant.does("qian", RecordEvidence("e1", told))
    assert plant.desk.events == []


def test_it_is_for_officers_and_the_director(plant: Plant) -> None:
    for name in ("li", "zhou"):
        with refused("not_yours"):
            plant.does(name, RecordEvidence("e1", CRUSHED))
