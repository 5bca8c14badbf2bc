"""A company whose data are backed up, for the tests of backups and restores."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, insert, select

from storage.backup_errors import BackupError
from storage.backup_manifest import Manifest, read_manifest
from storage.backup_target import FolderTarget, Target
from storage.backups import Source, alone, make
from storage.engine import open_engine, read_transaction, write_transaction
from storage.restore_place import Place
from storage.restoring import Backup, restore, try_out
from storage.tables import company, media
from tests.engines import MASTER_KEY
from tests.photographs import photograph
from workflow.ids import new_id

NOW = datetime(2026, 11, 27, 2, 0, tzinfo=UTC)
MASTER = MASTER_KEY


@dataclass
class BackedUp:
    """A database and a folder of pictures, and the folder its backups go to."""

    place: Place
    target: Target
    now: datetime = NOW
    kept: str = ""  # what the last restore has kept the old data in

    @contextmanager
    def engine(self) -> Iterator[Engine]:
        engine = open_engine(self.place.database)
        yield engine
        engine.dispose()

    def back_up(self) -> Manifest:
        self.now += timedelta(days=1)
        with self.engine() as engine, alone(self.place.data_dir):
            return make(Source(engine, self.place.data_dir, self.target, MASTER), self.now)

    def backup(self, name: str, master: bytes = MASTER) -> Backup:
        return Backup(self.target, read_manifest(self.target, name, master), master)

    def restore(self, name: str, to: Place) -> "BackedUp":
        to.data_dir.mkdir(parents=True, exist_ok=True)
        self.now += timedelta(minutes=1)
        self.kept = restore(self.backup(name), to, self.now, lambda *told: None)
        return replace(self, place=to)

    def try_out(self, name: str) -> None:
        try_out(self.backup(name), self.place, lambda engine, folder: None, lambda *told: None)

    def take_picture(self, *, keep: bool = True) -> str:
        """A row with its three files; keep: else without them."""
        id_ = new_id()
        for variant in ("sealed", "clean", "thumb") if keep else ():
            file = self.place.data_dir / "media" / variant / id_[-2:] / f"{id_}.aes"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(photograph(1, size=(64, 48)) + os.urandom(100))
        row = {"id": id_, "digest": id_, "kind": "image/jpeg", "size": 1, "width": 1, "height": 1, "at": NOW}
        with self.engine() as engine, write_transaction(engine) as connection:
            connection.execute(insert(media), row)
        return id_

    def rename(self, name: str) -> None:
        with self.engine() as engine, write_transaction(engine) as connection:
            connection.execute(company.update().values(name=name))

    def holds(self) -> tuple[Any, ...]:
        """What can be told apart: the name, the pictures' rows and the pictures."""
        with self.engine() as engine, read_transaction(engine) as connection:
            name = connection.execute(select(company.c.name)).scalar()
            ids = set(connection.execute(select(media.c.id)).scalars())
        root = self.place.data_dir
        files = {file.relative_to(root): file.read_bytes() for file in (root / "media").rglob("*") if file.is_file()}
        return name, ids, files

    def aside(self) -> Place:
        """An empty place on the same engine."""
        folder = self.place.data_dir.with_name("another")
        if self.place.file is not None:
            return Place(folder, f"sqlite:///{folder / 'hazardline.db'}")
        name = f"{self.place.url.database}_aside"
        return Place(folder, self.place.url.set(database=name).render_as_string(hide_password=False))


def topic_of(does: Callable[[], object]) -> str:
    """Why something is refused."""
    with pytest.raises(BackupError) as refused:
        does()
    return refused.value.topic


def files(folder: Path) -> dict[Path, bytes]:
    """Everything in a folder."""
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def backed_up(url: str, folder: Path) -> BackedUp:
    """The company of a database, with two pictures."""
    (folder / "data").mkdir()
    lives = BackedUp(Place(folder / "data", url), FolderTarget(folder / "target"))
    lives.take_picture()
    lives.take_picture()
    return lives
