"""Cases that live any life that the table of transitions allows, put into the tables as turns put them there."""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Engine, insert, select, update

from storage import tables
from storage.daily_figures import follow, follow_all
from storage.engine import read_transaction, write_transaction
from storage.staff import keep_staff
from workflow.ids import new_id
from workflow.library import Grade
from workflow.lifecycle import EVENT_OF, TRANSITIONS, State, Verb
from workflow.metrics import History
from workflow.recount import Belongs, Books
from workflow.standing import DONE, OWED, Standing

ZONE = ZoneInfo("Asia/Shanghai")
START = datetime(2025, 9, 1, tzinfo=UTC)
CATEGORIES = ("fire", "height", "mechanical")
SCORES = ("genuine", "valuable", "vague", "sham")
NEVER = {Verb.CALL_FALSE_ALARM, Verb.STAND_DOWN, Verb.RAISE_ALARM}


def day_of(moment: datetime) -> date:
    return moment.astimezone(ZONE).date()


@dataclass
class Life:
    """A case in the making: how it stands, and what has been recorded of it."""

    history: History
    stands: Standing
    steps: list[tuple[datetime, Standing]] = field(default_factory=list)
    scores: list[tuple[datetime, str]] = field(default_factory=list)


class Lives:
    """A company whose cases do what chance says, by legal verbs."""

    def __init__(self, engine: Engine, seed: int) -> None:
        self.engine, self.chance, self.lives = engine, Random(seed), list[Life]()
        with read_transaction(engine) as connection:
            self.departments = [row.id for row in connection.execute(select(tables.departments.c.id))][:3]
            self.places = connection.execute(select(tables.areas.c.id, tables.areas.c.path).limit(3)).all()
            self.machines = [row.id for row in connection.execute(select(tables.equipment.c.id).limit(2))]
            self.people = sorted(connection.execute(select(tables.people.c.id)).scalars())[:6]
            held = select(
                tables.memberships.c.person_id, tables.memberships.c.department_id, tables.memberships.c.since
            )
            self.staff = [Belongs(row.person_id, row.department_id, row.since) for row in connection.execute(held)]

    def goes_on(self, at: datetime) -> None:
        """A report, or a step of a case."""
        living = [life for life in self.lives if self._verbs(life)]
        if not living or self.chance.random() < 0.2:
            self._reports(at)
        else:
            self._acts(self.chance.choice(living), at)
        if self.lives and self.chance.random() < 0.1:
            self._scores(self.chance.choice(self.lives), at)

    def follows(self) -> None:
        with write_transaction(self.engine) as connection:
            follow(connection, day_of)

    def follows_all(self, today: date) -> None:
        with write_transaction(self.engine) as connection:
            keep_staff(connection, today)
            follow_all(connection, day_of)

    @property
    def books(self) -> Books:
        cases = [replace(life.history, steps=life.steps, scores=life.scores) for life in self.lives]
        return Books(cases, self.staff, day_of)

    def _verbs(self, life: Life) -> list[tuple[Verb, State]]:
        """What leads on; verbs that leave a state as it is now and then."""
        legal = [(verb, to) for (state, verb), to in TRANSITIONS.items() if state is life.stands.state]
        moves = [(verb, to) for verb, to in legal if to is not life.stands.state and verb not in NEVER]
        stays = [(verb, to) for verb, to in legal if to is life.stands.state and verb in (Verb.ASSIGN, Verb.VERIFY)]
        rare = (State.INVALID, State.MERGED, State.OUTSIDE)
        usual = [(verb, to) for verb, to in moves if to not in rare]
        return usual * 4 + moves + stays

    def _reports(self, at: datetime) -> None:
        place, id_ = self.chance.choice(self.places), new_id()
        reporter = self.chance.choice([*self.people, new_id()])  # the last: a pseudonym
        equipment = self.chance.choice([None, None, *self.machines])
        grade = self.chance.choice([Grade.GENERAL, Grade.GENERAL, Grade.LARGER, Grade.MAJOR])
        category = self.chance.choice(CATEGORIES)
        stands = Standing(State.REPORTED, None, grade, None, None, place.id, category, None, 0, None, equipment)
        history = History(at, (), self.chance.random() < 0.05, self.chance.random() < 0.2, id_, reporter)
        life = Life(history, stands)
        self.lives.append(life)
        row = {**_PLAIN, "id": id_, "number": f"YH-{len(self.lives)}", "reporter_id": reporter, "found_at": at}
        row |= {"practice": history.practice, "received_at": at, "area_path": place.path, **_columns(life, at)}
        with write_transaction(self.engine) as connection:
            connection.execute(insert(tables.hazards), row)
        self._becomes(life, Verb.REPORT, stands, at)

    def _acts(self, life: Life, at: datetime) -> None:
        verb, to = self.chance.choice(self._verbs(life))
        stands = replace(life.stands, state=to, due_at=None, limit_at=None, closed_at=None)
        if verb in (Verb.ASSIGN, Verb.PASS_ON, Verb.HAND_OVER):
            owner, department = self.chance.choice(self.people), self.chance.choice(self.departments)
            stands = replace(stands, owner_id=owner, department_id=department)
        if to in OWED or to in DONE:
            limit = life.stands.limit_at or at + timedelta(hours=self.chance.randint(-30, 120))
            stands = replace(stands, limit_at=limit, due_at=limit if to in OWED else None)
        if to is State.CLOSED:
            stands = replace(stands, closed_at=life.stands.closed_at or at)
        if self.chance.random() < 0.05:
            stands = replace(stands, grade=self.chance.choice(list(Grade)))
        self._becomes(life, verb, stands, at)

    def _becomes(self, life: Life, verb: Verb, stands: Standing, at: datetime) -> None:
        life.stands = stands
        life.steps.append((at, stands))
        repeats = {"suggested_repeats": "YH-0"} if life.history.recurs and len(life.steps) == 1 else {}
        named = {"subject_kind": "hazard", "subject_id": life.history.id, "version": len(life.steps)}
        event = {"id": new_id(), **named, "kind": EVENT_OF[verb], "actor_id": None, "at": at}
        with write_transaction(self.engine) as connection:
            connection.execute(insert(tables.events), {**event, "facts": {**repeats, "stands": stands.facts}})
            of_case = update(tables.hazards).where(tables.hazards.c.id == life.history.id)
            connection.execute(of_case.values(_columns(life, at)))

    def _scores(self, life: Life, at: datetime) -> None:
        score = self.chance.choice(SCORES)
        life.scores.append((at, score))
        row = {"id": new_id(), "hazard_id": life.history.id, "score": score, "scorer_id": new_id(), "at": at}
        with write_transaction(self.engine) as connection:
            connection.execute(insert(tables.quality_scores), row)


def _columns(life: Life, at: datetime) -> dict[str, Any]:
    stands = life.stands
    return {
        "state": stands.state,
        "department_id": stands.department_id,
        "company_grade": stands.grade,
        "due_at": stands.limit_at or at + timedelta(days=3),
        "closed_at": stands.closed_at,
        "outside_until": at + timedelta(days=9),
        "area_id": stands.area_id,
        "category": stands.category,
        "owner_id": stands.owner_id,
        "equipment_id": stands.equipment_id,
        "version": max(len(life.steps), 1),
    }


_PLAIN = {
    "statutory_grade": "general",
    **dict.fromkeys(("requirement", "requirement_en", "law", "law_en"), ""),
    "source_kind": "worker",
    "repairers": [],
}
