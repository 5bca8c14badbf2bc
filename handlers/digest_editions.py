"""What a digest tells, of the day, the week or the month: its facts, and the lists and cases that its buttons open."""

from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta, tzinfo
from typing import Any

from sqlalchemy import Connection

from handlers.digest_periods import monthly, weekly
from handlers.my_hazards import card_option
from handlers.questions import Open, Option
from storage import backup_nights, chain, daily_figures, digests, hand_overs, lists
from storage.queries import Viewer
from workflow.digest import DAILY_DIGEST, MONTHLY_DIGEST, WEEKLY_DIGEST
from workflow.metrics import Figures
from workflow.people import Person
from workflow.reach import Reach

Facts = dict[str, Any]
HOUR = Option("hour", "digest_hour", opens=Open("choose_digest"))
# What a line of the digest is about, and the list that its button opens; shown where there is anything on it.
LISTS = {
    "overdue": Option("overdue", "overdue_list", opens=Open("overdue_cases")),
    "due_today": Option("due_today", "due_today_list", opens=Open("due_today")),
    "major": Option("major", "major_list", opens=Open("major_cases")),
    "waits": Option("to_do", "to_do", opens=Open("to_do")),
}
_DAY = timedelta(days=1)
MOST_BUTTONS = 4
MOST_MAJOR = 2  # told one by one; the others stand on their list


@dataclass(frozen=True)
class Told:
    """What one tells. lists: names of LISTS; cases: ids of those that its numbers stand for."""

    facts: Facts
    lists: tuple[str, ...] = ()
    cases: tuple[str, ...] = ()

    def options(self) -> list[Option]:
        numbered = enumerate(self.cases, start=1)
        cases = [Option(str(n), text=str(n), opens=card_option("show", id_).opens) for n, id_ in numbered]
        return [*cases, *(LISTS[name] for name in self.lists)]


def eyes(person: Person, now: datetime, today: date) -> Viewer:
    """A manager as the reader of their own digest: those for whom they stand in have one of theirs."""
    return Viewer(replace(person, stands_for=()), now, today)


def edition_of(connection: Connection, zone: tzinfo, viewer: Viewer, right: Reach, which: str, reader: Person) -> Told:
    """What a manager's digest tells now. reader: who reads it, the manager or who stands in for them.

    It is of the day at its reader's site, and counts the days of the company, whose zone is given: where the reader's
    day has begun before the company's, that one is told as far as it has come.
    """
    day = viewer.now.astimezone(reader.zone or zone).date()
    told = EDITIONS[which](connection, zone, replace(viewer, today=max(day, viewer.today)), right, reader)
    return replace(told, facts={**told.facts, "day": day.isoformat(), "language": reader.language})


def _day(connection: Connection, zone: tzinfo, viewer: Viewer, right: Reach, reader: Person) -> Told:
    """What waits is the reader's: the list behind its button is theirs, with what they do for those who are away."""
    figures = daily_figures.figures(connection, right, viewer.today)
    facts = {
        **_counts(figures),
        **_of_the_morning(connection, zone, viewer, right, reader),
        "majors": _majors(connection, viewer) if figures.major else [],
        **_departments(connection, figures, right, viewer.person),
        "trend": [{**asdict(day), "day": day.day.isoformat()} for day in figures.trend],
    }
    return Told(facts, tuple(name for name in LISTS if facts[name]))


def _counts(figures: Figures) -> dict[str, int]:
    names = ("new", "closed", "open", "major", "overdue", "due_today")
    return {name: getattr(figures, name) for name in names}


def _of_the_morning(connection: Connection, zone: tzinfo, viewer: Viewer, right: Reach, reader: Person) -> Facts:
    """What every digest tells, also that of a week or a month, in whose place none of the day comes."""
    return {
        "waits": lists.to_do(connection, replace(viewer, person=reader), 0).total,
        "backup": backup_nights.told(connection, viewer.now.astimezone(zone).date()) if right.company else None,
        "missed": hand_overs.number_missed(connection, right, viewer.now - _DAY, viewer.now),
        "head": _head(connection),
    }


def _majors(connection: Connection, viewer: Viewer) -> list[Facts]:
    """The most urgent of them, as a line each."""
    page = lists.major(connection, viewer, 0)
    told = ("area", "equipment", "words", "owner", "acceptor", "state", "light")
    return [
        {**{name: item[name] for name in told}, "due_at": item["due_at"].isoformat()}
        for item in page.items[:MOST_MAJOR]
    ]


def _head(connection: Connection) -> Facts | None:
    """Of the audit's chain, so that everybody's chat bears witness to it."""
    head = chain.head(connection)
    return {"number": head.position, "link": head.link} if head.position else None


def _departments(connection: Connection, figures: Figures, right: Reach, person: Person) -> Facts:
    """Which of them the digest is about, where it is not about all, and how many are overdue in each."""
    ids = {each.department_id for each in figures.departments if each.department_id} | right.department_ids
    names = digests.department_names(connection, ids, person.language)
    overdue = [[names.get(each.department_id or "", ""), each.overdue] for each in figures.departments if each.overdue]
    within = [] if right.company else [names[id_] for id_ in sorted(right.department_ids) if id_ in names]
    return {"within": within, "departments": overdue}


def _week(connection: Connection, zone: tzinfo, viewer: Viewer, right: Reach, reader: Person) -> Told:
    now = daily_figures.figures(connection, right, viewer.today)
    facts, cases = weekly(connection, viewer, right, now)
    return _with_today(Told(facts, (), cases), now, _of_the_morning(connection, zone, viewer, right, reader))


def _month(connection: Connection, zone: tzinfo, viewer: Viewer, right: Reach, reader: Person) -> Told:
    now = daily_figures.figures(connection, right, viewer.today)
    told = Told(monthly(connection, zone, viewer, right))
    return _with_today(told, now, _of_the_morning(connection, zone, viewer, right, reader))


def _with_today(told: Told, now: Figures, morning: Facts) -> Told:
    """`today`: what the digest of the day would have told of it, in numbers."""
    today = {name: getattr(now, name) for name in ("major", "overdue", "due_today")} | {
        name: morning[name] for name in ("waits", "missed", "backup")
    }
    shown = tuple(name for name in LISTS if today[name])
    return replace(told, facts={**told.facts, "today": today, "head": morning["head"]}, lists=shown)


EDITIONS: dict[str, Callable[[Connection, tzinfo, Viewer, Reach, Person], Told]] = {
    DAILY_DIGEST: _day,
    WEEKLY_DIGEST: _week,
    MONTHLY_DIGEST: _month,
}
