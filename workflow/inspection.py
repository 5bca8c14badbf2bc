"""What an inspector is handed 迎检包: the papers of a period in one file, and what is missing of them.

Work Safety Law (2021), article 41, and order 16 of the safety administration (2007) say what there has to be.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from workflow.case_file import CaseFile, Step
from workflow.ledger import Entry
from workflow.library import Grade
from workflow.lifecycle import OPEN, State
from workflow.papers import ALWAYS, OF_THE_REPAIR, WHERE_ORDERED, Paper
from workflow.plan import LIMIT, PARTS
from workflow.sources import Source

PACKAGE, LEDGER = "package", "ledger"
# What an inspector asks for and is not kept here: it is to be laid beside the rest by hand.
BESIDE = (
    *("rounds", "principal_rounds", "contractors", "equipment_checks"),
    *("congress", "board_photo", "rewards", "costs"),
)


@dataclass(frozen=True)
class Receipt:
    """That somebody was told of a case. why: what had happened, by its event; empty: a clock reminded them."""

    number: str
    who: str
    at: datetime
    why: str


def lacking(file: CaseFile, at: datetime) -> list[str]:
    """What an inspector would miss, as codes; of a major hazard also `paper.` and `plan.` with what there is not."""
    after = any(picture.role == "after" for picture in file.pictures)
    done, signed = file.last("submitted", "fixed_on_spot"), file.signed_off
    is_open = State(file.state) in OPEN
    found = {
        "found_photo": not any(picture.role == "found" for picture in file.pictures),
        "owner": is_open and not file.owner,
        "overdue": is_open and file.due_at <= at,
        "law": not file.law,
        "requirement": not file.requirement,
        "after_photo": done is not None and not after and not done.words.get("no_photo_reason"),
        "on_site": signed is not None and not signed.on_site and file.grade != Grade.GENERAL,
        "overspent": file.spent > file.budget,
        "reply": file.source == Source.AUTHORITY and not any(picture.role == "paper" for picture in file.pictures),
    }
    named = [code for code, is_missing in found.items() if is_missing]
    return named if file.grade != Grade.MAJOR else [*named, *_of_major(file)]


def _of_major(file: CaseFile) -> list[str]:
    there = _papers(file.steps)
    wanted = (*ALWAYS, *(WHERE_ORDERED if Paper.ORDER in there else ()))
    parts = [part for part in PARTS if not (file.stages if part == LIMIT else file.parts.get(part))]
    return [*(f"plan.{part}" for part in parts), *(f"paper.{paper}" for paper in wanted if paper not in there)]


def _papers(steps: Iterable[Step]) -> set[str]:
    """Those that count: not struck, and of the repair as it stands."""
    there: set[str] = set()
    for step in steps:
        match step.kind:
            case "paper_recorded":
                there.add(step.paper)
            case "paper_struck":
                there.discard(step.paper)
            case "sent_back":
                there.discard(Paper.GROUP_REPORT)
            case "reopened":
                there -= set(OF_THE_REPAIR)
    return there


_SAME = (
    *("number", "source", "order", "found_at", "received_at", "finder", "anonymous", "place", "equipment", "words"),
    *("category", "grade", "statutory_grade", "cause", "requirement", "law", "department", "owner", "due_at"),
    *("acceptor", "closed_at"),
)


def entry_of(file: CaseFile, at: datetime) -> Entry:
    """A line of the ledger, in the inspector's columns, as the case stood at a moment."""
    held, done = file.last("contained"), file.last("submitted", "fixed_on_spot")
    measures = (held.words.get("measure") if held else "", done.words.get("remark") if done else "")
    red = State(file.state) in OPEN and file.due_at <= at
    done_of_it = "\n".join(filter(None, measures))
    return Entry(
        **{name: getattr(file, name) for name in _SAME},
        budget=file.budget or None,
        spent=file.spent or None,
        measures=done_of_it,
        stands=file.state,
        light="red" if red else "green",
    )
