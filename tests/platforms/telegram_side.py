"""Telegram's side of the contract: each library against the server, polled over real HTTP."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from bot.platforms.telegram import Telegram
from bot.platforms.telegram_aiogram import AiogramLibrary
from bot.platforms.telegram_library import Library
from bot.platforms.telegram_ptb import PtbLibrary
from handlers.messages import Envelope
from handlers.platform import Platform
from tests.photographs import photograph
from tests.platforms.fakes.telegram import FakeTelegram
from tests.platforms.fakes.telegram_people import Group, Person
from tests.platforms.fakes.telegram_trouble import Trouble
from tests.platforms.fakes.telegram_world import Raw
from tests.platforms.sides import (
    CAPTION,
    CHANGED,
    FILE,
    NAME,
    PICTURES,
    PLACE,
    SCANNED,
    WORDS,
    Act,
    Fault,
    Opening,
    Shown,
)

LIBRARIES: dict[str, Callable[[str, str, float], Library]] = {"ptb": PtbLibrary, "aiogram": AiogramLibrary}
SECONDS = 0.5
SOMEONE, BLOCKED, GROUP = 7001, 7002, -400500
JPEG = photograph(9, size=(64, 48))
TROUBLES = {
    Fault.FLOODED: Trouble(429, "Too Many Requests: retry after 7", retry_after=7),
    Fault.DOWN: Trouble(502, html=True),
    Fault.HANGS: Trouble(hangs=True),
    Fault.RESETS: Trouble(resets=True),
    Fault.REFUSED: Trouble(413, "Request Entity Too Large"),
    Fault.WRONG_SECRET: Trouble(401, "Unauthorized"),
    Fault.UNREACHABLE: Trouble(resets=True),
}


class TelegramSide:
    """A bot that is polled, and the people on the fake server."""

    someone, blocked, nobody, group = str(SOMEONE), str(BLOCKED), "7999", str(GROUP)
    lacks: frozenset[Act | Fault] = frozenset({Act.DELETE, Act.WARNING, Fault.EXPIRED})

    def __init__(self, fake: FakeTelegram, platform: Platform) -> None:
        self.fake = fake
        self.platform = platform
        self.li = fake.person(SOMEONE, *NAME.split())
        self.gone = fake.person(BLOCKED, "走")
        self.gone.chat.blocked = True
        self.hall = fake.group(GROUP, "冲压车间")
        self._listening = platform.listen()

    async def arrives(self, act: Act) -> list[Envelope]:
        """Do it, and ask the server until everything has come."""
        done = ACTS[act](self.li, self.hall)
        found: list[Envelope] = []
        while len(found) < len(done):
            found += await anext(self._listening)
        return found

    def shown(self) -> list[Shown]:
        return [
            Shown(
                str(chat),
                message.text,
                tuple(message.buttons),
                len(message.photos),
                (message.document,) if message.document else (),
            )
            for chat in self.fake.world.chats
            for message in self.fake.said(chat)
        ]

    def will(self, fault: Fault) -> None:
        self.fake.will(*([TROUBLES[fault]] if fault is not Fault.NONE else []))


def _edit(li: Person) -> list[Raw]:
    said = li.says(WORDS)
    return [said, li.edits(said, CHANGED)]


def _garbage(li: Person) -> list[Raw]:
    return [li.world.tell("message", {"text": ["?"], "from": li.raw}), li.says(WORDS)]


ACTS: dict[Act, Callable[[Person, Group], list[Raw]]] = {
    Act.WORDS: lambda li, _: [li.says(WORDS)],
    Act.PICTURE: lambda li, _: [li.sends_photo(PICTURES[0])],
    Act.CAPTIONED: lambda li, _: [li.sends_photo(PICTURES[0], CAPTION)],
    Act.ALBUM: lambda li, _: li.sends_album(PICTURES, CAPTION),
    Act.FORWARD: lambda li, _: li.forwards([WORDS], [PICTURES[0]]),
    Act.TAP: lambda li, _: [li.taps(_newest_button(li))],
    Act.VOICE: lambda li, _: [li.sends_voice()],
    Act.VIDEO: lambda li, _: [li.sends_video()],
    Act.PLACE: lambda li, _: [li.sends_place(*PLACE)],
    Act.SCAN: lambda li, _: [li.starts(SCANNED)],
    Act.FILE: lambda li, _: [li.sends_file(FILE, b"PK")],
    Act.TOO_LARGE: lambda li, _: [li.sends_file("大图.jpg", JPEG, "image/jpeg", size=21 * 2**20)],
    Act.EDIT: lambda li, _: _edit(li),
    Act.ARRIVE: lambda li, _: [li.unblocks()],
    Act.LEAVE: lambda li, _: [li.blocks()],
    Act.JOIN_GROUP: lambda li, hall: [li.adds_bot(hall)],
    Act.LEAVE_GROUP: lambda li, hall: [li.removes_bot(hall)],
    Act.GROUP_WORDS: lambda li, hall: [li.says("/report@Hazardline_bot", hall)],
    Act.LOOK: lambda li, hall: [li.says("吃饭了吗", hall)],
    Act.GARBAGE: lambda li, _: _garbage(li),
}


def _newest_button(li: Person) -> str:
    return next(label for message in reversed(li.chat.messages) for label in message.buttons)


def telegram_side(library: str) -> Opening:
    """Opens the side of a library."""

    @asynccontextmanager
    async def opened(_: Path) -> AsyncIterator[TelegramSide]:
        with FakeTelegram() as fake:
            platform = Telegram(LIBRARIES[library](fake.token, fake.url, SECONDS), fake.token, rest=_at_once)
            yield TelegramSide(fake, platform)
            await platform.close()

    return opened


async def _at_once(seconds: float) -> None:
    await asyncio.sleep(0)
