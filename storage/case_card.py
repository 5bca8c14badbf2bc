"""The facts of one case as messages name them; what few of them say is read when it is asked for."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Row


class CaseCard(dict[str, Any]):
    """The facts of a case. `later`: those that are read when they are first asked for, as the timeline.

    Most messages say nothing of what went before, and the history is the larger half of reading a case.
    """

    def __init__(self, facts: Mapping[str, Any], later: Mapping[str, Callable[["CaseCard"], Any]]) -> None:
        super().__init__(facts)
        self._later = later

    def __missing__(self, name: str) -> Any:
        self[name] = self._later[name](self)
        return self[name]


def last_event(card: CaseCard) -> dict[str, Any]:
    """What somebody did last, before the clock drew its consequences; a case begins with an event by somebody.

    To have seen it is nothing done.
    """
    timeline: list[dict[str, Any]] = card["timeline"]
    done = (event for event in reversed(timeline) if not event["by_clock"] and event["kind"] != "seen")
    return next(done, timeline[-1])


def party(card: CaseCard) -> str:
    """Whom the case lies with outside; empty where it never did."""
    moved = [event for event in card["timeline"] if event["kind"] == "moved_outside"]
    return moved[-1]["words"].get("party", "") if moved else ""


def doubt_of(card: CaseCard) -> str:
    """Why its words were held to be too vague as it was reported; empty where they were not."""
    reported: dict[str, Any] = card["timeline"][0]["facts"]
    return str(reported["suggested_doubt_reason"]) if reported.get("suggested_vague") else ""


def help_of(row: Row[Any]) -> str:
    """How far the help of another department is: asked, taken, done; empty where none was asked for."""
    if row.helper_department_id:
        return "taken" if row.helper_id else "asked"
    return "done" if row.helper_id else ""
