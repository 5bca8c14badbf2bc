"""The digest of a morning: given its clock, and told when that rings: that of the day, the week or the month."""

from dataclasses import asdict, replace
from datetime import datetime, timedelta
from typing import Any

from handlers.digest_periods import monthly, weekly
from handlers.questions import Open, Option
from handlers.shift_begins import set_clocks
from handlers.told import choice_row
from storage import backup_nights, chain, clocks, daily_figures, digests, hand_overs, lists, quiet
from storage.clocks import Due
from storage.daily_figures import follow, follow_all
from storage.queries import Viewer
from storage.shifts import month_of
from storage.staff import keep_staff
from storage.unit_of_work import House, UnitOfWork, unit_of_work
from workflow.deputies import told_instead
from workflow.digest import (
    CLOCK,
    DAILY_DIGEST,
    MONTHLY_DIGEST,
    WEEKLY_DIGEST,
    edition,
    has_read,
    next_morning,
    scope,
    without_scope,
)
from workflow.enrolling import those_asked
from workflow.metrics import Figures
from workflow.notice import Lane
from workflow.people import Membership, Person, Role, in_words
from workflow.reach import Reach
from workflow.shifts import Hours
from workflow.standing import DayOf

Row = dict[str, Any]
HOUR = Option("hour", "digest_hour", opens=Open("choose_digest"))
# What a line of the digest is about, and the list that its button opens; shown where there is anything on it.
LISTS = {
    "overdue": Option("overdue", "overdue_list", opens=Open("overdue_cases")),
    "due_today": Option("due_today", "due_today_list", opens=Open("due_today")),
    "major": Option("major", "major_list", opens=Open("major_cases")),
    "waits": Option("to_do", "to_do", opens=Open("to_do")),
}
_DAY = timedelta(days=1)
MOST_BATCHES = 20  # a few seconds' work: where all is counted anew, a digest tells what is counted until then
MOST_BUTTONS = 4
MOST_MAJOR = 2  # told one by one; the others stand on their list


def keep_figures(house: House, now: datetime) -> int:
    """Count what has happened since, and set the clocks of managers and team leaders; how many events were counted."""
    with unit_of_work(house, now) as unit:
        counted = follow(unit.connection, _day_of(unit))
        keep_staff(unit.connection, unit.today)
        for person in digests.managers_without_clock(unit.connection, unit.today):
            hour = digests.chosen(unit.connection, person.id).at
            unit.start_timer("person", person.id, CLOCK, next_morning(now, hour, unit.zone_of(person)))
        set_clocks(unit, now)
    return counted


def _day_of(unit: UnitOfWork) -> DayOf:
    return lambda moment: unit.calendar.local(moment).date()


def ring_digest(unit: UnitOfWork, due: Due, now: datetime) -> list[Row]:
    """How the cases stand this morning, once however many mornings were missed."""
    person = unit.person(due.subject_id)
    right = scope(person, unit.today) if person else None
    held = without_scope(person, unit.today) if person else None
    if person is None or (right is None and held is None):
        clocks.stop(unit.connection, due, now)
        return []
    hour = digests.chosen(unit.connection, person.id).at
    if not clocks.move_on(unit.connection, due, due.step + 1, next_morning(now, hour, unit.zone_of(person))):
        return []
    if right is None:
        return _nothing_to_manage(unit, person, held) if held else []
    reader = _reader(unit, person, right)
    hours = month_of(unit.connection, unit.calendar, reader.id, now) if reader else None
    if reader is None or hours is None or not (hours.works(unit.today) or _cannot_wait(unit, _eyes(unit, person, now))):
        return []
    told = {"cause": f"timer:{due.id}:{due.step}", "timer_id": due.id, "recipient_id": reader.id}
    return [{**told, **digest(unit, person, right, now, _edition(unit, due, hours), reader)}]


def _edition(unit: UnitOfWork, due: Due, hours: Hours) -> str:
    """Which one is due; that of a week or month whose day was lost to an outage is due until it is told."""
    told = digests.told_on(unit.connection, due.id, unit.calendar, unit.today)
    return edition(unit.today, has_read(hours.works, {*told, unit.today}))


def _reader(unit: UnitOfWork, person: Person, right: Reach) -> Person | None:
    """The manager, or who acts for them while they are away; nobody, where that one's own digest tells all of it."""
    acting = unit.person(told_instead(unit, person.id))
    if acting is None or acting.id == person.id:
        return person
    own = scope(acting, unit.today)
    tells_all = own is not None and (own.company or (not right.company and right.department_ids <= own.department_ids))
    return None if tells_all else acting


def _eyes(unit: UnitOfWork, person: Person, now: datetime) -> Viewer:
    """A manager as the reader of their own digest: those for whom they stand in have one of theirs."""
    return Viewer(replace(person, stands_for=()), now, unit.today)


def _cannot_wait(unit: UnitOfWork, viewer: Viewer) -> bool:
    """On a day off a manager is let be unless a major hazard is overdue, or nothing stops its danger."""
    if not quiet.lets_be(unit.connection):
        return True
    return any(item["light"] == "red" for item in lists.major(unit.connection, viewer, 0).items)


def digest(
    unit: UnitOfWork,
    person: Person,
    right: Reach,
    now: datetime,
    which: str = DAILY_DIGEST,
    reader: Person | None = None,
) -> Row:
    """What a manager reads: topic, facts and buttons. reader: who reads it in their place."""
    follow_all(unit.connection, _day_of(unit), MOST_BATCHES)
    acting = reader or person
    viewer = _eyes(unit, replace(person, language=acting.language), now)
    facts, options = EDITIONS[which](unit, viewer, right, acting)
    facts |= {"day": unit.today.isoformat(), "language": acting.language}
    if acting.id != person.id:
        facts["for"] = person.id
    buttons = [choice_row(option) for option in (*options, *(() if "for" in facts else (HOUR,)))[:MOST_BUTTONS]]
    return {"topic": which, "facts": facts, "choices": buttons, "lane": Lane.BULK}


def daily(unit: UnitOfWork, viewer: Viewer, right: Reach, reader: Person) -> tuple[dict[str, Any], list[Option]]:
    """What waits is the reader's: the list behind its button is theirs, with what they do for those who are away."""
    figures = daily_figures.figures(unit.connection, right, unit.today)
    facts = {
        **_counts(figures),
        "waits": lists.to_do(unit.connection, replace(viewer, person=reader), 0).total,
        "backup": backup_nights.told(unit.connection, unit.today) if right.company else None,
        "missed": hand_overs.number_missed(unit.connection, right, viewer.now - _DAY, viewer.now),
        "majors": _majors(unit, viewer) if figures.major else [],
        "head": _head(unit),
        **_departments(unit, figures, right, viewer.person),
        "trend": [{**asdict(day), "day": day.day.isoformat()} for day in figures.trend],
    }
    return facts, [option for name, option in LISTS.items() if facts[name]]


def weeks(unit: UnitOfWork, viewer: Viewer, right: Reach, reader: Person) -> tuple[dict[str, Any], list[Option]]:
    facts, cases = weekly(unit, viewer, right)
    return facts, [*cases, *([LISTS["overdue"]] if facts["overdue"] else [])]


def months(unit: UnitOfWork, viewer: Viewer, right: Reach, reader: Person) -> tuple[dict[str, Any], list[Option]]:
    figures = daily_figures.figures(unit.connection, right, unit.today)
    return monthly(unit, viewer, right), [LISTS[name] for name in ("overdue", "major") if getattr(figures, name)]


EDITIONS = {DAILY_DIGEST: daily, WEEKLY_DIGEST: weeks, MONTHLY_DIGEST: months}


def _counts(figures: Figures) -> dict[str, int]:
    names = ("new", "closed", "open", "major", "overdue", "due_today")
    return {name: getattr(figures, name) for name in names}


def _majors(unit: UnitOfWork, viewer: Viewer) -> list[dict[str, Any]]:
    """The most urgent of them, as a line each."""
    page = lists.major(unit.connection, viewer, 0)
    told = ("area", "equipment", "words", "owner", "acceptor", "state", "light")
    return [
        {**{name: item[name] for name in told}, "due_at": item["due_at"].isoformat()}
        for item in page.items[:MOST_MAJOR]
    ]


def _head(unit: UnitOfWork) -> dict[str, Any] | None:
    """Of the audit's chain, so that everybody's chat bears witness to it."""
    head = chain.head(unit.connection)
    return {"number": head.position, "link": head.link} if head.position else None


def _departments(unit: UnitOfWork, figures: Figures, right: Reach, person: Person) -> dict[str, Any]:
    """Which of them the digest is about, where it is not about all, and how many are overdue in each."""
    ids = {each.department_id for each in figures.departments if each.department_id} | right.department_ids
    names = digests.department_names(unit.connection, ids, person.language)
    overdue = [[names.get(each.department_id or "", ""), each.overdue] for each in figures.departments if each.overdue]
    within = [] if right.company else [names[id_] for id_ in sorted(right.department_ids) if id_ in names]
    return {"within": within, "departments": overdue}


def _nothing_to_manage(unit: UnitOfWork, person: Person, held: Membership) -> list[Row]:
    """Once of each such membership: the administrators can say in the workbook which department it is of."""
    told = {"cause": f"digest:{person.id}:{held.role}:{held.since}", "topic": "digest.no_scope", "lane": Lane.NOTICE}
    return [
        {
            **told,
            "recipient_id": reader.id,
            "facts": {"name": in_words(person.name, person.name_en, reader.language), "role": str(held.role)},
        }
        for reader in unit.holders(Role.ADMINISTRATOR) or those_asked(unit, besides=person.id)
    ]
