"""The index follows the tables: what other processes commit, in whichever order, is known at the next question."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine, update

from handlers import known_cases
from handlers.known_cases import KnownCases
from nlp.known_case import KnownCase
from storage import tables
from storage.engine import read_transaction, write_transaction
from tests.storage.test_case_feed import earlier
from tests.storage.test_similar_cases import NOW, Register
from workflow.lifecycle import State

REPORT = KnownCase("new", "冲压车间2号冲床的护罩松了")
GUARD, OIL = "冲压车间2号冲床防护罩松动", "仓库3号门口地面有油"


@pytest.fixture
def register(engine: Engine) -> Register:
    return Register(engine)


def found(known: KnownCases, register: Register, *, shut: bool = False) -> list[str]:
    with read_transaction(register.engine) as connection:
        return [alike.case.id for alike in known.like(connection, REPORT, NOW, shut=shut)]


def entered(register: Register, words: str) -> str:
    case = register.enter(words)
    register.happens(case, 1)
    return case


def changes(register: Register, case: str, state: State, version: int, event_id: str = "") -> str:
    with write_transaction(register.engine) as connection:
        closed_at = NOW if state is State.CLOSED else None
        of_case = update(tables.hazards).where(tables.hazards.c.id == case)
        connection.execute(of_case.values(state=state, version=version, closed_at=closed_at))
    return register.happens(case, version, event_id)


def test_what_is_there_is_known_and_what_comes_after(register: Register) -> None:
    known = KnownCases()
    first = entered(register, GUARD)
    entered(register, OIL)
    assert found(known, register) == [first]
    second = entered(register, GUARD)
    assert set(found(known, register)) == {first, second}


def test_two_processes_know_the_same(register: Register) -> None:
    one, other = KnownCases(), KnownCases()
    case = entered(register, GUARD)
    assert found(one, register) == found(other, register) == [case]
    changes(register, case, State.INVALID, 2)
    assert found(one, register) == found(other, register) == []


def test_what_closes_moves_and_what_is_opened_again_comes_back(register: Register) -> None:
    known = KnownCases()
    case = entered(register, GUARD)
    assert found(known, register) == [case]
    changes(register, case, State.CLOSED, 2)
    assert (found(known, register), found(known, register, shut=True)) == ([], [case])
    changes(register, case, State.RECTIFYING, 3)
    assert (found(known, register), found(known, register, shut=True)) == ([case], [])
    changes(register, case, State.MERGED, 4)
    assert (found(known, register), found(known, register, shut=True)) == ([], [])


def test_a_commit_that_comes_late_is_followed_all_the_same(register: Register) -> None:
    known = KnownCases()
    case = entered(register, GUARD)
    newest = entered(register, OIL)
    assert found(known, register) == [case]
    last = register.happens(newest, 2)
    assert found(known, register) == [case]
    changes(register, case, State.INVALID, 2, earlier(last, timedelta(seconds=30)))
    assert found(known, register) == []


def test_many_cases_are_read_beside_the_work(register: Register, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(known_cases, "FEW", 1)
    known = KnownCases()
    case = entered(register, GUARD)
    entered(register, OIL)
    assert found(known, register) == []
    assert known._reader is not None or known._feed.has_begun
    if known._reader is not None:
        known._reader.join()
    assert found(known, register) == [case]


def test_begun_at_the_start_it_is_read_once(register: Register) -> None:
    known = KnownCases()
    case = entered(register, GUARD)
    known.begin(register.engine, NOW)
    known.begin(register.engine, NOW)
    while (reader := known._reader) is not None:
        reader.join()
    assert found(known, register) == [case]
