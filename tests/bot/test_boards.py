"""Open boards: one reading for everybody who looks at the same, and another only when something has changed."""

import asyncio
from collections import Counter
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest

from bot import boards
from bot.board_pages import Opened, Picture
from bot.boards import Boards
from workflow.people import Language
from workflow.reach import Reach

WHOLE = Opened(Reach("", company=True), Language.ZH_CN)
IN_ENGLISH = Opened(Reach("", company=True), Language.EN)
OF_ONE = Opened(Reach("", department_ids=frozenset({"d"})), Language.ZH_CN)
NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


@dataclass
class Plant:
    """What the boards are about: a number, and how often it was read by whom."""

    number: int = 0
    known: int = 0
    fails: bool = False
    stopping: bool = False
    reads: Counter[Opened] = field(default_factory=Counter)

    def read(self, opened: Opened) -> Picture:
        self.reads[opened] += 1
        if self.fails:
            self.fails = False
            raise OSError("the database is away")
        return Picture({"flow": str(self.number)}, NOW)

    def has_changed(self) -> bool:
        changed, self.known = self.number != self.known, self.number
        return changed

    def is_stopping(self) -> bool:
        return self.stopping


@pytest.fixture
def plant(monkeypatch: pytest.MonkeyPatch) -> Plant:
    monkeypatch.setattr(boards, "LOOK_SECONDS", 0.01)
    monkeypatch.setattr(boards, "WAKE_SECONDS", 0.02)
    return Plant()


async def until(pictures: AsyncGenerator[Picture | None, None], number: int) -> None:
    """Look until the board says so."""
    async with asyncio.timeout(5):
        while (picture := await anext(pictures)) is None or picture.parts["flow"] != str(number):
            pass


def test_however_many_look_at_the_same_it_is_read_once_for_all_at_each_change(plant: Plant) -> None:
    async def look() -> None:
        house = Boards(plant.read, plant.has_changed)
        open_ = [house.watch(WHOLE, plant.is_stopping) for _ in range(200)]
        await asyncio.gather(*(until(each, 0) for each in open_))
        assert plant.reads == {WHOLE: 1}
        for number in (1, 2):
            plant.number = number
            await asyncio.gather(*(until(each, number) for each in open_))
        assert plant.reads == {WHOLE: 3}
        await asyncio.sleep(0.1)  # nothing has changed since
        assert plant.reads == {WHOLE: 3}
        await asyncio.gather(*(each.aclose() for each in open_))

    asyncio.run(look())


def test_boards_of_another_reach_or_language_are_read_by_themselves(plant: Plant) -> None:
    async def look() -> None:
        house = Boards(plant.read, plant.has_changed)
        for each in (WHOLE, IN_ENGLISH, OF_ONE, WHOLE):
            assert (await house.now(each)).parts == {"flow": "0"}
        assert plant.reads == {WHOLE: 1, IN_ENGLISH: 1, OF_ONE: 1}

    asyncio.run(look())


def test_once_nobody_looks_nothing_is_read_any_more(plant: Plant) -> None:
    async def look() -> None:
        house = Boards(plant.read, plant.has_changed)
        async with aclosing(house.watch(WHOLE, plant.is_stopping)) as pictures:
            await until(pictures, 0)
        plant.number = 1
        await asyncio.sleep(0.1)
        assert plant.reads == {WHOLE: 1}
        async with aclosing(house.watch(WHOLE, plant.is_stopping)) as pictures:
            await until(pictures, 1)

    asyncio.run(look())


def test_what_fails_once_is_read_again(plant: Plant) -> None:
    async def look() -> None:
        house = Boards(plant.read, plant.has_changed)
        async with aclosing(house.watch(WHOLE, plant.is_stopping)) as pictures:
            await until(pictures, 0)
            plant.number, plant.fails = 1, True
            await until(pictures, 1)

    asyncio.run(look())


def test_open_boards_end_when_the_server_stops(plant: Plant) -> None:
    async def look() -> None:
        house = Boards(plant.read, plant.has_changed)
        async with aclosing(house.watch(WHOLE, plant.is_stopping)) as pictures, asyncio.timeout(5):
            await until(pictures, 0)
            plant.stopping = True
            assert [picture async for picture in pictures if picture is not None] == []

    asyncio.run(look())
