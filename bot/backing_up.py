"""What `hazardline backup` and `restore` do, apart from what they say: with the settings, the keys and the company."""

import os
import time
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import Engine

from bot.backup_targets import target_of
from bot.company import facts_of
from bot.settings import Settings
from bot.verifying import verified
from storage import audit, backup_nights
from storage.backup_errors import BackupError
from storage.backup_manifest import Manifest, names_of, read_manifest
from storage.backup_nights import Night
from storage.backup_target import Target
from storage.backup_thinning import note_outcome, thin_out
from storage.backups import Progress, Source, alone, make
from storage.data_keys import WrongMasterKey, open_ring
from storage.engine import write_transaction
from storage.restore_place import Place
from storage.restoring import Backup, Look, try_out
from storage.schema import migrate
from storage.verify import Doubt
from workflow.events import Fact

LOW = 19  # of 20: after everything else that wants the processor, and so the disk
# What a trial restore finds wrong with the backup itself; anything else only kept it from being tried.
_DOUBTS = "altered audit_doubts damaged_database differs empty keys_do_not_fit missing pictures_lost unknown_version"
DOUBTS = frozenset(f"backup.{name}" for name in (*_DOUBTS.split(), "wrong_key"))


@dataclass(frozen=True)
class Made:
    """A backup that was made just now: how long it took, and which old ones were let go after it."""

    manifest: Manifest
    seconds: float
    gone: list[str]


@dataclass(frozen=True)
class Keeper:
    """Makes, tries and thins out the backups of one company."""

    engine: Engine
    settings: Settings
    target: Target
    master: bytes = field(repr=False)

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(facts_of(self.engine).time_zone)

    def make(self, now: datetime, told: Progress) -> Manifest:
        """One more, on record. Raises BackupError."""
        plain = self.settings.without_secrets
        made = make(Source(self.engine, self.settings.data_dir, self.target, self.master, plain), now, told)
        facts: dict[str, Fact] = {"name": made.name, "bytes": made.bytes}
        with write_transaction(self.engine) as connection:
            audit.record(connection, audit.Kind.BACKUP, now, facts=facts)
        return made

    def make_alone(self, now: datetime, told: Progress) -> Made:
        """One more, and the old ones thinned out. Raises BackupError."""
        began, zone = time.monotonic(), self.zone
        with alone(self.settings.data_dir):
            made = self.make(now, told)
            return Made(made, time.monotonic() - began, thin_out(self.target, self.master, zone))

    def try_out(self, name: str, now: datetime, told: Progress) -> Manifest:
        """Restore one into a scratch place, and note in the target whether it is good. Raises BackupError."""
        try:
            manifest = read_manifest(self.target, name, self.master)
            place = Place(self.settings.data_dir, self.settings.database)
            look = looking(self.settings, self.master, manifest)
            try_out(Backup(self.target, manifest, self.master), place, look, told)
        except BackupError as error:
            if error.topic in DOUBTS:
                note_outcome(self.target, name, self.master, now, good=False)
            raise
        note_outcome(self.target, name, self.master, now, good=True)
        return manifest

    def spend_night(self, now: datetime, told: Progress) -> Made:
        """As every night: make one, try it, and only then let old ones go; what became of it is kept for the digest.

        Raises BackupError.
        """
        os.nice(LOW)
        day = now.astimezone(self.zone).date()
        began, outcome = time.monotonic(), Night.FAILED
        try:
            with alone(self.settings.data_dir):
                made = self.make(now, told)
                outcome = Night.DOUBTFUL
                self.try_out(made.name, now, told)
                outcome = Night.GOOD
                return Made(made, time.monotonic() - began, thin_out(self.target, self.master, self.zone))
        finally:
            ended = now + timedelta(seconds=time.monotonic() - began)
            with write_transaction(self.engine) as connection:
                backup_nights.end(connection, day, outcome, ended)


def keeper_of(engine: Engine, settings: Settings, master: bytes, to: str) -> Keeper:
    """Raises BadSettings."""
    return Keeper(engine, settings, target_of(to, settings), master)


def looking(settings: Settings, master: bytes, manifest: Manifest) -> Look:
    """What is looked at in a restored company beyond its rows: its keys, and all that `hazardline audit verify` holds
    against the audit's chain, with the heads that were outside when the backup was made.
    """

    def look(engine: Engine, folder: Path) -> None:
        migrate(engine)  # as after a restore
        try:
            open_ring(engine, master)
        except WrongMasterKey:
            raise BackupError("backup.keys_do_not_fit") from None
        report = verified(engine, settings.model_copy(update={"data_dir": folder}), until=manifest.made_at)
        doubts = [doubt for doubt in report.doubts if not _is_told(doubt, manifest)]
        if doubts:
            raise BackupError("backup.audit_doubts", count=len(doubts), first=asdict(doubts[0]))

    return look


def _is_told(doubt: Doubt, manifest: Manifest) -> bool:
    """Whether the manifest says so: a picture went while the backup was made, or nothing had been linked by then."""
    unlinked = manifest.head is None or not manifest.head["position"]
    return (doubt.kind == "photo" and doubt.id in manifest.erased) or (doubt.kind == "missing" and unlinked)


def chosen(target: Target, which: str) -> str:
    """The name of a backup: the newest, or the one that begins as was said. Raises BackupError."""
    names = names_of(target)
    fitting = [name for name in names if name.startswith(which)]
    if not fitting:
        raise BackupError("backup.none_called" if names else "backup.none_there", place=target.place, which=which)
    return fitting[-1]
