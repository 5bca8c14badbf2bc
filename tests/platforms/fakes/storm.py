"""A little of everything that may go wrong between a platform and a bot, in shares, whatever the platform."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeVar

T = TypeVar("T")
Fault = Literal["down", "flooded"]


@dataclass
class Storm:
    """Shares, 0 to 1: of what people do, that comes twice or out of order; of calls refused as too many, or failing.

    malformed: how many unreadable ones there are to one that can be read; `spoilt` counts them.
    """

    chance: random.Random
    doubled: float = 0.0
    reordered: float = 0.0
    malformed: float = 0.0
    flooded: float = 0.0
    down: float = 0.0
    spoilt: int = field(default=0, init=False)

    def fault(self) -> Fault | None:
        """What becomes of a call."""
        roll = self.chance.random()
        if roll < self.down:
            return "down"
        return "flooded" if roll < self.down + self.flooded else None

    def spoils(self) -> bool:
        """Whether something unreadable comes before the next that can be read."""
        spoils = self.chance.random() < self.malformed
        self.spoilt += spoils
        return spoils

    def shaken(self, told: Sequence[T]) -> list[T]:
        """The same, some of them twice, some of them before the one they should follow."""
        shaken: list[T] = []
        for one in told:
            times = 2 if self.chance.random() < self.doubled else 1
            place = len(shaken) - 1 if shaken and self.chance.random() < self.reordered else len(shaken)
            shaken[place:place] = [one] * times
        return shaken
