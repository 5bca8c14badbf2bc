"""The digest: who reads one, of which cases, at what hour; and when a day begins and ends for it."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from workflow.desk import Desk
from workflow.errors import Refused
from workflow.people import Membership, Person
from workflow.permissions import GRANTS, Action, reach
from workflow.reach import Reach

CLOCK = "digest"  # of a person

# What a manager reads: one of them on a day.
DAILY_DIGEST = "digest.daily"
WEEKLY_DIGEST = "digest.weekly"
MONTHLY_DIGEST = "digest.monthly"
DIGESTS = frozenset({DAILY_DIGEST, WEEKLY_DIGEST, MONTHLY_DIGEST})
USUAL = time(7, 30)
ON_TIME = timedelta(hours=1)  # so long after the hour that its reader has chosen it still is the digest of that hour
# Who holds one of these manages something, though it may not be said what.
MANAGE = frozenset(grant.role for grant in GRANTS if grant.action is Action.DIGEST and grant.role is not None)


@dataclass(frozen=True)
class ChooseDigest:
    """At which hour ("07:30") somebody wants their digest; off: not at all, the hour being kept."""

    at: str
    off: bool = False


def scope(person: Person, on: date) -> Reach | None:
    """The cases that somebody's digest is about; None where they read none."""
    right = reach(person, Action.DIGEST, on)
    return right if right.company or right.department_ids else None


def without_scope(person: Person, on: date) -> Membership | None:
    """The membership of a manager of whom it is not said what they manage."""
    if not person.works_on(on) or scope(person, on):
        return None
    return next((m for m in person.memberships if m.role in MANAGE and m.holds_on(on)), None)


def choose(desk: Desk, command: ChooseDigest, by: Person, at: datetime) -> None:
    if scope(by, desk.today) is None:
        raise Refused("not_yours")
    hour = time.fromisoformat(command.at)
    desk.choose_digest(by.id, hour, off=command.off)
    if command.off:
        desk.stop_timer("person", by.id, CLOCK)
    else:
        desk.start_timer("person", by.id, CLOCK, next_morning(at, hour, desk.zone_of(by)))


def edition(day: date, works: Callable[[date], bool]) -> str:
    """Which digest somebody reads on a day: the month's on the first day of it on which they work, else the week's on
    the first one of that (a day later where the month's is due), else the day's. works: on which days they do.
    """
    if not works(day):
        return DAILY_DIGEST
    if not any(map(works, _days(day.replace(day=1), day))):
        return MONTHLY_DIGEST
    monday = day - timedelta(days=day.weekday())
    before = [each for each in _days(monday, day) if works(each)]
    told = [each for each in before if edition(each, works) != MONTHLY_DIGEST]
    return DAILY_DIGEST if told else WEEKLY_DIGEST


def has_read(works: Callable[[date], bool], told: Collection[date]) -> Callable[[date], bool]:
    """On which days somebody works and has had a digest: with it as `works` the first edition after an outage is the
    one that was lost in it. told: the days on which they had one; before the first of them nothing was due.
    """
    first = min(told)
    return lambda day: works(day) and (day < first or day in told)


def _days(first: date, end: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((end - first).days)]


def next_morning(now: datetime, hour: time, zone: tzinfo) -> datetime:
    """The next time that the clock at the site shows this hour."""
    today = now.astimezone(zone).date()
    mornings = (datetime.combine(today + timedelta(days=days), hour, zone) for days in (0, 1))
    return next(morning for morning in mornings if morning > now)


def bounds(day: date, zone: tzinfo) -> tuple[datetime, datetime]:
    """When a day begins at the site, and when the next one does."""
    return datetime.combine(day, time(), zone), datetime.combine(day + timedelta(days=1), time(), zone)
