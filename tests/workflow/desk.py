"""A desk laid out in memory: everything that workflow/desk.py asks for, and nothing of storage."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime, time, tzinfo
from typing import Any

from tests.workflow.cast import MONDAY
from tests.workflow.entrance import (
    PaperElsewhere,
    PaperEntrance,
    PaperExamples,
    PaperOrders,
    PaperScores,
    PaperSeals,
    PaperSurveys,
    PaperWeb,
)
from tests.workflow.paper_ladders import PaperHours, PaperRungs
from tests.workflow.paper_library import PaperLibrary
from tests.workflow.paper_staff import PaperPlots, PaperSitePlans, PaperStaff, PaperWorkbooks
from workflow.calendar import Calendar
from workflow.deputies import principals_of
from workflow.desk import Area, Desk, OrderedPaper, PhotoTrail
from workflow.escalation import ladder_of
from workflow.events import Event, Happened
from workflow.example_cases import KIND as EXAMPLE
from workflow.example_cases import examples_in
from workflow.hazard import Hazard
from workflow.library import Category, Grade, LibraryEntry
from workflow.notice import Notice
from workflow.people import Deputyship, Language, Person, Role
from workflow.responsibility import Responsibility
from workflow.rungs import Ladder, Rung
from workflow.shifts import Hours
from workflow.survey import KIND as SURVEY
from workflow.survey import surveys_in

Timer = tuple[str, str, str]  # subject kind, subject id, clock


@dataclass
class PaperDesk:
    """One small company on paper. `drafts` counts the photographs of each draft, `attached` those of each case."""

    calendar: Calendar
    today: date
    people: dict[str, Person]
    areas: dict[str, Area]
    equipment: dict[str, str]
    entries: dict[str, LibraryEntry]
    rows: list[Responsibility]
    number_prefix: str = "YH"
    approves: dict[Role, int] = field(default_factory=dict)
    hazards: dict[str, Hazard] = field(default_factory=dict)
    events: list[Event] = field(default_factory=list)
    counters: Counter[str] = field(default_factory=Counter)
    drafts: Counter[str] = field(default_factory=Counter)
    attached: Counter[tuple[str, str]] = field(default_factory=Counter)
    chosen: dict[str, Language] = field(default_factory=dict)
    to_do_off: dict[str, bool] = field(default_factory=dict)
    taken_over: dict[tuple[str, datetime], tuple[int, int]] = field(default_factory=dict)  # that were taken over
    digests: dict[str, tuple[time, bool]] = field(default_factory=dict)  # the hour, and whether there is none
    live: dict[Timer, datetime] = field(default_factory=dict)
    planned: dict[Timer, datetime] = field(default_factory=dict)  # when those that were stopped were to ring
    stopped: list[Timer] = field(default_factory=list)
    rung: Counter[Timer] = field(default_factory=Counter)
    roster: list[str] = field(default_factory=list)
    unreachable: set[str] = field(default_factory=set)
    entrance: PaperEntrance = field(default_factory=PaperEntrance)
    scores: PaperScores = field(default_factory=PaperScores)
    elsewhere: PaperElsewhere = field(default_factory=PaperElsewhere)
    orders: PaperOrders = field(default_factory=PaperOrders)
    seals: PaperSeals = field(default_factory=PaperSeals)
    plots: PaperPlots = field(default_factory=PaperPlots)
    working_hours: PaperHours = field(default_factory=PaperHours)
    library: PaperLibrary = field(default_factory=PaperLibrary)
    site_plans: PaperSitePlans = field(default_factory=PaperSitePlans)
    workbooks: PaperWorkbooks = field(default_factory=PaperWorkbooks)
    posts: PaperStaff = field(default_factory=PaperStaff)
    web: PaperWeb = field(default_factory=PaperWeb)
    taken: list[datetime | None] = field(default_factory=list)
    used_in: str = ""
    same: bool = False
    codes: list[str] = field(default_factory=list)
    rests: set[date] = field(default_factory=set)
    resting: set[str] = field(default_factory=set)
    deputies: list[Deputyship] = field(default_factory=list)
    now: datetime = MONDAY
    ladders: dict[Grade, list[Rung]] = field(default_factory=dict)  # the company's own
    shifts: dict[str, Hours] = field(default_factory=dict)
    notices: list[tuple[datetime, Notice]] = field(default_factory=list)  # what was told, and when

    def ladder(self, grade: Grade) -> Ladder:
        return ladder_of(self.ladders.get(grade, ()), grade)

    @property
    def rungs(self) -> PaperRungs:
        return PaperRungs(self.ladders, self.hazards, self.live)

    def hours(self, person_id: str) -> Hours | None:
        return self.shifts.get(person_id)

    def paper(self, order_id: str) -> OrderedPaper | None:
        """As its events tell it; each is handed out, with a digest of its own, as soon as it is ordered."""
        told = [event for event in self.events if (event.subject_kind, event.subject_id) == ("paper", order_id)]
        if not told:
            return None
        made, number, period = (str(told[0].facts[name]) for name in ("made", "number", "period"))
        by, at, last = str(told[0].actor_id), told[0].at, told[-1].kind
        return OrderedPaper(order_id, made, number, period, by, at, f"sha-{order_id}", last, len(told))

    @property
    def examples(self) -> PaperExamples:
        return PaperExamples(examples_in(event for event in self.events if event.subject_kind == EXAMPLE))

    @property
    def surveys(self) -> PaperSurveys:
        return PaperSurveys(surveys_in(event for event in self.events if event.subject_kind == SURVEY))

    def version_of(self, subject_kind: str, subject_id: str) -> int:
        return sum((event.subject_kind, event.subject_id) == (subject_kind, subject_id) for event in self.events)

    def last_kind(self, subject_kind: str, subject_id: str) -> str | None:
        theirs = [e.kind for e in self.events if (e.subject_kind, e.subject_id) == (subject_kind, subject_id)]
        return theirs[-1] if theirs else None

    def is_workday(self, day: date) -> bool:
        return day not in self.rests

    def hazard(self, hazard_id: str) -> Hazard | None:
        return self.hazards.get(hazard_id)

    def numbered(self, number: str) -> Hazard | None:
        return next((hazard for hazard in self.hazards.values() if hazard.number == number), None)

    def enter(self, hazard: Hazard) -> None:
        assert hazard.id not in self.hazards
        self.hazards[hazard.id] = hazard

    def record(self, event: Event) -> None:
        self.events.append(event)

    def next_number(self, name: str) -> int:
        self.counters[name] += 1
        return self.counters[name]

    def area(self, area_id: str) -> Area | None:
        return self.areas.get(area_id)

    def equipment_area(self, equipment_id: str) -> str | None:
        return self.equipment.get(equipment_id)

    def whole_plant(self) -> Area:
        return min(self.areas.values(), key=lambda area: len(area.path))

    def on_duty(self) -> list[Person]:
        return [self.people[name] for name in self.roster]

    def at_work(self, person_id: str) -> bool:
        return person_id not in self.resting

    def actors(self, hazard_id: str, kind: str) -> list[str]:
        return [e.actor_id for e in self.events if (e.subject_id, e.kind) == (hazard_id, kind) and e.actor_id]

    def has_acted(self, hazard_id: str, person_id: str) -> bool:
        return any((e.subject_id, e.actor_id) == (hazard_id, person_id) for e in self.events)

    def happened(self, hazard_id: str, kinds: Collection[str]) -> list[Happened]:
        return [
            Happened(e.kind, e.actor_id, e.at, e.facts)
            for e in self.events
            if e.subject_id == hazard_id and e.kind in kinds
        ]

    def told(self, hazard_id: str, topics: Collection[str], since: datetime) -> list[str]:
        found = [n for at, n in self.notices if at >= since and n.subject_id == hazard_id and n.topic in topics]
        return list(dict.fromkeys(notice.recipient_id for notice in found))

    def reachable(self, person_id: str) -> bool:
        return person_id not in self.unreachable

    def entry(self, code: str) -> LibraryEntry | None:
        return self.entries.get(code)

    def person(self, person_id: str) -> Person | None:
        found = self.people.get(person_id)
        principals = principals_of(person_id, self.deputyships, self.today)
        return replace(found, stands_for=tuple(self.people[name] for name in principals)) if found else None

    def holders(self, role: Role, area_path: str = "") -> list[Person]:
        working = (p for p in self.people.values() if p.works_on(self.today))
        return sorted((p for p in working if self._holds(p, role, area_path)), key=lambda p: p.code)

    def _holds(self, person: Person, role: Role, area_path: str) -> bool:
        held = [m for m in person.memberships if m.role is role and m.holds_on(self.today)]
        return any(not area_path or (m.area_path and area_path.startswith(m.area_path)) for m in held)

    def staff(self, role: Role | None, area_path: str) -> list[str]:
        working = (p for p in self.people.values() if p.works_on(self.today))
        return sorted(p.id for p in working if self._is_among(p, role, area_path))

    def _is_among(self, person: Person, role: Role | None, area_path: str) -> bool:
        held = (m for m in person.memberships if m.holds_on(self.today) and role in (None, m.role))
        return any((m.area_path or "").startswith(area_path) for m in held)

    def matrix(self, area_path: str, category: Category) -> Iterable[Responsibility]:
        near = [row for row in self.rows if area_path.startswith(row.area_path)]
        return [row for row in near if row.category in (None, category)]

    def add_responsibility(self, area_id: str | None, category: Category, department_id: str, owner_id: str) -> str:
        code = f"{area_id}-{category}"
        path = self.areas[area_id].path if area_id is not None else ""
        self.rows = [*self.rows, Responsibility(code, None, path, category, department_id, owner_id, None)]
        return code

    def drop_responsibility(self, code: str) -> None:
        self.rows = [row for row in self.rows if row.code != code]

    def hand_over(self, code: str, department_id: str, owner_id: str | None) -> None:
        handed = [replace(row, department_id=department_id, owner_id=owner_id) for row in self.rows if row.code == code]
        self.rows = [*(row for row in self.rows if row.code != code), *handed]

    def take_out_photos(self, hazard_id: str, draft_id: str, names: Sequence[str]) -> int:
        self.attached[hazard_id, "found"] -= len(names)
        self.drafts[draft_id] = len(names)
        return len(names)

    def attach_photos(self, draft_id: str, hazard_id: str, role: str) -> int:
        count = self.drafts.pop(draft_id, 0)
        if count:
            self.attached[hazard_id, role] += count
        orders = self.drafts.pop(f"{draft_id} order", 0)  # those of a role of their own
        if orders:
            self.attached[hazard_id, "order"] += orders
        return count + orders

    def draft_photos(self, draft_id: str, role: str) -> int:
        return self.drafts[f"{draft_id} {role}"]

    def share_photos(self, from_id: str, to_id: str, role: str) -> int:
        self.attached[to_id, role] += self.attached[from_id, role]
        return self.attached[to_id, role]

    def copy_photos(self, draft_id: str, hazard_id: str, role: str) -> int:
        self.attached[hazard_id, role] += self.drafts[draft_id]
        return self.drafts[draft_id]

    def attach_before_after(self, draft_id: str) -> PhotoTrail:
        count = self.drafts.pop(draft_id, 0)
        self.attached[draft_id, "found"] += min(count, 1)
        self.attached[draft_id, "after"] += max(count - 1, 0)
        return PhotoTrail(max(count - 1, 0), tuple(self.taken[:count]), self.used_in, self.same)

    def issue_code(self, equipment_id: str, digest: str, *, replaces: bool) -> None:
        self.codes = [*(() if replaces else self.codes), digest]

    @property
    def deputyships(self) -> list[Deputyship]:
        here = {name for name, person in self.people.items() if person.works_on(self.today)}
        return [row for row in self.deputies if row.until >= self.today and {row.person_id, row.deputy_id} <= here]

    def enter_deputyship(self, row: Deputyship) -> None:
        self.deputies.append(row)

    def end_deputyship(self, row_id: str, at: datetime) -> None:
        self.deputies = [row for row in self.deputies if row.id != row_id]

    def choose_language(self, person_id: str, language: Language) -> None:
        self.chosen[person_id] = language

    def choose_digest(self, person_id: str, at: time, *, off: bool) -> None:
        self.digests[person_id] = (at, off)

    def choose_to_do(self, person_id: str, *, off: bool) -> None:
        self.to_do_off[person_id] = off

    def take_over(self, person_id: str, starts: datetime, cases: int, measures: int) -> None:
        self.taken_over.setdefault((person_id, starts), (cases, measures))

    def zone_of(self, person: Person) -> tzinfo:
        return self.calendar.zone

    def start_timer(self, subject_kind: str, subject_id: str, clock: str, due_at: datetime) -> None:
        self.live[subject_kind, subject_id, clock] = due_at
        self.rung[subject_kind, subject_id, clock] = 0

    def stop_timer(self, subject_kind: str, subject_id: str, clock: str) -> None:
        named = (subject_kind, subject_id, clock)
        if named in self.live:
            self.planned[named] = self.live.pop(named)
        self.stopped.append((subject_kind, subject_id, clock))

    def was_to_ring(self, subject_kind: str, subject_id: str, clock: str) -> datetime | None:
        return self.planned.get((subject_kind, subject_id, clock))

    def timer_of(self, subject_kind: str, subject_id: str, clock: str) -> str | None:
        named = (subject_kind, subject_id, clock)
        return "/".join(named) if named in self.live else None

    def everything(self) -> dict[str, Any]:
        """All that an act can change, to be compared with what was before.

        Left out are photographs: whether they suffice is known only after they were moved, and the transaction
        that is given up after a refusal moves them back.
        """
        return {
            "cases": {key: asdict(hazard) for key, hazard in self.hazards.items()},
            "events": [event.id for event in self.events],
            "counters": dict(self.counters),
            "languages": dict(self.chosen),
            "digests": dict(self.digests),
            "to_do_off": dict(self.to_do_off),
            "taken_over": dict(self.taken_over),
            "timers": dict(self.live),
        }

    def photographs(self) -> tuple[Counter[str], Counter[tuple[str, str]]]:
        return self.drafts.copy(), self.attached.copy()

    def put_back(self, photographs: tuple[Counter[str], Counter[tuple[str, str]]]) -> None:
        """What the end of a refused transaction does."""
        self.drafts, self.attached = photographs


def as_desk(desk: PaperDesk) -> Desk:
    """The type checker's word that the paper desk lacks nothing."""
    return desk
