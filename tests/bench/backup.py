"""A backup of a large company while messages arrive: what a turn takes meanwhile, and how long backup and restore take.

`python -m tests.bench.backup [CASES]`: 100,000 cases where nothing is said, and a fifth as many photographs, each with
its three files. The backup is a process of its own at low priority, as every night.
"""

import asyncio
import os
import sys
import time
from base64 import b64encode
from pathlib import Path

from sqlalchemy import Engine, insert

from bot.backing_up import LOW
from storage import tables
from storage.engine import write_transaction
from tests.bench.arrivals import open_loop
from tests.bench.digest import NOW, fill
from tests.bench.figures import Aim, Figure, percentile, table
from tests.bench.machine import described
from tests.bench.plant import Plant, running_plant
from tests.engines import MASTER_KEY
from tests.photographs import photograph
from workflow.ids import new_id

CASES, CASES_FOR_A_PHOTO = 100_000, 5
RATE = 20  # messages a second
SECONDS = 5  # of one stretch of arrivals
AIM = Aim(100)
SIZES = {"sealed": (1280, 960), "clean": (1024, 768), "thumb": (160, 120)}


def main() -> None:
    cases = int(sys.argv[1]) if len(sys.argv) > 1 else CASES
    print("\n".join(f"- {line}" for line in described(Path.cwd())))
    print(table(asyncio.run(measure(cases))))


async def measure(cases: int) -> list[Figure]:
    photos = cases // CASES_FOR_A_PHOTO
    folders: list[Path] = []

    def settle(engine: Engine, folder: Path) -> None:
        folders.append(folder)
        fill(engine, cases)
        _take(engine, folder, photos)

    async with running_plant(settle) as plant:
        [folder] = folders
        await open_loop(plant, RATE, SECONDS)
        alone = _told(
            f"a turn at {RATE} messages/s, p99, nothing else running", await open_loop(plant, RATE, 6 * SECONDS)
        )
        first, beside = await _beside(plant, folder, "backup", "--to", "target")
        again, _ = await _beside(plant, folder, "backup", "--to", "target")
        tried, while_tried = await _beside(plant, folder, "restore", "--check", "--from", "target")
        restored = await _run(folder, "restore", "--from", "target", "--to-data-dir", "another")
    what = f"{cases} cases, {photos} photographs"
    return [
        alone,
        _told("the same while the first backup is made", beside),
        _told("the same while a backup is tried by a restore", while_tried),
        Figure(f"first backup of {what}", first, "s"),
        Figure("the next one", again, "s"),
        Figure("a trial restore", tried, "s"),
        Figure("a restore into an empty folder", restored, "s"),
    ]


def _told(name: str, took: list[float]) -> Figure:
    return Figure(name, percentile([seconds * 1000 for seconds in took], 0.99), "ms", AIM)


async def _beside(plant: Plant, folder: Path, *command: str) -> tuple[float, list[float]]:
    """Seconds that a command takes, and those of each turn meanwhile."""
    running = asyncio.create_task(_run(folder, *command))
    took: list[float] = []
    while not running.done():
        took += await open_loop(plant, RATE, SECONDS)
    return await running, took


async def _run(folder: Path, *command: str) -> float:
    """Seconds of a command at low priority."""
    key = b64encode(MASTER_KEY).decode()
    settings = {"HAZARDLINE_DATA_DIR": ".", "HAZARDLINE_MASTER_KEY": key, "PYTHONPATH": str(Path.cwd())}
    began = time.perf_counter()
    nice = ("nice", "-n", str(LOW), sys.executable, "-m", "bot", *command)
    process = await asyncio.create_subprocess_exec(*nice, cwd=folder, env={**os.environ, **settings})
    assert await process.wait() == 0
    return time.perf_counter() - began


def _take(engine: Engine, folder: Path, photos: int) -> None:
    """Rows of photographs, each with three files of the size and kind of real ones, none like another."""
    drawn = {variant: photograph(1, size=size) for variant, size in SIZES.items()}
    rows = []
    for _ in range(photos):
        id_ = new_id()
        for variant, content in drawn.items():
            file = folder / "media" / variant / id_[-2:] / f"{id_}.aes"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content + id_.encode())
        size = {"size": len(drawn["sealed"]), "width": 1280, "height": 960}
        rows.append({"id": id_, "digest": id_, "kind": "image/jpeg", "at": NOW, **size})
    with write_transaction(engine) as connection:
        connection.execute(insert(tables.media), rows)


if __name__ == "__main__":
    main()
