"""How long a turn takes when messages arrive by chance, whether or not earlier ones have been answered."""

import asyncio
import random
import time

from tests.bench.conversations import mix
from tests.bench.figures import Aim, Figure, percentile
from tests.bench.plant import Plant, running_plant
from tests.bench.sizes import Sizes

AIM = Aim(25)
# More people in conversation than are ever waiting for an answer, so that an arrival always finds one who is ready.
TALKING = 96


def measure(sizes: Sizes) -> list[Figure]:
    return asyncio.run(_measure(sizes))


async def _measure(sizes: Sizes) -> list[Figure]:
    async with running_plant() as plant:
        await open_loop(plant, sizes.arrivals, sizes.settling_in)
        took = await open_loop(plant, sizes.arrivals, sizes.seconds)
    milliseconds = [seconds * 1000 for seconds in took]
    what = f"a turn at {sizes.arrivals} arrivals/s"
    return [
        Figure(f"{what}, median", percentile(milliseconds, 0.5), "ms"),
        Figure(f"{what}, p95", percentile(milliseconds, 0.95), "ms"),
        Figure(f"{what}, p99", percentile(milliseconds, 0.99), "ms", AIM),
        Figure(f"{what}, longest of {len(milliseconds)}", max(milliseconds), "ms"),
    ]


async def open_loop(plant: Plant, rate: int, seconds: int) -> list[float]:
    """Seconds of each turn, from the moment it was due to arrive until the platform had the answer."""
    due: asyncio.Queue[float] = asyncio.Queue()
    plant.pace, plant.latencies = due.get, []
    talking = [asyncio.create_task(_talk(plant)) for _ in range(TALKING)]
    arrived = await _arrive(due, rate, seconds)
    while len(plant.latencies) < arrived:
        if failed := next((task for task in talking if task.done()), None):
            failed.result()
        await asyncio.sleep(0.05)
    for task in talking:
        task.cancel()
    await asyncio.gather(*talking, return_exceptions=True)
    return plant.latencies


async def _talk(plant: Plant) -> None:
    while True:
        await mix(plant)


async def _arrive(due: asyncio.Queue[float], rate: int, seconds: int) -> int:
    """Let turns fall due at random moments, so many a second on average; how many there were."""
    chance = random.Random(11)
    began = time.perf_counter()
    moment, arrived = began, 0
    while (moment := moment + chance.expovariate(rate)) < began + seconds:
        await asyncio.sleep(moment - time.perf_counter())
        due.put_nowait(moment)
        arrived += 1
    return arrived
