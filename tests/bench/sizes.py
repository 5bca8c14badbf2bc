"""How much is measured: all of it, or just enough to see that every figure still comes out."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Sizes:
    """turns: of each kind in each repetition; warm_up: turns that are not counted; at_once: conversations side by side.

    arrivals are a second, for so many seconds after settling_in; starts: of the server; chats: web-chat messages;
    pictures: of 12 megapixels.
    """

    turns: int = 3000
    repetitions: int = 3
    warm_up: int = 600
    at_once: int = 32
    arrivals: int = 50
    seconds: int = 60
    settling_in: int = 5
    starts: int = 5
    chats: int = 500
    pictures: int = 10


FULL = Sizes()
QUICK = Sizes(turns=60, repetitions=1, warm_up=12, at_once=8, seconds=2, settling_in=1, starts=1, chats=20, pictures=1)
