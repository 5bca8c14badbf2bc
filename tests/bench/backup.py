"""A backup of a large company while messages arrive: what a turn takes meanwhile, and how long backup and restore take.

`python -m tests.bench.backup [CASES]`: 100,000 cases with their words and their trail, linked in the audit's chain, and
a fifth as many photographs, each with its three files; on SQLite, and on PostgreSQL where HAZARDLINE_TEST_POSTGRES
names a server. Backups and restores are processes of their own at low priority, as every night.
"""

import asyncio
import os
import sys
import time
from base64 import b64encode
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from itertools import count
from pathlib import Path

from sqlalchemy import Engine, func, insert, make_url, select

from bot.backing_up import LOW
from bot.company import house_of
from storage import postgres_copy, tables
from storage.daily_figures import NAME
from storage.engine import read_transaction, write_transaction
from storage.key_ring import picture_digest
from storage.sealed_types import ring_of
from storage.unit_of_work import unit_of_work
from tests.bench.arrivals import open_loop
from tests.bench.digest import NOW, fill
from tests.bench.figures import Aim, Figure, percentile, table
from tests.bench.machine import described
from tests.bench.plant import Plant, running_plant
from tests.engines import MASTER_KEY
from tests.photographs import photograph
from workflow.events import Event
from workflow.ids import dated_by, new_id

CASES, CASES_FOR_A_PHOTO = 100_000, 5
RATE = 20  # messages a second
SECONDS = 5  # of one stretch of arrivals
AT_ONCE = 2000
SECOND = 1_000_000_000  # in nanoseconds; so much between two events: what comes last is never read again with them
LONG_AGO = timedelta(days=60)
AIM = Aim(100)
SIZES = {"sealed": (1280, 960), "clean": (1024, 768), "thumb": (160, 120)}
WORDS = "防护罩的固定螺丝松了，手伸进去可能被夹到，已经停机等修"
BESIDE = (
    ("the first backup", "backup", "--to", "target"),
    ("the next one", "backup", "--to", "target"),
    ("a trial restore with the audit", "restore", "--check", "--from", "target"),
)
TRAIL = ("reported", "taken", "progress_posted")


@dataclass(frozen=True)
class Filled:
    """A company on one engine: where its files lie, and its database."""

    folder: Path
    url: str

    @property
    def engine(self) -> str:
        return make_url(self.url).get_backend_name()


def main() -> None:
    cases = int(sys.argv[1]) if len(sys.argv) > 1 else CASES
    print("\n".join(f"- {line}" for line in described(Path.cwd())))
    servers = ["", os.environ.get("HAZARDLINE_TEST_POSTGRES", "")]
    for server in dict.fromkeys(servers):  # SQLite first
        print(table(asyncio.run(_collected(measure(cases, server)))), flush=True)


async def _collected(figures: AsyncIterator[Figure]) -> list[Figure]:
    """All of them, each told as soon as it is there: it takes a while."""
    found = []
    async for figure in figures:
        print(*figure.cells()[:2], file=sys.stderr, flush=True)
        found.append(figure)
    return found


async def measure(cases: int, server: str) -> AsyncIterator[Figure]:
    photos = cases // CASES_FOR_A_PHOTO
    filled: list[Filled] = []
    began = time.perf_counter()

    def settle(engine: Engine, folder: Path) -> None:
        filled.append(Filled(folder, engine.url.render_as_string(hide_password=False)))
        fill(engine, cases)
        _tell(engine)
        _take(engine, folder, photos)

    async with running_plant(settle, server) as plant:
        [there] = filled
        of = f"{there.engine}, {cases:,} cases, {photos:,} photographs"
        await _linked(plant)
        yield Figure(f"{of}: filled", time.perf_counter() - began, "s")
        await open_loop(plant, RATE, SECONDS)
        yield _told(f"{of}: a turn at {RATE} messages/s, p99", await open_loop(plant, RATE, 6 * SECONDS))
        for name, *command in BESIDE:
            took, turns = await _beside(plant, there, *command)
            yield Figure(f"{of}: {name}", took, "s")
            yield _told(f"{of}: a turn meanwhile, p99", turns)
        with _aside(there) as place:
            restored = await _run(there, "restore", "--from", "target", *place)
        yield Figure(f"{of}: a restore into an empty place", restored, "s")


def _told(name: str, took: list[float]) -> Figure:
    return Figure(name, percentile([seconds * 1000 for seconds in took], 0.99), "ms", AIM)


async def _linked(plant: Plant) -> None:
    """Return when the chainer has come to the end."""
    events = select(func.count()).select_from(tables.events).scalar_subquery()
    missing = select(events - select(func.count()).select_from(tables.chain).scalar_subquery())
    while True:
        with read_transaction(plant.company.engine) as connection:
            if connection.execute(missing).scalar_one() <= 0:
                return
        await asyncio.sleep(1)


async def _beside(plant: Plant, filled: Filled, *command: str) -> tuple[float, list[float]]:
    """Seconds that a command takes, and those of each turn meanwhile."""
    running = asyncio.create_task(_run(filled, *command))
    took: list[float] = []
    while not running.done():
        took += await open_loop(plant, RATE, SECONDS)
    return await running, took


async def _run(filled: Filled, *command: str) -> float:
    """Seconds of a command at low priority."""
    key = b64encode(MASTER_KEY).decode()
    settings = {"HAZARDLINE_DATA_DIR": ".", "HAZARDLINE_MASTER_KEY": key, "PYTHONPATH": str(Path.cwd())}
    if filled.engine == "postgresql":
        settings["HAZARDLINE_DATABASE_URL"] = filled.url
    began = time.perf_counter()
    nice = ("nice", "-n", str(LOW), sys.executable, "-m", "bot", *command)
    process = await asyncio.create_subprocess_exec(*nice, cwd=filled.folder, env={**os.environ, **settings})
    assert await process.wait() == 0
    return time.perf_counter() - began


@contextmanager
def _aside(filled: Filled) -> Iterator[list[str]]:
    """An empty place on the same engine, as it is named on the command line."""
    place, url = ["--to-data-dir", "another"], make_url(filled.url)
    if filled.engine == "sqlite":
        yield place
        return
    aside = url.set(database=f"{url.database}_aside")
    yield [*place, "--to-database", aside.render_as_string(hide_password=False)]
    postgres_copy.drop(aside)


def _tell(engine: Engine) -> None:
    """What was said of each case, and its trail, as turns write them down; long ago, and counted in its figures."""
    house = house_of(engine)
    with read_transaction(engine) as connection:
        cases = connection.execute(select(tables.hazards.c.id)).scalars().all()
    moments = count(int((NOW - LONG_AGO).timestamp()) * SECOND, SECOND)
    with dated_by(lambda: next(moments)):
        for some in _batches(cases):
            with unit_of_work(house, NOW) as unit:
                for case in some:
                    for version, kind in enumerate(TRAIL, start=1):
                        words = {"words": f"{WORDS}，{case}"} if version == 1 else {}
                        unit.record(Event(new_id(), "hazard", case, version, kind, None, NOW, {}, words))
        with write_transaction(engine) as connection:
            connection.execute(insert(tables.followers), {"name": NAME, "event_id": new_id()})


def _take(engine: Engine, folder: Path, photos: int) -> None:
    """A photograph each for so many cases, with three files of the size and kind of real ones, none like another."""
    ring, drawn = ring_of(engine), {variant: photograph(1, size=size) for variant, size in SIZES.items()}
    with read_transaction(engine) as connection:
        cases = connection.execute(select(tables.hazards.c.id).limit(photos)).scalars().all()
    kept = {"kind": "image/jpeg", "size": len(drawn["sealed"]), "width": 1280, "height": 960, "at": NOW}
    for some in _batches(cases):
        pictures = {case: new_id() for case in some}
        ring.prepare("media")
        for id_ in pictures.values():
            for variant, content in drawn.items():
                file = folder / "media" / variant / id_[-2:] / f"{id_}.aes"
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(ring.seal(f"media.{variant}", id_, content + id_.encode(), "media"))
        digests = {id_: sha256(drawn["sealed"] + id_.encode()).hexdigest() for id_ in pictures.values()}
        rows = [{"id": id_, "digest": picture_digest(ring, plain), **kept} for id_, plain in digests.items()]
        shown = {"subject_kind": "hazard", "role": "found", "state": "ready", "added_at": NOW}
        with write_transaction(engine) as connection:
            connection.execute(insert(tables.media), rows)
            connection.execute(
                insert(tables.attachments),
                [{"id": new_id(), "subject_id": case, "media_id": id_, **shown} for case, id_ in pictures.items()],
            )


def _batches(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    return (ids[begin : begin + AT_ONCE] for begin in range(0, len(ids), AT_ONCE))


if __name__ == "__main__":
    main()
