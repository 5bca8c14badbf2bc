"""What may go wrong at a Telegram server: what a test asks for by name, and what a storm brings."""

from dataclasses import dataclass, field

from tests.platforms.fakes.storm import Storm
from tests.platforms.fakes.telegram_api import SHOWING


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
        return self._stormy(method)

    def _stormy(self, method: str) -> Trouble | None:
        fault = self.storm.fault() if self.storm else None
        if fault == "flooded":
            return FLOODED if method in SHOWING else None
        return DOWN if fault else None
