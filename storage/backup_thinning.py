"""What becomes of backups: whether each was found good, which are let go, and the media that none names any more."""

from datetime import datetime
from zoneinfo import ZoneInfo

from storage.backup_errors import BackupError
from storage.backup_manifest import (
    DATABASE,
    FOLDER,
    MANIFEST,
    OUTCOME,
    Manifest,
    names_of,
    put_json,
    read_json,
    read_manifest,
)
from storage.backup_retention import kept
from storage.backup_target import Target
from storage.backups import MEDIA


def note_outcome(target: Target, name: str, master: bytes, at: datetime, *, good: bool) -> None:
    """Write down what a trial restore of a backup has shown."""
    put_json(target, f"{FOLDER}{name}{OUTCOME}", {"at": at.isoformat(), "good": good}, master)


def outcome_of(target: Target, name: str, master: bytes) -> bool | None:
    """Whether it was found good when it was last tried; None where it never was."""
    if f"{FOLDER}{name}{OUTCOME}" not in target.sizes(FOLDER):
        return None
    return bool(read_json(target, f"{FOLDER}{name}{OUTCOME}", master)["good"])


def thin_out(target: Target, master: bytes, zone: ZoneInfo) -> list[str]:
    """Let old backups go, with the media that only they name; the names of those that went.

    The newest that was found good stays, however old it is. A backup that does not open here is never touched, nor
    are media then: it may be another key's, and name them.
    """
    manifests, whole = _all(target, master)
    stay = kept({name: manifest.made_at.astimezone(zone) for name, manifest in manifests.items()})
    stay |= _newest_good(target, list(manifests), master)
    gone = [name for name in manifests if name not in stay]
    for name in gone:
        for end in (MANIFEST, DATABASE, OUTCOME):  # first what makes it one
            target.remove(f"{FOLDER}{name}{end}")
    if whole:
        named = {file.name for name in stay for file in manifests[name].media.values()}
        for name in target.sizes(MEDIA):
            if name not in named:
                target.remove(name)
    return gone


def _all(target: Target, master: bytes) -> tuple[dict[str, Manifest], bool]:
    """Every backup that opens, and whether all do."""
    names = names_of(target)
    found: dict[str, Manifest] = {}
    for name in names:
        try:
            found[name] = read_manifest(target, name, master)
        except BackupError as error:
            if error.topic == "backup.target_away":
                raise
    return found, len(found) == len(names)


def _newest_good(target: Target, names: list[str], master: bytes) -> set[str]:
    return next(({name} for name in reversed(names) if outcome_of(target, name, master)), set())
