"""Platforms that a program is started for: its settings for each, everybody on it, and what a storm does there."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol

from tests.platforms.fakes.storm import Storm
from tests.platforms.fakes.telegram import FakeTelegram
from tests.platforms.fakes.wecom import FLOODED, FakeWecom
from tests.platforms.phones import HastyWecomPhone, TelegramPhone
from tests.scenarios.chatting import Phone
from tests.scenarios.program import free_port

RETRY_SECONDS = 5.0  # between WeCom's three tries


@dataclass(frozen=True)
class Shown:
    """A card that came: what its first button bore, and when, in seconds since 1970."""

    token: str
    at: float

    @property
    def notice(self) -> str:
        """The notice that its tokens name."""
        return self.token.partition(".")[0]


class Shore(Protocol):
    """A platform. People are numbered, and their numbers are their addresses."""

    settings: Mapping[str, str]

    @property
    def bot(self) -> str: ...

    def phone(self, number: int) -> Phone: ...

    def storms(self, storm: Storm) -> None:
        """From now on things go wrong."""

    def worsens(self) -> None:
        """What it does shortly before a process is killed."""

    def told(self) -> int:
        """How many messages there were for the bot, readable or not, however often each of them came."""

    def dropped(self) -> int:
        """How many messages to people it has thrown away, and said that all was well."""

    def chats(self) -> list[list[Shown]]:
        """Each card in the order in which they came; a list for each person."""


class TelegramShore:
    """Telegram, through one of the libraries."""

    def __init__(self, fake: FakeTelegram, library: str) -> None:
        self.fake = fake
        self.bot = fake.bot
        where = {"TELEGRAM_TOKEN": fake.token, "TELEGRAM_API": fake.url}
        self.settings: Mapping[str, str] = {**where, "TELEGRAM_LIBRARY": library}

    def phone(self, number: int) -> Phone:
        return TelegramPhone(self.fake, self.fake.person(number, f"工人{number}"))

    def storms(self, storm: Storm) -> None:
        self.fake.storms(storm)

    def worsens(self) -> None:
        """It is bad enough."""

    def told(self) -> int:
        return self.fake.world.told

    def dropped(self) -> int:
        return 0

    def chats(self) -> list[list[Shown]]:
        said = map(self.fake.said, self.fake.world.chats)
        return [[Shown(next(iter(m.buttons.values())), m.at) for m in chat if m.buttons] for chat in said]


class WecomShore:
    """WeCom. floods: whether once a message is one too many, after which the bot is silent for a minute."""

    def __init__(self, fake: FakeWecom, floods: bool) -> None:
        port = free_port()
        self.fake = fake
        self.floods = floods
        self.bot = fake.bot
        url = f"http://127.0.0.1:{port}"
        self.settings: Mapping[str, str] = {**fake.settings, "PUBLIC_URL": url, "WEBHOOK_PORT": str(port)}
        fake.callback = f"{url}/wecom/callback"
        fake.callbacks.pause = RETRY_SECONDS
        fake.callbacks.insistent = True  # a start after a kill may take longer than WeCom's patience on a busy machine

    def phone(self, number: int) -> Phone:
        return HastyWecomPhone(self.fake.person(str(number), f"工人{number}"))

    def storms(self, storm: Storm) -> None:
        self.fake.storms(storm)

    def worsens(self) -> None:
        """The token dies, and the first time the bot is flooding."""
        self.fake.expire_tokens()
        if self.floods:
            self.fake.fails("message/send", FLOODED)
        self.floods = False

    def told(self) -> int:
        return len(self.fake.callbacks.told)

    def dropped(self) -> int:
        return self.fake.dropped

    def chats(self) -> list[list[Shown]]:
        return [[Shown(m.offered[0], m.at) for m in member.chat if m.offered] for member in self.fake.members.values()]


@contextmanager
def telegram(library: str) -> Iterator[TelegramShore]:
    with FakeTelegram() as fake:
        yield TelegramShore(fake, library)


@contextmanager
def wecom(*, floods: bool = False) -> Iterator[WecomShore]:
    fake = FakeWecom(limits=True).start()
    try:
        yield WecomShore(fake, floods)
    finally:
        fake.stop()
