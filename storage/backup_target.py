"""Where backups lie: what any such place can do, and the one that is a folder."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Protocol
from uuid import uuid4

from storage.backup_errors import FULL, BackupError
from storage.settled import settle

PIECE = 1 << 20
UNDER_WAY = ".under-way"


class Target(Protocol):
    """Named streams of bytes. A name is made of folders and a file, parted by "/"; every method raises BackupError."""

    @property
    def place(self) -> str:
        """What to call it, without any secret."""

    def put(self, name: str, pieces: Iterable[bytes]) -> int:
        """Write a stream; its bytes. It bears its name only once all of it is there and safe."""

    def get(self, name: str) -> Iterator[bytes]:
        """A stream, piece by piece."""

    def sizes(self, prefix: str) -> dict[str, int]:
        """Bytes of all whose names begin with a folder, by name."""

    def remove(self, name: str) -> None:
        """Let one go; nothing where there is none."""


class FolderTarget:
    """A folder, on a disk of its own or of another machine that is mounted here."""

    def __init__(self, root: Path) -> None:
        self._root = root

    @property
    def place(self) -> str:
        return str(self._root)

    def put(self, name: str, pieces: Iterable[bytes]) -> int:
        final = self._root / name
        temporary = final.with_name(f"{final.name}.{uuid4().hex}{UNDER_WAY}")
        try:
            final.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            size = _write(temporary, pieces)
            temporary.replace(final)
            settle(final.parent)
        except OSError as error:
            raise self._refused(error) from error
        finally:
            temporary.unlink(missing_ok=True)
        return size

    def get(self, name: str) -> Iterator[bytes]:
        try:
            with (self._root / name).open("rb") as file:
                while piece := file.read(PIECE):
                    yield piece
        except FileNotFoundError:
            raise BackupError("backup.missing", name=name) from None
        except OSError as error:
            raise self._refused(error) from error

    def sizes(self, prefix: str) -> dict[str, int]:
        try:
            return dict(self._files(self._root / prefix))
        except OSError as error:
            raise self._refused(error) from error

    def remove(self, name: str) -> None:
        try:
            (self._root / name).unlink(missing_ok=True)
        except OSError as error:
            raise self._refused(error) from error

    def _files(self, folder: Path) -> Iterator[tuple[str, int]]:
        """What a killed backup has left unfinished is no stream, and goes."""
        for path, _, files in os.walk(folder, onerror=_unless_missing):
            for file in files:
                whole = Path(path, file)
                if file.endswith(UNDER_WAY):
                    whole.unlink(missing_ok=True)
                else:
                    yield whole.relative_to(self._root).as_posix(), whole.stat().st_size

    def _refused(self, error: OSError) -> BackupError:
        if error.errno in FULL:
            return BackupError("backup.target_full", place=self.place)
        return BackupError("backup.target_away", place=self.place, why=error.strerror or type(error).__name__)


def _write(path: Path, pieces: Iterable[bytes]) -> int:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        for piece in pieces:
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())
        return file.tell()


def _unless_missing(error: OSError) -> None:
    if not isinstance(error, FileNotFoundError):
        raise error
