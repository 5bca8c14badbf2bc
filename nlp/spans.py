"""Reads the period that a person's words name: a week, a month, a quarter or a year, or a day as it was known then."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from nlp.days import day_in
from nlp.reckoning import away, existing
from nlp.wording import with_numbers
from workflow.spans import Unit


@dataclass(frozen=True)
class Said:
    """A period by a day in it; or, without a unit, whichever period was shown on a day, as it was known on it."""

    unit: Unit | None
    day: date
    as_of: date | None = None


_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_BACK = {"这": 0, "本": 0, "今": 0, "this": 0, "上": 1, "去": 1, "last": 1, "previous": 1, "上上": 2, "前": 2}
_UNITS = {"周": Unit.WEEK, "星期": Unit.WEEK, "礼拜": Unit.WEEK, "week": Unit.WEEK, "月": Unit.MONTH}
_UNITS |= {"month": Unit.MONTH, "季": Unit.QUARTER, "季度": Unit.QUARTER, "quarter": Unit.QUARTER}
_UNITS |= {"年": Unit.YEAR, "年度": Unit.YEAR, "year": Unit.YEAR}
_MONTHS = {Unit.MONTH: 1, Unit.QUARTER: 3, Unit.YEAR: 12}

_YEAR = r"(?P<y>(?:19|20)\d\d|\d\d(?= ?年))"
_OPT_YEAR = rf"(?:{_YEAR} ?(?:年|[-/.]|,)? ?)?"
_EN_YEAR = r"(?:,? ?(?P<y>(?:19|20)\d\d))?"


def span_in(words: str, today: date) -> Said | None:
    """The one period that some words name, as heard on a day: the last such one; None where they name none.

    A month or quarter without a year is the last one that has begun. A day means: as it was known on that day. Of what
    is yet to come nothing is known: None.
    """
    said = " ".join(with_numbers(words[:60]).replace("個", "个").replace("週", "周").split()).strip(" .。,，的")
    for pattern, read in _READ:
        if (found := pattern.fullmatch(said)) is not None:
            period = read(found, today)
            return period if period is not None and period.day <= today else None
    day = day_in(words, today)
    return Said(None, day, day) if day is not None and day <= today else None


def _relative(found: re.Match[str], today: date) -> Said:
    unit, back = _UNITS[found["unit"]], _BACK[found["back"]]
    if unit is Unit.WEEK:
        return Said(unit, away(today, -7 * back, 0))
    return Said(unit, away(today, 0, -back * _MONTHS[unit]))


def _month(found: re.Match[str], today: date) -> Said | None:
    said = found["m"]
    number = int(said) if said.isdecimal() else _NAMES.index(said[:3]) + 1
    return _numbered(Unit.MONTH, found["y"], number, today)


def _quarter(found: re.Match[str], today: date) -> Said | None:
    return _numbered(Unit.QUARTER, found["y"], int(found["q"]) * 3 - 2, today)


def _numbered(unit: Unit, year: str | None, month: int, today: date) -> Said | None:
    if year is not None:
        first = existing(_full(year), month, 1)
    else:
        first = existing(today.year if month <= today.month else today.year - 1, month, 1)
    return Said(unit, first) if first is not None else None


def _year(found: re.Match[str], today: date) -> Said:
    return Said(Unit.YEAR, date(_full(found["y"]), 1, 1))


def _full(year: str) -> int:
    return int(year) if len(year) == 4 else 2000 + int(year)


Read = Callable[[re.Match[str], date], Said | None]
_READ: tuple[tuple[re.Pattern[str], Read], ...] = (
    (re.compile(r"(?P<back>上上|上|这|本|去|今|前) ?1?个?(?P<unit>周|星期|礼拜|月|季度?|年度?)"), _relative),
    (re.compile(r"(?:the )?(?P<back>this|last|previous) (?P<unit>week|month|quarter|year)"), _relative),
    (re.compile(rf"{_OPT_YEAR}(?P<m>1[0-2]|0?[1-9]) ?月份?"), _month),
    (re.compile(r"(?P<y>(?:19|20)\d\d) ?[-/.] ?(?P<m>1[0-2]|0?[1-9])"), _month),
    (re.compile(rf"(?P<m>(?:{'|'.join(_NAMES)})[a-z]*)\.?{_EN_YEAR}"), _month),
    (re.compile(rf"{_OPT_YEAR}第? ?(?P<q>[1-4]) ?季度?"), _quarter),
    (re.compile(rf"{_OPT_YEAR}q(?P<q>[1-4])"), _quarter),
    (re.compile(rf"q(?P<q>[1-4]){_EN_YEAR}"), _quarter),
    (re.compile(rf"{_YEAR} ?(?:年度?)?"), _year),
)
