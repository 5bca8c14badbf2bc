"""What may go wrong at a Telegram server: what a test asks for by name, and a storm of a little of everything."""

import random
from dataclasses import dataclass, field

from tests.platforms.fakes.telegram_api import SHOWING
from tests.platforms.fakes.telegram_world import Raw


@dataclass(frozen=True)
class Trouble:
    """What becomes of a call. code: refused with it; html: by a proxy's page. hangs: never answered. resets: cut off.

    after: it is done all the same, and only its answer is lost. method: of this one alone ("file": of downloads).
    """

    code: int = 0
    description: str = "Internal Server Error"
    retry_after: int = 0
    html: bool = False
    hangs: bool = False
    resets: bool = False
    after: bool = False
    method: str = ""


FLOODED = Trouble(429, "Too Many Requests: retry after 1", retry_after=1)
DOWN = Trouble(502, html=True)


@dataclass
class Storm:
    """Shares, 0 to 1: of updates that come twice or out of order, of calls that are refused, or fail with a page.

    malformed: how many unreadable updates there are to one that can be read.
    """

    chance: random.Random
    doubled: float = 0.0
    reordered: float = 0.0
    malformed: float = 0.0
    flooded: float = 0.0
    down: float = 0.0

    def trouble(self, method: str) -> Trouble | None:
        """What becomes of a call."""
        roll = self.chance.random()
        if roll < self.down:
            return DOWN
        return FLOODED if method in SHOWING and roll < self.down + self.flooded else None

    def shaken(self, updates: list[Raw]) -> list[Raw]:
        """The same updates, some of them twice, some of them before the one they should follow."""
        shaken: list[Raw] = []
        for update in updates:
            times = 2 if self.chance.random() < self.doubled else 1
            place = len(shaken) - 1 if shaken and self.chance.random() < self.reordered else len(shaken)
            shaken[place:place] = [update] * times
        return shaken


@dataclass
class Troubles:
    """What comes over the next calls: each for so many of them, one after another."""

    storm: Storm | None = None
    coming: list[tuple[Trouble, int]] = field(default_factory=list)

    def of(self, method: str) -> Trouble | None:
        """What becomes of this call."""
        for place, (trouble, times) in enumerate(self.coming):
            if trouble.method.casefold() in ("", method):
                self.coming[place : place + 1] = [(trouble, times - 1)] if times > 1 else []
                return trouble
        return self.storm.trouble(method) if self.storm else None
