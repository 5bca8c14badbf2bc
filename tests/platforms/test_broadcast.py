"""A digest to everybody goes out as fast as the platform takes it, not one message too fast, and delays no answer.

The whole courier works over a real database, on a simulated clock.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import event, func, insert, select

from bot import clock, courier, intake
from bot.app import working
from bot.company import Company
from handlers.messages import Outgoing, Receipt
from handlers.platform import Limits, NotDelivered, Window
from storage import deliveries, tables
from storage.engine import read_transaction, write_transaction
from tests.conftest import only_sqlite
from tests.engines import opened
from tests.platforms.fakes.limits import TrueLimits
from tests.simulated import UP, simulate
from tests.world import START, StubPlatform, SureClassifier
from workflow.ids import new_id
from workflow.notice import Lane

TELEGRAM = (Window("bot", 30, 1), Window("chat", 1, 1), Window("group", 20, 60))
WECOM = (Window("bot", 10_000, 60), Window("chat", 30, 60), Window("chat", 1000, 3600))
TRAVELS_SECONDS = 0.08
Scene = Callable[["Hall"], Awaitable[None]]


def elapsed() -> float:
    return asyncio.get_running_loop().time() - UP


@dataclass
class Measured(StubPlatform):
    """Takes what its true limits allow, answers 429 to the rest, and notes when what came to whom."""

    counts: TrueLimits = field(default_factory=lambda: TrueLimits((), elapsed))
    arrived: list[tuple[str, float]] = field(default_factory=list)

    async def send(self, outgoing: Outgoing) -> Receipt:
        await asyncio.sleep(TRAVELS_SECONDS)
        wait = self.counts.take(outgoing.address, group=outgoing.group)
        if wait is not None:
            raise NotDelivered("too many requests", permanent=False, retry_after=wait, floods=True)
        self.arrived.append((outgoing.address, elapsed()))
        await asyncio.sleep(TRAVELS_SECONDS)
        return Receipt(str(len(self.arrived)))


class Hall:
    """The company with so many people to write to, a platform with limits, and their time."""

    def __init__(self, company: Company, platform: Measured, people: Sequence[str]) -> None:
        self.company = company
        self.platform = platform
        self.people = people

    def writes(self, people: Sequence[str], lane: Lane, times: int = 1) -> None:
        row = {"topic": "help.main", "lane": int(lane)}
        rows = [{**row, "cause": f"event:{new_id()}", "recipient_id": one} for one in people for _ in range(times)]
        with write_transaction(self.company.engine) as connection:
            deliveries.add(connection, rows, self.company.now())

    def answers(self, person: str) -> None:
        """A turn has an answer for a person: it is written and carried as a turn does it."""
        row = {"topic": "help.main", "lane": 0, "cause": f"inbox:{new_id()}", "recipient_id": person}
        with write_transaction(self.company.engine) as connection:
            outgone = deliveries.add_claimed(connection, [row], self.company.now())
        self.company.courier.carry(outgone)

    async def sent(self, count: int, pause: float = 1) -> float:
        """When so many messages have arrived and are written down."""
        while len(self.platform.arrived) < count or self._pending():
            await asyncio.sleep(pause)
        return self.platform.arrived[-1][1]

    def _pending(self) -> int:
        with read_transaction(self.company.engine) as connection:
            waiting = select(func.count()).where(tables.notices.c.state == "pending")
            return int(connection.execute(waiting).scalar_one())


def hall(url: str, folder: Path, windows: tuple[Window, ...], people: int, scene: Scene) -> Measured:
    """A scene in a running company over one platform with these limits."""
    engine = opened(url)
    event.listen(engine, "connect", lambda raw, _: raw.execute("PRAGMA synchronous=OFF"))  # no power is cut here
    names = [new_id() for _ in range(people)]
    with write_transaction(engine) as connection:
        connection.execute(tables.addresses.delete())
        for code, one in enumerate(names):
            person = {"id": one, "code": f"x{code}", "name": f"x{code}", "name_en": "", "phone": ""}
            connection.execute(insert(tables.people), person)
            address = {"id": new_id(), "person_id": one, "bot": "stub", "address": f"x{code}"}
            connection.execute(insert(tables.addresses), address)

    async def all_of_it() -> Measured:
        platform = Measured(limits=Limits(windows), counts=TrueLimits(windows, elapsed))
        loop = asyncio.get_running_loop()
        company = Company(
            engine,
            folder,
            {"stub": platform},
            turn_threads=1,
            now=lambda: START + timedelta(seconds=loop.time() - UP),
            classifier=SureClassifier({}),
        )
        async with working(company):
            await scene(Hall(company, platform, names))
        company.close()
        return platform

    try:
        return simulate(all_of_it())
    finally:
        engine.dispose()


@only_sqlite
def test_a_digest_to_three_thousand_people_takes_what_thirty_a_second_take(demo_url: str, tmp_path: Path) -> None:
    asked: dict[str, float] = {}

    async def scene(hall: Hall) -> None:
        hall.writes(hall.people, Lane.BULK)
        hall.company.courier.ring()
        for second in (7, 30, 31, 64):
            await asyncio.sleep(second - elapsed())
            asked[f"x{2000 + second}"] = elapsed()
            hall.answers(hall.people[2000 + second])
        assert await hall.sent(3004) <= 3004 / 30 * 1.03

    platform = hall(demo_url, tmp_path, TELEGRAM, 3000, scene)
    assert platform.counts.refused == 0
    assert len(platform.arrived) == 3004
    waits = [next(at for who, at in platform.arrived if who == one) - when for one, when in asked.items()]
    assert max(waits) < 0.3, "the answer goes before the digest to the same person too"
    took, least = platform.arrived[-1][1], len(platform.arrived) / 30
    print(f"\n3,000 people and 4 answers: {took:.1f} s, the limit's own {least:.1f}; slowest answer {max(waits):.2f} s")


@only_sqlite
def test_a_hundred_messages_to_one_member_wait_instead_of_being_dropped(demo_url: str, tmp_path: Path) -> None:
    async def scene(hall: Hall) -> None:
        hall.writes(hall.people[:1], Lane.NOTICE, times=100)
        hall.writes(hall.people[1:], Lane.NOTICE, times=2)
        hall.company.courier.ring()
        assert 180 <= await hall.sent(118) <= 190, "each of them travels, one after another"

    platform = hall(demo_url, tmp_path, WECOM, 10, scene)
    assert platform.counts.refused == 0
    others = [at for who, at in platform.arrived if who != "x0"]
    assert max(others) < 3, "who gets few messages waits for nobody"


@only_sqlite
def test_a_flood_silences_one_bot_for_as_long_as_it_says(demo_url: str, tmp_path: Path) -> None:
    async def scene(hall: Hall) -> None:
        hall.platform.counts.windows = (Window("bot", 5, 20),)  # it is stricter today
        hall.writes(hall.people, Lane.NOTICE)
        hall.company.courier.ring()
        assert 20 <= await hall.sent(10) <= 25

    platform = hall(demo_url, tmp_path, TELEGRAM, 10, scene)
    assert platform.counts.refused < 8


@only_sqlite
def test_a_platform_that_is_down_for_hours_loses_nothing(
    demo_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hours = 2 * 3600
    for module, pause in ((courier, "IDLE_SECONDS"), (clock, "TICK_SECONDS"), (intake, "SWEEP_SECONDS")):
        monkeypatch.setattr(module, pause, 20)  # nobody looks so often here

    async def scene(hall: Hall) -> None:
        take, knocks = hall.platform.counts.take, list[float]()

        def down(address: str, *, group: bool = False) -> float | None:
            knocks.append(elapsed())
            if elapsed() < hours:
                raise NotDelivered("bad gateway", permanent=False)
            return take(address, group=group)

        hall.platform.counts.take = down  # type: ignore[method-assign]
        hall.writes(hall.people, Lane.NOTICE)
        hall.company.courier.ring()
        assert hours <= await hall.sent(20, 60) <= hours + 420
        assert sum(at < hours for at in knocks) < hours / 20, "a platform that is down is left in peace"

    hall(demo_url, tmp_path, TELEGRAM, 20, scene)
