"""The demo company with two hundred more workers, on the real disk, and its people behind a platform that takes all."""

import asyncio
import json
import time
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import Connection, Engine, func, insert, select

from bot.app import spare_the_collector, working
from bot.company import Company
from bot.settings import Settings
from handlers.messages import Envelope, Incoming, MenuItem, Outgoing, Photo, Receipt
from handlers.platform import Can, Finding, Limits
from storage import tables
from storage.deliveries import Delivered
from storage.engine import read_transaction, write_transaction
from templates.render import LANGUAGES, label
from tests.bench import updates
from tests.bench.digest import postgres, sqlite
from tests.hiring import hire
from workflow.ids import new_id
from workflow.people import Role

BOT = "bench"
MORE_WORKERS = 200
DATA = Path(__file__).parent.parent.parent / "data"
UNWANTED = {"unknown.our_fault", "enrol.unknown", "unknown.in_dialogue", "card.stale", "card.unknown"}
TAKE = {label(language, "choice", "take") for language in LANGUAGES}
ANSWER_SECONDS = 60

Settle = Callable[[Engine, Path], None]
Pace = Callable[[], Awaitable[float]]


async def at_once() -> float:
    """The pace of a closed loop: the next turn begins when the last one is over. The moment it began."""
    return time.perf_counter()


@dataclass(frozen=True)
class Taken:
    """A message that the platform took, and when (perf_counter)."""

    outgoing: Outgoing
    at: float


@dataclass
class TakesAll:
    """A platform that takes every message at once: raw Telegram updates come in, its answers are read as raw."""

    bot: str = BOT
    limits: Limits = field(default_factory=Limits)
    can: Can = field(default_factory=Can)
    taken: dict[str, Taken] = field(default_factory=dict)

    async def check(self) -> None:
        """Always there."""

    async def listen(self) -> AsyncIterator[Sequence[Envelope]]:
        for batch in list[list[Envelope]]():
            yield batch

    def parse(self, body: str) -> Incoming:
        update = json.loads(body)
        tapped = update.get("callback_query")
        message = tapped["message"] if tapped else update["message"]
        sent_at = datetime.fromtimestamp(message["date"], UTC)
        sender = str((tapped or message)["from"]["id"])
        text = "" if tapped else message["text"]
        return Incoming(BOT, str(update["update_id"]), sender, sent_at, text, tapped and tapped["data"])

    async def download(self, photo: Photo) -> bytes:
        raise NotImplementedError("nobody sends photographs here")

    async def send(self, outgoing: Outgoing) -> Receipt:
        buttons = [[{"text": choice.label, "callback_data": choice.token}] for choice in outgoing.choices]
        request = json.dumps({"chat_id": outgoing.address, "text": outgoing.text, "reply_markup": buttons})
        answer = json.loads(updates.reply(int(outgoing.address), json.loads(request)["text"]))
        receipt = Receipt(str(answer["result"]["message_id"]))
        self.taken[receipt.message_id] = Taken(outgoing, time.perf_counter())
        return receipt

    async def replace(self, receipt: Receipt, outgoing: Outgoing) -> Receipt:
        return await self.send(outgoing)

    async def acknowledge(self, incoming: Incoming, taken: str) -> None:
        """Nobody looks at the card."""

    async def offer(self, items: Sequence[MenuItem], language: str, address: str = "") -> None:
        """There is no menu of its own."""

    async def examine(self) -> list[Finding]:
        return []

    async def close(self) -> None:
        """Nothing is held open."""


class Someone:
    """A person who says and taps things, one after another, and waits for each answer."""

    def __init__(self, plant: "Plant", address: str) -> None:
        self.address = address
        self.free = asyncio.Lock()
        self._plant = plant
        self._answer: asyncio.Future[Taken] | None = None

    async def says(self, text: str) -> Outgoing:
        return await self._turn(lambda: updates.words(int(self.address), text))

    async def taps(self, card: Outgoing, position: int) -> Outgoing:
        return await self._turn(lambda: updates.tap(int(self.address), card.choices[position].token))

    async def _turn(self, update: Callable[[], tuple[int, str]]) -> Outgoing:
        began = await self._plant.pace()
        number, body = update()
        self._answer = asyncio.get_running_loop().create_future()
        await self._plant.company.intake.accept(Envelope(BOT, str(number), self.address, body))
        async with asyncio.timeout(ANSWER_SECONDS):
            taken = await self._answer
        self._plant.latencies.append(taken.at - began)
        return taken.outgoing

    def hears(self, taken: Taken) -> None:
        """A message has reached this person, and the delivery is written down: a new task, or the answer."""
        choices = taken.outgoing.choices
        if choices and choices[0].label in TAKE:
            self._plant.tasks.put_nowait((self, taken.outgoing))
        elif self._answer is not None and not self._answer.done():
            self._answer.set_result(taken)


class Plant:
    """A running company with its people. `latencies` holds a number of seconds for each turn that is over."""

    def __init__(self, company: Company, platform: TakesAll, workers: list[str], others: list[str]) -> None:
        self.company = company
        self.pace: Pace = at_once
        self.latencies: list[float] = []
        self.tasks: asyncio.Queue[tuple[Someone, Outgoing]] = asyncio.Queue()
        self.reporters = deque(Someone(self, address) for address in workers)
        self._people = {one.address: one for one in (*self.reporters, *(Someone(self, other) for other in others))}
        self._taken = platform.taken
        self._written = company.courier._settle
        company.courier._settle = self._settle  # type: ignore[method-assign]  # the one place that knows: written down

    async def _settle(self, delivered: Delivered) -> None:
        await self._written(delivered)
        if delivered.message_id is None:
            raise AssertionError(f"not delivered: {delivered.error}")
        self._people[delivered.address].hears(self._taken.pop(delivered.message_id))

    async def quiet(self) -> None:
        """Return when every message is answered and every notice delivered."""
        await self.company.intake.settle()
        await self.company.courier.settle()

    def check(self) -> None:
        """Every message was answered, every notice was sent, once, and none of them tells of a fault."""
        with read_transaction(self.company.engine) as connection:
            inbox = _counted(connection, tables.inbox.c.state)
            notices = _counted(connection, tables.notices.c.state)
            topics = _counted(connection, tables.notices.c.topic)
            deliveries = _counted(connection, tables.deliveries.c.state)
        assert set(inbox) == {"done"}, inbox
        assert set(notices) == {"sent"}, notices
        assert deliveries == notices, (deliveries, notices)
        assert notices["sent"] >= inbox["done"], (notices, inbox)
        assert not UNWANTED & set(topics), topics


@asynccontextmanager
async def running_plant(settle: Settle = lambda engine, folder: None, server: str = "") -> AsyncIterator[Plant]:
    """The company with its loops running as `hazardline run` runs them, in a folder that is removed afterwards.

    settle: what it is given before anybody speaks. server: the PostgreSQL on which it lives; empty: on SQLite.
    """
    with scratch() as folder, postgres(server) if server else sqlite(folder) as engine:
        settle(engine, folder)
        with write_transaction(engine) as connection:
            workers, others = _settle_people(connection)
        platform = TakesAll()
        threads = Settings.model_fields["turn_threads"].default
        # its people report the same few hazards by the hundred: nobody is asked whether they are one
        company = Company(engine, folder, {BOT: platform}, turn_threads=threads, asks_same=False)
        spare_the_collector()
        async with working(company):
            plant = Plant(company, platform, workers, others)
            yield plant
            await plant.quiet()
        plant.check()
        company.close()


@contextmanager
def scratch() -> Iterator[Path]:
    """An empty folder on the disk of the checkout; a temporary one of the system's may lie in memory."""
    DATA.mkdir(exist_ok=True)
    with TemporaryDirectory(prefix="bench-", dir=DATA) as folder:
        yield Path(folder)


def _settle_people(connection: Connection) -> tuple[list[str], list[str]]:
    """Give everybody an address: first the plain workers, the new ones among them, then all the others."""
    held: dict[str, set[str]] = {}
    for row in connection.execute(select(tables.memberships.c.person_id, tables.memberships.c.role)):
        held.setdefault(row.person_id, set()).add(row.role)
    known = connection.execute(select(tables.people.c.id)).scalars().all()
    workers = [person for person in known if held.get(person) == {Role.WORKER}] + hire(connection, MORE_WORKERS)
    others = [person for person in known if person not in workers]
    people = [*workers, *others]
    addresses = [str(1000 + number) for number in range(len(people))]
    pairs = zip(people, addresses, strict=True)
    connection.execute(tables.addresses.delete())  # no other bot is here to reach them
    rows = [{"id": new_id(), "person_id": person, "bot": BOT, "address": address} for person, address in pairs]
    connection.execute(insert(tables.addresses), rows)
    return addresses[: len(workers)], addresses[len(workers) :]


def _counted(connection: Connection, column: Any) -> dict[str, int]:
    return {value: number for value, number in connection.execute(select(column, func.count()).group_by(column))}
