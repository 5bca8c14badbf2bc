"""Phones of the scenarios that speak a platform's protocol: people of the fake servers."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, field

from tests.platforms.fakes.telegram import FakeTelegram
from tests.platforms.fakes.telegram_people import Person
from tests.scenarios.chatting import Card


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
