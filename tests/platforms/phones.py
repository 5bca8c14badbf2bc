"""Phones of the scenarios that speak a platform's protocol: people of the fake servers."""

import asyncio
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial

from tests.platforms.fakes.telegram import FakeTelegram
from tests.platforms.fakes.telegram_people import Person
from tests.platforms.fakes.wecom_chats import Message
from tests.platforms.fakes.wecom_people import Person as WecomPerson
from tests.scenarios.chatting import Card

QUIET_SECONDS, ANSWER_LOOKS = 0.3, 30
NUMBERED = re.compile(r"^(\d{1,2}) (.+)$", re.MULTILINE)


@dataclass
class TelegramPhone:
    """Somebody on Telegram. Of a card, what it reads like now: one that was tapped bears what was taken."""

    fake: FakeTelegram
    person: Person
    sent: list[str] = field(default_factory=list)  # what was written, one after another
    _seen: set[tuple[int, int]] = field(default_factory=set)

    async def says(self, text: str, photos: Iterable[bytes]) -> None:
        pictures = list(photos)
        if len(pictures) > 1:
            self.person.sends_album(pictures, text)
        elif pictures:
            self.person.sends_photo(pictures[0], text)
        else:
            self.person.says(text)
        self.sent.append(text)

    async def taps(self, token: str) -> None:
        cards = [message for message in self.fake.said(self.person.id) if token in message.buttons.values()]
        label = next(label for label, data in cards[-1].buttons.items() if data == token)
        await asyncio.to_thread(self.person.taps, label)

    async def shown(self) -> list[Card]:
        news = [m for m in self.fake.said(self.person.id) if m.buttons and (m.id, m.edits) not in self._seen]
        self._seen.update((message.id, message.edits) for message in news)
        return [Card(message.text, message.buttons) for message in news]


@dataclass
class WecomPhone:
    """Somebody on WeCom, where pictures have no captions: they go first, and the words come after them."""

    person: WecomPerson
    sent: list[str] = field(default_factory=list)
    _seen: int = 0

    async def says(self, text: str, photos: Iterable[bytes]) -> None:
        """Each part is answered, and the answer to the last one is what its sender looks at."""
        parts: list[Callable[[], object]] = [partial(self.person.sends_photo, picture) for picture in photos]
        if text:
            parts.append(partial(self.person.says, text))
        for part in parts:
            self._seen = len(self.person.member.chat)
            await self._answered(part)
        self.sent.append(text)

    async def taps(self, token: str) -> None:
        await self._answered(partial(self.person.taps_key, token))

    async def _answered(self, act: Callable[[], object]) -> None:
        """Do it, and look on until the bot has answered and says no more."""
        before = last = len(self.person.member.chat)
        await asyncio.to_thread(act)
        for _ in range(ANSWER_LOOKS):
            await asyncio.sleep(QUIET_SECONDS)
            now = len(self.person.member.chat)
            if now == last > before:
                return
            last = now

    async def shown(self) -> list[Card]:
        chat = list(self.person.member.chat)
        news = range(self._seen, len(chat))
        self._seen = len(chat)
        return [
            Card(_words(chat, place), dict(zip(chat[place].buttons, chat[place].keys, strict=True)))
            for place in news
            if chat[place].buttons
        ]


class HastyWecomPhone(WecomPhone):
    """Everything at once, and no look at an answer in between."""

    async def says(self, text: str, photos: Iterable[bytes]) -> None:
        await asyncio.to_thread(self.person.sends, text, list(photos))
        self.sent.append(text)

    async def taps(self, token: str) -> None:
        await asyncio.to_thread(self.person.taps_key, token)


@dataclass
class NumberPhone(WecomPhone):
    """Somebody on a WeCom that shows no buttons: choices are numbered below the words, and the number is written."""

    async def taps(self, token: str) -> None:
        """`token`: the message's place in the chat, and the number."""
        await self._answered(partial(self.person.says, token.partition(".")[2]))

    async def shown(self) -> list[Card]:
        """Where words came before a list, it repeats their first line, or nothing of them."""
        chat = self.person.member.chat
        news = range(self._seen, len(chat))
        self._seen = len(chat)
        cards: list[Card] = []
        for place in news:
            choices = {label: f"{place}.{number}" for number, label in NUMBERED.findall(chat[place].text)}
            words = NUMBERED.sub("", chat[place].text).strip()
            before = chat[place - 1].text if place else ""
            if choices:
                cards.append(Card(before if words in ("", before.partition("\n")[0]) else words, choices))
        return cards


def _words(chat: Sequence[Message], place: int) -> str:
    """What a card says: where it repeats the first line of words that went before it, those."""
    card = chat[place].text
    return next((m.text for m in reversed(chat[:place]) if m.text.partition("\n")[0] == card), card)
