"""The example cases that were chosen, read from their events, and what an officer begins from."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, select

from storage import corrections
from storage.case_files import case_file_of
from storage.queries import Viewer, numbers_of
from storage.tables import events, texts
from workflow.case_file import CaseFile
from workflow.events import Event
from workflow.example_cases import CHOSEN, DONE, KIND, TOLD, WITHDRAWN, WORDS, Example, examples_in, of_case
from workflow.lifecycle import State
from workflow.permissions import Action

_EVENTS = (
    select(events).where(events.c.kind.in_((CHOSEN, WITHDRAWN, TOLD))).order_by(events.c.subject_id, events.c.version)
)
_WORDS = (
    select(texts.c.field, texts.c.body)
    .where(texts.c.subject_kind == KIND, texts.c.subject_id == bindparam("case"))
    .order_by(texts.c.id)
)


@dataclass(frozen=True)
class ExampleRows:
    """The desk of workflow/example_cases.py over an open transaction."""

    connection: Connection

    def all(self) -> Sequence[Example]:
        return examples_in(
            Event(row.id, row.subject_kind, row.subject_id, row.version, row.kind, row.actor_id, row.at, row.facts)
            for row in self.connection.execute(_EVENTS)
        )


def words_of(connection: Connection, hazard_id: str) -> dict[str, str]:
    """What was chosen to be told of a case, as it was said last: `words` and `done`."""
    said = {row.field: row.body for row in connection.execute(_WORDS, {"case": hazard_id})}
    return {"words": said.get(WORDS, ""), "done": said.get(DONE, "")}


def draft(connection: Connection, viewer: Viewer, hazard_id: str) -> dict[str, Any] | None:
    """A case as it might be told: its number, words and what was done, and the names to be struck out of them.

    state: closed, open, or as what it was chosen (waits, told), with its Monday. None for whoever may tell nobody.
    """
    if not viewer.may(Action.BROADCAST).company:
        return None
    case = case_file_of(connection, viewer, hazard_id)
    if case is None:
        return None
    chosen = of_case(ExampleRows(connection).all(), hazard_id)
    standing = "closed" if case.state == State.CLOSED else "open"
    if chosen is not None and not chosen.withdrawn:
        standing = "told" if chosen.told else "waits"
    return {
        "number": case.number,
        "category": case.category,
        "words": case.words,
        "done": _done(case),
        "state": standing,
        "on": chosen.on.isoformat() if chosen else "",
        "names": corrections.names(connection),
    }


def _done(case: CaseFile) -> str:
    """What its owner has said last of how it was put right; else what the library asks for."""
    said = (step.words["remark"] for step in reversed(case.steps) if step.words.get("remark"))
    return next(said, case.requirement)


def latest(connection: Connection, viewer: Viewer, most: int) -> list[dict[str, Any]]:
    """What was chosen and not withdrawn, the last Monday first; for whoever may tell everybody something."""
    if not viewer.may(Action.BROADCAST).company:
        return []
    kept = [example for example in ExampleRows(connection).all() if not example.withdrawn][-most:]
    numbers = numbers_of(connection, viewer, [example.hazard_id for example in kept])
    return [
        {
            **{"id": example.hazard_id, "number": numbers[example.hazard_id], "on": example.on.isoformat()},
            **{"told": example.told, "words": words_of(connection, example.hazard_id)["words"]},
        }
        for example in reversed(kept)
        if example.hazard_id in numbers
    ]
