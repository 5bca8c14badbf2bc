"""The process is killed without warning, again and again, while people talk to it: nothing is lost or done twice."""

import asyncio
import random
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
from sqlalchemy import Connection, Engine, select, update

from storage.engine import read_transaction, write_transaction
from storage.tables import deliveries, events, hazards, inbox, leases, notices, texts
from tests.conftest import only_postgres
from tests.engines import opened
from tests.photographs import photograph
from tests.scenarios import books
from tests.scenarios.chatting import Talker, WebPhone, everybody
from tests.scenarios.program import Program
from tests.scenarios.walks import Walk, planned, walk

CONVERSATIONS = 200
KILLS = 42
CONVERSATIONS_OF_TWO = 80
KILLS_OF_EACH = 7
AT_ONCE = 12
QUIET_SECONDS = 90


@dataclass
class Killer:
    """Ends a program's lives: as a message goes out or up to 80 ms later, as one is acknowledged, or while it starts.

    `messages` are the fewest and the most that go out in one life; `after` is called after each of them; `moments`
    says when they ended.
    """

    program: Program
    chance: random.Random
    messages: tuple[int, int]
    after: Callable[[], None] = lambda: None
    moments: list[datetime] = field(default_factory=list)
    over: bool = False
    _awaited: str = ""
    _left: int = 0
    _due: asyncio.Event = field(default_factory=asyncio.Event)

    def hear(self, what: str) -> None:
        """A message was posted, or acknowledged."""
        if what == self._awaited:
            self._left -= 1
            if not self._left:
                self._due.set()

    def rest(self) -> None:
        """Kill no more."""
        self.over = True
        self._due.set()

    async def kill(self, times: int) -> None:
        while self.program.kills < times:
            await self._one_life()
            if self.over:
                return
            self.moments.append(datetime.now(UTC))
            await self.program.kill()
            self.after()
            if self.chance.random() < 0.1:
                await self.kill_at_the_start()
            await self.program.start()

    async def kill_at_the_start(self) -> None:
        await self.program.spawn()
        await asyncio.sleep(self.chance.uniform(0, 1))
        await self.program.kill()

    async def _one_life(self) -> None:
        if not self.over:
            self._due.clear()
        self._awaited, self._left = self.chance.choice(("posted", "acknowledged")), self.chance.randint(*self.messages)
        await self._due.wait()
        if self._awaited == "posted":
            await asyncio.sleep(self.chance.choice((0, self.chance.uniform(0, 0.08))))


async def talk(people: Mapping[str, Talker], walks: Sequence[Walk], photos: Sequence[bytes]) -> None:
    """Hold the conversations, several at once."""
    places = asyncio.Semaphore(AT_ONCE)

    async def held(plan: Walk) -> None:
        async with places:
            await walk(people, plan, photos)

    async with asyncio.TaskGroup() as group:
        for plan in walks:
            group.create_task(held(plan))


async def talk_under_fire(
    killers: Sequence[Killer], kills: int, walks: Sequence[Walk], photos: Sequence[bytes]
) -> dict[str, Talker]:
    """Hold the conversations while each program is killed so often; the people, with what was acknowledged to them."""
    addresses = [killer.program.address for killer in killers]
    async with httpx.AsyncClient(timeout=30) as http:
        people = await everybody(http, addresses, random.Random(1), [killer.hear for killer in killers])
        async with asyncio.TaskGroup() as group:
            for killer in killers:
                group.create_task(killer.kill(kills))
            await talk(people, walks, photos)
            for killer in killers:
                killer.rest()
    return people


async def until_quiet(engine: Engine, seconds: float = QUIET_SECONDS) -> None:
    """Wait until every message is answered, every picture there and every notice carried."""
    async with asyncio.timeout(seconds):
        while True:
            with read_transaction(engine) as connection:
                if books.is_quiet(connection):
                    return
            await asyncio.sleep(0.2)


def check_walks(connection: Connection, walks: Sequence[Walk]) -> None:
    """Each conversation has left its one case, with its own words and exactly the events of its script."""
    said = {row.subject_id: row.body for row in connection.execute(select(texts).where(texts.c.field == "words"))}
    happened = defaultdict(list)
    for event in connection.execute(select(events).order_by(events.c.version)):
        happened[event.subject_id].append(event.kind)
    found = {case.number: (said[case.id], tuple(happened[case.id])) for case in connection.execute(select(hazards))}
    assert found == {plan.number: (plan.words, plan.events) for plan in walks}


def caught(connection: Connection, moments: Iterable[datetime]) -> tuple[int, int]:
    """How many messages a kill caught stored but not yet answered, and how many notices made but not yet carried."""
    times = list(moments)
    answering = connection.execute(select(inbox.c.received_at, inbox.c.done_at)).all()
    carrying = connection.execute(select(notices.c.created_at, deliveries.c.at).join_from(notices, deliveries)).all()
    spanning = [sum(any(begun < t < ended for t in times) for begun, ended in spans) for spans in (answering, carrying)]
    return spanning[0], spanning[1]


def check(killers: Sequence[Killer], engine: Engine, walks: Sequence[Walk], people: Mapping[str, Talker]) -> None:
    """Every conversation reached its end, the books are right, and the kills were not beside the point."""
    phones = [person.phone for person in people.values() if isinstance(person.phone, WebPhone)]
    acknowledged = [f"{phone.code}:{name}" for phone in phones for name in phone.said]
    media = killers[0].program.data / "media"
    moments = [moment for killer in killers for moment in killer.moments]
    with read_transaction(engine) as connection:
        check_walks(connection, walks)
        books.check_all(connection, media, acknowledged)
        answers, notices = caught(connection, moments)
    assert min(answers, notices) > len(moments) // 4, "kills that hit nobody show nothing"
    for killer in killers:
        assert "Traceback" not in killer.program.log.read_text()


def test_one_process_killed_while_two_hundred_conversations_go_on(tmp_path: Path) -> None:
    chance = random.Random(20261123)
    photos = [photograph(n, size=(320, 240)) for n in range(8)]
    walks = planned(CONVERSATIONS, photos, chance)
    program = Program("demo", tmp_path / "data", tmp_path / "log")
    killer = Killer(program, chance, (5, 40))

    async def everything() -> tuple[dict[str, Talker], Engine]:
        try:
            for _ in range(3):  # while the database is being made
                await killer.kill_at_the_start()
            await program.start()
            engine = opened(f"sqlite:///{program.data / 'hazardline.db'}")  # not before there is one
            people = await talk_under_fire([killer], KILLS, walks, photos)
            await until_quiet(engine)
            assert await program.stop() == 0
            return people, engine
        finally:
            await program.end()

    people, engine = asyncio.run(everything())
    assert program.kills >= 40
    check([killer], engine, walks, people)
    engine.dispose()


@only_postgres
def test_two_processes_on_one_database_killed_in_turn(demo_url: str, engine: Engine, tmp_path: Path) -> None:
    chance = random.Random(20261124)
    photos = [photograph(n, size=(320, 240)) for n in range(8)]
    walks = planned(CONVERSATIONS_OF_TWO, photos, chance)
    programs = [
        Program(command, tmp_path / "data", tmp_path / f"log of {command}", demo_url) for command in ("demo", "run")
    ]
    killers = [Killer(program, chance, (5, 25), lambda: the_lease_runs_out(engine)) for program in programs]

    async def everything() -> dict[str, Talker]:
        try:
            for program in programs:
                await program.start()
            people = await talk_under_fire(killers, KILLS_OF_EACH, walks, photos)
            await until_quiet(engine)
            assert [await program.stop() for program in programs] == [0, 0]
            return people
        finally:
            for program in programs:
                await program.end()

    people = asyncio.run(everything())
    assert min(program.kills for program in programs) >= KILLS_OF_EACH - 1
    check(killers, engine, walks, people)


def the_lease_runs_out(engine: Engine) -> None:
    """The other process takes over when the lease of a dead one has ended, which nobody wants to wait for here."""
    with write_transaction(engine) as connection:
        connection.execute(update(leases).values(until=datetime.now(UTC) - timedelta(seconds=1)))
