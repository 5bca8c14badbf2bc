"""A message of several parts goes out one after another, and none goes again because a later one failed."""

import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import TypeVar

from handlers.messages import Outgoing, Receipt
from handlers.platform import NotDelivered

MOST_REMEMBERED = 1000
# No part is begun later than this: whoever waits for the message gives up soon after, and it is sent once more.
PATIENCE_SECONDS = 15.0

Part = Callable[[], Receipt]
K = TypeVar("K")
V = TypeVar("V")


class Parts:
    """Remembers of messages that stopped midway how many of their parts are there already."""

    def __init__(self) -> None:
        self._begun: OrderedDict[Outgoing, int] = OrderedDict()

    def send(self, outgoing: Outgoing, parts: Sequence[Part]) -> Receipt:
        """Send what is not there yet; the receipt of the last part. Raises NotDelivered."""
        done = self._begun.pop(outgoing, 0)
        began = time.monotonic()
        receipt = Receipt("")
        for position, part in enumerate(parts[done:], done):
            try:
                if time.monotonic() > began + PATIENCE_SECONDS:
                    raise NotDelivered("too slow", permanent=False)
                receipt = part()
            except NotDelivered:
                remember(self._begun, outgoing, position)
                raise
        return receipt


def remember(memory: OrderedDict[K, V], key: K, value: V) -> None:
    """Keep a value among the latest of them."""
    memory[key] = value
    while len(memory) > MOST_REMEMBERED:
        memory.popitem(last=False)
