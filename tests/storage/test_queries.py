"""What each person of the company may see, in lists, cards and photographs."""

import random
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, insert, select, text, update

from storage import case_photos, directory, lists, queries, tables
from storage.engine import read_transaction, write_transaction
from storage.queries import Viewer, covered, light
from workflow import approval, extension
from workflow.danger import RUNNING
from workflow.deciding import first_in_line
from workflow.ids import new_id
from workflow.keeps import Major, Money, Plan
from workflow.lifecycle import IN_HAND, TRANSITIONS, State, Verb
from workflow.major import is_unconfirmed
from workflow.money import STEPS
from workflow.papers import ALWAYS, AT_ONCE, WHERE_ORDERED, may_close, missing
from workflow.people import Person, Role
from workflow.permissions import Action, allowed, reach

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)


@pytest.fixture
def everybody(engine: Engine) -> list[Person]:
    with read_transaction(engine) as connection:
        return directory.everybody(connection)


@pytest.fixture
def cases(engine: Engine, everybody: list[Person]) -> list[Any]:
    """Two hundred cases with people and places drawn at random."""
    chance = random.Random(7)
    with write_transaction(engine) as connection:
        areas = connection.execute(select(tables.areas)).all()
        departments = list(connection.execute(select(tables.departments.c.id)).scalars())
        for n in range(200):
            area = chance.choice(areas)
            people = [chance.choice([None, *(p.id for p in everybody)]) for _ in range(3)]
            connection.execute(insert(tables.hazards), _hazard(n, area, chance, people, departments, everybody))
        return list(connection.execute(select(tables.hazards)))


def _hazard(
    n: int, area: Any, chance: random.Random, people: list[str | None], departments: list[str], everybody: list[Person]
) -> dict[str, Any]:
    owner, acceptor, helper = people
    state = chance.choice(list(State))
    sent_by, asker = chance.choice([None, *(person.id for person in everybody)]), chance.choice(everybody).id
    money_with = chance.choice(["", "", *(step.role for step in STEPS)])
    return {
        "id": new_id(),
        "number": f"YH-20261123-{n:04d}",
        "version": 1,
        "state": state,
        "plan": Plan(sent_by=sent_by, long_term=chance.random() < 0.5) if state is State.PLANNING else None,
        "category": "fire",
        "company_grade": chance.choice(["general", "major"]),
        "statutory_grade": "general",
        "area_id": area.id,
        "area_path": area.path,
        "requirement": "",
        "requirement_en": "",
        "law": "",
        "law_en": "",
        "source_kind": "worker",
        "reporter_id": chance.choice(everybody).id,
        "entered_by_id": chance.choice([None, chance.choice(everybody).id]),
        "also_reported_by": chance.choice([[], [chance.choice(everybody).id, chance.choice(everybody).id]]),
        "department_id": chance.choice([None, *departments]),
        "owner_id": owner,
        "helper_department_id": chance.choice([None, *departments]),
        "helper_id": helper,
        "acceptor_id": acceptor,
        "repairers": [chance.choice(everybody).id] if state is State.CLOSED else [],
        "called": chance.choice([[], [chance.choice(everybody).id, chance.choice(everybody).id]]),
        "found_at": NOW,
        "received_at": NOW,
        "outside_until": NOW if state is State.OUTSIDE else None,
        "due_at": NOW + timedelta(days=3),
        "major_confirmed_at": chance.choice([None, NOW]),
        "major": chance.choice(MAJOR),
        "recheck_asked": state is State.CLOSED and chance.random() < 0.7,
        "danger": chance.choice(["", "", RUNNING]),
        "money": Money(asked=1, asked_by=asker) if money_with else None,
        "money_with": money_with,
        "asked_until": NOW if state in (State.ASSIGNED, State.RECTIFYING) and chance.random() < 0.5 else None,
        "extensions": chance.choice([0, 1]),
    }


@pytest.mark.parametrize("action", list(Action))
def test_the_condition_of_queries_and_the_table_of_rights_agree(
    engine: Engine, everybody: list[Person], action: Action
) -> None:
    """For every person and every action, SQL and the domain let the same cases through."""
    chance = random.Random(11)
    with write_transaction(engine) as connection:
        areas = connection.execute(select(tables.areas)).all()
        departments = list(connection.execute(select(tables.departments.c.id)).scalars())
        for n in range(60):
            people = [chance.choice([None, *(p.id for p in everybody)]) for _ in range(3)]
            row = _hazard(n, chance.choice(areas), chance, people, departments, everybody)
            connection.execute(insert(tables.hazards), row)
        rows = list(connection.execute(select(tables.hazards)))
        for person in everybody:
            condition = covered(reach(person, action, TODAY))
            by_query = set(connection.execute(select(tables.hazards.c.id).where(condition)).scalars())
            assert by_query == {row.id for row in rows if allowed(person, action, row, TODAY)}, person.name


def test_nobody_opens_the_card_of_a_case_they_may_not_see(engine: Engine, everybody: list[Person]) -> None:
    with write_transaction(engine) as connection:
        area = connection.execute(select(tables.areas)).first()
        row = _hazard(1, area, random.Random(1), [None, None, None], [], everybody)
        connection.execute(
            insert(tables.hazards), row | {"department_id": None, "reporter_id": everybody[0].id, "entered_by_id": None}
        )
        case = SimpleNamespace(**{**row, "department_id": None, "reporter_id": everybody[0].id, "entered_by_id": None})
        _happened(connection, row["id"])
        for person in everybody:
            card = queries.case_card(connection, Viewer(person, NOW, TODAY), row["id"])
            assert (card is not None) == allowed(person, Action.SEE, case, TODAY)


def _happened(connection: Any, hazard_id: str) -> None:
    event = {"id": new_id(), "subject_kind": "hazard", "subject_id": hazard_id, "version": 1, "kind": "reported"}
    connection.execute(insert(tables.events), {**event, "at": NOW, "facts": {}, "actor_id": None})


def test_a_photo_of_a_draft_is_its_senders_alone(engine: Engine, everybody: list[Person]) -> None:
    sender, *others = everybody
    with write_transaction(engine) as connection:
        media = {"id": new_id(), "digest": "d", "kind": "image/jpeg", "size": 1, "width": 1, "height": 1, "at": NOW}
        connection.execute(insert(tables.media), media)
        row = {"id": new_id(), "subject_kind": "draft", "subject_id": new_id(), "role": "draft", "state": "ready"}
        attachment = {**row, "person_id": sender.id, "media_id": media["id"], "added_at": NOW}
        connection.execute(insert(tables.attachments), attachment)
        assert case_photos.photo(connection, Viewer(sender, NOW, TODAY), row["id"]) == media["id"]
        for person in others:
            assert case_photos.photo(connection, Viewer(person, NOW, TODAY), row["id"]) is None


@pytest.mark.parametrize("gone", [(), (Role.SAFETY_DIRECTOR,), (Role.SAFETY_OFFICER, Role.SAFETY_DIRECTOR)])
def test_lists_hold_what_waits_for_a_person_and_nothing_else(
    engine: Engine, cases: list[Any], gone: tuple[Role, ...]
) -> None:
    """And say what is wanted of them: for every person and every case the same as the domain has it."""
    said: set[str] = set()
    with write_transaction(engine) as connection:
        held = select(tables.memberships.c.person_id).where(tables.memberships.c.role.in_(gone))
        left = update(tables.people).where(tables.people.c.id.in_(held))
        connection.execute(left.values(left_on=TODAY - timedelta(days=1)))
    with read_transaction(engine) as connection:
        people = directory.everybody(connection)
        for person in (somebody for somebody in people if somebody.works_on(TODAY)):
            viewer = Viewer(person, NOW, TODAY)
            listed = _all_pages(lists.to_do, connection, viewer)
            found = {item["id"]: item["wants"] for item in listed}
            assert found == {case.id: wanted for case in cases if (wanted := _wanted(case, person, people))}
            said |= {*found.values()}
    assert said == {wait.wants for wait in lists.WAITS} - {"measure"}, "which takes a clock and who put it"


def _all_pages(
    listed: Callable[[Connection, Viewer, int], lists.Page], connection: Connection, viewer: Viewer
) -> list[dict[str, Any]]:
    """A whole list, as somebody turns its pages."""
    pages = [listed(connection, viewer, 0)]
    while pages[-1].more:
        pages.append(listed(connection, viewer, len(pages)))
    items = [item for page in pages for item in page.items]
    assert len(items) == pages[0].total
    return items


def test_what_nobody_has_stopped_comes_right_after_an_alarm_and_a_recheck_last(
    engine: Engine, everybody: list[Person], cases: list[Any]
) -> None:
    def rank(case: Any) -> int:
        if case.state in (State.ALARM, State.CLOSED):
            return 0 if case.state == State.ALARM else 4
        return 1 if case.danger == RUNNING and case.state in IN_HAND else 2 if case.company_grade == "major" else 3

    ranks, met = {case.id: rank(case) for case in cases}, set()
    with read_transaction(engine) as connection:
        for person in everybody[:8]:
            viewer = Viewer(person, NOW, TODAY)
            for listed in (lists.to_do, lists.open_cases):
                found = [ranks[case["id"]] for case in _all_pages(listed, connection, viewer)]
                assert found == sorted(found)
                met |= {*found}
    assert met == {0, 1, 2, 3, 4}


def test_the_long_standing_are_the_open_ones_that_were_filed_as_such(engine: Engine, cases: list[Any]) -> None:
    filed = {case.id for case in cases if case.plan is not None and case.plan.long_term}
    assert filed
    with read_transaction(engine) as connection:
        for person in directory.everybody(connection):
            viewer = Viewer(person, NOW, TODAY)
            listed = {item["id"] for item in _all_pages(lists.long_term, connection, viewer)}
            assert listed == {
                case.id for case in cases if case.id in filed and allowed(person, Action.SEE, case, TODAY)
            }


def _wanted(case: Any, person: Person, people: list[Person]) -> str:
    """What a case wants of a person; nothing where it does not wait for them."""
    sent = case.plan is not None and case.plan.submitted
    owned = case.state in (State.ASSIGNED, State.PLANNING, State.RECTIFYING, State.OUTSIDE)
    runs = case.danger == RUNNING and case.state in IN_HAND
    answers = case.owner_id == person.id or _leads_there(case, person) or _chooses(person)
    helps = case.helper_department_id is not None
    to_accept = case.state == State.AWAITING_ACCEPTANCE
    lacking = missing(case) if to_accept else [paper for paper in missing(case) if paper in AT_ONCE]
    due = case.state in IN_HAND and case.major_confirmed_at is not None and lacking != []
    here = {p.id for p in people if p.works_on(TODAY)} | {None}
    left = case.owner_id not in here
    more_time = case.asked_until is not None

    def asked(right: Action) -> bool:
        return person in first_in_line(lambda role: _holders(role, people), right, case, TODAY)[1]

    waits = {
        "respond": case.state == State.ALARM and allowed(person, Action.RESPOND, case, TODAY),
        "confirm_major": is_unconfirmed(case) and case.state in IN_HAND and asked(Action.JUDGE_MAJOR),
        "contain": runs and answers,
        "plan": sent and asked(approval.whose(case)),
        "money": any(case.money_with == s.role and asked(s.right) for s in STEPS) and case.state in DECIDABLE,
        "time": more_time and asked(extension.whose(case)),
        "assign": (case.state == State.REPORTED or (owned and left)) and asked(Action.ASSIGN),
        "papers": due and asked(Action.RECORD),
        "accept": to_accept
        and may_close(case)
        and (case.acceptor_id == person.id or (case.acceptor_id not in here and asked(Action.ASSIGN))),
        "help": helps and case.helper_id is None and case.helper_department_id in person.departments_on(TODAY),
        "help_done": helps and case.helper_id == person.id,
        "work": owned and not sent and case.owner_id == person.id,
        "recheck": _can_tell(case, person),
    }
    return next((wants for wants, holds in waits.items() if holds), "")


MAJOR = (None, Major(papers=ALWAYS), Major(True, ALWAYS), Major(True, (*ALWAYS, *WHERE_ORDERED)))
DECIDABLE = {state for state, verb in TRANSITIONS if verb is Verb.APPROVE_MONEY}


def _can_tell(case: Any, person: Person) -> bool:
    """Whether they are asked if the repair holds: finders and area, who had no hand in it."""
    leads = any(
        m.role is Role.TEAM_LEADER
        and m.holds_on(TODAY)
        and m.area_path != ""
        and case.area_path.startswith(m.area_path)
        for m in person.memberships
    )
    asked = case.state == State.CLOSED and case.recheck_asked and person.works_on(TODAY)
    found = person.id in {case.reporter_id, *case.also_reported_by}
    return asked and person.id not in {case.owner_id, *case.repairers} and (leads or found)


def _holders(role: Role, people: list[Person]) -> list[Person]:
    return [person for person in people if person.works_on(TODAY) and role in person.roles_on(TODAY)]


def _chooses(person: Person) -> bool:
    return bool({Role.SAFETY_OFFICER, Role.SAFETY_DIRECTOR} & person.roles_on(TODAY))


def _leads_there(case: Any, person: Person) -> bool:
    there = (Role.TEAM_LEADER, Role.DUTY_LEADER)
    led = [m.area_path for m in person.memberships if m.role in there and m.holds_on(TODAY) and m.area_path]
    return any(case.area_path.startswith(path) for path in led)


@pytest.mark.parametrize(
    ("passed", "colour"), [(0.0, "green"), (0.7, "green"), (0.76, "yellow"), (0.99, "yellow"), (1.0, "red"), (2, "red")]
)
def test_lights(passed: float, colour: str) -> None:
    due = NOW + timedelta(days=4)
    assert light(State.RECTIFYING, NOW, due, NOW + (due - NOW) * passed) == colour
    assert light(State.ALARM, NOW, due, NOW) == "red"
    assert light(State.RECTIFYING, NOW, due, NOW, "running") == "red", "nothing stops the danger"
    assert light(State.RECTIFYING, NOW, due, NOW, "held") == "green"
    assert light(State.CLOSED, NOW, due, NOW + (due - NOW) * passed) == "none"


def test_an_area_path_is_not_a_pattern(engine: Engine, everybody: list[Person]) -> None:
    """A percent sign in a path would widen a LIKE; paths are escaped."""
    with read_transaction(engine) as connection:
        right = reach(everybody[0], Action.SEE, TODAY).__class__(everybody[0].id, area_paths=frozenset({"%"}))
        assert connection.execute(select(tables.hazards.c.id).where(covered(right))).all() == []
        assert connection.execute(text("SELECT 1")).scalar() == 1
