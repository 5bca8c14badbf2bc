"""`hazardline audit`: whether what is on record is what was recorded, what that is of a case or a person, all of it."""

import csv
import hmac
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import Progress
from sqlalchemy import Connection, Engine

from bot.console import help_of, say, settings_with_log, stop, worded
from bot.opening import open_company
from bot.settings import Settings
from storage import heads, trail, verify
from storage.engine import read_transaction
from storage.key_ring import KeyRing, picture_digest
from storage.links import linker
from storage.media import MediaStore
from storage.sealed_types import ring_of

audit = typer.Typer(help=help_of("audit"), no_args_is_help=True, pretty_exceptions_enable=False)

AsJson = Annotated[bool, typer.Option("--json", help=help_of("nlp_json"))]
SHOWN = 10  # doubts that are told; with --json all that are kept


@audit.command(name="verify", help=help_of("audit_verify"))
def verify_all(as_json: AsJson = False) -> None:
    settings = settings_with_log()
    report = verified(open_company(settings), settings)
    if as_json:
        typer.echo(json.dumps({**asdict(report), "sound": not report.count}))
    else:
        told = {**asdict(report), "doubts": report.doubts[:SHOWN], "outside": settings.audit_heads is not None}
        say("operator.audit_verified", **told)
    if report.count:
        raise typer.Exit(1)


@audit.command(help=help_of("audit_show"))
def show(
    case: Annotated[str, typer.Option("--case", help=help_of("audit_case"))] = "",
    person: Annotated[str, typer.Option("--person", help=help_of("audit_person"))] = "",
) -> None:
    with read_transaction(open_company(settings_with_log())) as connection:
        id_ = trail.id_of(connection, case=case, person=person)
        if id_ is None:
            stop("operator.audit_nothing", named=case or person)
        for row in trail.about(connection, id_):
            typer.echo(json.dumps(row, ensure_ascii=False))


@audit.command(help=help_of("audit_export"))
def export(
    out: Annotated[Path, typer.Argument(help=help_of("audit_out"))],
    as_csv: Annotated[bool, typer.Option("--csv", help=help_of("audit_csv"))] = False,
) -> None:
    engine = open_company(settings_with_log())
    try:
        count, signature = exported(engine, out, as_csv=as_csv)
    except OSError as error:
        stop("operator.audit_not_written", file=out, why=error.strerror or "")
    say("operator.audit_exported", count=count, file=out, signature=signature)


def verified(engine: Engine, settings: Settings, until: datetime | None = None) -> verify.Report:
    """Everything looked through, with a bar that grows where somebody watches.

    until: it is the company as it was then; the heads that went outside later are not looked for in it.
    """
    ring, report = ring_of(engine), verify.Report()
    key, store = ring.key("chain"), MediaStore(settings.data_dir / "media", ring)
    outside = _heads(settings.audit_heads, report, until)
    console = Console(stderr=True)
    with verify.at_one_moment(engine) as connection, Progress(transient=True, console=console) as bar:
        bar.disable = not console.is_terminal
        task = bar.add_task(worded("operator.audit_verifying").strip(), total=sum(verify.how_many(connection)))

        def step(done: int) -> None:
            bar.advance(task, done)

        verify.verify_chain(connection, linker(key), outside, report, step)
        verify.verify_unlinked(connection, report)
        verify.verify_cases(connection, key, report, step)
        verify.verify_photos(connection, lambda media_id: _digests(store, ring, media_id), report, step)
    return report


def _heads(path: Path | None, report: verify.Report, until: datetime | None) -> Mapping[int, str]:
    """A file that is set and not there, or not to be read, is a doubt of its own."""
    if path is None:
        return {}
    try:
        kept, report.given_up = heads.standing(path, until)
    except (OSError, heads.BadHeads):
        report.doubt("heads")
        return {}
    return kept


def _digests(store: MediaStore, ring: KeyRing, media_id: str) -> list[str]:
    """Of the original as it lies there: the keyed digest, and the plain one that older versions have kept."""
    try:
        plain = sha256(store.read(media_id, "sealed")).hexdigest()
    except OSError:
        return []
    return [picture_digest(ring, plain), plain]


def exported(engine: Engine, out: Path, *, as_csv: bool) -> tuple[int, Path]:
    """Every linked row, and beside it the signature of the file: how many rows, and where the signature lies."""
    signed, count = hmac.new(ring_of(engine).key("chain"), digestmod="sha256"), 0
    with verify.at_one_moment(engine) as connection, out.open("wb") as file:
        for line in _csv(connection) if as_csv else _lines(connection):
            file.write(line)
            signed.update(line)
            count += 1
    signature = out.with_name(out.name + ".hmac")
    signature.write_text(f"HMAC-SHA-256 {signed.hexdigest()}  {out.name}\n", encoding="utf-8")
    return count - as_csv, signature


def _lines(connection: Connection) -> Iterator[bytes]:
    for row in trail.everything(connection):
        yield json.dumps(row, ensure_ascii=False).encode() + b"\n"


def _csv(connection: Connection) -> Iterator[bytes]:
    yield _csv_line(trail.NAMES)
    for row in trail.everything(connection):
        yield _csv_line([_cell(row[name]) for name in trail.NAMES])


def _cell(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _csv_line(cells: Any) -> bytes:
    written = io.StringIO()
    csv.writer(written).writerow(cells)
    return written.getvalue().encode()
