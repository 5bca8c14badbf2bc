"""How what officers ask of example cases is answered."""

from typing import Any

from sqlalchemy import Connection

from handlers.admin.wanted import ExampleCases, ExampleDraft, WithoutNames
from handlers.questions import Lookup
from handlers.tools import Answer, Tools
from nlp.own_name import without
from storage import corrections, example_cases
from storage.queries import Viewer
from workflow.example_cases import MOST_SIGNS
from workflow.permissions import Action

PAGE = 5


def _draft(tools: Tools, connection: Connection, viewer: Viewer, asked: ExampleDraft) -> dict[str, Any] | None:
    found = example_cases.draft(connection, viewer, asked.hazard)
    if found is None:
        return None
    names = found.pop("names")
    plain = {field: without(found[field], names)[:MOST_SIGNS] for field in ("words", "done")}
    return {**found, **plain}


def _plain(tools: Tools, connection: Connection, viewer: Viewer, asked: WithoutNames) -> str:
    return without(asked.words, corrections.names(connection))


EXAMPLES_FOUND: dict[type[Lookup], Answer] = {
    ExampleDraft: Answer(Action.BROADCAST, _draft),
    WithoutNames: Answer(Action.BROADCAST, _plain, ""),
    ExampleCases: Answer(Action.BROADCAST, lambda tools, c, viewer, asked: example_cases.latest(c, viewer, PAGE), []),
}
