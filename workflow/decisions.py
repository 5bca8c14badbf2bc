"""Which cases a manager has to see to: what waits for a decision, or has outlasted everybody else's."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

MOST = 3


class Why(StrEnum):
    """What a case waits for; one that waits for several is told by the first of them."""

    PLAN = "plan"  # a major hazard without an approved plan
    MONEY = "money"  # asked for, and not answered
    TIME = "time"
    OVERDUE = "overdue"  # for so long that everybody on the ladder has been told
    LONG_TERM = "long_term"  # filed among the long-standing ones: its way on is reported, and decided


# After how long it is usually done: what has waited for twice that goes before what has waited for one and a half.
USUALLY = {
    Why.PLAN: timedelta(days=1),
    Why.MONEY: timedelta(days=2),
    Why.TIME: timedelta(days=1),
    Why.OVERDUE: timedelta(days=3),
    Why.LONG_TERM: timedelta(days=60),
}


@dataclass(frozen=True)
class Waiting:
    """A case, what it waits for, and since when."""

    hazard_id: str
    why: Why
    since: datetime


def most_pressing(waiting: Iterable[Waiting], now: datetime) -> list[Waiting]:
    """At most three, each case once: majors without a plan first, then what has waited longest beyond the usual."""
    order = list(Why)

    def urgency(each: Waiting) -> tuple[bool, float, int, str]:
        beyond = (now - each.since) / USUALLY[each.why]
        return each.why is not Why.PLAN, -beyond, order.index(each.why), each.hazard_id

    found: dict[str, Waiting] = {}
    for each in sorted(waiting, key=urgency):
        if now - each.since >= USUALLY[each.why]:
            found.setdefault(each.hazard_id, each)
    return list(found.values())[:MOST]
