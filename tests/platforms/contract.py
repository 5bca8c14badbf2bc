"""What the contract of every platform is tested with: each platform, opened, and what people do and read on it."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

import pytest

from handlers.messages import Choice, Incoming, Outgoing, Picture
from tests.photographs import photograph
from tests.platforms.sides import Act, Fault, Opening, Side
from tests.platforms.telegram_side import telegram_side
from tests.platforms.webchat_side import webchat_side
from tests.platforms.wecom_side import wecom_side
from workflow.ids import new_id

SIDES: dict[str, Opening] = {
    "webchat": webchat_side,
    "ptb": telegram_side("ptb"),
    "aiogram": telegram_side("aiogram"),
    "wecom": wecom_side,
}
T = TypeVar("T")
Meet = Callable[[Callable[[Side], Awaitable[T]]], T]


def needs(side: Side, *named: Act | Fault) -> None:
    """Leave out what the platform says it does not have."""
    lacking = side.lacks & {*named}
    if lacking:
        pytest.skip(f"{side.platform.bot} has no {', '.join(sorted(lacking))}")


async def read(side: Side, act: Act) -> list[Incoming]:
    """What the bot reads of an act."""
    needs(side, act)
    return [side.platform.parse(envelope.body) for envelope in await side.arrives(act)]


def card(address: str, text: str = "机器停了吗？", *labels: str) -> Outgoing:
    choices = tuple(Choice(f"{new_id()}.{place}", label) for place, label in enumerate(labels))
    return Outgoing(address, text, choices)


def picture(folder: Path, seed: int) -> Picture:
    path = folder / f"{seed}.jpg"
    path.write_bytes(photograph(seed, size=(320, 240)))
    return Picture(new_id(), path, "整改前")
