"""Counts on the calendar: whether a day exists, which such day is nearest, and where so many months lead."""

from calendar import monthrange
from datetime import date, timedelta


def existing(year: int, month: int, day: int) -> date | None:
    """The day with these numbers; None where the calendar has none (30 February)."""
    return date(year, month, day) if 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1] else None


def nearest(month: int, day: int, today: date) -> date | None:
    """Of this day in last, this and next year the one nearest to today: less than some six months ahead or behind."""
    days = [existing(today.year + years, month, day) for years in (0, 1, -1)]
    return min((day for day in days if day is not None), key=lambda day: abs(day - today), default=None)


def next_numbered(number: int, today: date) -> date | None:
    """The next day of a month with this number, today included; a month without it (31) is passed over."""
    months = (first_of_month(today, ahead) for ahead in range(3))
    days = (existing(month.year, month.month, number) for month in months)
    return next((day for day in days if day is not None and day >= today), None)


def first_of_month(today: date, ahead: int) -> date:
    """The first of the month so many months ahead of this one."""
    year, month = divmod(today.year * 12 + today.month - 1 + ahead, 12)
    return date(year, month + 1, 1)


def last_of(month: date) -> date:
    """The last day of the month in which a day lies."""
    return month.replace(day=monthrange(month.year, month.month)[1])


def away(today: date, days: int, months: int) -> date:
    """So many months and then days from today; months keep the day of the month, or end with the month."""
    month = first_of_month(today, months)
    return min(month + timedelta(today.day - 1), last_of(month)) + timedelta(days)
