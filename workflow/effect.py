"""How well it works 效果评估: a quarter held against an earlier time, and what may be said of the difference.

A difference is called better or worse only where chance alone would seldom make it; docs/metrics.md says how.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from math import sqrt

from workflow.evidence import Kept, Severity
from workflow.indicators import FEW, FIGURES, PER_PEOPLE, Figure, Kind, Tally, Value, value
from workflow.periods import Period
from workflow.spans import Sight, Unit, as_far, before, year_before
from workflow.survey import Result

# So many standard errors: chance alone makes such a difference in one of twenty comparisons.
SURE = 1.96
# A median has no such measure here: by so much of the earlier one it has to have changed.
MEDIAN_SHARE = 0.2


class Against(StrEnum):
    """What a quarter is held against."""

    BEFORE = "before"  # the quarter before
    YEAR = "year"  # the same one of the year before
    START = "start"  # the first days of use: as many as the quarter has so far


class Verdict(StrEnum):
    """What may be said of a difference."""

    BETTER = "better"
    WORSE = "worse"
    SAME = "same"  # within what chance does
    UNKNOWN = "unknown"  # too few, or nothing to compare


class Wanted(StrEnum):
    """Which way is better."""

    MORE = "more"
    LESS = "less"


OVERDUE_SHARE = Figure("overdue_share", Kind.RATE, "overdue", "open")
# How many were reported, closed, open or major is not judged: more reports are not more hazards.
JUDGED: Mapping[str, Wanted] = {
    "on_time": Wanted.MORE,
    "passed": Wanted.MORE,
    "first_time": Wanted.MORE,
    "repeat": Wanted.LESS,
    "overdue_share": Wanted.LESS,
    "quality": Wanted.MORE,
    "per_head": Wanted.MORE,
    "take_time": Wanted.LESS,
    "repair_time": Wanted.LESS,
    "acceptance_time": Wanted.LESS,
}
_HURT = frozenset({Severity.MINOR, Severity.SERIOUS, Severity.FATAL})


@dataclass(frozen=True)
class Compared:
    """A figure of the quarter beside that of the earlier time."""

    name: str
    kind: Kind
    now: Value
    then: Value
    verdict: Verdict


@dataclass(frozen=True)
class Accidents:
    """How many happened in a period; near misses, which are none yet, apart. hurt: of these; linked: to cases."""

    happened: int = 0
    hurt: int = 0
    near_misses: int = 0
    linked: int = 0


@dataclass(frozen=True)
class Effect:
    """What an evaluation says; `then` of each is the earlier time."""

    figures: tuple[Compared, ...]
    accidents: Accidents
    accidents_then: Accidents
    remarks: int
    remarks_then: int
    survey: Result | None = None
    survey_then: Result | None = None

    @property
    def of_accidents(self) -> Verdict:
        return fewer(self.accidents.happened, self.accidents_then.happened)

    @property
    def said(self) -> tuple[Compared, ...]:
        """To each question of the survey, who said yes among those who know; none where there are no two surveys."""
        now, then = (each.counted if each else {} for each in (self.survey, self.survey_then))
        both = [asked for asked in now if asked in then]
        return tuple(_held(asked, Kind.RATE, now[asked].agree, then[asked].agree, Wanted.MORE) for asked in both)


def earlier(seen: Sight, against: Against, began: date | None) -> Period | None:
    """The time that a quarter is held against, as many days of it as the quarter has so far.

    began: the day of the first case; none: there was none. None where there is no such time, or it is not over when the
    quarter begins.
    """
    if began is None:
        return None
    if against is Against.START:
        last = began + (seen.until - seen.period.first)
        return Period(began, last) if last < seen.period.first else None
    whole = before(Unit.QUARTER, seen.period) if against is Against.BEFORE else year_before(Unit.QUARTER, seen.period)
    found = as_far(whole, seen.period, seen.as_of)
    return found if found.last >= began else None


def compared(now: Tally, then: Tally) -> tuple[Compared, ...]:
    """Each figure that is judged."""
    figures = {**FIGURES, OVERDUE_SHARE.name: OVERDUE_SHARE}
    return tuple(_compared(figures[name], now, then, wanted) for name, wanted in JUDGED.items())


def _compared(figure: Figure, now: Tally, then: Tally, wanted: Wanted) -> Compared:
    return _held(figure.name, figure.kind, value(figure, now), value(figure, then), wanted)


def _held(name: str, kind: Kind, now: Value, then: Value, wanted: Wanted) -> Compared:
    return Compared(name, kind, now, then, verdict(kind, now, then, wanted))


def verdict(kind: Kind, now: Value, then: Value, wanted: Wanted) -> Verdict:
    """What may be said of two values of a rate, a median or a number per head."""
    if now.value is None or then.value is None or min(now.of, then.of) < FEW:
        return Verdict.UNKNOWN
    if kind is Kind.PER_HEAD and now.counts + then.counts < FEW:
        return Verdict.UNKNOWN
    difference, least = now.value - then.value, _least(kind, now, then)
    if abs(difference) <= least:
        return Verdict.SAME
    return Verdict.BETTER if (difference > 0) is (wanted is Wanted.MORE) else Verdict.WORSE


def _least(kind: Kind, now: Value, then: Value) -> float:
    """What a difference has to exceed: of shares by two proportions, per head by two Poisson rates, pooled."""
    if kind is Kind.MEDIAN:
        return MEDIAN_SHARE * (then.value or 0)
    pooled = (now.counts + then.counts) / (now.of + then.of)
    spread = pooled * (1 - pooled) if kind is Kind.RATE else pooled
    times = 1 if kind is Kind.RATE else PER_PEOPLE
    return SURE * times * sqrt(spread * (1 / now.of + 1 / then.of))


def fewer(now: int, then: int) -> Verdict:
    """What may be said of two numbers of things that are better not: two Poisson counts of as many days."""
    if now + then < FEW:
        return Verdict.UNKNOWN
    if abs(now - then) <= SURE * sqrt(now + then):
        return Verdict.SAME
    return Verdict.BETTER if now < then else Verdict.WORSE


def accidents_in(kept: Iterable[Kept], first: date, last: date) -> Accidents:
    """Those of a span of days that count."""
    told = [each.told for each in within(kept, first, last)]
    happened = [each for each in told if each.severity != Severity.NEAR_MISS]
    return Accidents(
        happened=len(happened),
        hurt=sum(each.severity in _HURT for each in happened),
        near_misses=len(told) - len(happened),
        linked=sum(bool(each.cases) for each in happened),
    )


def within(kept: Iterable[Kept], first: date, last: date) -> list[Kept]:
    """What of it is of a span of days, and was not withdrawn."""
    return [each for each in kept if not each.withdrawn and first <= date.fromisoformat(each.told.day) <= last]
