"""What one member may be sent, counted message by message: WeCom drops the excess and tells nobody.

The courier counts what it hands over; but a card with three photographs is four messages here.
"""

from collections import deque
from collections.abc import Callable
from datetime import datetime, timedelta

from handlers.platform import NotDelivered, Window


class MemberPace:
    """Moments of the messages to each member, as far back as the longest window reaches."""

    def __init__(self, windows: tuple[Window, ...], now: Callable[[], datetime]) -> None:
        self._windows = tuple(window for window in windows if window.scope == "chat")
        self._now = now
        self._sent: dict[str, deque[datetime]] = {}

    def take(self, member: str) -> None:
        """Count one message that is about to be sent. Raises NotDelivered where it would be dropped."""
        sent = self._sent.setdefault(member, deque(maxlen=max(window.most for window in self._windows)))
        for window in self._windows:
            if len(sent) >= window.most:
                free = sent[-window.most] + timedelta(seconds=window.seconds)
                if free > self._now():
                    wait = (free - self._now()).total_seconds()
                    raise NotDelivered("would be dropped", permanent=False, retry_after=wait)
        sent.append(self._now())
