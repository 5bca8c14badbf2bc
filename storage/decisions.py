"""The cases that may need a manager's decision: what they wait for and since when, the longest of each kind."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Integer, Select, String, and_, literal, not_, select, union_all

from storage.queries import CARD, OWED_NOW, Viewer, covered, line
from storage.tables import events, hazards
from workflow.decisions import MOST, USUALLY, Waiting, Why, most_pressing
from workflow.library import Grade
from workflow.lifecycle import OPEN
from workflow.permissions import Action
from workflow.reach import Reach

_MAJOR = hazards.c.company_grade == Grade.MAJOR
_ASKED_MONEY, _ASKED_TIME = hazards.c.money_with != "", hazards.c.asked_until.is_not(None)
# Whether a case is one of a kind, by the name of the kind; of what was asked for, the version of the case that asked.
_IS: dict[Why, ColumnElement[bool]] = {
    Why.PLAN: and_(_MAJOR, hazards.c.plan["approved_at"].as_string().is_(None)),
    Why.OVERDUE: OWED_NOW,
    Why.LONG_TERM: hazards.c.plan["long_term"].as_boolean(),
    Why.MONEY: _ASKED_MONEY,
    Why.TIME: _ASKED_TIME,
}
_SINCE = {Why.PLAN: "received_at", Why.OVERDUE: "due_at", Why.LONG_TERM: "received_at"}
_ASKED_IN = {Why.MONEY: hazards.c.money["since"].as_string().cast(Integer), Why.TIME: hazards.c.asked_since}


def to_decide(connection: Connection, viewer: Viewer) -> list[dict[str, Any]]:
    """At most three, the most pressing first, each as a line with `why` and `days`: for how many it has waited."""
    found = connection.execute(_longest(viewer.may(Action.DIGEST), viewer.now))
    chosen = most_pressing((Waiting(row.id, Why(row.why), row.since) for row in found), viewer.now)
    shown = CARD.where(hazards.c.id.in_([each.hazard_id for each in chosen]))
    lines = {row.id: line(row, viewer) for row in connection.execute(shown)} if chosen else {}
    day = timedelta(days=1)
    return [
        {**lines[each.hazard_id], "why": str(each.why), "days": (viewer.now - each.since) // day} for each in chosen
    ]


def _longest(right: Reach, now: datetime) -> Any:
    """The first few of each kind, for no case beyond them can be among the three; the open cases are read once."""
    columns = (hazards.c.id, hazards.c.received_at, hazards.c.due_at)
    kinds = [is_so.label(str(why)) for why, is_so in _IS.items()]
    versions = [version.label(f"{why}_version") for why, version in _ASKED_IN.items()]
    theirs = (hazards.c.state.in_(sorted(OPEN)), not_(hazards.c.practice), covered(right))
    cases = select(*columns, *kinds, *versions).where(*theirs).cte("cases")
    return union_all(*(_stands(cases, why, now) for why in _SINCE), *(_asked(cases, why, now) for why in _ASKED_IN))


def _stands(cases: Any, why: Why, now: datetime) -> Select[Any]:
    since = cases.c[_SINCE[why]]
    return _first(select(cases.c.id, since.label("since")).where(cases.c[why], since <= now - USUALLY[why]), since, why)


def _asked(cases: Any, why: Why, now: datetime) -> Select[Any]:
    when = and_(
        events.c.subject_kind == "hazard",
        events.c.subject_id == cases.c.id,
        events.c.version == cases.c[f"{why}_version"],
    )
    asked = select(cases.c.id, events.c.at.label("since")).join_from(cases, events, when)
    return _first(asked.where(cases.c[why], events.c.at <= now - USUALLY[why]), events.c.at, why)


def _first(found: Select[Any], since: ColumnElement[Any], why: Why) -> Select[Any]:
    few = found.order_by(since).limit(MOST).subquery()
    return select(few.c.id, few.c.since, literal(str(why), String).label("why"))
