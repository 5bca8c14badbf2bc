"""What stands on record of the machine itself: commands that somebody there has run, and settings that changed.

Who may run a command is who may read the settings and the database of the machine: no right of the company's is asked.
The record has no person as its actor, and names the command.
"""

from datetime import datetime

from sqlalchemy import Connection, Engine, select

from bot.company import utc_now
from bot.settings import Settings
from storage import audit
from storage.audit import Kind
from storage.engine import read_transaction, write_transaction
from storage.sealed_types import ring_of
from storage.tables import audit_records
from workflow.events import Fact

DIGITS = 16  # of the digest of a setting: enough to tell a change, and no secret can be tried out without the key


def operator(
    engine: Engine, kind: Kind, command: str, subject: tuple[str, str | None] = ("", None), **facts: Fact
) -> None:
    """Somebody at the machine has run a command that hands something out or changes something.

    command: as it is typed, with strokes for spaces. subject: kind and id. Raises NoCode for facts that may be words.
    """
    told = {"by": "operator", "command": command, **facts}
    with write_transaction(engine) as connection:
        audit.record(connection, kind, utc_now(), subject_kind=subject[0], subject_id=subject[1], facts=told)


def note_settings(engine: Engine, settings: Settings, now: datetime) -> list[str]:
    """Put on record which settings are others than at the last start; their names, not what they say."""
    stand = _digests(engine, settings)
    with read_transaction(engine) as connection:
        before = _last(connection)
    changed = sorted(name for name in stand if stand[name] != before.get(name, ""))
    if changed:
        told: dict[str, Fact] = {"by": "start", "changed": changed if before else []}
        told["stands"] = [f"{name}:{digest}" for name, digest in sorted(stand.items())]
        with write_transaction(engine) as connection:
            audit.record(connection, Kind.SETTING, now, subject_kind="settings", facts=told)
    return changed if before else []


def _digests(engine: Engine, settings: Settings) -> dict[str, str]:
    """Of each setting, under the company's key: what it says, a secret above all, is not to be had from it."""
    ring, told = ring_of(engine), settings.with_secrets
    return {name: ring.digest(f"settings.{name}", value)[:DIGITS] for name, value in told.items()}


def _last(connection: Connection) -> dict[str, str]:
    """How the settings stood when that was noted last; empty where it never was."""
    noted = (audit_records.c.kind == Kind.SETTING, audit_records.c.subject_kind == "settings")
    last = select(audit_records.c.facts).where(*noted).order_by(audit_records.c.id.desc()).limit(1)
    facts = connection.execute(last).scalar() or {"stands": []}
    return dict(each.split(":", 1) for each in facts["stands"])
