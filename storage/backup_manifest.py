"""What a backup consists of, as its manifest says: sealed like all of it, and written last: then it is there."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any, Final

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


def put_manifest(target: Target, manifest: Manifest, master: bytes) -> None:
    """From now on the backup is there."""
    media = {path: [file.size, file.sha256, file.name, file.changed] for path, file in manifest.media.items()}
    told = {**asdict(manifest), "format": FORMAT, "made_at": manifest.made_at.isoformat(), "media": media}
    put_json(target, f"{FOLDER}{manifest.name}{MANIFEST}", told, master)


def read_manifest(target: Target, name: str, master: bytes) -> Manifest:
    """Raises BackupError for none of this name, of another format, under another key, or altered."""
    told = read_json(target, f"{FOLDER}{name}{MANIFEST}", master)
    number = told.pop("format")
    if number != FORMAT:
        raise BackupError("backup.unknown_version", name=name, version=number, known=FORMAT)
    told["made_at"] = datetime.fromisoformat(told["made_at"])
    told["database"] = Stored(**told["database"])
    told["media"] = {path: Stored(*parts) for path, parts in told["media"].items()}
    return Manifest(**told)


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
    told: dict[str, Any] = json.loads(b"".join(unseal(target.get(name), name, master)))
    return told


def _stems(names: Iterable[str], end: str) -> list[str]:
    return [name.removeprefix(FOLDER).removesuffix(end) for name in names if name.endswith(end)]
