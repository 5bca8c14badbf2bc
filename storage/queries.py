"""The read side: every list, card and photo, always through the eyes of a viewer."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any
from typing import cast as known_as

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Row,
    Text,
    and_,
    bindparam,
    cast,
    false,
    func,
    not_,
    or_,
    select,
    true,
)

from storage import directory
from storage.attention import unseen
from storage.case_card import CaseCard, doubt_of, help_of, last_event, party
from storage.open_question import open_question
from storage.plans import plan_of, plan_words
from storage.tables import (
    areas,
    company,
    departments,
    equipment,
    events,
    hazards,
    library_entries,
    people,
    pseudonyms,
    texts,
)
from storage.tried import asked, tried
from workflow import approval
from workflow.danger import RUNNING, means_of
from workflow.deciding import first_in_line
from workflow.hazard import Hazard
from workflow.library import Category
from workflow.lifecycle import OPEN, State
from workflow.major import is_unconfirmed
from workflow.papers import missing
from workflow.people import Person, in_words
from workflow.permissions import Action, reach
from workflow.reach import Reach
from workflow.responsibility import responsible
from workflow.standing import OWED, OWED_IF_LOCKED

# The last quarter of the time that was given shows yellow.
YELLOW_SHARE = 0.25


@dataclass(frozen=True)
class Viewer:
    """Who looks, and when; `today` is the day at the site.

    hidden: in an anonymous dialogue `person` is a pseudonym, and this is the id of whoever must not be named.
    """

    person: Person
    now: datetime
    today: date
    hidden: str = ""

    def may(self, action: Action) -> Reach:
        return reach(self.person, action, self.today)

    def named(self, name: str | None, name_en: str | None) -> str:
        return in_words(name or "", name_en or "", self.person.language)


def reported_by(person: str | BindParameter[str]) -> ColumnElement[bool]:
    """Found by this person, or typed in by them for another."""
    return or_(hazards.c.reporter_id == person, hazards.c.entered_by_id == person)


def covered(right: Reach) -> ColumnElement[bool]:
    """The same reach as `Reach.covers`, as a condition on hazards."""
    if not right.for_others:
        return _covered_alone(right)
    return or_(_covered_alone(right), *map(_covered_alone, right.for_others))


def _covered_alone(right: Reach) -> ColumnElement[bool]:
    if right.company:
        return true()
    conditions = [
        *([reported_by(right.person_id)] if right.own else []),
        *([_names(hazards.c.also_reported_by, right.person_id)] if right.same else []),
        *([hazards.c.owner_id == right.person_id] if right.task else []),
        *([hazards.c.acceptor_id == right.person_id] if right.acceptance else []),
        *([hazards.c.state == State.ALARM] if right.alarm else []),
        *([_names(hazards.c.called, right.person_id)] if right.called else []),
        *([hazards.c.helper_id == right.person_id] if right.helper else []),
        *(
            [hazards.c.helper_department_id.in_(sorted(right.asked_department_ids))]
            if right.asked_department_ids
            else []
        ),
        *([hazards.c.major_confirmed_at.is_not(None)] if right.published else []),
        *([hazards.c.owner_id.in_(sorted(right.team))] if right.team else []),
        *(hazards.c.area_path.startswith(path, autoescape=True) for path in sorted(right.area_paths)),
        *([hazards.c.department_id.in_(sorted(right.department_ids))] if right.department_ids else []),
    ]
    return or_(*conditions) if conditions else false()


def _names(listed: ColumnElement[Any], person: str) -> ColumnElement[bool]:
    return cast(listed, Text).contains(person, autoescape=True)


# A limit that counts now: as `standing` of workflow/metrics.py has it.
OWED_NOW = or_(hazards.c.state.in_(OWED), and_(hazards.c.state.in_(OWED_IF_LOCKED), hazards.c.due_locked))
_other = hazards.alias("other")
_owner = people.alias("owner")
_acceptor = people.alias("acceptor")
_reporter = people.alias("reporter")
_helper = people.alias("helper")
_helping = departments.alias("helping")
_typist = people.alias("typist")
_words = texts.alias("words")
_WHO = {"owner": _owner, "acceptor": _acceptor, "reporter": _reporter, "typist": _typist, "helper": _helper}
CARD = (
    select(
        hazards,
        _words.c.body.label("words"),
        areas.c.name.label("area"),
        areas.c.name_en.label("area_en"),
        equipment.c.name.label("equipment"),
        equipment.c.name_en.label("equipment_en"),
        departments.c.name.label("department"),
        departments.c.name_en.label("department_en"),
        _other.c.number.label("merged_into"),
        _helping.c.name.label("helper_department"),
        _helping.c.name_en.label("helper_department_en"),
        pseudonyms.c.id.is_not(None).label("anonymous"),
        _owner.c.left_on.label("owner_left_on"),
        _owner.c.blocked_at.label("owner_blocked_at"),
        *(who.c[column].label(f"{role}_{column}") for role, who in _WHO.items() for column in ("name", "name_en")),
    )
    .join_from(hazards, areas, areas.c.id == hazards.c.area_id)
    .join(equipment, equipment.c.id == hazards.c.equipment_id, isouter=True)
    .join(departments, departments.c.id == hazards.c.department_id, isouter=True)
    .join(_helping, _helping.c.id == hazards.c.helper_department_id, isouter=True)
    .join(_helper, _helper.c.id == hazards.c.helper_id, isouter=True)
    .join(_other, _other.c.id == hazards.c.merged_into_id, isouter=True)
    .join(pseudonyms, pseudonyms.c.hazard_id == hazards.c.id, isouter=True)
    .join(_owner, _owner.c.id == hazards.c.owner_id, isouter=True)
    .join(_acceptor, _acceptor.c.id == hazards.c.acceptor_id, isouter=True)
    .join(_reporter, _reporter.c.id == hazards.c.reporter_id, isouter=True)
    .join(_typist, _typist.c.id == hazards.c.entered_by_id, isouter=True)
    .join(_words, and_(_words.c.subject_id == hazards.c.id, _words.c.field == "words"), isouter=True)
)
CARD_OF = (
    CARD.add_columns(library_entries.c.means)
    .join(library_entries, library_entries.c.code == hazards.c.library_code, isouter=True)
    .where(hazards.c.id == bindparam("hazard"))
)


def case_card(connection: Connection, viewer: Viewer, hazard_id: str) -> dict[str, Any] | None:
    """The case as facts of a card; None when it is not there or not the viewer's to see."""
    row = visible_row(connection, viewer, hazard_id)
    return None if row is None else card_of(connection, viewer, row)


def told_card(connection: Connection, viewer: Viewer, hazard_id: str) -> dict[str, Any] | None:
    """The case for somebody whom the table of notices tells of it, or who has just acted on it.

    They may have lost sight of it by that very act: who passes a task on is still told to whom.
    """
    row = connection.execute(CARD_OF, {"hazard": hazard_id}).one_or_none()
    return None if row is None else card_of(connection, viewer, row)


def card_of(connection: Connection, viewer: Viewer, row: Row[Any]) -> dict[str, Any]:
    """The facts of a case that was read for this viewer."""
    facts, knows = line(row, viewer), knows_reporter(row, viewer)
    facts |= {
        "requirement": _ordered(connection, row) or viewer.named(row.requirement, row.requirement_en),
        "law": viewer.named(row.law, row.law_en),
        "department": viewer.named(row.department, row.department_en),
        "acceptor": viewer.named(row.acceptor_name, row.acceptor_name_en),
        "reporter": viewer.named(row.reporter_name, row.reporter_name_en) if knows else "",
        "typist": viewer.named(row.typist_name, row.typist_name_en) if knows else "",
        "anonymous": row.anonymous,
        "received_at": row.received_at,
        "closed_at": row.closed_at,
        "verified_at": row.verified_at,
        "passes": row.passes,
        "library_code": row.library_code,
        "merged_into": row.merged_into or "",
        "asked_until": row.asked_until,
        "money": row.money,
        "money_with": row.money_with,
        "danger": row.danger,
        "means": means_of(Category(row.category), row.means),
        "measure_until": row.measure_until,
        "measure_hours": row.measure_hours,
        "help": help_of(row),
        "helper": viewer.named(row.helper_name, row.helper_name_en),
        "helper_department": viewer.named(row.helper_department, row.helper_department_en),
        "gap": row.matrix_gap,
        "outside_until": row.outside_until,
        "unconfirmed": is_unconfirmed(known_as(Hazard, row)),
        "suspended_until": row.suspended_until,
        "snooze_until": row.snooze.until if row.snooze else None,
        "papers": list(row.major.papers) if row.major else [],
        "missing_papers": [str(paper) for paper in missing(known_as(Hazard, row))],
        "owner_left": _has_gone(row.owner_left_on, row.owner_blocked_at, viewer.today),
    }
    later: dict[str, Callable[[CaseCard], Any]] = {
        "timeline": lambda card: timeline(connection, viewer, row),
        "last": last_event,
        "tried": lambda card: tried(
            connection, viewer.person, card, row.owner_id, partial(directory.person, connection)
        ),
        "asked": lambda card: asked(connection, viewer.person, card),
        "named": lambda card: _named_by_matrix(connection, viewer, row) if row.matrix_gap else "",
        "planned": lambda card: plan_words(card["timeline"]),
        "party": party,
        "open_question": lambda card: open_question(connection, viewer.named, card["timeline"]),
        "before": lambda card: _before(connection, viewer, card["timeline"]),
        "doubt": lambda card: doubt_of(card) if viewer.may(Action.SET_ASIDE).covers(row) else "",
        "director": lambda card: _asked(connection, viewer, row, Action.JUDGE_MAJOR),
        "approver": lambda card: _asked(connection, viewer, row, approval.whose(known_as(Hazard, row))),
        "unseen": lambda card: unseen(connection, viewer.named, card["timeline"]),
        "company": lambda card: viewer.named(*connection.execute(_COMPANY).one()),
    }
    return CaseCard(facts, later)


def _ordered(connection: Connection, row: Row[Any]) -> str:
    """What an authority wants done, in its own words; empty where it has not said so."""
    return connection.execute(_ORDERED, {"hazard": row.id}).scalar() or "" if row.source_kind == "authority" else ""


def _has_gone(left_on: date | None, blocked_at: datetime | None, today: date) -> bool:
    """True for whoever is no longer here, or is shut out."""
    return blocked_at is not None or (left_on is not None and left_on < today)


def _named_by_matrix(connection: Connection, viewer: Viewer, row: Row[Any]) -> str:
    """Whom the matrix names for a case that is nobody's: they have left. Empty where it names nobody."""
    near = directory.matrix_near(connection, row.area_path, row.category)
    found = responsible(near, row.area_path, row.equipment_id, row.category)
    owner = directory.person(connection, found.owner_id) if found and found.owner_id else None
    return viewer.named(owner.name, owner.name_en) if owner and not owner.works_on(viewer.today) else ""


def _before(connection: Connection, viewer: Viewer, happened: list[dict[str, Any]]) -> dict[str, Any]:
    """What the case has come back from: how often it was closed, and its last number for whoever may see that case."""
    suggested = happened[0]["facts"] if happened else {}
    if "suggested_repeats" not in suggested:
        return {}
    number = suggested["suggested_repeats"]
    return {
        "times": suggested["suggested_times"],
        "number": number if by_number(connection, viewer, number) else "",
    }


def _asked(connection: Connection, viewer: Viewer, row: Row[Any], right: Action) -> str:
    """As what somebody is asked to decide: as the director, or as whoever stands in."""
    holders = partial(directory.holders, connection, on=viewer.today)
    return first_in_line(holders, right, known_as(Hazard, row), viewer.today)[0]


_COMPANY = select(company.c.name, company.c.name_en)


def timeline(connection: Connection, viewer: Viewer, row: Row[Any]) -> list[dict[str, Any]]:
    """What happened, oldest first, with the words people wrote.

    Who found it and who typed it in stays hidden from the owner, who reported it again from all whose right does not
    reach the whole company. `anonymous`: nobody can name who did it.
    """
    found = connection.execute(_EVENTS, {"hazard": row.id}).all()
    said = {t.id: t for t in connection.execute(_TEXTS, {"hazard": row.id})}
    hidden = () if knows_reporter(row, viewer) else (row.reporter_id, row.entered_by_id)
    again = () if viewer.may(Action.SEE).company else {*row.also_reported_by} - {viewer.person.id}

    def hide(event: Row[Any]) -> bool:
        return event.actor_id in hidden or (event.kind in OF_REPORTERS and event.actor_id in again)

    told = [(event, _happened(event, said, viewer, hide=hide(event))) for event in found]
    return [{**happened, "in_place_of": _away(connection, viewer, event)} for event, happened in told]


def _away(connection: Connection, viewer: Viewer, event: Row[Any]) -> str:
    """For whom a deputy did it; empty where it was their own to do."""
    person = directory.person(connection, event.facts["for"]) if "for" in event.facts else None
    return viewer.named(person.name, person.name_en) if person is not None else ""


# What only whoever reported a hazard does.
OF_REPORTERS = frozenset({"reported_again", "message_edited", "message_deleted", "pictures_added"})
_actor = people.alias("actor")
_EVENTS = (
    select(events, _actor.c.name, _actor.c.name_en)
    .join_from(events, _actor, _actor.c.id == events.c.actor_id, isouter=True)
    .where(events.c.subject_kind == "hazard", events.c.subject_id == bindparam("hazard"))
    .order_by(events.c.version)
)
_ORDERED = select(texts.c.body).where(texts.c.subject_id == bindparam("hazard"), texts.c.field == "ordered")
_TEXTS = select(texts).where(texts.c.subject_id == bindparam("hazard"))


def _happened(event: Row[Any], said: Mapping[str, Any], viewer: Viewer, *, hide: bool) -> dict[str, Any]:
    kept = event.facts.get("words", {})
    words = {name: said[row["text"]].body for name, row in kept.items() if row["text"] in said}
    who = "" if hide else viewer.named(event.name, event.name_en)
    anonymous = event.actor_id is not None and event.name is None
    told = {"id": event.id, "kind": event.kind, "at": event.at, "who": who, "anonymous": anonymous}
    return {**told, "by_clock": event.actor_id is None, "words": words, "facts": event.facts}


def news_for(connection: Connection, viewer: Viewer, hazard_id: str, seen: int | None) -> int:
    """How often others than the viewer have sent news of an alarm; with `seen`, up to that version of the case.

    Of a case that is not theirs to see, never.
    """
    if visible_row(connection, viewer, hazard_id) is None:
        return 0
    named = {"hazard": hazard_id, "me": viewer.person.id, "seen": _NO_END if seen is None else seen}
    return connection.execute(_NEWS, named).scalar() or 0


_NO_END = 2**31 - 1
_NEWS = select(func.count()).where(
    events.c.subject_kind == "hazard",
    events.c.subject_id == bindparam("hazard"),
    events.c.kind == "alarm_told",
    events.c.actor_id != bindparam("me"),
    events.c.version <= bindparam("seen"),
)


def by_number(connection: Connection, viewer: Viewer, number: str) -> str | None:
    """The id of the case with a number, if the viewer may see it."""
    row = connection.execute(_NUMBERED, {"number": number}).one_or_none()
    return row.id if row is not None and viewer.may(Action.SEE).covers(row) else None


def numbers_of(connection: Connection, viewer: Viewer, ids: Collection[str]) -> dict[str, str]:
    """The numbers of cases by their ids, of those that the viewer may see."""
    theirs = select(hazards.c.id, hazards.c.number).where(
        hazards.c.id.in_(sorted(ids)), covered(viewer.may(Action.SEE))
    )
    return {row.id: row.number for row in connection.execute(theirs)} if ids else {}


_NUMBERED = select(hazards).where(hazards.c.number == bindparam("number"))


def visible_row(connection: Connection, viewer: Viewer, hazard_id: str) -> Row[Any] | None:
    """The case with all its columns and names, if the viewer may see it."""
    row = connection.execute(CARD_OF, {"hazard": hazard_id}).one_or_none()
    return row if row is not None and viewer.may(Action.SEE).covers(row) else None


def read_from_outside(connection: Connection, viewer: Viewer, ids: Collection[str]) -> list[str]:
    """Those of some cases that the viewer may see without a part in them, and not for working where they lie."""
    right = viewer.may(Action.SEE)
    near = right.with_a_part
    if not ids or near == right:
        return []
    without = not_(func.coalesce(covered(near), false()))  # nobody's is unknown to the database, not false
    outside = select(hazards.c.id).where(hazards.c.id.in_(sorted(ids)), covered(right), without)
    return list(connection.execute(outside.order_by(hazards.c.id)).scalars())


def line(row: Row[Any], viewer: Viewer) -> dict[str, Any]:
    """A case as a line of a list; `due_at` outside is the day of their answer, unless an authority set the limit."""
    waits_outside = row.state == State.OUTSIDE and not row.due_locked
    due_at = row.outside_until if waits_outside else row.due_at
    return {
        "id": row.id,
        "number": row.number,
        "version": row.version,
        "state": row.state,
        "stage": row.stage,
        "category": row.category,
        "source": row.source_kind,
        "source_id": row.source_id,
        "grade": row.company_grade,
        "area": viewer.named(row.area, row.area_en),
        "equipment": viewer.named(row.equipment, row.equipment_en),
        "words": row.words or "",
        "owner": viewer.named(row.owner_name, row.owner_name_en),
        "acceptor": viewer.named(row.acceptor_name, row.acceptor_name_en),
        "due_at": due_at,
        "plan": plan_of(row),
        "due_locked": row.due_locked,
        "light": light(row.state, row.received_at, due_at, viewer.now, row.danger),
        "reporters": len({row.reporter_id, *row.also_reported_by}),
    }


def light(state: str, start: datetime, due_at: datetime, now: datetime, danger: str = "") -> str:
    """green, yellow (less than a quarter of the time left), red (overdue, or nothing stops the danger), none (over)."""
    if state not in OPEN:
        return "none"
    if state == State.ALARM or now >= due_at or danger == RUNNING:
        return "red"
    given = max(due_at - start, timedelta(seconds=1))
    return "yellow" if (due_at - now) / given < YELLOW_SHARE else "green"


def knows_reporter(row: Row[Any], viewer: Viewer) -> bool:
    """The reporter's name is kept from owners: names invite grudges. Company-wide roles may know it.

    While something is happening, whoever answers has to know whom to call, and those who could answer knew it.
    """
    own = viewer.person.id in (row.reporter_id, row.entered_by_id)
    alarmed = row.source_kind == "emergency" and viewer.may(Action.TELL).covers(row)
    return bool(own or alarmed or viewer.may(Action.SEE).company or row.state == State.ALARM)
