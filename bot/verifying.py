"""Everything on record, every case and every photograph looked through: what `hazardline audit verify` tells."""

import time
from collections.abc import Mapping
from datetime import datetime
from functools import partial
from hashlib import sha256
from pathlib import Path

from rich.console import Console
from rich.progress import Progress
from sqlalchemy import Connection, Engine

from bot.console import worded
from bot.settings import Settings
from storage import heads, verify
from storage.engine import read_transaction
from storage.key_ring import KeyRing, picture_digest
from storage.links import linker
from storage.media import MediaStore, Variant
from storage.sealed_types import ring_of

HEAD_SECONDS = 5.0  # so long the newest head may take to get outside
COPIES: tuple[Variant, ...] = ("clean", "thumb")  # what people are shown of a photograph


def watched(engine: Engine, settings: Settings) -> verify.Report:
    """The same with a bar that grows where somebody watches."""
    console = Console(stderr=True)
    with read_transaction(engine) as connection:
        total = sum(verify.how_many(connection))
    with Progress(transient=True, console=console, disable=not console.is_terminal) as bar:
        task = bar.add_task(worded("operator.audit_verifying").strip(), total=total)
        return verified(engine, settings, lambda done: bar.advance(task, done))


def verified(
    engine: Engine, settings: Settings, step: verify.Step = lambda done: None, until: datetime | None = None
) -> verify.Report:
    """Everything looked through. step: told how many rows, cases and photographs are done.

    until: it is the company as it was then; the heads that went outside later are not looked for in it.
    """
    with verify.at_one_moment(engine) as connection:
        report = look_through(connection, settings, step, until)
    if settings.audit_heads is not None and not report.count:
        _look_for_newest(settings.audit_heads, report)
    return report


def look_through(
    connection: Connection, settings: Settings, step: verify.Step, until: datetime | None = None
) -> verify.Report:
    """The same of one moment. The heads are read first: those that come later are of rows that are not seen here."""
    ring, report = ring_of(connection), verify.Report()
    key, store = ring.key("chain"), MediaStore(settings.data_dir / "media", ring)
    outside = _heads(settings.audit_heads, report, until)
    verify.verify_chain(connection, linker(key), outside, report, step)
    verify.verify_unlinked(connection, key, report)
    verify.verify_cases(connection, key, report, step)
    verify.verify_words(connection, report, step)
    verify.verify_rights(connection, report, step)
    verify.verify_photos(connection, partial(_is_genuine, store, ring), report, step)
    return report


def _heads(path: Path | None, report: verify.Report, until: datetime | None) -> Mapping[int, str]:
    """A file that is set and not to be read is a doubt of its own; whether one has to be there the newest head says."""
    if path is None:
        return {}
    try:
        kept, report.given_up = heads.standing(path, until)
    except FileNotFoundError:
        return {}
    except (OSError, heads.BadHeads):
        report.doubt("heads")
        return {}
    return kept


def _look_for_newest(path: Path, report: verify.Report) -> None:
    """Where the file lacks the head, it is an older one: a running service writes it a moment after the link."""
    patience = time.monotonic() + HEAD_SECONDS
    while (newest := _newest(path)) < report.head.position:
        if time.monotonic() > patience:
            report.doubt("behind" if newest else "heads", position=newest + 1)
            return
        time.sleep(HEAD_SECONDS / 20)


def _newest(path: Path) -> int:
    """The number of the newest head outside, 0 where none is."""
    return heads.newest(path).position if path.exists() else 0


def _is_genuine(store: MediaStore, ring: KeyRing, media_id: str, digest: str, bare: bool, on_record: bool) -> bool:
    """The original has this digest, or, as older versions have kept it, a plain one; the copies open as its own."""
    if on_record and not all(store.is_sealed(media_id, copy) for copy in COPIES):
        return False
    if bare:
        return True
    try:
        plain = sha256(store.read(media_id, "sealed")).hexdigest()
    except OSError:
        return False
    return digest in (picture_digest(ring, plain), plain)
