"""A strict Bot API server on loopback, for tests: real HTTP, one bot, people who do things, and trouble on demand.

    with FakeTelegram() as fake:                        # HAZARDLINE_TELEGRAM_TOKEN=fake.token, ..._API=fake.url
        li = fake.person(7, "强", "李")
        li.says("3号门口地上有油")                      # an update for the bot, polled or by webhook
        fake.chat(7)[-1].text, .buttons, .photos        # what stands in the chat now
        li.taps("提交")

What the real server refuses is refused (telegram_api.py). People's acts are in telegram_people.py. Every act and every
look may come from any thread; the server itself runs in one of its own, and outlives the bot.
"""

import time
from collections.abc import Callable, Mapping
from typing import Self

from tests.platforms.fakes.storm import Storm
from tests.platforms.fakes.telegram_limits import TrueLimits
from tests.platforms.fakes.telegram_people import Group, Person
from tests.platforms.fakes.telegram_server import Server
from tests.platforms.fakes.telegram_trouble import Trouble
from tests.platforms.fakes.telegram_world import Chat, Message, Raw, World

TOKEN = "4242:AAfake-token_of-tests"  # noqa: S105


class FakeTelegram:
    """The server, from `with` on at `url`.

    proxy: where the https address of a webhook leads to, {"https://bot.example": "http://127.0.0.1:8081"}.
    clock: seconds since 1970, by which messages are dated.
    limits: with them the true limits hold, by a clock of their own: `limits=TrueLimits(clock)`.
    """

    def __init__(
        self,
        token: str = TOKEN,
        username: str = "hazardline_bot",
        proxy: Mapping[str, str] | None = None,
        clock: Callable[[], float] = time.time,
        limits: TrueLimits | None = None,
    ) -> None:
        self.token = token
        self.world = World(int(token.partition(":")[0]), username, clock)
        self._server = Server(self.world, token, proxy or {})
        self._server.limits = limits

    def __enter__(self) -> Self:
        self._server.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.stop()

    @property
    def url(self) -> str:
        """The address of the Bot API."""
        return self._server.url

    @property
    def bot(self) -> str:
        """What the bot is called among its like."""
        return f"telegram:{self.world.bot}"

    @property
    def calls(self) -> list[str]:
        """The methods that were asked for, in order, in small letters."""
        return self._server.calls

    def person(self, number: int, first_name: str, last_name: str = "") -> Person:
        """Somebody who has opened the bot's chat."""
        self.world.chats.setdefault(number, Chat(number, first_name))
        return Person(self.world, number, first_name, last_name)

    def group(self, number: int, title: str) -> Group:
        """A chat of several, with a negative number, that the bot is in."""
        self.world.chats.setdefault(number, Chat(number, title, "group"))
        return Group(self.world, number)

    def chat(self, number: int | str) -> list[Message]:
        """What stands in a chat, the oldest first: people's and the bot's messages, as they read now."""
        with self.world.lock:
            return list(self.world.chats[int(number)].messages)

    def said(self, number: int | str) -> list[Message]:
        """What the bot has said in a chat."""
        return [message for message in self.chat(number) if message.by_bot]

    def pushes(self, **about: object) -> Raw:
        """An update of any shape: fake.pushes(message="garbage")."""
        [(kind, content)] = about.items()
        return self.world.tell(kind, content)

    def repeats(self, update: Raw) -> None:
        """An update comes once more, as when its confirmation was lost."""
        with self.world.lock:
            self.world.updates.insert(0, update)

    def will(self, *troubles: Trouble, times: int = 1_000_000) -> None:
        """Each of these comes over so many of the next calls, one after another; none at all: all is well again."""
        self._server.troubles.coming = [(trouble, times) for trouble in troubles]

    def storms(self, storm: Storm | None) -> None:
        """From now on a share of everything goes wrong."""
        self._server.troubles.storm = storm
        self.world.malformed = storm.spoils if storm else lambda: False
