"""How a platform itself counts what it is sent: so many in any span, over the whole bot, a chat, a group."""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from handlers.platform import Window


@dataclass
class TrueLimits:
    """Counts arrivals by a clock in seconds; what is over a limit is not counted, and counted as `refused`."""

    windows: Sequence[Window]
    now: Callable[[], float]
    refused: int = 0
    _arrived: dict[tuple[int, str], deque[float]] = field(default_factory=dict)

    def take(self, address: str, *, group: bool = False) -> float | None:
        """One message arrives: None where it is taken, else after how many seconds it would be."""
        now, logs = self.now(), []
        for position, window in enumerate(self.windows):
            if window.scope == "bot" or (window.scope == "group") == group:
                log = self._arrived.setdefault((position, "" if window.scope == "bot" else address), deque())
                while log and now - log[0] >= window.seconds:
                    log.popleft()
                logs.append((window, log))
        full = [window.seconds - (now - log[0]) for window, log in logs if len(log) >= window.most]
        if full:
            self.refused += 1
            return max(full)
        for _, log in logs:
            log.append(now)
        return None
