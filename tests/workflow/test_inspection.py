"""What an inspector would miss of a case, one thing after another; and its line in the ledger."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from tests.templates.test_case_papers import AT, FILE
from workflow.case_file import CaseFile, Pictured, PlannedStage, SignedOff, Step
from workflow.inspection import entry_of, lacking
from workflow.papers import ALWAYS, WHERE_ORDERED
from workflow.plan import LIMIT, PARTS

COMPLETE = replace(FILE, grade="general", statutory_grade="general")


def did(kind: str, paper: str = "", **words: str) -> Step:
    return Step(AT, kind, "吴静", False, "", words, paper=paper)


MAJOR = replace(
    FILE,
    steps=tuple(did("paper_recorded", paper) for paper in ALWAYS),
    parts={part: "x" for part in PARTS if part != LIMIT},
    stages=(PlannedStage("x", AT, AT),),
)


def test_a_complete_case_lacks_nothing() -> None:
    assert lacking(COMPLETE, AT) == []
    assert lacking(MAJOR, AT) == []


@pytest.mark.parametrize(
    ("changed", "lacks"),
    [
        ({"pictures": (Pictured("b", "after", AT),)}, "found_photo"),
        ({"owner": "", "state": "reported", "closed_at": None, "signed_off": None}, "owner"),
        ({"state": "rectifying", "due_at": AT}, "overdue"),
        ({"law": ""}, "law"),
        ({"requirement": ""}, "requirement"),
        ({"pictures": (Pictured("a", "found", AT),)}, "after_photo"),
        ({"grade": "larger", "signed_off": SignedOff("赵敏", AT, "", on_site=False)}, "on_site"),
        ({"budget": 10, "spent": 11}, "overspent"),
        ({"source": "authority"}, "reply"),
    ],
)
def test_each_thing_that_is_missing_is_named(changed: dict[str, Any], lacks: str) -> None:
    assert lacking(replace(COMPLETE, **changed), AT) == [lacks]


def test_what_has_a_reason_or_is_not_due_is_not_missing() -> None:
    reason = (did("submitted", no_photo_reason="在地下"),)
    assert lacking(replace(COMPLETE, steps=reason, pictures=(Pictured("a", "found", AT),)), AT) == []
    assert lacking(replace(COMPLETE, state="rectifying", due_at=AT + timedelta(seconds=1)), AT) == []
    by_photo = SignedOff("赵敏", AT, "", on_site=False)
    assert lacking(replace(COMPLETE, signed_off=by_photo), AT) == []


@pytest.mark.parametrize("paper", ALWAYS)
def test_each_paper_and_part_of_a_major_hazard_is_named(paper: str) -> None:
    without = tuple(step for step in MAJOR.steps if step.paper != paper)
    assert lacking(replace(MAJOR, steps=without), AT) == [f"paper.{paper}"]
    assert lacking(replace(MAJOR, stages=()), AT) == ["plan.limit"]
    assert lacking(replace(MAJOR, parts={}), AT) == [f"plan.{part}" for part in PARTS if part != LIMIT]


def papers(case: CaseFile, *steps: Step) -> list[str]:
    return lacking(replace(case, steps=(*case.steps, *steps)), AT)


def test_what_was_struck_or_tells_of_an_earlier_repair_is_missing_again() -> None:
    assert papers(MAJOR, did("paper_struck", "union")) == ["paper.union"]
    assert papers(MAJOR, did("sent_back")) == ["paper.group_report"]
    assert papers(MAJOR, did("paper_recorded", "order")) == [f"paper.{paper}" for paper in WHERE_ORDERED]
    assert papers(MAJOR, did("paper_recorded", "order"), did("paper_struck", "order")) == []


def test_its_line_in_the_ledger_says_what_was_done_and_whether_it_is_late() -> None:
    entry = entry_of(FILE, AT)
    assert (entry.number, entry.measures, entry.budget) == (FILE.number, "断电\n换好了", 3_500_000)
    assert entry_of(replace(FILE, state="rectifying", due_at=AT), AT).light == "red"
    assert entry.light == "green"
    assert entry_of(replace(FILE, budget=0, spent=0), AT).budget is None
