"""So many at once, and evenly after that; each key by itself, and no more remembered than a limit."""

from dataclasses import dataclass

import pytest

from bot import buckets
from bot.buckets import Buckets


@dataclass
class Clock:
    seconds: float = 1000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


def taken(some: Buckets, key: str, most: int = 100) -> int:
    """How often in a row something can be taken."""
    return next((number for number in range(most) if some.take(key)), most)


def test_so_many_at_once_and_the_wait_is_what_one_more_takes(clock: Clock) -> None:
    some = Buckets(6, 60, clock)
    assert taken(some, "a") == 6
    assert some.take("a") == pytest.approx(10)
    clock.seconds += 10
    assert (taken(some, "a"), taken(some, "b")) == (1, 6)


def test_a_bucket_never_holds_more_than_it_did_at_first_and_no_clock_empties_it(clock: Clock) -> None:
    some = Buckets(6, 60, clock)
    taken(some, "a")
    clock.seconds += 6000
    assert taken(some, "a") == 6
    clock.seconds -= 3000  # somebody has set the clock
    assert some.wait("a") == pytest.approx(10)


def test_what_costs_more_than_there_ever_is_waits_for_a_full_bucket_and_is_paid_for_later(clock: Clock) -> None:
    some = Buckets(6, 60, clock)
    assert some.take("a", 9) == 0
    assert some.wait("a") == pytest.approx(40)


def test_asking_takes_nothing_and_no_limit_is_none(clock: Clock) -> None:
    some = Buckets(1, 60, clock)
    assert (some.wait("a"), some.wait("a"), some.take("a")) == (0, 0, 0)
    assert taken(Buckets(0, 60, clock), "a") == 100


def test_of_many_keys_the_oldest_are_forgotten(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(buckets, "REMEMBERED", 2)
    some = Buckets(1, 60, clock)
    assert [some.take(key) for key in "abc"] == [0, 0, 0]
    assert (some.wait("a") == 0, some.wait("b") > 0, some.wait("c") > 0) == (True, True, True)
