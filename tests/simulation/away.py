"""Who was away when and who stood in, as the events of deputies tell it: nothing here is taken from what sends."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Row, select

from storage.tables import events

FOREVER = datetime(9000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Away:
    """A deputy for some days, both inclusive; named at a moment, and gone from one on that may come before."""

    deputy: str
    since: date
    until: date
    named: datetime
    gone: datetime

    def holds(self, moment: datetime, day: date) -> bool:
        return self.since <= day <= self.until and self.named < moment < self.gone


class Absences:
    """Everybody's."""

    def __init__(self, rows: Mapping[str, Sequence[Away]], zone: ZoneInfo) -> None:
        self._rows = rows
        self._zone = zone

    def acting_for(self, person: str, moment: datetime) -> str:
        """Who does for somebody what is theirs at a moment: the end of the chain of deputies; else themselves."""
        day, passed = moment.astimezone(self._zone).date(), [person]
        while True:
            now = [row.deputy for row in self._rows.get(passed[-1], ()) if row.holds(moment, day)]
            if not now or now[0] in passed:
                return passed[-1]
            passed.append(now[0])


def absences(connection: Connection, zone: ZoneInfo) -> Absences:
    named: dict[str, Row[Any]] = {}
    ended: dict[str, Row[Any]] = {}
    of_deputies = select(events).where(events.c.subject_kind == "deputyship").order_by(events.c.id)
    for event in connection.execute(of_deputies):
        (named if event.kind == "deputy_named" else ended)[event.subject_id] = event
    found = defaultdict(list)
    for id_, event in named.items():
        since, until = (date.fromisoformat(event.facts[name]) for name in ("since", "until"))
        gone = ended[id_].at if id_ in ended else FOREVER
        found[event.facts["person"]].append(Away(event.facts["deputy"], since, until, event.at, gone))
    return Absences(found, zone)


def first_of(moments: Collection[datetime], since: datetime) -> datetime:
    """The first that is not before another; FOREVER where none is."""
    return min((moment for moment in moments if moment >= since), default=FOREVER)
