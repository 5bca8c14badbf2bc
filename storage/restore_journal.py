"""Putting restored data in the place of the old, so that a kill at any moment leaves the one or the other.

Everything lies beside its place first. Then a journal says what is to be renamed: from the moment it is there, the new
data are the company's, and whoever opens the place next finishes what was begun. The old ones are kept under a date.
"""

import fcntl
import json
import os
import shutil
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from sqlalchemy import make_url

from storage import postgres_copy

JOURNAL: Final = "restore.json"
STAGING: Final = "restoring"


@dataclass(frozen=True)
class Step:
    """A rename: of what lies ready, if anything does, to its place, and of what was there to where it is kept."""

    ready: str
    place: str
    kept: str


@dataclass(frozen=True)
class Databases:
    """The same for PostgreSQL, by names of databases on the server of the settings."""

    ready: str
    kept: str


def commit(data_dir: Path, steps: Iterable[Step], databases: Databases | None) -> None:
    """From here on the new data are the company's; `finish` has to follow."""
    told = {"steps": [asdict(step) for step in steps], "databases": asdict(databases) if databases else None}
    os.sync()  # all that was written, before the journal says that it is there
    fresh = data_dir / f"{JOURNAL}.new"
    with fresh.open("w") as file:
        file.write(json.dumps(told))
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(data_dir / JOURNAL)
    os.sync()


def is_unfinished(data_dir: Path) -> bool:
    return (data_dir / JOURNAL).exists()


def finish(data_dir: Path, url: str) -> None:
    """Carry out what the journal says, as far as it was not yet. Nothing where there is none.

    Raises BackupError where PostgreSQL does not let us, OSError; it can be tried again then.
    """
    if not is_unfinished(data_dir):
        return
    with (data_dir / "restore.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with suppress(FileNotFoundError):  # another process was first
            _carry_out(json.loads((data_dir / JOURNAL).read_text()), url)
            os.sync()
            (data_dir / JOURNAL).unlink()
            shutil.rmtree(data_dir / STAGING, ignore_errors=True)


def _carry_out(told: dict[str, object], url: str) -> None:
    if told["databases"]:
        databases = Databases(**told["databases"])  # type: ignore[arg-type]
        postgres_copy.put_in_place(make_url(url), databases.ready, databases.kept)
    for step in told["steps"]:  # type: ignore[attr-defined]
        _rename(Step(**step))


def _rename(step: Step) -> None:
    ready, place, kept = Path(step.ready), Path(step.place), Path(step.kept)
    if step.ready and not ready.exists():
        return  # it is in its place
    if place.exists() and not kept.exists():
        kept.parent.mkdir(mode=0o700, exist_ok=True)
        place.rename(kept)
    if step.ready:
        ready.rename(place)
