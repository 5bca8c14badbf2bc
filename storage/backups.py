"""Making a backup of a running company: the database of one moment first, then every file, then the manifest.

A file is there before its row, so that whatever the database names is there to be copied after it. A file of which the
target has the same already is not copied again: its name there is a keyed digest of its path and its content.
"""

import fcntl
import hmac
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Engine, select, text

from storage import postgres_copy, sqlite_copy
from storage.backup_errors import BackupError, of_disk
from storage.backup_manifest import (
    DATABASE,
    FOLDER,
    Manifest,
    Stored,
    names_of,
    put_manifest,
    read_manifest,
    unfinished,
)
from storage.backup_target import Target
from storage.database_facts import DatabaseFacts, facts_of_database, keys_of
from storage.engine import read_transaction
from storage.sealed_stream import naming_key, seal, sealed_size
from storage.tables import media

FOLDERS: Final = ("media", "uploads")  # of the data folder
MOST_TRIES: Final = 3
MEDIA: Final = "media/"  # in the target
_COPY: Final = "backing-up.db"
_PIECE: Final = 1 << 20

Progress = Callable[[str, int, int], None]  # which part, how much of it is done, of how much


def _silent(part: str, done: int, whole: int) -> None:
    pass


@dataclass(frozen=True)
class Source:
    """What is backed up, and where to. configuration: settings without secrets."""

    engine: Engine
    data_dir: Path
    target: Target
    master: bytes = field(repr=False)
    configuration: Mapping[str, Any] = field(default_factory=dict)


@contextmanager
def alone(data_dir: Path) -> Iterator[None]:
    """One backup or restore of a company at a time. Raises BackupError."""
    try:
        with (data_dir / "backing-up.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            yield
    except BlockingIOError:
        raise BackupError("backup.under_way", where=str(data_dir)) from None


def make(source: Source, now: datetime, told: Progress = _silent) -> Manifest:
    """One more backup, there once this returns; within `alone`. Raises BackupError, and no backup was changed then."""
    for left in unfinished(source.target):
        source.target.remove(left)
    name = f"{now.astimezone(UTC):%Y%m%dT%H%M%SZ}-{secrets.token_hex(2)}"
    facts, database, files = _of_the_same_keys(source, f"{FOLDER}{name}{DATABASE}", told)
    lost, erased = _without_file(source.engine, facts.media_ids, files)
    kind = source.engine.dialect.name
    configuration = dict(source.configuration)
    manifest = Manifest(
        name, now, kind, facts.revision, facts.tables, database, files, lost, erased, configuration, facts.head
    )
    put_manifest(source.target, manifest, source.master)
    return manifest


def _of_the_same_keys(source: Source, name: str, told: Progress) -> tuple[DatabaseFacts, Stored, dict[str, Stored]]:
    """The database, and every file, under keys that are all in it: while they are rotated, once more from the start."""
    for _ in range(MOST_TRIES):
        facts, database = _database(source, name, told)
        files = dict(_media(source, told))
        with read_transaction(source.engine) as connection:
            if keys_of(connection) == facts.keys:
                return facts, database, files
    raise BackupError("backup.keys_rotate")


def last(target: Target, master: bytes) -> Manifest | None:
    """The newest one that opens."""
    for name in reversed(names_of(target)):
        try:
            return read_manifest(target, name, master)
        except BackupError as error:
            if error.topic == "backup.target_away":
                raise
    return None


def _database(source: Source, name: str, told: Progress) -> tuple[DatabaseFacts, Stored]:
    taken = _from_sqlite if source.engine.dialect.name == "sqlite" else _from_postgres
    with taken(source, told) as (facts, pieces, packed):
        counted = Counted(pieces)
        source.target.put(name, seal(counted, name, source.master, compress=not packed))
    return facts, Stored(counted.size, counted.digest.hexdigest(), name)


Taken = tuple[DatabaseFacts, Iterable[bytes], bool]  # what it holds, its bytes, and whether they are compressed


@contextmanager
def _from_sqlite(source: Source, told: Progress) -> Iterator[Taken]:
    path = source.data_dir / _COPY
    try:
        path.unlink(missing_ok=True)  # of a backup that was killed
        path.touch(0o600)
        sqlite_copy.copy(Path(source.engine.url.database or ""), path, lambda done, whole: told("copy", done, whole))
        with sqlite_copy.opened(path) as connection:
            facts = facts_of_database(connection)
        yield facts, _read(path, told), False
    except OSError as error:
        raise of_disk(error, source.data_dir) from error
    finally:
        path.unlink(missing_ok=True)


@contextmanager
def _from_postgres(source: Source, told: Progress) -> Iterator[Taken]:
    with source.engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
        shared = connection.execute(text("SELECT pg_export_snapshot()")).scalar_one()
        yield facts_of_database(connection), postgres_copy.dump(source.engine.url, shared), True


class Counted:
    """Bytes on their way: how many have passed, and their sha256."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces = pieces
        self.size = 0
        self.digest = sha256()

    def __iter__(self) -> Iterator[bytes]:
        for piece in self._pieces:
            self.size += len(piece)
            self.digest.update(piece)
            yield piece


def _read(path: Path, told: Progress) -> Iterator[bytes]:
    whole, done = path.stat().st_size, 0
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            yield piece
            done += len(piece)
            told("database", done, whole)


def _media(source: Source, told: Progress) -> Iterator[tuple[str, Stored]]:
    """Every file by its path, each in the target when it is given."""
    before = last(source.target, source.master)
    known = before.media if before else {}
    there = source.target.sizes(MEDIA)
    key = naming_key(source.master)
    paths = [path for folder in FOLDERS for path in files_of(source.data_dir / folder)]
    for number, path in enumerate(paths, start=1):
        short = path.relative_to(source.data_dir).as_posix()
        try:
            file = _stored(source, path, short, known.get(short), there, key)
        except FileNotFoundError:
            continue  # erased meanwhile
        except OSError as error:
            raise of_disk(error, path) from error
        told("media", number, len(paths))
        yield short, file


def _stored(source: Source, path: Path, short: str, known: Stored | None, there: dict[str, int], key: bytes) -> Stored:
    status = path.stat()
    same = known is not None and (known.size, known.changed) == (status.st_size, status.st_mtime_ns)
    if known is not None and same and there.get(known.name) == sealed_size(known.size):
        return known
    content = path.read_bytes()
    digest = sha256(content).hexdigest()
    mark = hmac.new(key, f"{short}\n{digest}".encode(), sha256).hexdigest()
    name = f"{MEDIA}{mark[:2]}/{mark}"
    if there.get(name) != sealed_size(len(content)):
        source.target.put(name, seal([content], name, source.master, compress=False))
    return Stored(len(content), digest, name, status.st_mtime_ns)


def files_of(folder: Path) -> Iterator[Path]:
    """Every file of a folder of pictures, but those that are only just being written."""
    return (path for path in sorted(folder.rglob("*")) if path.is_file() and "incoming" not in path.parts)


def without_file(media_ids: Iterable[str], paths: Iterable[str]) -> set[str]:
    """The pictures of which there is no copy to be shown."""
    return set(media_ids) - {Path(path).stem for path in paths if path.startswith("media/clean/")}


def _without_file(engine: Engine, media_ids: frozenset[str], files: Iterable[str]) -> tuple[list[str], list[str]]:
    """Which pictures have a row still and no file, and which have gone with their row since the database was copied."""
    missing = without_file(media_ids, files)
    with read_transaction(engine) as connection:
        there = {id_ for id_ in missing if connection.execute(select(media.c.id).where(media.c.id == id_)).first()}
    return sorted(there), sorted(missing - there)
