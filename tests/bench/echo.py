"""Echoes per second of two well-known libraries: the same raw updates, the same answers, and nothing is stored."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator

from tests.bench import updates
from tests.bench.figures import Figure, repeated
from tests.bench.sizes import Sizes

Echo = Callable[[str], Awaitable[None]]


async def figures(name: str, echo: Echo, sizes: Sizes) -> list[Figure]:
    """The rate of an echo: `echo` works one raw update through its library, up to the answer taken."""
    await _feed(echo, sizes.warm_up, sizes.at_once)
    rates = [sizes.turns / await _feed(echo, sizes.turns, sizes.at_once) for _ in range(sizes.repetitions)]
    return [repeated(f"echo of {name}, nothing stored", rates, "turns/s")]


async def _feed(echo: Echo, times: int, at_once: int) -> float:
    """Seconds for so many updates, so many at once."""

    async def one_after_another(ahead: Iterator[int]) -> None:
        for number in ahead:
            _, body = updates.words(1000 + number % 225, "冲压车间2号冲床防护罩松了")
            await echo(body)

    ahead = iter(range(times))
    began = time.perf_counter()
    await asyncio.gather(*(one_after_another(ahead) for _ in range(at_once)))
    return time.perf_counter() - began
