"""Token buckets: how often each of many may do something, so many at once and evenly after that."""

import time
from collections import OrderedDict
from collections.abc import Callable

REMEMBERED = 20_000  # keys; beyond them the one that came longest ago starts afresh


class Buckets:
    """One bucket for each key. `most` things fit in and flow in again over `seconds`; most 0: there is no limit.

    now: seconds by any clock. Not shared between processes, nor between threads.
    """

    def __init__(self, most: int, seconds: float, now: Callable[[], float] = time.monotonic) -> None:
        self._most = most
        self._seconds = seconds
        self._now = now
        self._levels: OrderedDict[str, tuple[float, float]] = OrderedDict()  # key: what was left, and when

    def take(self, key: str, cost: float = 1) -> float:
        """Take so much out and return 0; where there is less, take nothing: the seconds until there is enough."""
        wait = self.wait(key, cost)
        if self._most and not wait:
            self._levels[key] = (self._level(key) - cost, self._now())
            self._levels.move_to_end(key)
            if len(self._levels) > REMEMBERED:
                self._levels.popitem(last=False)
        return wait

    def wait(self, key: str, cost: float = 1) -> float:
        """The seconds until so much could be taken; what is more than fits in waits for a full bucket."""
        missing = min(cost, self._most) - self._level(key)
        return max(0.0, missing * self._seconds / self._most) if self._most else 0.0

    def _level(self, key: str) -> float:
        left, at = self._levels.get(key, (float(self._most), self._now()))
        return min(self._most, left + max(0.0, self._now() - at) * self._most / self._seconds)
