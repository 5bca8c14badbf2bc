"""Full turns per second in one process: raw update in, stored, turn, commit, courier, delivered, written down."""

import asyncio
import time
from collections.abc import Iterator

from tests.bench.conversations import Conversation, handle, mix, plain, report
from tests.bench.figures import Aim, Figure, repeated
from tests.bench.machine import memory
from tests.bench.plant import Plant, running_plant
from tests.bench.sizes import Sizes

AIM = Aim(300, at_least=True)
MIX = "turns, all kinds mixed"
# In this order: the reports make the tasks that are handled after them. Conversation -> its name and its turns.
KINDS: dict[Conversation, tuple[str, int]] = {
    plain: ("turns, plain: help, a list, not understood", 2),
    report: ("turns, report: words, submit, card to the owner", 2),
    handle: ("turns, owner: take, progress", 2),
    mix: (MIX, 6),
}


def measure(sizes: Sizes) -> list[Figure]:
    return asyncio.run(_measure(sizes))


async def _measure(sizes: Sizes) -> list[Figure]:
    rates: dict[str, list[float]] = {name: [] for name, _ in KINDS.values()}
    busy: list[float] = []
    async with running_plant() as plant:
        await crowd(plant, mix, sizes.warm_up // 6, sizes.at_once)
        for _ in range(sizes.repetitions):
            for conversation, (name, turns) in KINDS.items():
                began, computed = time.perf_counter(), time.process_time()
                await crowd(plant, conversation, sizes.turns // turns, sizes.at_once)
                rates[name].append(sizes.turns // turns * turns / (time.perf_counter() - began))
                if name == MIX:
                    busy.append((time.process_time() - computed) / (sizes.turns // turns * turns) * 1000)
        held, most = memory("now"), memory("most")
    return [
        *(repeated(name, values, "turns/s", AIM) for name, values in rates.items()),
        repeated("processor time of a mixed turn", busy, "ms"),
        Figure("memory of the process that did these turns", held, "MiB"),
        Figure("its peak", most, "MiB"),
    ]


async def crowd(plant: Plant, conversation: Conversation, times: int, at_once: int) -> None:
    """Hold a conversation so many times, so many at once, until the last notice of all is delivered."""

    async def one_after_another(ahead: Iterator[int]) -> None:
        for _ in ahead:
            await conversation(plant)

    ahead = iter(range(times))
    await asyncio.gather(*(one_after_another(ahead) for _ in range(at_once)))
    await plant.quiet()
