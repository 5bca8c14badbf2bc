"""A storm over Telegram: 200 people send 2,000 messages while updates come twice, out of order or broken, calls are
refused or fail, and the process is killed. Every report is there once, and everybody hears of it in order.
"""

import asyncio
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, func, insert, select

from storage.deliveries import token
from storage.engine import open_engine, read_transaction, write_transaction
from storage.tables import (
    addresses,
    areas,
    attachments,
    departments,
    hazards,
    inbox,
    notices,
    responsibilities,
    texts,
)
from tests.demo import settle_demo
from tests.hiring import hire
from tests.photographs import photograph
from tests.platforms.fakes.telegram import FakeTelegram
from tests.platforms.fakes.telegram_trouble import Storm
from tests.platforms.phones import TelegramPhone
from tests.scenarios import books
from tests.scenarios.chatting import Talker
from tests.scenarios.program import Program
from tests.scenarios.test_kill import until_quiet
from tests.scenarios.walks import KINDS, PLACES, SUBMITS
from workflow.ids import new_id
from workflow.library import Category
from workflow.notice import Lane

PEOPLE = 200
OWNERS = 97
MESSAGES = 2_000
PHOTOS = 3
OF_EACH = MESSAGES // PEOPLE // (2 + PHOTOS)  # reports: each of words, an album, and the tap that submits it
KILLS = 3
FIRST = 10_001
STORM = {"doubled": 0.10, "reordered": 0.05, "malformed": 0.02, "flooded": 0.02, "down": 0.02}
# What can have been on its way when a process died: as many as it sends side by side in the time of one call.
IN_FLIGHT = 40


@dataclass
class Sea:
    """The people of the storm, what they reported, and how often the program was killed under them."""

    fake: FakeTelegram
    program: Program
    people: list[Talker]
    chance: random.Random
    reported: list[str] = field(default_factory=list)

    async def lasts(self) -> None:
        killer = asyncio.create_task(self._kills())
        async with asyncio.TaskGroup() as group:
            for number, person in enumerate(self.people):
                group.create_task(self._reports(number, person))
        await killer

    async def _reports(self, number: int, person: Talker) -> None:
        for n in range(OF_EACH):
            mark = f"第{number * OF_EACH + n:04d}条"
            words = f"{self.chance.choice(PLACES)}{self.chance.choice(KINDS)}，{mark}"
            await person.says(words)
            card = await person.sees(*SUBMITS, about=mark)
            await person.says(photos=[photograph(number + k, size=(160, 120)) for k in range(PHOTOS)])
            await person.taps(card, next(button for button in SUBMITS if person.label(button) in card.buttons))
            self.reported.append(words)
            await person.sees("show", about="YH-")
            person.forgets()

    async def _kills(self) -> None:
        """In the middle of it all: after a quarter, a half and three quarters of what is to be reported."""
        for n in range(1, KILLS + 1):
            while len(self.reported) < n * PEOPLE * OF_EACH // (KILLS + 1):
                await asyncio.sleep(0.05)
            await self.program.kill()
            await self.program.start()


@pytest.fixture
def company(tmp_path: Path) -> Iterator[Engine]:
    data = tmp_path / "data"
    data.mkdir()
    engine = open_engine(settle_demo(f"sqlite:///{data / 'hazardline.db'}"))
    yield engine
    engine.dispose()


def crowd(engine: Engine, fake: FakeTelegram) -> list[Talker]:
    """Everybody is on Telegram; those who report, in the order of their numbers."""
    with write_transaction(engine) as connection:
        hired = hire(connection, PEOPLE + OWNERS)
        hand_out(connection, hired[PEOPLE:])
        others = [row.person_id for row in connection.execute(select(addresses.c.person_id))]
        connection.execute(addresses.delete())
        rows = [
            {"id": new_id(), "person_id": person, "bot": fake.bot, "address": str(FIRST + number)}
            for number, person in enumerate([*hired, *others])
        ]
        connection.execute(insert(addresses), rows)
    phones = [TelegramPhone(fake, fake.person(FIRST + n, f"工人{n}")) for n in range(len(rows))]
    return [Talker(phone, str(phone.person.id), frozenset(), "zh_CN") for phone in phones[:PEOPLE]]


def hand_out(connection: Connection, owners: Sequence[str]) -> None:
    """Each kind of hazard in each area to somebody else, so that nobody's chat is what all the others wait for."""
    kinds = product(connection.scalars(select(areas.c.id).order_by(areas.c.code)).all(), Category)
    department = connection.scalar(select(departments.c.id).limit(1))
    for number, (area, category) in enumerate(kinds):
        row = {"area_id": area, "category": category, "owner_id": owners[number % len(owners)]}
        connection.execute(
            insert(responsibilities), {"id": new_id(), "code": f"storm{number}", "department_id": department, **row}
        )


def test_nothing_is_lost_or_doubled_in_a_storm(company: Engine, tmp_path: Path) -> None:
    chance = random.Random(20261126)
    with FakeTelegram() as fake:
        settings = {"TELEGRAM_TOKEN": fake.token, "TELEGRAM_API": fake.url}
        program = Program("run", tmp_path / "data", tmp_path / "log", settings=settings)
        sea = Sea(fake, program, crowd(company, fake), chance)

        async def everything() -> None:
            await program.start()
            fake.storms(Storm(chance, **STORM))
            try:
                await sea.lasts()
                await until_quiet(company)
                assert await program.stop() == 0
            finally:
                await program.end()

        asyncio.run(everything())
        assert program.kills == KILLS
        with read_transaction(company) as connection:
            each_report_once(connection, sea)
            each_update_kept_once(connection, fake)
            each_notice_carried(connection, fake)
            in_order(connection, fake)


def each_report_once(connection: Connection, sea: Sea) -> None:
    words = connection.scalars(select(texts.c.body).where(texts.c.field == "words"))
    assert Counter(words) == Counter(sea.reported)
    assert len(sea.reported) == PEOPLE * OF_EACH == connection.scalar(select(func.count()).select_from(hazards))
    shown = select(attachments.c.subject_id, func.count()).where(attachments.c.subject_kind == "hazard")
    pictures: dict[str, int] = dict(connection.execute(shown.group_by(attachments.c.subject_id)).tuples().all())
    assert Counter(pictures.values()) == {PHOTOS: len(sea.reported)}, "some came late, and joined their case"
    books.check_numbers(connection)
    books.check_files(connection, sea.program.data / "media")


def each_update_kept_once(connection: Connection, fake: FakeTelegram) -> None:
    """What could not be read is marked; all the rest is answered."""
    states = Counter(connection.scalars(select(inbox.c.state)))
    assert set(states) == {"done", "unparsable"}
    assert states["unparsable"] > MESSAGES * 0.01


def each_notice_carried(connection: Connection, fake: FakeTelegram) -> None:
    """At least once; and twice no more than was on its way when a process died or an answer was lost."""
    books.check_notices(connection)
    shown = Counter(notice for chat in fake.world.chats for notice in cards_in(fake, chat))
    carried = connection.execute(select(notices.c.id, notices.c.choices)).all()
    cards = [row for row in carried if row.choices]
    assert len(shown) == len(cards)
    repeats = shown.total() - len(shown)
    assert repeats <= KILLS * IN_FLIGHT
    print(f"\n{len(carried)} notices, {len(cards)} of them cards, {repeats} of those shown twice after {KILLS} kills")


def in_order(connection: Connection, fake: FakeTelegram) -> None:
    """Each person was answered in the order in which they were: what came twice counts when it came first."""
    made = connection.scalars(select(notices.c.id).where(notices.c.lane == Lane.ANSWER))
    answers = {token(notice, 0).partition(".")[0]: notice for notice in made}
    for chat in fake.world.chats:
        told = [answers[notice] for notice in dict.fromkeys(cards_in(fake, chat)) if notice in answers]
        assert told == sorted(told), chat


def cards_in(fake: FakeTelegram, chat: int) -> list[str]:
    """Of each message with buttons in a chat, the notice that its tokens name."""
    return [next(iter(m.buttons.values())).partition(".")[0] for m in fake.said(chat) if m.buttons]
