"""People in conversation with the running program, each through a phone that speaks some platform's protocol."""

import asyncio
import json
import random
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol
from uuid import uuid4

import httpx

from templates.render import label

# A wait this long ends the test: nothing in it takes a person longer, whatever was killed meanwhile.
PATIENCE_SECONDS = 120
AGAIN_SECONDS = 0.2
LOOKS = (0.03, 0.06, 0.1, 0.15, 0.25)  # between two looks at the chat, the last one repeating


@dataclass(frozen=True)
class Card:
    """A message of the bot: its words, and its buttons as label -> token."""

    text: str
    buttons: dict[str, str]


class Phone(Protocol):
    """One person's side of a platform."""

    async def says(self, text: str, photos: Iterable[bytes]) -> None:
        """Send words and pictures, and return when the platform, or the bot, has taken them."""

    async def taps(self, token: str) -> None: ...

    async def shown(self) -> list[Card]:
        """The bot's messages with buttons that are new since the last look."""


@dataclass
class Talker:
    """One person of the company."""

    phone: Phone
    code: str
    names: frozenset[str]
    language: str
    patience: float = PATIENCE_SECONDS
    busy: asyncio.Lock = field(default_factory=asyncio.Lock)
    shown_it: bool = True  # their last report had a picture: one that comes alone now is of another hazard
    _unanswered: dict[str, Card] = field(default_factory=dict)
    _answered: set[str] = field(default_factory=set)

    def label(self, choice: str) -> str:
        """What a button says to this person."""
        return label(self.language, "choice", choice)

    async def says(self, text: str = "", photos: Iterable[bytes] = ()) -> None:
        """Send words and pictures until they are acknowledged."""
        await self.phone.says(text, photos)

    async def taps(self, card: Card, button: str) -> None:
        """Tap a button, by its code; the card will not be seen again."""
        token = card.buttons[self.label(button)]
        del self._unanswered[_notice(token)]
        self._answered.add(_notice(token))
        await self.phone.taps(token)

    def forgets(self, about: str = "") -> None:
        """What was shown so far about something will not be tapped any more."""
        passed = {notice for notice, card in self._unanswered.items() if about in card.text}
        self._answered |= passed
        for notice in passed:
            del self._unanswered[notice]

    async def sees(self, *buttons: str, about: str = "", but: str = "$^") -> Card:
        """Wait for a card that was not tapped yet, with one of these buttons, about something, not matching `but`."""
        labels = {self.label(button) for button in buttons}
        waits = iter(LOOKS)
        until = asyncio.get_running_loop().time() + self.patience
        while asyncio.get_running_loop().time() < until:
            for card in reversed(self._unanswered.values()):
                if about in card.text and labels & card.buttons.keys() and not re.search(but, card.text):
                    return card
            await asyncio.sleep(next(waits, LOOKS[-1]))
            await self._look()
        shown = json.dumps([card.text for card in self._unanswered.values()], ensure_ascii=False, indent=1)
        raise AssertionError(f"{self.code} was never offered {buttons} about {about!r}, but {shown}")

    async def _look(self) -> None:
        for card in await self.phone.shown():
            # A message that a kill made the courier carry twice bears the same tokens.
            notice = _notice(next(iter(card.buttons.values())))
            if notice not in self._answered:
                self._unanswered[notice] = card


def _notice(token: str) -> str:
    return token.partition(".")[0]


@dataclass
class WebPhone:
    """The web chat over HTTP, as its page does it: what is not acknowledged is sent again under the same name.

    `said` holds the client ids that the bot has acknowledged, in order.
    """

    http: httpx.AsyncClient
    addresses: Sequence[str]
    code: str
    chance: random.Random
    telling: Sequence[Callable[[str], None]] = ()  # called as each message is "posted" and "acknowledged"
    said: list[str] = field(default_factory=list)
    _cookie: str = ""
    _change: int = 0

    async def says(self, text: str, photos: Iterable[bytes]) -> None:
        await self._send({"text": text}, photos)

    async def taps(self, token: str) -> None:
        await self._send({"choice": token})

    async def shown(self) -> list[Card]:
        answer = await self._request("GET", "messages", params={"since": self._change})
        if answer is None or answer.status_code != 200:
            return []
        news = answer.json()
        self._change = news["change"]
        said = [message for message in news["messages"] if message["direction"] == "out" and message.get("choices")]
        return [Card(message["text"], {words: token for token, words in message["choices"]}) for message in said]

    async def _send(self, fields: dict[str, str], photos: Iterable[bytes] = ()) -> None:
        name = uuid4().hex
        parts: list[tuple[str, Any]] = [("photo", (f"{n}.jpg", photo)) for n, photo in enumerate(photos)]
        parts += [(field, (None, value)) for field, value in {"client_id": name, **fields}.items()]
        async with asyncio.timeout(PATIENCE_SECONDS):
            self._tell("posted")
            while not await self._acknowledged(parts):
                await asyncio.sleep(AGAIN_SECONDS)
        self._tell("acknowledged")
        self.said.append(name)

    def _tell(self, what: str) -> None:
        for told in self.telling:
            told(what)

    async def _acknowledged(self, parts: list[tuple[str, Any]]) -> bool:
        answer = await self._request("POST", "messages", files=parts)
        assert answer is None or answer.status_code in (200, 500), f"{answer.status_code}: {answer.text}"
        return answer is not None and answer.status_code == 200

    async def _request(self, method: str, what: str, **more: Any) -> httpx.Response | None:
        """One request to one of the processes; None when nobody is there, or it died before it answered."""
        place = f"{self.chance.choice(self.addresses)}/chat/{self.code}"
        try:
            if not self._cookie:
                chosen = await self.http.post(f"{place}/session")
                self._cookie = chosen.headers["set-cookie"].partition(";")[0]  # it outlives the process
            return await self.http.request(method, f"{place}/{what}", headers={"cookie": self._cookie}, **more)
        except httpx.TransportError:
            return None


async def everybody(
    http: httpx.AsyncClient,
    addresses: Sequence[str],
    chance: random.Random,
    telling: Sequence[Callable[[str], None]] = (),
) -> dict[str, Talker]:
    """Everybody of the web chat's roster, by code."""
    people = (await http.get(f"{addresses[0]}/people")).json()["people"]
    phones = {p["code"]: WebPhone(http, addresses, p["code"], chance, telling) for p in people}
    return {
        p["code"]: Talker(phones[p["code"]], p["code"], frozenset(p["name"].values()), p["language"]) for p in people
    }
