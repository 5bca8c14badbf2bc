"""Every part of the benchmark, one after another, each in a process of its own so that none carries another's load."""

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from importlib import import_module
from multiprocessing import get_context

from tests.bench.figures import Figure
from tests.bench.sizes import Sizes

# Modules with `measure`, by name: the libraries beside us are heavy, and only their own process imports them.
PARTS = ("turns", "arrivals", "aiogram_echo", "telegram_echo", "bare", "served")


def measured(sizes: Sizes) -> Iterator[list[Figure]]:
    """The figures of each part, as soon as it is done."""
    with ProcessPoolExecutor(1, get_context("spawn"), max_tasks_per_child=1) as alone:
        for part in PARTS:
            yield alone.submit(_measure, part, sizes).result()


def _measure(part: str, sizes: Sizes) -> list[Figure]:
    found: list[Figure] = import_module(f"tests.bench.{part}").measure(sizes)
    return found
