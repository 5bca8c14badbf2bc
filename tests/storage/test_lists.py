"""What waits for one person in several roles, in one list."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, event, insert, select, update

from storage import directory, lists, tables
from storage.engine import read_transaction, write_transaction
from storage.queries import Viewer
from workflow.ids import new_id
from workflow.lifecycle import State
from workflow.people import Person, Role

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)


class Register:
    """Cases put straight into the register."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        with read_transaction(engine) as connection:
            self.people = {person.name: person for person in directory.everybody(connection)}
        self._count = 0

    def enter(self, words: str, area: str = "CY", **facts: Any) -> str:
        """A case of today with the next number; later ones are newer."""
        self._count += 1
        with write_transaction(self.engine) as connection:
            row = {**self._plain(connection, area), **facts}
            connection.execute(insert(tables.hazards), row)
            connection.execute(insert(tables.texts), self._text(row["id"], "words", words))
        return str(row["number"])

    def note(self, number: str, field: str, body: str) -> None:
        """Words of a later event."""
        with write_transaction(self.engine) as connection:
            case = connection.execute(select(tables.hazards.c.id).where(tables.hazards.c.number == number)).scalar_one()
            connection.execute(insert(tables.texts), self._text(case, field, body))

    def _text(self, case: str, field: str, body: str) -> dict[str, str]:
        subject = {"id": new_id(), "subject_kind": "hazard", "subject_id": case}
        return {**subject, "field": field, "body": body, "salt": "s"}

    def _plain(self, connection: Connection, area: str) -> dict[str, Any]:
        place = connection.execute(select(tables.areas).where(tables.areas.c.code == area)).one()
        return {
            "id": new_id(),
            "number": f"YH-20261123-{self._count:04d}",
            "version": 1,
            "state": State.RECTIFYING,
            "category": "mechanical",
            "company_grade": "general",
            "statutory_grade": "general",
            "area_id": place.id,
            "area_path": place.path,
            **dict.fromkeys(("requirement", "requirement_en", "law", "law_en"), ""),
            "source_kind": "worker",
            "reporter_id": self.people["王芳"].id,
            "repairers": [],
            "found_at": NOW,
            "received_at": NOW + timedelta(minutes=self._count),
            "due_at": NOW + timedelta(days=3),
        }

    def viewer(self, who: str) -> Viewer:
        return Viewer(self.people[who], NOW, TODAY)


@pytest.fixture
def register(engine: Engine) -> Register:
    return Register(engine)


def many_roles(register: Register) -> Person:
    """David repairs and accepts, and is safety director and officer from today on."""
    david = register.people["David Miller"]
    with write_transaction(register.engine) as connection:
        for role in (Role.SAFETY_OFFICER, Role.SAFETY_DIRECTOR):
            row = {"id": new_id(), "person_id": david.id, "role": role, "since": TODAY}
            connection.execute(insert(tables.memberships), row)
        again = directory.person(connection, david.id)
    assert again is not None
    register.people["David Miller"] = again
    return again


def test_one_list_holds_what_waits_in_every_role_the_most_urgent_first(register: Register) -> None:
    david = many_roles(register)
    mine: dict[str, Any] = {"owner_id": david.id}
    later, soon, late = (NOW + timedelta(days=n) for n in (5, 1, -2))
    asked: dict[str, Any] = {"asked_until": later, "owner_id": register.people["张伟"].id}
    expected = [
        register.enter("二号炉着火了", "HJ", state=State.ALARM, due_at=later),
        register.enter("重大，要验收", state=State.AWAITING_ACCEPTANCE, acceptor_id=david.id, company_grade="major"),
        register.enter("超期的任务", "CK", state=State.RECTIFYING, due_at=late, **mine),
        register.enter("没人管的", "CK", state=State.REPORTED, due_at=soon),
        register.enter("要验收的", state=State.AWAITING_ACCEPTANCE, acceptor_id=david.id, due_at=soon + timedelta(1)),
        register.enter("申请延期的", due_at=soon + timedelta(2), **asked),
        register.enter("第二次申请延期的", due_at=soon + timedelta(3), extensions=1, **asked),
        register.enter("新任务", state=State.ASSIGNED, due_at=later, **mine),
    ]
    register.enter("自己申请的延期，别人来批", state=State.CLOSED, asked_until=later, **mine)
    register.enter("别人的任务", owner_id=register.people["张伟"].id)
    register.enter("别人验收的", state=State.AWAITING_ACCEPTANCE, acceptor_id=register.people["赵敏"].id)
    with read_transaction(register.engine) as connection:
        pages = [lists.to_do(connection, register.viewer("David Miller"), n) for n in range(3)]
    assert [item["number"] for page in pages for item in page.items] == expected
    assert pages[0].total == len(expected)


def test_a_role_that_ended_brings_nothing_any_more(register: Register) -> None:
    david = many_roles(register)
    register.enter("没人管的", state=State.REPORTED)
    with write_transaction(register.engine) as connection:
        ended = update(tables.memberships).where(tables.memberships.c.person_id == david.id)
        connection.execute(ended.values(until=TODAY - timedelta(days=1)))
        again = directory.person(connection, david.id)
        assert again is not None
        assert lists.to_do(connection, Viewer(again, NOW, TODAY), 0).total == 0


def test_what_waits_is_found_without_looking_at_what_was_closed(register: Register) -> None:
    if register.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL chooses by its statistics")
    ran: list[tuple[str, Any]] = []
    with read_transaction(register.engine) as connection:
        event.listen(connection, "before_cursor_execute", lambda c, cursor, sql, given, *_: ran.append((sql, given)))
        lists.to_do(connection, register.viewer("David Miller"), 0)
        plans = [connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", given).all() for sql, given in list(ran)]
    assert plans
    assert "SCAN hazards" not in {step[3] for plan in plans for step in plan}
