"""The ledger: which cases of which days stand in it for whom, and what it says of each."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, select, update

from storage import ledger, tables
from storage.engine import read_transaction, write_transaction
from storage.queries import Viewer
from tests.storage.test_lists import NOW, TODAY, Register
from workflow.ledger import Entry

SPAN = (datetime(2026, 11, 22, 16, 0, tzinfo=UTC), datetime(2026, 11, 23, 16, 0, tzinfo=UTC))  # a day in Shanghai
OFFICER, HEAD, WORKER = "吴静", "周建国", "李强"


@pytest.fixture
def register(engine: Engine) -> Register:
    return Register(engine)


def read(register: Register, name: str, span: tuple[datetime, datetime] = SPAN) -> list[Entry]:
    viewer = Viewer(register.people[name], NOW, TODAY)
    with read_transaction(register.engine) as connection:
        found = list(ledger.entries(connection, viewer, span))
        assert len(found) == ledger.count(connection, viewer, span)
    return found


def change(register: Register, number: str, **facts: object) -> None:
    with write_transaction(register.engine) as connection:
        connection.execute(update(tables.hazards).where(tables.hazards.c.number == number).values(**facts))


def test_it_has_the_cases_of_its_days_the_oldest_first_and_no_exercise(register: Register) -> None:
    late = register.enter("油", received_at=SPAN[1] - timedelta(seconds=1))
    early = register.enter("防护罩松了", received_at=SPAN[0])
    register.enter("昨天的", received_at=SPAN[0] - timedelta(seconds=1))
    register.enter("明天的", received_at=SPAN[1])
    register.enter("演练", received_at=SPAN[0], practice=True)
    assert [(entry.number, entry.words) for entry in read(register, OFFICER)] == [(early, "防护罩松了"), (late, "油")]


def test_whoever_may_export_nothing_has_nothing_in_it(register: Register) -> None:
    register.enter("油", reporter_id=register.people[WORKER].id)
    assert read(register, OFFICER)
    assert read(register, WORKER) == [], "not even what they reported: to see it is another right"


def test_it_is_read_in_parts_and_loses_none(register: Register, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledger, "AT_ONCE", 2)
    numbers = [register.enter(f"第{n}处") for n in range(5)]
    assert sorted(entry.number for entry in read(register, OFFICER)) == numbers


def test_the_name_of_an_anonymous_reporter_stands_in_no_ledger(register: Register) -> None:
    number = register.enter("油")
    with write_transaction(register.engine) as connection:
        case = connection.execute(select(tables.hazards).where(tables.hazards.c.number == number)).one()
        sealed = {"id": case.reporter_id, "hazard_id": case.id, "sealed": b"x", "nonce": b"y"}
        wanted = {column.name for column in tables.pseudonyms.columns}
        assert {"id", "hazard_id"} <= wanted
        row = {name: value for name, value in sealed.items() if name in wanted}
        connection.execute(tables.pseudonyms.insert().values(**row))
    (entry,) = read(register, OFFICER)
    assert entry.anonymous
