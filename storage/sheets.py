"""Workbooks that officers send in chat: sealed in a folder of the company for a day, in which they can be applied."""

import time
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

from storage.key_ring import KeyRing, NotOpened
from storage.workbook_file import MAX_FILE_BYTES

_ABOUT = "sheets.body"
KEPT_SECONDS = 24 * 60 * 60
ZIP, OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


class BadSheet(Exception):
    """What was sent is no workbook that can be read. `problem` names a block of the template `sheet`."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


@dataclass(frozen=True)
class SheetStore:
    """The folder of one company. Safe to share between threads."""

    root: Path
    ring: KeyRing = field(repr=False)

    def keep(self, data: bytes, sheet_id: str) -> None:
        """Raises BadSheet by what the bytes are, whatever the file is called; OSError."""
        if len(data) > MAX_FILE_BYTES:
            raise BadSheet("too_large")
        if data.startswith(OLD_EXCEL):
            raise BadSheet("old_excel")
        if not data.startswith(ZIP):
            raise BadSheet("not_workbook")
        self.root.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.sweep()
        self.ring.prepare("media")
        path = self._path(sheet_id)
        path.with_suffix(".part").write_bytes(self.ring.seal(_ABOUT, sheet_id, data, "media"))
        path.with_suffix(".part").rename(path)

    def read(self, sheet_id: str) -> bytes | None:
        """The workbook; None where it lies there no more."""
        try:
            return self.ring.open(_ABOUT, sheet_id, self._path(sheet_id).read_bytes())
        except (OSError, ValueError, NotOpened):
            return None

    def sweep(self, kept: float = KEPT_SECONDS) -> int:
        """What is older than so many seconds goes, for people and telephones stand in it; how many that were."""
        old = [path for path in self.root.glob("*") if time.time() - path.stat().st_mtime > kept]
        for path in old:
            path.unlink(missing_ok=True)
        return len(old)

    def _path(self, sheet_id: str) -> Path:
        if str(UUID(sheet_id)) != sheet_id:
            raise ValueError("not an id")
        return self.root / f"{sheet_id}.aes"
