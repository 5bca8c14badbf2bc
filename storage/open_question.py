"""Whether a hazard is listed as major, where whoever found it was asked and could not tell."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, select

from storage.tables import library_entries
from workflow.lifecycle import EVENT_OF, Verb

UNSURE = "unsure"
GRADED = {EVENT_OF[verb] for verb in (Verb.REGRADE, Verb.LOWER_MAJOR, Verb.CONFIRM_MAJOR)}
_ASKED = select(library_entries.c.fact, library_entries.c.fact_en).where(library_entries.c.code == bindparam("entry"))


def open_question(
    connection: Connection, named: Callable[[str, str], str], timeline: Sequence[Mapping[str, Any]]
) -> str:
    """The question that came first, in the viewer's language; empty once somebody has graded the case by it."""
    asked: Mapping[str, Any] = timeline[0]["facts"]
    if asked.get("suggested_major_answer") != UNSURE or any(event["kind"] in GRADED for event in timeline):
        return ""
    row = connection.execute(_ASKED, {"entry": asked["suggested_major_entries"][0]}).one_or_none()
    return named(*row) if row else ""
