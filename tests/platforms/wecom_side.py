"""WeCom's side of the contract: the app, its callback door, and the members on the fake server."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from handlers.messages import Envelope
from handlers.platform import Platform
from storage.engine import open_engine
from storage.tables import access_tokens
from tests.platforms.fakes.wecom import Fault as Trouble
from tests.platforms.fakes.wecom_people import Person
from tests.platforms.sides import FILE, NAME, PICTURES, PLACE, SCANNED, WORDS, Act, Fault, Shown
from tests.platforms.wecom_house import House, open_house

SECONDS = 0.5
TROUBLES: dict[Fault, Trouble | None] = {
    Fault.NONE: None,
    Fault.FLOODED: 45009,
    Fault.DOWN: "html",
    Fault.HANGS: "hang",
    Fault.RESETS: "reset",
    Fault.REFUSED: 45001,
    Fault.WRONG_SECRET: 40001,
    Fault.UNREACHABLE: "reset",
}


class WecomSide:
    """A member at their phone. Nobody on WeCom can caption a picture, pass several messages on, or take one back."""

    someone, blocked, nobody, group = "liqiang", "wangfang", "nobody", ""
    lacks: frozenset[Act | Fault] = frozenset(
        {Act.CAPTIONED, Act.ALBUM, Act.FORWARD, Act.TOO_LARGE, Act.EDIT, Act.DELETE}
        | {Act.JOIN_GROUP, Act.LEAVE_GROUP, Act.GROUP_WORDS}
    )

    def __init__(self, house: House) -> None:
        self.house = house
        self.platform: Platform = house.platform
        house.fake.members.pop("liqiang")
        self.li = house.fake.person("LiQiang", NAME)

    async def arrives(self, act: Act) -> list[Envelope]:
        await asyncio.to_thread(ACTS[act], self.li)
        return self.house.received.taken()

    def shown(self) -> list[Shown]:
        return [
            Shown(address, message.text, message.buttons, message.photos, message.documents)
            for address in self.house.fake.members
            for message in self.house.fake.chat(address)
        ]

    def will(self, fault: Fault) -> None:
        if fault is Fault.EXPIRED:
            self.house.fake.expire_tokens()
        else:
            self.house.fake.always(TROUBLES[fault])


def _garbage(li: Person) -> None:
    li.fake.callbacks.hand_over("<xml>")
    li.says(WORDS)


def _tap(li: Person) -> None:
    li.taps(next(label for message in reversed(li.member.chat) for label in message.buttons))


ACTS: dict[Act, Callable[[Person], object]] = {
    Act.WORDS: lambda li: li.says(WORDS),
    Act.PICTURE: lambda li: li.sends_photo(PICTURES[0]),
    Act.TAP: _tap,
    Act.VOICE: lambda li: li.sends_voice(),
    Act.VIDEO: lambda li: li.sends_video(),
    Act.PLACE: lambda li: li.sends_place(*PLACE),
    Act.SCAN: lambda li: li.scans(SCANNED),
    Act.FILE: lambda li: li.sends_file(FILE),
    Act.ARRIVE: lambda li: li.arrives(),
    Act.LEAVE: lambda li: li.leaves(),
    Act.LOOK: lambda li: li.opens(),
    Act.WARNING: lambda li: li.fake.callbacks.event("sys", "inactive_alert"),
    Act.GARBAGE: _garbage,
}


@asynccontextmanager
async def wecom_side(folder: Path) -> AsyncIterator[WecomSide]:
    """Opens both sides of WeCom."""
    engine = open_engine(f"sqlite:///{folder / 'tokens.db'}")
    access_tokens.create(engine)
    with open_house(engine, answer_seconds=SECONDS) as house:
        yield WecomSide(house)
        await house.platform.close()
    engine.dispose()
