"""One transaction of a turn: the desk at which a command is carried out, committed as a whole or not at all."""

import secrets
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, tzinfo
from functools import cache, cached_property
from typing import Any

from sqlalchemy import Connection, Engine, bindparam, case, insert, select, update
from sqlalchemy.orm import Session

from storage import (
    attachments,
    attention,
    audience,
    before_after,
    case_rows,
    clocks,
    counters,
    deputies,
    digests,
    directory,
    equipment_tokens,
    hand_overs,
    ladders,
    matrix,
    paper_orders,
    photo_trail,
    quiet,
    regrouped,
    tables,
    to_do,
    vouching,
)
from storage.authority_orders import OrderRows
from storage.bulk import Workbooks
from storage.elsewhere import ElsewhereRows
from storage.engine import write_transaction
from storage.enrolling import Entrance
from storage.example_cases import ExampleRows
from storage.library_rows import LibraryRows
from storage.plots import Plots
from storage.posts import Staff
from storage.pseudonyms import Pseudonyms
from storage.scores import ScoreRows
from storage.sealed_types import in_row, ring_of
from storage.seals import Seals
from storage.sheets import SheetStore
from storage.shifts import hours_of
from storage.site_plan import SitePlans
from storage.surveys import SurveyRows
from storage.web_sessions import WebSessions
from storage.word_trail import digest
from storage.working_hours import HoursRows
from workflow.calendar import Calendar, DayKind, is_workday
from workflow.desk import Area, OrderedPaper, PhotoTrail
from workflow.escalation import ladder_of
from workflow.events import Event, Happened
from workflow.hazard import Hazard
from workflow.ids import new_id
from workflow.library import Category, Grade, LibraryEntry
from workflow.people import Deputyship, Language, Person, Role
from workflow.responsibility import Responsibility
from workflow.rungs import Ladder
from workflow.shifts import Hours
from workflow.standing import standing


@dataclass(frozen=True)
class House:
    """What every transaction of a company needs to know of it."""

    engine: Engine
    calendar: Calendar
    number_prefix: str
    approves: Mapping[Role, int] = field(default_factory=dict)
    pseudonyms: Pseudonyms | None = None  # none: anonymous reporting is off
    sheets: SheetStore | None = None  # where workbooks lie that were sent in chat; none: none can be
    edits: Collection[str] = ()  # bots that can put another message in the place of one sent before


class UnitOfWork:
    """The desk of workflow/desk.py over an open transaction. `events` lists what was recorded, in order."""

    def __init__(self, connection: Connection, house: House, now: datetime, actor: Person | None = None) -> None:
        self.connection = connection
        self.calendar = house.calendar
        self.number_prefix = house.number_prefix
        self.approves = house.approves
        self.edits = house.edits
        self._sheets = house.sheets
        self.events: list[Event] = []
        self._now = now
        self._people: dict[str, Person | None] = {actor.id: actor} if actor else {}
        self._entered: set[str] = set()
        self._started: dict[tuple[str, str, str], str] = {}  # subject kind, subject id, clock -> timer
        self._cases: dict[str, Hazard] = {}
        self._sealed: dict[str, tuple[str, str]] = {}  # case -> its last event of this turn, and how that sealed it
        self._ladders: dict[Grade, Ladder] = {}
        self._hours: dict[str, Hours | None] = {}

    @cached_property
    def _session(self) -> Session:
        return Session(bind=self.connection, autoflush=False, expire_on_commit=False)

    @property
    def today(self) -> date:
        return self.calendar.local(self._now).date()

    @property
    def now(self) -> datetime:
        return self._now

    def ladder(self, grade: Grade) -> Ladder:
        if grade not in self._ladders:
            self._ladders[grade] = ladder_of(ladders.rungs(self.connection, grade), grade)
        return self._ladders[grade]

    @cached_property
    def rungs(self) -> ladders.LadderRows:
        return ladders.LadderRows(self.connection, self._now, self._session, self._ladders.clear)

    def hours(self, person_id: str) -> Hours | None:
        if person_id not in self._hours:
            self._hours[person_id] = quiet.hours(self.connection, person_id, self._now)
        return self._hours[person_id]

    def is_workday(self, day: date) -> bool:
        kind = self.connection.execute(_KIND_OF_DAY, {"named": day}).scalar()
        return is_workday(day, DayKind(kind) if kind else None)

    def hazard(self, hazard_id: str) -> Hazard | None:
        if hazard_id in self._entered:  # in this transaction: it is not written yet, and is nobody else's
            return self._cases[hazard_id]
        return self._known(self._session.execute(_hazard(), {"hazard": hazard_id}).scalar_one_or_none())

    def hazard_at_rest(self, hazard_id: str) -> Hazard | None:
        """A case for the clock, which waits for nobody; None while a turn or another clock has it."""
        return self._known(self._session.execute(_at_rest(), {"hazard": hazard_id}).scalar_one_or_none())

    def numbered(self, number: str) -> Hazard | None:
        return self._known(self._session.execute(_numbered(), {"number": number}).scalar_one_or_none())

    def enter(self, hazard: Hazard) -> None:
        self._session.add(self._known(hazard))
        self._entered.add(hazard.id)

    def _known(self, hazard: Hazard | None) -> Hazard | None:
        if hazard is not None:
            self._cases[hazard.id] = hazard
        return hazard

    def record(self, event: Event) -> None:
        said = {name: _kept_text(event, name, body) for name, body in event.words.items()}
        if said:
            self.connection.execute(insert(tables.texts), [_sealed(row) for row in said.values()])
        facts = {**event.facts, **self._snapshot(event)}
        if said:
            facts["words"] = {name: {"text": row["id"], "digest": _digested(row)} for name, row in said.items()}
        values = {
            n: getattr(event, n) for n in ("id", "subject_kind", "subject_id", "version", "kind", "actor_id", "at")
        }
        vouching.enter(self.connection, "event", {**values, "facts": facts})
        self.events.append(event)

    def _snapshot(self, event: Event) -> dict[str, Any]:
        """What will be asked "as of that day" of the case, and of the one who acted."""
        case = self._cases.get(event.subject_id)
        actor = self.person(event.actor_id) if event.actor_id else None
        stands: dict[str, Any] = {}
        if case:
            row = case_rows.seal(ring_of(self.connection).key("chain"), event.id, case)
            self._sealed[case.id] = (event.id, row)
            with_whom = {"owner": case.owner_id, "acceptor": case.acceptor_id}
            stands = {"stands": {**standing(case).facts, **with_whom}, "row": row}
        if actor is None:
            return stands
        return {
            **stands,
            "actor_department": actor.department_on(self.today),
            "actor_roles": sorted(actor.roles_on(self.today)),
            "actor_seniority": actor.seniority_on(self.today),
        }

    def next_number(self, name: str) -> int:
        return counters.next_number(self.connection, name)

    def paper(self, order_id: str) -> OrderedPaper | None:
        return paper_orders.ordered(self.connection, order_id)

    def version_of(self, subject_kind: str, subject_id: str) -> int:
        return directory.version_of(self.connection, subject_kind, subject_id)

    def last_kind(self, subject_kind: str, subject_id: str) -> str | None:
        return directory.last_kind(self.connection, subject_kind, subject_id)

    def area(self, area_id: str) -> Area | None:
        return directory.area(self.connection, area_id)

    def equipment_area(self, equipment_id: str) -> str | None:
        return directory.equipment_area(self.connection, equipment_id)

    def entry(self, code: str) -> LibraryEntry | None:
        return directory.entry(self.connection, code)

    def person(self, person_id: str) -> Person | None:
        if person_id not in self._people:
            self._people[person_id] = deputies.acting(self.connection, person_id, self.today)
        return self._people[person_id]

    def holders(self, role: Role, area_path: str = "") -> list[Person]:
        return directory.holders(self.connection, role, self.today, area_path)

    def whole_plant(self) -> Area:
        return directory.whole_plant(self.connection)

    def on_duty(self) -> list[Person]:
        return directory.on_duty(self.connection, self.calendar.local(self._now))

    def at_work(self, person_id: str) -> bool:
        return quiet.at_work(self.connection, person_id, self._now)

    def actors(self, hazard_id: str, kind: str) -> list[str]:
        return list(self.connection.execute(_ACTORS, {"hazard": hazard_id, "of": kind}).scalars())

    def has_acted(self, hazard_id: str, person_id: str) -> bool:
        return self.connection.execute(_HAS_ACTED, {"hazard": hazard_id, "person": person_id}).first() is not None

    def happened(self, hazard_id: str, kinds: Collection[str]) -> Sequence[Happened]:
        return attention.happened(self.connection, hazard_id, kinds)

    def told(self, hazard_id: str, topics: Collection[str], since: datetime) -> Sequence[str]:
        return attention.told(self.connection, hazard_id, topics, since)

    def reachable(self, person_id: str) -> bool:
        return directory.address_of(self.connection, person_id) is not None

    def matrix(self, area_path: str, category: Category) -> Iterable[Responsibility]:
        return directory.matrix_near(self.connection, area_path, category)

    def add_responsibility(self, area_id: str | None, category: Category, department_id: str, owner_id: str) -> str:
        return matrix.add(self.connection, self._now, area_id, category, department_id, owner_id)

    def drop_responsibility(self, code: str) -> None:
        matrix.drop(self.connection, self._now, code)

    def hand_over(self, code: str, department_id: str, owner_id: str | None) -> None:
        matrix.hand_over(self.connection, self._now, code, department_id, owner_id)

    @cached_property
    def entrance(self) -> Entrance:
        return Entrance(self.connection, self._now)

    def staff(self, role: Role | None, area_path: str) -> list[str]:
        return audience.staff(self.connection, role, area_path, self.today)

    @cached_property
    def scores(self) -> ScoreRows:
        return ScoreRows(self.connection)

    @property
    def examples(self) -> ExampleRows:
        return ExampleRows(self.connection)

    @property
    def surveys(self) -> SurveyRows:
        return SurveyRows(self.connection)

    @cached_property
    def elsewhere(self) -> ElsewhereRows:
        return ElsewhereRows(self.connection)

    @cached_property
    def orders(self) -> OrderRows:
        return OrderRows(self.connection)

    @cached_property
    def seals(self) -> Seals:
        return Seals(self.connection)

    @cached_property
    def plots(self) -> Plots:
        return Plots(self.connection, self._now)

    @cached_property
    def working_hours(self) -> HoursRows:
        return HoursRows(self.connection, self._now)

    @cached_property
    def library(self) -> LibraryRows:
        return LibraryRows(self.connection)

    @cached_property
    def site_plans(self) -> SitePlans:
        return SitePlans(self.connection)

    @cached_property
    def workbooks(self) -> Workbooks:
        return Workbooks(self.connection, self._sheets)

    @cached_property
    def posts(self) -> Staff:
        return Staff(self.connection, self._now, lambda person_id: self._people.pop(person_id, None))

    @cached_property
    def web(self) -> WebSessions:
        return WebSessions(self.connection)

    def attach_photos(self, draft_id: str, hazard_id: str, role: str) -> int:
        moved = {"draft": draft_id, "hazard": hazard_id, "as_role": role}
        return self._on_record(self.connection.execute(_ATTACH, moved).scalars().all())

    def _on_record(self, pictures: Sequence[str]) -> int:
        photo_trail.put(self.connection, pictures, self._now)
        return len(pictures)

    def take_out_photos(self, hazard_id: str, draft_id: str, names: Sequence[str]) -> int:
        pictures = regrouped.take_out(self.connection, hazard_id, draft_id, names)
        photo_trail.put_out(self.connection, pictures, self._now)
        return len(pictures)

    def draft_photos(self, draft_id: str, role: str) -> int:
        return attachments.count(self.connection, "draft", draft_id, role)

    def share_photos(self, from_id: str, to_id: str, role: str) -> int:
        return self._on_record(attachments.share(self.connection, from_id, to_id, role))

    def copy_photos(self, draft_id: str, hazard_id: str, role: str) -> int:
        return self._on_record(attachments.copy(self.connection, draft_id, hazard_id, role))

    def attach_before_after(self, draft_id: str) -> PhotoTrail:
        trail, pictures = before_after.attach_before_after(self.connection, draft_id)
        self._on_record(pictures)
        return trail

    def issue_code(self, equipment_id: str, digest: str, *, replaces: bool) -> None:
        if replaces:
            equipment_tokens.revoke(self.connection, equipment_id, self._now)
        equipment_tokens.enter(self.connection, equipment_id, digest, self._now)

    @cached_property
    def deputyships(self) -> Sequence[Deputyship]:
        return deputies.standing(self.connection, self.today)

    def enter_deputyship(self, row: Deputyship) -> None:
        deputies.enter(self.connection, row, self._now)
        self.__dict__.pop("deputyships", None)  # read again: somebody may be named and ended in one turn

    def end_deputyship(self, row_id: str, at: datetime) -> None:
        deputies.end(self.connection, row_id, at)
        self.__dict__.pop("deputyships", None)  # read again: somebody may be named and ended in one turn

    def choose_language(self, person_id: str, language: Language) -> None:
        chosen = update(tables.people).where(tables.people.c.id == person_id)
        self.connection.execute(chosen.values(language=language, language_chosen=True))

    def choose_digest(self, person_id: str, at: time, *, off: bool) -> None:
        digests.choose(self.connection, person_id, at, off=off)

    def choose_to_do(self, person_id: str, *, off: bool) -> None:
        to_do.choose(self.connection, person_id, off=off)

    def hours_of(self, person: Person) -> Hours:
        """When somebody is at work; also where nobody is let be off shift."""
        return hours_of(self.connection, self.calendar, [person.id], self._now)[person.id]

    def take_over(self, person_id: str, starts: datetime, cases: int, measures: int) -> None:
        hand_overs.begin(self.connection, person_id, starts, cases, measures)
        hand_overs.take(self.connection, person_id, starts, self._now)

    def zone_of(self, person: Person) -> tzinfo:
        return person.zone or self.calendar.zone

    def start_timer(self, subject_kind: str, subject_id: str, clock: str, due_at: datetime) -> None:
        if subject_id not in self._entered:  # a case entered just now has no clock to stop
            self.stop_timer(subject_kind, subject_id, clock)
        timer = clocks.start(self.connection, subject_kind, subject_id, clock, due_at)
        self._started[subject_kind, subject_id, clock] = timer

    def stop_timer(self, subject_kind: str, subject_id: str, clock: str) -> None:
        named = {"kind": subject_kind, "subject": subject_id, "of": clock}
        for timer_id in self.connection.execute(_STOP, {**named, "at": self._now}).scalars().all():
            clocks.cancel(self.connection, timer_id)
        self._started.pop((subject_kind, subject_id, clock), None)

    def was_to_ring(self, subject_kind: str, subject_id: str, clock: str) -> datetime | None:
        return clocks.was_to_ring(self.connection, subject_kind, subject_id, clock)

    def timer_of(self, subject_kind: str, subject_id: str, clock: str) -> str | None:
        return self._started.get((subject_kind, subject_id, clock))

    def flush(self) -> None:
        """Write the changed cases. Raises StaleDataError when one of them was changed by somebody else."""
        if "_session" in self.__dict__:
            changed = [case for case in self._cases.values() if self._session.is_modified(case)]
            self._session.flush()
            self._seal_anew([case for case in changed if not self._is_sealed(case)])

    def _is_sealed(self, case: Hazard) -> bool:
        """The last event of this turn has sealed it as it is."""
        event_id, row = self._sealed.get(case.id, ("", ""))
        return bool(row) and case_rows.fits(ring_of(self.connection).key("chain"), event_id, case, row)

    def _seal_anew(self, cases: Sequence[Hazard]) -> None:
        for hazard in cases:
            case_rows.put(self.connection, hazard, self._now)

    def close(self) -> None:
        """Let go of the session, which holds itself and its connection in a circle."""
        if "_session" in self.__dict__:
            self._session.close()


@cache
def _hazard() -> Any:
    """The aggregate can be selected only once it is mapped."""
    return select(Hazard).where(tables.hazards.c.id == bindparam("hazard")).with_for_update()


@cache
def _at_rest() -> Any:
    return select(Hazard).where(tables.hazards.c.id == bindparam("hazard")).with_for_update(skip_locked=True)


@cache
def _numbered() -> Any:
    return select(Hazard).where(tables.hazards.c.number == bindparam("number")).with_for_update()


_STOP = (
    update(tables.timers)
    .where(
        tables.timers.c.subject_kind == bindparam("kind"),
        tables.timers.c.subject_id == bindparam("subject"),
        tables.timers.c.clock == bindparam("of"),
        tables.timers.c.stopped_at.is_(None),
    )
    .values(stopped_at=bindparam("at"))
    .returning(tables.timers.c.id)
)
_ACTORS = (
    select(tables.events.c.actor_id)
    .where(
        tables.events.c.subject_kind == "hazard",
        tables.events.c.subject_id == bindparam("hazard"),
        tables.events.c.kind == bindparam("of"),
        tables.events.c.actor_id.is_not(None),
    )
    .order_by(tables.events.c.version)
)
_HAS_ACTED = (
    select(tables.events.c.id)
    .where(
        tables.events.c.subject_kind == "hazard",
        tables.events.c.subject_id == bindparam("hazard"),
        tables.events.c.actor_id == bindparam("person"),
    )
    .limit(1)
)
_KIND_OF_DAY = select(tables.calendar_days.c.kind).where(tables.calendar_days.c.day == bindparam("named"))

_ATTACH = (
    update(tables.attachments)
    .where(
        tables.attachments.c.subject_kind == "draft",
        tables.attachments.c.subject_id == bindparam("draft"),
        tables.attachments.c.state != "refused",
    )
    .values(
        subject_kind="hazard",
        subject_id=bindparam("hazard"),
        role=case((tables.attachments.c.role == "draft", bindparam("as_role")), else_=tables.attachments.c.role),
    )
    .returning(tables.attachments.c.id)
)


@contextmanager
def unit_of_work(house: House, now: datetime, actor: Person | None = None) -> Iterator[UnitOfWork]:
    """BEGIN IMMEDIATE (PostgreSQL: row locks), one commit at the end; any exception leaves nothing behind.

    actor: who acts, as read just before; not read again.
    """
    with write_transaction(house.engine) as connection, closing(UnitOfWork(connection, house, now, actor)) as unit:
        yield unit
        unit.flush()


def _kept_text(event: Event, name: str, body: str) -> dict[str, str]:
    subject = {"subject_kind": event.subject_kind, "subject_id": event.subject_id}
    return {"id": new_id(), **subject, "field": name, "body": body, "salt": secrets.token_hex(16)}


def _sealed(row: Mapping[str, str]) -> dict[str, Any]:
    """The salt as well: with it a guessed sentence could be confirmed from the trail."""
    return {**row, **in_row(row["id"], {"body": row["body"], "salt": row["salt"]})}


def _digested(row: Mapping[str, str]) -> str:
    return digest(row["salt"], row["body"])
