"""How much Telegram takes: 30 calls in a second from a bot, one a second into a chat, 20 a minute into a group."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.platforms.fakes.telegram_world import Chat, Refused

# (calls, seconds). A picture and the words below it may come within one second of a chat; not so all the time.
BOT = ((30, 1.0),)
PRIVATE = ((3, 1.0), (60, 60.0))
GROUP = ((20, 60.0),)


@dataclass
class TrueLimits:
    """Refuses what would be too much, by a clock in seconds; what was refused does not count."""

    now: Callable[[], float]
    refused: int = 0
    _taken: dict[int, deque[float]] = field(default_factory=dict)

    def take(self, chat: Chat) -> None:
        """A call that shows something in a chat. Raises Refused, with the seconds after which there is room."""
        rules = ((0, BOT), (chat.id, PRIVATE if chat.kind == "private" else GROUP))
        wait = max(self._wait(line, most, seconds) for line, windows in rules for most, seconds in windows)
        if wait > 0:
            self.refused += 1
            after = max(1, int(wait + 0.999))
            raise Refused(429, f"Too Many Requests: retry after {after}", retry_after=after)
        for line, _ in rules:
            self._taken.setdefault(line, deque(maxlen=60)).append(self.now())

    def _wait(self, line: int, most: int, seconds: float) -> float:
        taken = self._taken.get(line, ())
        return taken[-most] + seconds - self.now() if len(taken) >= most else 0.0
