"""What a backup consists of, as its manifest says: sealed like all of it, and written last: then it is there."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import PurePosixPath
from typing import Any, Final

from pydantic import TypeAdapter

from storage.backup_errors import BackupError
from storage.backup_target import Target
from storage.sealed_stream import seal, unseal

FORMAT: Final = 1
FOLDER: Final = "backups/"
MANIFEST: Final = ".manifest"
DATABASE: Final = ".database"
OUTCOME: Final = ".checked"


@dataclass(frozen=True)
class Stored:
    """A file of the company's: its bytes and sha256 (hex) before it was sealed, and the name under which it lies.

    changed: when it was last written, in nanoseconds of its file system; 0 for the database.
    """

    size: int
    sha256: str
    name: str
    changed: int = 0


@dataclass(frozen=True)
class Manifest:
    """One backup. made_at: aware. tables: rows by name of table. media: by path in the data folder.

    lost: pictures that had a row and no file when it was made, by id; erased: those that went with their row while it
    was made. configuration: settings that are no secrets. head: of the audit chain, where there is one.
    """

    name: str
    made_at: datetime
    engine: str
    revision: str
    tables: dict[str, int]
    database: Stored
    media: dict[str, Stored] = field(default_factory=dict)
    lost: list[str] = field(default_factory=list)
    erased: list[str] = field(default_factory=list)
    configuration: dict[str, Any] = field(default_factory=dict)
    head: dict[str, Any] | None = None

    @property
    def bytes(self) -> int:
        """Of all that a restore writes."""
        return self.database.size + sum(file.size for file in self.media.values())


_MANIFEST = TypeAdapter(Manifest)
_PARTS = ("size", "sha256", "name", "changed")  # of a file, in the order in which they are written


def put_manifest(target: Target, manifest: Manifest, master: bytes) -> None:
    """From now on the backup is there."""
    media = {path: [file.size, file.sha256, file.name, file.changed] for path, file in manifest.media.items()}
    told = {**asdict(manifest), "format": FORMAT, "made_at": manifest.made_at.isoformat(), "media": media}
    put_json(target, f"{FOLDER}{manifest.name}{MANIFEST}", told, master)


def read_manifest(target: Target, name: str, master: bytes) -> Manifest:
    """Raises BackupError for none of this name, of another format, under another key, altered, or no manifest.

    Every path in it stays within the data folder.
    """
    told = read_json(target, f"{FOLDER}{name}{MANIFEST}", master)
    number = told.pop("format", None)
    if isinstance(number, int) and number != FORMAT:
        raise BackupError("backup.unknown_version", name=name, version=number, known=FORMAT)
    try:
        told["media"] = {path: dict(zip(_PARTS, parts, strict=True)) for path, parts in told["media"].items()}
        manifest = _MANIFEST.validate_python(told)
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise BackupError("backup.altered", name=name) from error
    if manifest.made_at.tzinfo is None or not all(_is_within(path) for path in manifest.media):
        raise BackupError("backup.altered", name=name)
    return manifest


def _is_within(path: str) -> bool:
    """A path of a file below the folder in which it is to be written."""
    parts = PurePosixPath(path).parts
    return bool(parts) and ".." not in parts and not path.startswith("/") and "\0" not in path


def names_of(target: Target) -> list[str]:
    """Of every backup that is whole, the oldest first: a name begins with when it was made."""
    return sorted(_stems(target.sizes(FOLDER), MANIFEST))


def unfinished(target: Target) -> list[str]:
    """What killed or failed backups have left there: databases and outcomes without a manifest."""
    there = target.sizes(FOLDER)
    whole = set(_stems(there, MANIFEST))
    return [f"{FOLDER}{stem}{end}" for end in (DATABASE, OUTCOME) for stem in _stems(there, end) if stem not in whole]


def put_json(target: Target, name: str, told: Mapping[str, Any], master: bytes) -> None:
    target.put(name, seal([json.dumps(told, ensure_ascii=False).encode()], name, master, compress=True))


def read_json(target: Target, name: str, master: bytes) -> dict[str, Any]:
    """What was put there. Raises BackupError."""
    try:
        told = json.loads(b"".join(unseal(target.get(name), name, master)))
    except (ValueError, RecursionError) as error:
        raise BackupError("backup.altered", name=name) from error
    if not isinstance(told, dict):
        raise BackupError("backup.altered", name=name)
    return told


def _stems(names: Iterable[str], end: str) -> list[str]:
    return [name.removeprefix(FOLDER).removesuffix(end) for name in names if name.endswith(end)]
