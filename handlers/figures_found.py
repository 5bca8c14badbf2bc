"""How the lookups of figures are answered: as facts of what is said, with names in place of ids."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from sqlalchemy import Connection

from handlers.listed import listed
from handlers.wanted import FigureCases, FiguresApart, FiguresCompared, FiguresSheet, OfFigures, SpanIn
from nlp.spans import span_in
from storage.digests import department_names
from storage.figure_cases import behind
from storage.figure_names import called
from storage.indicators import right_of, tallies, tally
from storage.queries import Viewer
from templates.render import Renderer
from workflow.calendar import Calendar
from workflow.indicators import FIGURES, Dimension, Only, Tally, value
from workflow.periods import Period
from workflow.spans import Sight, Unit, as_far, before, period_of, sight, year_before

PAGE = 5
_LABELS = {Dimension.CATEGORY: "category", Dimension.GRADE: "grade"}
Facts = dict[str, Any]


class Figures:
    """Reads them with somebody's eyes."""

    def __init__(
        self, connection: Connection, viewer: Viewer, renderer: Renderer, calendar: Calendar, asked: OfFigures
    ) -> None:
        self._connection, self._viewer, self._renderer, self._calendar = connection, viewer, renderer, calendar
        self.unit = Unit(asked.unit)
        self.as_of = min(date.fromisoformat(asked.as_of) if asked.as_of else viewer.today, viewer.today)
        self.period = period_of(self.unit, date.fromisoformat(asked.day) if asked.day else self.as_of)
        self.only = [Only(Dimension(by), key) for by, key in asked.only]
        self.seen = self._sight(self.period)

    def _sight(self, period: Period) -> Sight:
        return sight(period, self.as_of, self._calendar.zone)

    def head(self) -> Facts:
        """Of which days, as of which day, and of which part of the company."""
        right, language = right_of(self._viewer), self._viewer.person.language
        within = {} if right.company else department_names(self._connection, right.department_ids, language)
        return {
            "unit": str(self.unit),
            "first": self.period.first.isoformat(),
            "last": self.seen.until.isoformat(),
            "as_of": self.as_of.isoformat() if self.as_of != self._viewer.today else "",
            "within": sorted(within.values()),
            "only": [self.names(each.by, [each.key])[each.key] for each in self.only],
        }

    def names(self, by: Dimension, keys: list[str]) -> dict[str, str]:
        """What has no department, area and so on is called so."""
        kind, language = _LABELS.get(by), self._viewer.person.language
        found = called(self._connection, self._viewer, by, keys)
        found |= {key: self._renderer.label(language, kind, key) for key in keys if kind and key}
        return {key: found.get(key) or self._renderer.label(language, "figure_none", by.name.lower()) for key in keys}

    def whole(self, period: Period | None = None) -> Tally:
        return tally(self._connection, self._viewer, self._sight(period or self.period), self.only)

    def apart(self, by: Dimension) -> Mapping[str, Tally]:
        return tallies(self._connection, self._viewer, self.seen, by, self.only)

    def earlier(self) -> tuple[Period, Period]:
        """The period before, and that of the year before: as far as this one has come."""
        found = before(self.unit, self.period), year_before(self.unit, self.period)
        former, last_year = (as_far(period, self.period, self.as_of) for period in found)
        return former, last_year

    def cases(self, asked: FigureCases) -> Facts:
        found = behind(
            self._connection, self._viewer, self.seen, asked.figure, asked.page, self.only, others=asked.others
        )
        return {**listed(found.page), "hidden": found.hidden}


def values(its: Tally) -> Facts:
    """Each figure as it is told."""
    return {name: asdict(value(figure, its)) for name, figure in FIGURES.items()}


def sheet(looking: Figures, asked: FiguresSheet) -> Facts:
    its = looking.whole()
    return {**looking.head(), "empty": not its.tells, "f": values(its)}


def apart(looking: Figures, asked: FiguresApart) -> Facts:
    """Those with most overdue first, then with most reports; what has none of the kind last."""
    by = Dimension(asked.by)
    found = looking.apart(by)
    names = looking.names(by, list(found))
    order = sorted(found, key=lambda key: (key == "", -found[key]["overdue"], -found[key]["reported"], names[key]))
    shown = order[asked.page * PAGE :][:PAGE]
    items = [{"key": key, "name": names[key], "f": values(found[key])} for key in shown]
    more = (asked.page + 1) * PAGE < len(order)
    return {**looking.head(), "by": by.name.lower(), "items": items, "total": len(order), "more": more}


def compared(looking: Figures, asked: FiguresCompared) -> Facts:
    former, last_year = looking.earlier()
    return {
        **looking.head(),
        "f": values(looking.whole()),
        "before": values(looking.whole(former)),
        "year": values(looking.whole(last_year)),
        "before_first": former.first.isoformat(),
        "before_last": former.last.isoformat(),
        "year_first": last_year.first.isoformat(),
        "year_last": last_year.last.isoformat(),
    }


def cases(looking: Figures, asked: FigureCases) -> Facts:
    return {**looking.head(), "figure": asked.figure, "others": asked.others, **looking.cases(asked)}


def span(viewer: Viewer, asked: SpanIn) -> dict[str, str] | None:
    """What is yet to come is no answer: nothing is known of it."""
    found = span_in(asked.words, viewer.today)
    if found is None:
        return None
    as_of = {"as_of": found.as_of.isoformat() if found.as_of else ""}
    unit = {"unit": str(found.unit)} if found.unit else {}
    return {**unit, "day": found.day.isoformat() if found.unit else "", **as_of}
