"""One of several processes of a simulated company: its clock ticks and its courier carries, by a time that is shared.

`python -m tests.simulation.worker DATABASE FOLDER TIME CARRIED`: TIME is a file with the moment, CARRIED one that gets
a line for each message that the platform has taken.
"""

import asyncio
import hashlib
import mmap
import os
import struct
import sys
from datetime import UTC, datetime
from pathlib import Path

from bot.company import Company
from bot.simulation.platform import SimulatedPlatform
from handlers.messages import Outgoing, Receipt
from nlp.retrieval import LibraryRetrieval
from storage import directory
from storage.engine import read_transaction
from tests.engines import opened
from workflow.ids import dated_by

LOOK_SECONDS = 0.005


class SharedClock:
    """A moment that several processes read and one of them sets: microseconds since 1970 in a file."""

    def __init__(self, path: Path) -> None:
        with path.open("r+b") as file:
            self._memory = mmap.mmap(file.fileno(), 8)

    @classmethod
    def begin(cls, path: Path, moment: datetime) -> "SharedClock":
        path.write_bytes(bytes(8))
        clock = cls(path)
        clock.moment = moment
        return clock

    def __call__(self) -> datetime:
        return self.moment

    @property
    def moment(self) -> datetime:
        return datetime.fromtimestamp(self._microseconds() / 1_000_000, UTC)

    @moment.setter
    def moment(self, moment: datetime) -> None:
        struct.pack_into("q", self._memory, 0, round(moment.timestamp() * 1_000_000))

    def nanoseconds(self) -> int:
        return self._microseconds() * 1000

    def _microseconds(self) -> int:
        return int(struct.unpack_from("q", self._memory, 0)[0])


class Recording(SimulatedPlatform):
    """Writes down what it takes where a kill of its process cannot undo it, as a platform would have it."""

    carried: int

    async def send(self, outgoing: Outgoing) -> Receipt:
        said = hashlib.sha256(outgoing.text.encode()).hexdigest()[:16]
        os.write(self.carried, f"{outgoing.address} {said}\n".encode())
        return await super().send(outgoing)


async def work(company: Company, clock: SharedClock) -> None:
    """Tick and carry until killed."""
    carrying = asyncio.create_task(company.courier.run())
    seen = None
    while not carrying.done():
        moment = clock()
        if moment != seen or not await company.clock.tick():
            company.courier.ring()  # something may have come due with the hour
            await asyncio.sleep(LOOK_SECONDS)
        seen = moment
    carrying.result()


def main() -> None:
    url, folder, time_file, carried_file = sys.argv[1:]
    clock = SharedClock(Path(time_file))
    platform = Recording(clock)
    platform.carried = os.open(carried_file, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    engine = opened(url)
    with read_transaction(engine) as connection:
        library = directory.library(connection)
    judge = LibraryRetrieval(library)
    with dated_by(clock.nanoseconds):
        company = Company(
            engine, Path(folder), {platform.bot: platform}, turn_threads=1, now=clock, library=library, classifier=judge
        )
        asyncio.run(work(company, clock))


if __name__ == "__main__":
    main()
