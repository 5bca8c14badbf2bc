"""Several processes on one PostgreSQL database: one of them sends, and another takes over when it cannot any more."""

import asyncio
import json
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, select, update

from bot import courier, lease, menus
from bot.company import Company
from handlers.messages import Envelope, Incoming, Outgoing, Receipt
from handlers.platform import Limits, NotDelivered, NotFetched, Window
from storage import bots, deliveries, tables
from storage.engine import read_transaction, write_transaction
from templates.render import LANGUAGES
from tests.conftest import only_postgres
from tests.engines import opened
from tests.world import StubPlatform, SureClassifier
from workflow.ids import new_id

pytestmark = only_postgres


class Process:
    """A company as one process runs it, with its own platform to see what it sends."""

    def __init__(self, url: str, folder: Path, limits: Limits | None = None) -> None:
        self.engine = opened(url)
        self.platform = StubPlatform(limits=limits or Limits())
        self.company = Company(
            self.engine, folder, {"stub": self.platform}, turn_threads=1, classifier=SureClassifier({})
        )
        self.courier = self.company.courier

    def writes(self, address: str) -> None:
        """A turn of this process leaves an answer."""
        row = {"topic": "help.main", "lane": 0, "cause": f"inbox:{new_id()}", "recipient_id": new_id()}
        row |= {"bot": "stub", "address": address}
        with write_transaction(self.engine) as connection:
            add = deliveries.add_claimed if self.courier.leads() else deliveries.add_unclaimed
            outgone = add(connection, [row], datetime.now(UTC))
        self.courier.carry(outgone)

    async def hears(self, **raw: object) -> None:
        """A message of somebody who is known comes in here, and its turn is taken."""
        with write_transaction(self.engine) as connection:
            connection.execute(update(tables.addresses).values(bot="stub"))
            sender = connection.execute(select(tables.addresses.c.address)).scalars().first()
        body = json.dumps({"sender": sender, "id": "m1", **raw})
        await self.company.intake.accept(Envelope("stub", "m1", str(sender), body))
        await self.company.intake.settle()

    @property
    def sent(self) -> list[str]:
        return [outgoing.address for outgoing in self.platform.sent]

    def close(self) -> None:
        self.company.close()
        self.engine.dispose()


@pytest.fixture
def limits() -> Limits:
    """How much the platform takes."""
    return Limits()


@pytest.fixture
def two(
    demo_url: str, tmp_path: Path, limits: Limits, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[Process, Process]]:
    """Two processes; neither looks by itself for minutes: what is heard is heard by being called."""
    monkeypatch.setattr(courier, "IDLE_SECONDS", 300)
    monkeypatch.setattr(lease, "RENEW_SECONDS", 0.02)
    monkeypatch.setattr(lease, "TRY_SECONDS", 0.05)
    both = Process(demo_url, tmp_path, limits), Process(demo_url, tmp_path, limits)
    yield both
    for process in both:
        process.close()


async def until(something: object, *arguments: object) -> None:
    async with asyncio.timeout(20):
        while not something(*arguments):  # type: ignore[operator]
            await asyncio.sleep(0.01)


async def running(*processes: Process) -> list[asyncio.Task[None]]:
    """The couriers of these, the first of which leads."""
    tasks = []
    for process in processes:
        tasks.append(asyncio.create_task(process.courier.run()))
        await until(processes[0].courier.leads)
    await asyncio.sleep(0.2)  # the second has tried in vain
    return tasks


async def ended(*tasks: asyncio.Task[None]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


def lease_runs_out(engine: Engine) -> None:
    with write_transaction(engine) as connection:
        connection.execute(update(tables.leases).values(until=datetime.now(UTC) - timedelta(seconds=1)))


def put_off(engine: Engine) -> list[timedelta]:
    """For how long those notices were put off that wait."""
    notices = tables.notices.c
    waiting = (notices.state == "pending", notices.claimed_until.is_(None))
    with read_transaction(engine) as connection:
        until = connection.execute(select(notices.not_before).where(*waiting)).scalars().all()
    return [each - datetime.now(UTC) for each in until if each > datetime.now(UTC)]


def states(engine: Engine) -> set[str]:
    with read_transaction(engine) as connection:
        return set(connection.execute(select(tables.notices.c.state)).scalars())


def test_one_of_two_sends_and_hears_at_once_what_the_other_has_written(two: tuple[Process, Process]) -> None:
    first, second = two

    async def scene() -> None:
        tasks = await running(first, second)
        assert (first.courier.leads(), second.courier.leads()) == (True, False)
        first.writes("li")
        second.writes("wang")
        await until(lambda: len(first.sent) == 2)
        assert second.sent == []
        await ended(*tasks)

    asyncio.run(scene())


def test_whoever_ends_in_order_leaves_the_sending_to_the_other_at_once(two: tuple[Process, Process]) -> None:
    first, second = two

    async def scene() -> None:
        mine, theirs = await running(first, second)
        await ended(mine)
        await first.courier.settle()
        first.company.lease.close()
        await until(second.courier.leads)
        second.writes("li")
        await until(lambda: second.sent == ["li"])
        await ended(theirs)

    asyncio.run(scene())


def hangs(process: Process) -> list[str]:
    """From now on nothing that it sends is answered; the addresses it was sent to."""
    asked: list[str] = []

    async def hang(outgoing: Outgoing) -> Receipt:
        asked.append(outgoing.address)
        await asyncio.Event().wait()
        raise AssertionError

    process.platform.send = hang  # type: ignore[method-assign]
    return asked


def test_who_has_lost_the_lease_sends_nothing_more_and_nothing_goes_twice_but_what_was_on_its_way(
    two: tuple[Process, Process],
) -> None:
    first, second = two

    async def scene() -> None:
        (mine,) = await running(first)
        asked = hangs(first)
        first.writes("on its way")
        await until(lambda: asked)
        lease_runs_out(first.engine)
        theirs = asyncio.create_task(second.courier.run())
        await until(lambda: any((process.company.lease.epoch or 0) > 1 for process in two))
        leading, other = (second, first) if second.courier.leads() else (first, second)
        first.platform.send = StubPlatform.send.__get__(first.platform)  # type: ignore[method-assign]
        await until(lambda: leading.sent == ["on its way"])
        other.writes("later")
        await until(lambda: leading.sent == ["on its way", "later"])
        assert other.sent == []
        assert asked == ["on its way"]
        await until(lambda: states(first.engine) == {"sent"})
        await ended(mine, theirs)

    asyncio.run(scene())


def test_a_frozen_courier_that_wakes_up_sends_nothing(
    two: tuple[Process, Process], monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = two
    monkeypatch.setattr(lease, "LENGTH", timedelta(seconds=1.0))
    monkeypatch.setattr(lease, "MARGIN_SECONDS", 0.3)

    async def falls_asleep() -> list[asyncio.Task[None]]:
        tasks = await running(first)
        first.writes("li")
        asyncio.get_running_loop().call_soon(time.sleep, 1.2)  # the whole process: nothing is renewed
        return tasks

    async def scene() -> None:
        (mine,) = await falls_asleep()
        mine.cancel()  # and it does not come to take the lease anew
        await asyncio.sleep(0.3)
        assert not first.courier.leads()
        theirs = asyncio.create_task(second.courier.run())
        await until(lambda: second.sent == ["li"])
        assert first.sent == []
        await ended(theirs)

    asyncio.run(scene())


def test_a_courier_whose_database_is_cut_off_stops_before_its_lease_ends(
    two: tuple[Process, Process], monkeypatch: pytest.MonkeyPatch
) -> None:
    first, _ = two
    monkeypatch.setattr(lease, "LENGTH", timedelta(seconds=1.0))
    monkeypatch.setattr(lease, "MARGIN_SECONDS", 0.3)

    async def scene() -> None:
        (mine,) = await running(first)

        def away(held: int | None) -> int | None:
            time.sleep(2)  # no answer, no error: the line is dead
            return held

        monkeypatch.setattr(first.company.lease, "_renew", away)
        await until(lambda: not first.courier.leads())
        with read_transaction(first.engine) as connection:
            ends = connection.execute(select(tables.leases.c.until)).scalar_one()
        assert datetime.now(UTC) < ends
        await ended(mine)

    asyncio.run(scene())


ALBUM = pytest.mark.parametrize("limits", [Limits((Window("chat", 30, 60),), messages=lambda outgoing: 11)])


@ALBUM
def test_of_what_another_has_sent_every_message_counts_not_every_notice(two: tuple[Process, Process]) -> None:
    first, second = two

    async def scene() -> None:
        (mine,) = await running(first)
        first.writes("li")
        first.writes("li")
        await until(lambda: states(first.engine) == {"sent"})
        lease_runs_out(first.engine)
        await ended(mine)
        theirs = asyncio.create_task(second.courier.run())
        await until(second.courier.leads)
        second.writes("li")
        second.writes("wang")
        await until(lambda: second.sent == ["wang"])
        await until(lambda: put_off(second.engine))
        assert timedelta(seconds=30) < put_off(second.engine)[0] < timedelta(seconds=62)
        await ended(theirs)

    asyncio.run(scene())


@ALBUM
def test_what_was_on_its_way_at_a_take_over_counts_with_all_its_messages(two: tuple[Process, Process]) -> None:
    first, second = two

    async def scene() -> None:
        (mine,) = await running(first)
        asked = hangs(first)
        first.writes("li")
        await until(lambda: asked)
        lease_runs_out(first.engine)
        await ended(mine)
        theirs = asyncio.create_task(second.courier.run())
        await until(lambda: second.sent == ["li"])
        second.writes("li")
        await until(lambda: put_off(second.engine))
        assert second.sent == ["li"]
        await ended(theirs)

    asyncio.run(scene())


AN_HOUR = 3600.0


async def refuse_the_tap(incoming: Incoming, taken: str) -> None:
    raise NotDelivered("too many", permanent=False, floods=True, retry_after=AN_HOUR)


@pytest.mark.parametrize("asked", ["a tap", "a picture"])
def test_a_flood_that_one_process_meets_silences_the_bot_in_the_one_that_sends(
    two: tuple[Process, Process], asked: str
) -> None:
    first, second = two
    second.platform.acknowledge = refuse_the_tap  # type: ignore[method-assign]
    second.platform.fails.append(NotFetched("too many", permanent=False, floods=True, retry_after=AN_HOUR))

    async def scene() -> None:
        (mine,) = await running(first)
        await second.hears(**({"choice": "x.0"} if asked == "a tap" else {"photos": [{"remote": "f1"}]}))
        already = len(first.sent)
        first.writes("li")
        await until(lambda: any(each > timedelta(minutes=50) for each in put_off(first.engine)))
        assert "li" not in first.sent[already:]
        await ended(mine)

    asyncio.run(scene())


def test_whoever_takes_over_is_as_silent_as_the_one_before_was_told_to_be(two: tuple[Process, Process]) -> None:
    first, second = two
    first.platform.fails.append(NotDelivered("too many", permanent=False, floods=True, retry_after=AN_HOUR))

    async def scene() -> None:
        (mine,) = await running(first)
        first.writes("li")
        await until(lambda: put_off(first.engine))
        lease_runs_out(first.engine)
        await ended(mine)
        theirs = asyncio.create_task(second.courier.run())
        await until(second.courier.leads)
        second.writes("wang")
        await until(lambda: len(put_off(second.engine)) == 2)
        assert (first.sent, second.sent) == ([], [])
        await ended(theirs)

    asyncio.run(scene())


def test_of_two_silences_the_longer_one_holds(two: tuple[Process, Process]) -> None:
    with write_transaction(two[0].engine) as connection:
        assert bots.silent_for(connection, "stub") == 0
        for seconds in (3600, 60):
            bots.silence(connection, "stub", seconds)
        assert 3500 < bots.silent_for(connection, "stub") <= 3600
        assert bots.silent_for(connection, "another") == 0


def test_menus_are_offered_by_the_one_that_sends_and_not_again_by_whoever_takes_over(
    two: tuple[Process, Process], monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = two
    monkeypatch.setattr(menus, "PAUSE_SECONDS", 0)

    async def scene() -> None:
        mine, theirs = await running(first, second)
        await second.company.menus.look()
        await first.company.menus.look()
        assert (len(first.platform.menus), second.platform.menus) == (len(LANGUAGES), [])
        await ended(mine)
        lease_runs_out(first.engine)
        await until(second.courier.leads)
        await second.company.menus.look()
        assert second.platform.menus == []
        await ended(theirs)

    asyncio.run(scene())
