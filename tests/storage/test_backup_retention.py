"""Which backups stay: seven days, five weeks, twelve months."""

from datetime import UTC, datetime, timedelta

from storage.backup_retention import kept

FIRST = datetime(2025, 1, 1, 2, 0, tzinfo=UTC)


def names(moments: list[datetime]) -> dict[str, datetime]:
    return {moment.isoformat(): moment for moment in moments}


def test_of_two_years_of_nights_the_last_days_weeks_and_months_stay() -> None:
    there: dict[str, datetime] = {}
    for night in range(730):
        moment = FIRST + timedelta(days=night)
        there[moment.isoformat()] = moment
        stay = kept(there)
        there = {name: made for name, made in there.items() if name in stay}
        assert moment.isoformat() in there, "the newest stays"
        assert len(there) <= 7 + 5 + 12
    days = sorted(made.date().isoformat() for made in there.values())
    assert days == [
        *(f"2026-{month:02}-{last}" for month, last in zip(range(1, 12), LAST_DAYS, strict=True)),
        "2026-12-06",
        "2026-12-13",
        "2026-12-20",
        *(f"2026-12-{day}" for day in range(25, 32)),
    ]


LAST_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30)


def test_of_a_day_the_newest_stays() -> None:
    hours = [FIRST + timedelta(hours=hour) for hour in range(0, 20, 4)]
    assert kept(names(hours)) == {hours[-1].isoformat()}


def test_days_without_a_backup_take_no_place() -> None:
    nights = [FIRST + timedelta(days=day) for day in (0, 1, 2, 3, 4, 5, 90)]
    assert kept(names(nights)) == set(names(nights))


def test_of_none_none_stay() -> None:
    assert kept({}) == set()
