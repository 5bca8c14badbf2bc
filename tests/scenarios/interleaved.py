"""Two turns on one company, let go phase by phase in any order, and what they have come to, free of chance."""

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from queue import Queue
from typing import Any

from sqlalchemy import Connection, Engine, insert, select

from handlers.finding import Message
from handlers.messages import Envelope, Incoming
from handlers.turn import NotMine, Read, Turns
from handlers.turn_plan import Outcome, Plan
from storage import inbox, tables
from storage.attachments import Arrived
from storage.engine import read_transaction, write_transaction
from tests.unguarded import unguard
from tests.world import World

BOTH = 2  # in an order: both turns go at the same moment
PHASE_SECONDS = 60
_ENDED = "ended"
_WAITS = "waits"


class Actor:
    """One turn in a thread of its own. It goes one phase further each time it is let go.

    `not_mine` counts how often it found the message to be another's to answer.
    """

    def __init__(self, turns: Turns, message: Message, now: datetime) -> None:
        self.not_mine = 0
        self._go = threading.Semaphore(0)
        self._told: Queue[str | BaseException] = Queue()
        self._turns = Stepped(turns, self._gate)
        self._work = (message, now)
        self._over = False
        threading.Thread(target=self._run, daemon=True).start()
        self._listen()

    def let_go(self) -> None:
        """Start the next phase, unless the turn is over."""
        if not self._over:
            self._go.release()

    def arrive(self) -> None:
        """Wait until the phase that was started has ended."""
        if not self._over:
            self._listen()

    def finish(self) -> None:
        while not self._over:
            self.let_go()
            self.arrive()

    def _run(self) -> None:
        try:
            while not self._taken():
                continue
        except BaseException as error:
            self._told.put(error)
        else:
            self._told.put(_ENDED)

    def _taken(self) -> bool:
        """What another turn has answered is over; what has to wait for another is tried again, as a sweep does."""
        try:
            self._turns.take(*self._work)
        except NotMine:
            self.not_mine += 1
            return self._turns.is_answered(self._work[0])
        return True

    def _gate(self) -> None:
        self._told.put(_WAITS)
        self._go.acquire()

    def _listen(self) -> None:
        told = self._told.get(timeout=PHASE_SECONDS)
        if isinstance(told, BaseException):
            raise told
        self._over = told == _ENDED


class Stepped(Turns):
    """Turns that wait before each phase until they are let go."""

    def __init__(self, turns: Turns, gate: Callable[[], None]) -> None:
        super().__init__(turns._house, turns._tools)
        self._gate = gate

    def read(self, incoming: Incoming, now: datetime) -> Read | None:
        self._gate()
        return super().read(incoming, now)

    def think(self, message: Message, read: Read, now: datetime) -> Plan:
        self._gate()
        return super().think(message, read, now)

    def write(self, message: Message, read: Read, plan: Plan, now: datetime) -> Outcome:
        self._gate()
        return super().write(message, read, plan, now)

    def is_answered(self, message: Message) -> bool:
        with read_transaction(self._house.engine) as connection:
            state = select(tables.inbox.c.state).where(tables.inbox.c.id == message.parts[-1])
            return connection.scalar(state) != "new"


# Everything a turn writes, children after their parents.
WRITTEN = [
    getattr(tables, name)
    for name in (
        "inbox", "conversations", "notices", "deliveries", "hazards", "events", "texts", "media", "attachments",
        "timers", "counters",
    )
]  # fmt: skip


@dataclass
class Scene:
    """A company at the moment before two turns, which can be brought back as often as it takes."""

    world: World
    messages: Sequence[Message]
    rows: Mapping[str, Sequence[Mapping[str, Any]]]

    @property
    def engine(self) -> Engine:
        return self.world.company.engine

    def restore(self) -> None:
        with write_transaction(self.engine) as connection:
            unguard(connection)
            for table in reversed(WRITTEN):
                connection.execute(table.delete())
            for table in WRITTEN:
                if self.rows[table.name]:
                    connection.execute(insert(table), self.rows[table.name])

    def play(self, order: Sequence[int]) -> list[Actor]:
        """Both turns from this moment, phase by phase in this order; then the first to its end, then the second."""
        self.restore()
        turns, now = self.world.company.turns, self.world.clock()
        actors = [Actor(turns, message, now) for message in self.messages]
        for step in order:
            let_go = actors if step == BOTH else [actors[step]]
            for actor in let_go:
                actor.let_go()
            for actor in let_go:
                actor.arrive()
        for actor in actors:
            actor.finish()
        return actors

    def outcome(self) -> dict[str, Any]:
        with read_transaction(self.engine) as connection:
            return outcome(connection)


def scene(world: World, *envelopes: Envelope) -> Scene:
    """The moment at which these messages are stored and not yet answered."""
    with write_transaction(world.company.engine) as connection:
        stored = inbox.store(connection, [(e.bot, e.key, e.sender, e.body) for e in envelopes], world.clock())
        rows = {t.name: [dict(row) for row in connection.execute(select(t)).mappings()] for t in WRITTEN}
    messages = []
    for waiting in stored:
        assert waiting is not None
        incoming = replace(world.platform.parse(waiting.body), bot=waiting.bot, message_id=waiting.id)
        arrived = [Arrived(photo.remote, None, "pending") for photo in incoming.photos]
        messages.append(Message(incoming, [waiting.id], arrived))
    return Scene(world, messages, rows)


def outcome(connection: Connection) -> dict[str, Any]:
    """The company's books without what chance made: identifiers, salts, and who was first to be told."""
    said = {row.id: row.body for row in connection.execute(select(tables.texts))}
    happened = {row.id: row for row in connection.execute(select(tables.events))}
    return {
        "cases": _sorted(connection.execute(select(tables.hazards))),
        "events": _sorted(_event(row, said) for row in happened.values()),
        "texts": sorted(said.values()),
        "photos": _sorted(connection.execute(_columns("attachments", "subject_id", "role", "remote", "state"))),
        "clocks": _sorted(
            connection.execute(_columns("timers", "subject_id", "clock", "step", "due_at", "stopped_at"))
        ),
        "counters": _sorted(connection.execute(select(tables.counters))),
        "told": _sorted(_told(row, happened) for row in connection.execute(_TOLD)),
        "dialogues": _sorted(_talk(row) for row in connection.execute(select(tables.conversations))),
    }


def answers(connection: Connection, message: Message) -> list[tuple[str, str]]:
    """What a message was answered with, in order: (recipient, topic)."""
    mine = tables.notices.c.cause.startswith(f"inbox:{message.parts[-1]}")
    rows = connection.execute(select(tables.notices).where(mine).order_by(tables.notices.c.id))
    return [(row.recipient_id, row.topic) for row in rows]


def _columns(table: str, *names: str) -> Any:
    return select(*(getattr(tables, table).c[name] for name in names))


def _sorted(rows: Any) -> list[tuple[Any, ...]]:
    return sorted((tuple(row) for row in rows), key=repr)


def _event(row: Any, said: Mapping[str, str]) -> tuple[Any, ...]:
    words = {name: said[word["text"]] for name, word in row.facts.get("words", {}).items()}
    facts = {name: fact for name, fact in row.facts.items() if name not in ("words", "row")} | words
    return (row.subject_id, row.version, row.kind, row.actor_id, row.at, sorted(facts.items()))


# Answers belong to their turns, and are asked for apart.
_TOLD = select(tables.notices).where(~tables.notices.c.cause.startswith("inbox:"))


def _told(row: Any, happened: Mapping[str, Any]) -> tuple[Any, ...]:
    """Whom an event or a clock made us tell what."""
    event = happened.get(row.cause.partition(":")[2])
    return ((event.subject_id, event.version) if event else (), row.topic, row.recipient_id, row.state)


def _talk(row: Any) -> tuple[Any, ...]:
    """What a person is in the middle of: each dialogue with its case and the answers given so far."""
    return (row.person_id, [(d["script"], d["args"].get("hazard"), _given(d["journal"])) for d in row.stack])


def _given(journal: Sequence[Mapping[str, Any]]) -> list[tuple[str, ...]]:
    return [(entry["key"], entry.get("choice", ""), entry.get("text", "")) for entry in journal if "in" in entry]
