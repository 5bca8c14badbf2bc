"""What somebody has to do on one day: how much of what, what presses, and which measures end."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Select, bindparam, case, func, select

from storage.lists import BY, MOST_URGENT, PAGE, WAITS, WITH_OWNER, Day, waiting_for
from storage.queries import CARD, Viewer, covered, line
from storage.tables import hazards
from workflow.danger import HELD
from workflow.lifecycle import IN_HAND
from workflow.permissions import Action
from workflow.reach import Reach


@dataclass(frozen=True)
class Morning:
    """overdue, today, later: what is theirs to repair, by its limit; accept: to be signed off; decide: all else.

    items: the most urgent of what is overdue or due today. measures: temporary ones of their cases that end today.
    """

    overdue: int
    today: int
    later: int
    accept: int
    decide: int
    items: list[dict[str, Any]]
    measures: list[dict[str, Any]]

    @property
    def total(self) -> int:
        return self.overdue + self.today + self.later + self.accept + self.decide


def morning(connection: Connection, viewer: Viewer, day: Day) -> Morning:
    """What waits for the viewer; `day` is one of their site."""
    me = {"me": viewer.person.id, "today": viewer.today, "begins": day[0], "ends": day[1]}
    counts = _counts(viewer.may(Action.SEE), *(viewer.may(wait.right) for wait in WAITS))
    found = {(row.wants, row.due): row.cases for row in connection.execute(counts, me)}
    work = {due: found.get(("work", due), 0) for due in ("overdue", "today", "later")}
    accept = sum(cases for (wants, _), cases in found.items() if wants == "accept")
    decide = sum(found.values()) - sum(work.values()) - accept
    presses = connection.execute(_PRESSES, me).all() if work["overdue"] or work["today"] else ()
    items, measures = ([line(row, viewer) for row in rows] for rows in (presses, connection.execute(_MEASURES, me)))
    return Morning(**work, accept=accept, decide=decide, items=items, measures=measures)


_BEGINS, _ENDS = (bindparam(name, type_=hazards.c.due_at.type) for name in ("begins", "ends"))
_DUE = case((BY < _BEGINS, "overdue"), (BY < _ENDS, "today"), else_="later").label("due")


@lru_cache(maxsize=256)
def _counts(seen: Reach, *rights: Reach) -> Select[Any]:
    """Kept, for a statement of such length costs more to compose than to run."""
    waits = waiting_for(*rights).where(covered(seen)).order_by(None)
    each = waits.with_only_columns(waits.selected_columns["wants"], _DUE).subquery()
    return select(each.c.wants, each.c.due, func.count().label("cases")).group_by(each.c.wants, each.c.due)


_MINE = hazards.c.owner_id == bindparam("me")
_PRESSES = CARD.where(_MINE, WITH_OWNER, BY < _ENDS).order_by(*MOST_URGENT, hazards.c.id).limit(PAGE)
_MEASURES = CARD.where(
    _MINE,
    hazards.c.state.in_(IN_HAND),
    hazards.c.danger == HELD,
    hazards.c.measure_until >= _BEGINS,
    hazards.c.measure_until < _ENDS,
).order_by(hazards.c.measure_until, hazards.c.id)
