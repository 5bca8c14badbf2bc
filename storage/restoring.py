"""Restoring a backup: written beside its place, compared with its manifest, only then put there; or let go again."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from alembic.script import ScriptDirectory
from sqlalchemy import URL, Connection, Engine, NullPool, create_engine, delete, select, update

from storage import audit, postgres_copy, restore_journal, right_trail, sqlite_copy, vouching
from storage.backup_errors import BackupError, of_disk
from storage.backup_manifest import Manifest, Stored
from storage.backup_target import Target
from storage.backups import FOLDERS, Counted, Progress, without_file
from storage.data_keys import open_ring
from storage.database_facts import DatabaseFacts, facts_of_database
from storage.engine import bare_transaction, fold_log, open_engine
from storage.restore_journal import STAGING
from storage.restore_place import Place, Restored, kept_in, let_go, moves, of_sqlite
from storage.schema import MIGRATIONS
from storage.sealed_stream import unseal
from storage.tables import audit_records, invitations, web_sessions

ROOM: Final = 64 << 20  # bytes that a disk is to have left after a restore
ENGINES: Final = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


@dataclass(frozen=True)
class Backup:
    """One backup, where it lies, and the key that opens it."""

    target: Target
    manifest: Manifest
    master: bytes = field(repr=False)


Look = Callable[[Engine, Path], None]  # at a restored database and its folder: raises BackupError for a doubt


def restore(backup: Backup, place: Place, now: datetime, told: Progress) -> str:
    """Put a backup in its place; what the old data are kept in, empty where there were none.

    Nothing may be running there. Killed before the end of the check: the old data are as they were. Later:
    `restore_journal.finish` ends it.
    """
    _look_over(backup, place)
    if place.file is None:
        postgres_copy.be_unused(place.url)
    stamp = f"{now.astimezone(UTC):%Y%m%dT%H%M%S%fZ}"  # what one restore has kept, another within the second leaves
    with _staged(backup, place, place.data_dir / STAGING, "restoring", told) as restored:
        compare(backup.manifest, restored)
        _note(restored, backup, now)
        steps, databases = moves(place, restored, stamp)
        restore_journal.commit(place.data_dir, steps, databases)
    restore_journal.finish(place.data_dir, place.database)
    return kept_in(place, stamp)


def try_out(backup: Backup, place: Place, look: Look, told: Progress) -> None:
    """Restore into a scratch place beside the company's, compare, look, let it go. Raises BackupError for a doubt."""
    _look_over(backup, place)
    if backup.manifest.lost:
        raise BackupError("backup.pictures_lost", count=len(backup.manifest.lost), first=backup.manifest.lost[0])
    with _staged(backup, place, place.data_dir / "checking", "checking", told) as restored:
        compare(backup.manifest, restored)
        engine = open_engine(restored.url.render_as_string(hide_password=False))
        try:
            look(engine, restored.folder)
        finally:
            engine.dispose()


def compare(manifest: Manifest, restored: Restored) -> None:
    """Raise BackupError where what was restored is not what was backed up; sizes and digests were looked at before."""
    if restored.url.get_backend_name() == "sqlite":
        sqlite_copy.check(Path(restored.url.database or ""))
    facts = _facts(restored.url)
    if facts.revision != manifest.revision:
        raise BackupError("backup.differs", what="alembic_version", found=facts.revision, told=manifest.revision)
    if facts.head != manifest.head:
        raise BackupError("backup.differs", what="chain", found=_position(facts.head), told=_position(manifest.head))
    for table in sorted({*facts.tables, *manifest.tables}):
        found, told = facts.tables.get(table, 0), manifest.tables.get(table, 0)
        if found != told:
            raise BackupError("backup.differs", what=table, found=found, told=told)
    missing = without_file(facts.media_ids, manifest.media) - {*manifest.lost, *manifest.erased}
    if missing:
        raise BackupError(
            "backup.differs", what="media", found=len(facts.media_ids) - len(missing), told=len(facts.media_ids)
        )


def _look_over(backup: Backup, place: Place) -> None:
    manifest = backup.manifest
    if place.url.get_backend_name() != manifest.engine:
        raise BackupError("backup.other_engine", of=ENGINES[manifest.engine])
    if manifest.revision not in {step.revision for step in ScriptDirectory(str(MIGRATIONS)).walk_revisions()}:
        raise BackupError("backup.newer_program", revision=manifest.revision)
    for folder in FOLDERS:
        if (place.data_dir / folder).is_mount():
            raise BackupError("backup.is_mount", where=str(place.data_dir / folder))


@contextmanager
def _staged(backup: Backup, place: Place, folder: Path, mark: str, told: Progress) -> Iterator[Restored]:
    """A backup as it was, written where nobody looks; what a kill or an error leaves of it goes the next time."""
    restored: Restored | None = None
    try:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(mode=0o700, parents=True)
        _have_room(backup.manifest, folder)
        for number, (path, file) in enumerate(backup.manifest.media.items(), start=1):
            _write(backup, file, folder / path)
            told("media", number, len(backup.manifest.media))
        restored = _database(backup, place, folder, mark, told)
        yield restored
    except OSError as error:
        raise of_disk(error, folder) from error
    finally:
        if not restore_journal.is_unfinished(place.data_dir):
            shutil.rmtree(folder, ignore_errors=True)
            if restored is not None:
                let_go(restored)


def _have_room(manifest: Manifest, folder: Path) -> None:
    needed = manifest.bytes + ROOM
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise BackupError("backup.no_room", where=str(folder), needed=-(-needed >> 20), free=free >> 20)


def _database(backup: Backup, place: Place, folder: Path, mark: str, told: Progress) -> Restored:
    url = postgres_copy.beside(place.url, mark) if place.file is None else _fresh(place.url, place.file, mark)
    restored = Restored(folder, url)
    try:
        if place.file is None:
            _load(backup, url)
        else:
            _write(backup, backup.manifest.database, Path(url.database or ""))
    except BaseException:
        let_go(restored)
        raise
    told("database", 1, 1)
    return restored


def _fresh(url: URL, file: Path, mark: str) -> URL:
    beside = file.with_name(f"{file.name}.{mark}")
    beside.parent.mkdir(parents=True, exist_ok=True)
    for path in of_sqlite(beside):
        path.unlink(missing_ok=True)
    return url.set(database=str(beside))


def _load(backup: Backup, url: URL) -> None:
    stored = backup.manifest.database
    pieces = Counted(unseal(backup.target.get(stored.name), stored.name, backup.master))
    postgres_copy.load(url, pieces)
    _same(stored, pieces)


def _write(backup: Backup, stored: Stored, to: Path) -> None:
    to.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    pieces = Counted(unseal(backup.target.get(stored.name), stored.name, backup.master))
    with os.fdopen(os.open(to, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        for piece in pieces:
            file.write(piece)
    _same(stored, pieces)
    if stored.changed:  # by which the next backup knows that it has this file
        os.utime(to, ns=(stored.changed, stored.changed))


def _same(stored: Stored, pieces: Counted) -> None:
    if (pieces.size, pieces.digest.hexdigest()) != (stored.size, stored.sha256):
        raise BackupError("backup.altered", name=stored.name)


def _facts(url: URL) -> DatabaseFacts:
    if url.get_backend_name() == "sqlite":
        with sqlite_copy.opened(Path(url.database or "")) as connection:
            return facts_of_database(connection)
    with create_engine(url, poolclass=NullPool).connect() as connection:
        return facts_of_database(connection)


def _position(head: dict[str, Any] | None) -> int:
    return int(head["position"]) if head else 0


def _shut(connection: Connection, now: datetime) -> None:
    """Nobody comes in by what was open then and has been ended since: sessions, links, invitations."""
    sessions, offers = web_sessions.c, invitations.c
    connection.execute(delete(web_sessions).where(sessions.opened_at.is_(None)))
    connection.execute(update(web_sessions).where(sessions.ended_at.is_(None)).values(ended_at=now))
    good = connection.execute(select(offers.id).where(offers.until > now)).scalars().all()
    with right_trail.changing(connection, invitations, good, now):
        connection.execute(update(invitations).where(offers.id.in_(good)).values(until=now))


def _note(restored: Restored, backup: Backup, now: datetime) -> None:
    """Put on record in the restored database that it is one: what follows was written over it."""
    manifest = backup.manifest
    if audit_records.name not in manifest.tables:
        return  # of before there were records
    engine = open_engine(restored.url.render_as_string(hide_password=False))
    if vouching.is_possible(engine):
        open_ring(engine, backup.master)
    with bare_transaction(engine) as connection:
        audit.record(connection, audit.Kind.RESTORE, now, facts={"backup": manifest.name})
        if web_sessions.name in manifest.tables:
            _shut(connection, now)
    fold_log(engine)
    engine.dispose()
