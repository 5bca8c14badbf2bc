"""On SQLite one thread works for the company: urgent work first, the rest in order, and nothing handed in is lost."""

import threading
from collections.abc import Iterator

import pytest
from sqlalchemy import create_engine

from bot.threads import Threads


@pytest.fixture
def threads() -> Iterator[Threads]:
    threads = Threads(create_engine("sqlite://"), turns=4)
    yield threads
    threads.close()


def test_storing_overtakes_the_turns_that_wait(threads: Threads) -> None:
    done: list[str] = []
    go = threading.Event()
    threads.turns.submit(go.wait)
    work = [threads.turns.submit(done.append, "turn 1"), threads.carrying.submit(done.append, "delivery")]
    work += [threads.turns.submit(done.append, "turn 2"), threads.storing.submit(done.append, "store")]
    go.set()
    for future in work:
        future.result(timeout=10)
    assert done == ["store", "turn 1", "delivery", "turn 2"]


def test_all_of_it_is_one_thread(threads: Threads) -> None:
    lanes = (threads.storing, threads.turns, threads.carrying)
    assert len({lane.submit(threading.get_ident).result(timeout=10) for lane in lanes}) == 1


def test_what_fails_is_told_to_who_waits_and_stops_nobody_else(threads: Threads) -> None:
    with pytest.raises(ZeroDivisionError):
        threads.turns.submit(lambda: 1 / 0).result(timeout=10)
    assert threads.turns.submit(lambda: "next").result(timeout=10) == "next"


def test_work_that_was_given_up_before_its_turn_is_not_done(threads: Threads) -> None:
    done: list[str] = []
    go = threading.Event()
    threads.turns.submit(go.wait)
    given_up = threads.turns.submit(done.append, "given up")
    assert given_up.cancel()
    go.set()
    threads.turns.submit(done.append, "kept").result(timeout=10)
    assert done == ["kept"]


def test_closing_finishes_what_was_handed_in_and_takes_nothing_more() -> None:
    threads = Threads(create_engine("sqlite://"), turns=4)
    done: list[int] = []
    for number in range(50):
        threads.turns.submit(done.append, number)
    threads.close()
    assert done == list(range(50))
    with pytest.raises(RuntimeError):
        threads.storing.submit(done.append, 50)
