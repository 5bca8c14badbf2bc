"""A chat platform that takes everything: what simulated people say goes in, what reaches them is theirs to read."""

import json
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.platforms.webchat_history import BOT
from bot.simulation.pictures import scene
from handlers.messages import Envelope, Incoming, MenuItem, Outgoing, Photo, Receipt
from handlers.platform import Can, Finding, Limits


@dataclass
class SimulatedPlatform:
    """In the place of the web chat, and under its name: whoever opens the company later has the addresses for it."""

    now: Callable[[], datetime]
    bot: str = BOT
    limits: Limits = field(default_factory=Limits)
    can: Can = field(default_factory=lambda: Can(menus=False))
    sent: int = 0
    said: int = 0

    def say(self, code: str, text: str = "", choice: str = "", photos: Sequence[int] = ()) -> Envelope:
        """A message of somebody. photos: the seeds of its pictures."""
        self.said += 1
        key = f"{code}:s{self.said}"
        body = {"key": key, "sender": code, "at": self.now().isoformat(), "text": text, "choice": choice or None}
        return Envelope(self.bot, key, code, json.dumps({**body, "photos": list(photos)}, ensure_ascii=False))

    async def check(self) -> None:
        """It is always there."""

    async def listen(self) -> AsyncIterator[Sequence[Envelope]]:
        nothing: tuple[Sequence[Envelope], ...] = ()
        for batch in nothing:
            yield batch

    def parse(self, body: str) -> Incoming:
        raw = json.loads(body)
        photos = tuple(Photo(str(seed), f"{seed}.jpg") for seed in raw["photos"])
        at = datetime.fromisoformat(raw["at"])
        return Incoming(self.bot, raw["key"], raw["sender"], at, raw["text"], raw["choice"], photos)

    async def download(self, photo: Photo) -> bytes:
        return scene(int(photo.remote))

    async def send(self, outgoing: Outgoing) -> Receipt:
        self.sent += 1
        return Receipt(str(self.sent))

    async def replace(self, receipt: Receipt, outgoing: Outgoing) -> Receipt:
        return await self.send(outgoing)

    async def acknowledge(self, incoming: Incoming, taken: str) -> None:
        """Nobody looks at the card itself."""

    async def offer(self, items: Sequence[MenuItem], language: str, address: str = "") -> None:
        """There is no menu."""

    async def examine(self) -> list[Finding]:
        return []

    async def close(self) -> None:
        """Nothing is held open."""
