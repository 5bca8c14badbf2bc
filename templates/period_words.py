"""The words of papers of a period, by the names that Word templates call them."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from templates.case_papers import Head
from templates.render import Renderer, label
from workflow.library import Category, Grade
from workflow.period_papers import (
    FIVE,
    OfPeriod,
    PeriodCase,
    PeriodFile,
    Tally,
    is_overdue,
    share,
    tallies,
    tally,
)

_NUMBERS = ("found", "put_right", "put_right_share", "closed", "open", "overdue", "in_time")
_CASE = ("number", "place", "words", "category", "grade", "department", "owner", "requirement", "state", "due_at")
# What a template may name. All papers of a period have the same fields.
FIELDS: dict[str, Any] = {
    **dict.fromkeys(("paper_number", "title", "company", "made_for", "made_at", "period", "first", "last", "signed")),
    **dict.fromkeys((*_NUMBERS, "budget", "spent", "major_open")),
    "grades": dict.fromkeys(("name", *_NUMBERS, "spent")),
    "categories": dict.fromkeys(("name", *_NUMBERS)),
    "departments": dict.fromkeys(("rank", "name", *_NUMBERS, "in_time_before")),
    "majors": dict.fromkeys((*_CASE, "closed_on", *FIVE, "budget", "spent")),
    "overdue_cases": dict.fromkeys((*_CASE, "closed_on")),
    "cases": dict.fromkeys((*_CASE, "closed_on")),
}


def period_name(language: str, named: str) -> str:
    """A year, a quarter or a month, as people call it. named: 2026, 2026-Q3 or 2026-11."""
    year, _, part = named.partition("-")
    kind = "year" if not part else "quarter" if part.startswith("Q") else "month"
    return label(language, "made", f"period.{kind}").format(year=year, n=part.strip("Q").lstrip("0"))


class PeriodWords:
    """Makes the words of one paper. Days are those of the site."""

    def __init__(self, language: str, zone: ZoneInfo, renderer: Renderer) -> None:
        self._language, self._zone, self._renderer = language, zone, renderer

    def of(self, made: OfPeriod, file: PeriodFile, head: Head) -> dict[str, Any]:
        """Every field of FIELDS."""
        period, majors = file.period, [case for case in file.cases if case.grade == Grade.MAJOR]
        whole = tally(file.cases, period)
        late = [case for case in file.cases if is_overdue(case, period)]
        touched = [
            case for case in file.cases if period.has(case.counted.received_on) or period.has(case.counted.closed_on)
        ]
        return {
            "paper_number": head.number,
            "title": label(self._language, "made", f"title.{made}"),
            "company": file.company,
            "made_for": head.made_for,
            "made_at": f"{head.made_at.astimezone(self._zone):%Y-%m-%d %H:%M}",
            "period": period_name(self._language, file.period.named),
            "signed": head.signed,
            "first": f"{period.first}",
            "last": f"{period.last}",
            **self._numbers(whole),
            "budget": self._yuan(whole.budget),
            "spent": self._yuan(whole.spent),
            "major_open": str(sum(case.counted.is_open for case in majors)),
            "grades": self._grades(file),
            "categories": self._categories(file),
            "departments": self._departments(file),
            "majors": [self._case(case) | self._five(case) for case in majors],
            "overdue_cases": [self._case(case) for case in late],
            "cases": [self._case(case) for case in touched],
        }

    def _numbers(self, of: Tally) -> dict[str, str]:
        return {
            "found": str(of.found),
            "put_right": str(of.put_right),
            "put_right_share": self._share(of.put_right, of.found),
            "closed": str(of.closed),
            "open": str(of.open),
            "overdue": str(of.overdue),
            "in_time": self._share(of.kept, of.limits),
        }

    def _share(self, part: int, whole: int) -> str:
        """Of how many is said with it: a rate of three cases is no rate."""
        return f"{share(part, whole):.0%} ({part}/{whole})" if whole else "–"

    def _grades(self, file: PeriodFile) -> list[dict[str, str]]:
        """By the two grades of the law: the company's own larger ones are general on every paper that leaves it."""
        found = tallies(file.cases, file.period, lambda case: Grade(case.grade).statutory)
        return [
            {"name": label(self._language, "grade", grade), **self._numbers(of), "spent": self._yuan(of.spent)}
            for grade in (Grade.GENERAL, Grade.MAJOR)
            for of in (found.get(grade, Tally()),)
        ]

    def _categories(self, file: PeriodFile) -> list[dict[str, str]]:
        found = tallies(file.cases, file.period, lambda case: case.category)
        listed = [(category, found[category]) for category in Category if category in found]
        return [{"name": label(self._language, "category", name), **self._numbers(of)} for name, of in listed]

    def _departments(self, file: PeriodFile) -> list[dict[str, str]]:
        listed = []
        for rank, (name, of) in enumerate(file.departments, 1):
            before = file.before.get(name, Tally())
            said = {"rank": str(rank), "name": name or label(self._language, "chart", "nobodys")}
            listed.append(said | self._numbers(of) | {"in_time_before": self._share(before.kept, before.limits)})
        return listed

    def _case(self, case: PeriodCase) -> dict[str, str]:
        return {
            **{name: getattr(case, name) for name in ("number", "place", "words", "department", "owner")},
            "requirement": case.requirement,
            "category": label(self._language, "category", case.category),
            "grade": label(self._language, "grade", case.grade),
            "state": label(self._language, "state", case.state),
            "due_at": self._day(case.due_at),
            "closed_on": self._day(case.closed_at) if case.closed_at else "",
        }

    def _five(self, case: PeriodCase) -> dict[str, str]:
        """Whether each of the five is there."""
        there, lacking = (label(self._language, "made", name) for name in ("there", "lacking"))
        money = {"budget": self._yuan(case.budget), "spent": self._yuan(case.spent)}
        return {part: there if part in case.filled else lacking for part in FIVE} | money

    def _day(self, moment: datetime | date) -> str:
        return f"{moment.astimezone(self._zone):%Y-%m-%d}" if isinstance(moment, datetime) else f"{moment}"

    def _yuan(self, fen: int) -> str:
        return self._renderer.yuan(self._language, fen)
