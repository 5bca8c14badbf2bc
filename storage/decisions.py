"""The cases that may need a manager's decision: what they wait for and since when, the longest of each kind."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Integer, and_, not_, select

from storage.queries import CARD, OWED_NOW, Viewer, covered, line
from storage.tables import events, hazards
from workflow.decisions import MOST, USUALLY, Waiting, Why, most_pressing
from workflow.library import Grade
from workflow.lifecycle import OPEN
from workflow.permissions import Action
from workflow.reach import Reach

_OPEN = and_(hazards.c.state.in_(sorted(OPEN)), not_(hazards.c.practice))
_LONG_TERM = hazards.c.plan["long_term"].as_boolean()
_NO_PLAN = hazards.c.plan["approved_at"].as_string().is_(None)
_SINCE_MONEY = hazards.c.money["since"].as_string().cast(Integer)
_ASKED = {
    Why.MONEY: (hazards.c.money_with != "", _SINCE_MONEY),
    Why.TIME: (hazards.c.asked_until.is_not(None), hazards.c.asked_since),
}
_STANDS: dict[Why, tuple[ColumnElement[bool], ColumnElement[Any]]] = {
    Why.PLAN: (and_(hazards.c.company_grade == Grade.MAJOR, _NO_PLAN), hazards.c.received_at),
    Why.OVERDUE: (OWED_NOW, hazards.c.due_at),
    Why.LONG_TERM: (_LONG_TERM, hazards.c.received_at),
}


def to_decide(connection: Connection, viewer: Viewer) -> list[dict[str, Any]]:
    """At most three, the most pressing first, each as a line with `why` and `days`: for how many it has waited."""
    chosen = most_pressing(_waiting(connection, viewer.may(Action.DIGEST), viewer.now), viewer.now)
    shown = CARD.where(hazards.c.id.in_([each.hazard_id for each in chosen]))
    lines = {row.id: line(row, viewer) for row in connection.execute(shown)} if chosen else {}
    day = timedelta(days=1)
    return [
        {**lines[each.hazard_id], "why": str(each.why), "days": (viewer.now - each.since) // day} for each in chosen
    ]


def _waiting(connection: Connection, right: Reach, now: datetime) -> Iterator[Waiting]:
    """The first few of each kind: no case beyond them can be among the three."""
    for why, (cases, since) in _STANDS.items():
        these = (_OPEN, cases, covered(right), since <= now - USUALLY[why])
        found = select(hazards.c.id, since.label("since")).where(*these).order_by(since).limit(MOST)
        yield from (Waiting(row.id, why, row.since) for row in connection.execute(found))
    for why, (cases, version) in _ASKED.items():
        asked = and_(
            events.c.subject_kind == "hazard", events.c.subject_id == hazards.c.id, events.c.version == version
        )
        found = select(hazards.c.id, events.c.at).join_from(hazards, events, asked).where(_OPEN, cases, covered(right))
        yield from (Waiting(row.id, why, row.at) for row in connection.execute(found.order_by(events.c.at).limit(MOST)))
