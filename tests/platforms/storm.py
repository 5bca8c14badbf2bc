"""A storm over any platform: who reports what, how often the program is killed, and what must hold afterwards."""

import asyncio
import random
import time
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from itertools import chain, product

from sqlalchemy import Connection, Engine, func, insert, select

from storage.deliveries import token
from storage.engine import read_transaction, write_transaction
from storage.tables import (
    addresses,
    areas,
    attachments,
    deliveries,
    departments,
    hazards,
    inbox,
    notices,
    responsibilities,
    texts,
)
from tests.hiring import hire
from tests.photographs import photograph
from tests.platforms.fakes.storm import Storm
from tests.platforms.shores import Shore
from tests.scenarios import books
from tests.scenarios.chatting import Talker
from tests.scenarios.program import Program
from tests.scenarios.test_kill import until_quiet
from tests.scenarios.walks import KINDS, PLACES, SUBMITS, own_case
from workflow.ids import new_id
from workflow.library import Category
from workflow.notice import Lane

OWNERS = 97
PHOTOS = 3
OF_ONE = 2 + PHOTOS  # messages of a report: words, pictures, and the tap that submits it
FIRST = 10_001
WEATHER = {"doubled": 0.10, "reordered": 0.05, "malformed": 0.02, "flooded": 0.02, "down": 0.02}
# At the end everybody hears the rest at the pace that the platform allows to one chat.
QUIET_SECONDS = 300
# A call that was on its way when its process died may arrive a little later.
CALL_SECONDS = 2
PATIENCE_SECONDS = 600  # of each person: 200 at once on a slow machine, after a kill, while the bot is to be silent
THREADS = 64  # people who wait at one moment until their platform has taken what they say


@dataclass(frozen=True)
class Size:
    """How many people send how many messages, and how often a process is killed under them."""

    people: int
    messages: int
    kills: int

    @property
    def of_each(self) -> int:
        """Reports of each person."""
        return self.messages // self.people // OF_ONE

    @property
    def reports(self) -> int:
        return self.people * self.of_each


@dataclass
class Sea:
    """The people of the storm, what they reported, and the processes that are killed in turn under them."""

    size: Size
    shore: Shore
    programs: Sequence[Program]
    engine: Engine
    chance: random.Random
    reported: list[str] = field(default_factory=list)
    killed_at: list[float] = field(default_factory=list)  # in seconds since 1970

    def breaks_loose(self) -> None:
        """All of it, and what must hold afterwards."""
        began, people = time.monotonic(), crowd(self.engine, self.shore, self.size.people)
        storm = Storm(self.chance, **WEATHER)
        asyncio.run(self._all_of_it(people, storm))
        assert sum(program.kills for program in self.programs) == self.size.kills
        with read_transaction(self.engine) as connection:
            each_report_once(connection, self)
            each_message_kept_once(connection, self.shore, storm)
            each_notice_carried(connection, self)
            in_order(connection, self.shore)
        print(f"{len(self.reported)} reports, {storm.spoilt} unreadable, {time.monotonic() - began:.0f} s")

    async def _all_of_it(self, people: Sequence[Talker], storm: Storm) -> None:
        asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(THREADS))
        try:
            for program in self.programs:
                await program.start()
            self.shore.storms(storm)
            await self._lasts(people)
            await until_quiet(self.engine, QUIET_SECONDS)
            assert [await program.stop() for program in self.programs] == [0] * len(self.programs)
        finally:
            for program in self.programs:
                await program.end()

    async def _lasts(self, people: Sequence[Talker]) -> None:
        async with asyncio.TaskGroup() as group:
            group.create_task(self._kills())
            for number, person in enumerate(people):
                group.create_task(self._reports(number, person))

    async def _reports(self, number: int, person: Talker) -> None:
        for n in range(self.size.of_each):
            mark = f"第{number * self.size.of_each + n:04d}条"
            words = f"{self.chance.choice(PLACES)}{self.chance.choice(KINDS)}，{mark}"
            for part in self._parts(person, words, [photograph(number + k, size=(160, 120)) for k in range(PHOTOS)]):
                await part()
            card = await person.sees(*SUBMITS, about=mark)
            await person.taps(card, next(button for button in SUBMITS if person.label(button) in card.buttons))
            self.reported.append(words)
            await own_case(person)
            person.forgets()

    def _parts(self, person: Talker, words: str, pictures: Sequence[bytes]) -> Iterable[Callable[[], Awaitable[None]]]:
        """Words and then pictures, the other way round, or all at once: nobody waits for an answer in between."""
        parts = [partial(person.says, words), partial(person.says, photos=pictures)]
        return self.chance.choice((parts, parts[::-1], [partial(person.says, words, pictures)]))

    async def _kills(self) -> None:
        """In the middle of it all: of three, after a quarter, a half and three quarters of what is to be reported."""
        for n in range(self.size.kills):
            while len(self.reported) < (n + 1) * self.size.reports // (self.size.kills + 1):
                await asyncio.sleep(0.05)
            self.shore.worsens()
            program = self.programs[n % len(self.programs)]
            self.killed_at.append(time.time())
            await program.kill()
            await program.start()


def crowd(engine: Engine, shore: Shore, reporters: int) -> list[Talker]:
    """Everybody is on the platform; those who report, in the order of their numbers."""
    with write_transaction(engine) as connection:
        hired = hire(connection, reporters + OWNERS)
        hand_out(connection, hired[reporters:])
        others = [row.person_id for row in connection.execute(select(addresses.c.person_id))]
        connection.execute(addresses.delete())
        rows = [
            {"id": new_id(), "person_id": person, "bot": shore.bot, "address": str(FIRST + number)}
            for number, person in enumerate([*hired, *others])
        ]
        connection.execute(insert(addresses), rows)
    phones = [shore.phone(FIRST + n) for n in range(len(rows))]
    return [
        Talker(phone, str(FIRST + n), frozenset(), "zh_CN", PATIENCE_SECONDS)
        for n, phone in enumerate(phones[:reporters])
    ]


def hand_out(connection: Connection, owners: Sequence[str]) -> None:
    """Each kind of hazard in each area to somebody else, so that nobody's chat is what all the others wait for."""
    kinds = product(connection.scalars(select(areas.c.id).order_by(areas.c.code)).all(), Category)
    department = connection.scalar(select(departments.c.id).limit(1))
    for number, (area, category) in enumerate(kinds):
        row = {"area_id": area, "category": category, "owner_id": owners[number % len(owners)]}
        connection.execute(
            insert(responsibilities), {"id": new_id(), "code": f"storm{number}", "department_id": department, **row}
        )


def each_report_once(connection: Connection, sea: Sea) -> None:
    words = connection.scalars(select(texts.c.body).where(texts.c.field == "words"))
    assert Counter(words) == Counter(sea.reported)
    assert len(sea.reported) == sea.size.reports == connection.scalar(select(func.count()).select_from(hazards))
    shown = select(attachments.c.subject_id, func.count()).where(attachments.c.subject_kind == "hazard")
    pictures = dict(tuple(row) for row in connection.execute(shown.group_by(attachments.c.subject_id)))
    assert Counter(pictures.values()) == {PHOTOS: len(sea.reported)}, "some came late, and joined their case"
    books.check_numbers(connection)
    books.check_files(connection, sea.programs[0].data / "media")


def each_message_kept_once(connection: Connection, shore: Shore, storm: Storm) -> None:
    """What could not be read is marked; all the rest is answered."""
    states = Counter(connection.scalars(select(inbox.c.state)))
    assert states == Counter(done=shore.told() - storm.spoilt, unparsable=storm.spoilt)


def each_notice_carried(connection: Connection, sea: Sea) -> None:
    """At least once; and once more at most for each kill before it was written down that it had been."""
    books.check_notices(connection)
    assert not sea.shore.dropped()
    shown: dict[str, list[float]] = defaultdict(list)
    for card in chain.from_iterable(sea.shore.chats()):
        shown[card.notice].append(card.at)
    carried = connection.execute(select(notices.c.id, notices.c.choices)).all()
    cards = {notice_of(row.id) for row in carried if row.choices}
    assert shown.keys() == cards
    rows = connection.execute(select(deliveries.c.notice_id, deliveries.c.at)).all()
    written = {notice_of(row.notice_id): row.at.timestamp() for row in rows}
    for notice, times in shown.items():
        assert len(times) - 1 <= sum(times[0] - CALL_SECONDS < kill < written[notice] for kill in sea.killed_at)
    repeats = sum(map(len, shown.values())) - len(shown)
    print(f"\n{len(carried)} notices, {len(cards)} of them cards, {repeats} shown twice after {sea.size.kills} kills")


def in_order(connection: Connection, shore: Shore) -> None:
    """Each person was answered in the order in which they were: what came twice counts when it came first."""
    made = connection.scalars(select(notices.c.id).where(notices.c.lane == Lane.ANSWER))
    answers = {notice_of(notice): notice for notice in made}
    for chat in shore.chats():
        told = [answers[notice] for notice in dict.fromkeys(card.notice for card in chat) if notice in answers]
        assert told == sorted(told), chat


def notice_of(notice: str) -> str:
    """A notice as the tokens of its buttons name it."""
    return token(notice, 0).partition(".")[0]
