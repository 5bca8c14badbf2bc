"""The papers of a period: which days a name means, and what is counted, by hand."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from workflow.period_papers import (
    NoSuchPeriod,
    OfPeriod,
    Period,
    PeriodCase,
    PeriodFile,
    Tally,
    period_of,
    share,
    tallies,
    tally,
)
from workflow.standing import Counted

TODAY = date(2026, 11, 27)
NOVEMBER = Period("2026-11", date(2026, 11, 1), date(2026, 11, 30))


@pytest.mark.parametrize(
    ("named", "first", "last", "before"),
    [
        ("2026", date(2026, 1, 1), date(2026, 12, 31), date(2025, 1, 1)),
        ("2026-Q1", date(2026, 1, 1), date(2026, 3, 31), date(2025, 10, 1)),
        ("2026-Q4", date(2026, 10, 1), date(2026, 12, 31), date(2026, 7, 1)),
        ("2026-11", date(2026, 11, 1), date(2026, 11, 30), date(2026, 10, 1)),
        (" 2024-02 ", date(2024, 2, 1), date(2024, 2, 29), date(2024, 1, 1)),
        ("2025-12", date(2025, 12, 1), date(2025, 12, 31), date(2025, 11, 1)),
    ],
)
def test_a_name_means_its_days_and_there_is_one_before_as_long(
    named: str, first: date, last: date, before: date
) -> None:
    period = period_of(named, TODAY)
    assert (period.first, period.last) == (first, last)
    assert (period.before.first, period.before.last.toordinal() + 1) == (before, first.toordinal())


@pytest.mark.parametrize(
    "named", ["", "2026-13", "2026-00", "2026-Q5", "2026-Q0", "26", "2026-11-01", "november", "2027", "2026-12", "0000"]
)
def test_what_is_no_period_or_has_not_begun_is_refused(named: str) -> None:
    with pytest.raises(NoSuchPeriod):
        period_of(named, TODAY)


def case(number: int, received: date, *, department: str = "设备部", grade: str = "general", **told: Any) -> PeriodCase:
    money = {name: told.pop(name) for name in ("budget", "spent") if name in told}
    counts = {"is_open": told.get("closed_on") is None, "is_major": False, "due_on": None, "closed_on": None, **told}
    return PeriodCase(
        number=f"YH-{number}",
        place="",
        words="",
        category="fire",
        grade=grade,
        department=department,
        owner="",
        requirement="",
        state="",
        due_at=datetime(2026, 11, 1, tzinfo=UTC),
        closed_at=None,
        counted=Counted(department, received, **counts),
        **money,
    )


CASES = [
    # found before, closed in it, in time
    case(1, date(2026, 10, 30), closed_on=date(2026, 11, 2), limit_on=date(2026, 11, 3), done_on=date(2026, 11, 2)),
    # found and closed in it, late; paid
    case(
        2,
        date(2026, 11, 1),
        closed_on=date(2026, 11, 9),
        limit_on=date(2026, 11, 4),
        done_on=date(2026, 11, 8),
        budget=300,
        spent=250,
    ),
    # found in it, open, overdue on its last day
    case(3, date(2026, 11, 30), due_on=date(2026, 11, 30), limit_on=date(2026, 11, 30), department="生产部"),
    # found in it, open, its limit is later
    case(4, date(2026, 11, 20), due_on=date(2026, 12, 1), limit_on=date(2026, 12, 1), department="生产部"),
    # found long before, open: neither found nor closed, and its money is of another period
    case(5, date(2026, 9, 1), spent=999),
]


def test_each_case_counts_once_for_each_thing_that_it_is() -> None:
    assert tally(CASES, NOVEMBER) == Tally(
        found=3, put_right=1, closed=2, open=3, overdue=1, limits=3, kept=1, budget=300, spent=250
    )


def test_the_parts_make_the_whole() -> None:
    parts = tallies(CASES, NOVEMBER, lambda each: each.department)
    assert parts["生产部"] == Tally(found=2, open=2, overdue=1, limits=1)
    whole = tally(CASES, NOVEMBER)
    for name in Tally.__dataclass_fields__:
        assert sum(getattr(part, name) for part in parts.values()) == getattr(whole, name)


def test_departments_stand_by_what_they_keep_and_those_that_owed_nothing_last() -> None:
    nothing = case(6, date(2026, 11, 5), department="质量部")
    file = PeriodFile("青禾", NOVEMBER, [*CASES, nothing])
    assert [name for name, _ in file.departments] == ["设备部", "生产部", "质量部"]


def test_nothing_of_nothing_is_nothing() -> None:
    assert share(0, 0) == 0.0
    assert tally([], NOVEMBER) == Tally()
    assert len({*OfPeriod}) == 3
