"""`hazardline audit`: whether what is on record is what was recorded, what that is of a case or a person, all of it."""

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer
from sqlalchemy import Connection, Engine

from bot.console import help_of, say, settings_with_log, stop
from bot.exporting import exported, is_signed
from bot.opening import open_company
from bot.verifying import watched
from storage import chain, trail
from storage.engine import read_transaction
from templates.heads import in_every_language

audit = typer.Typer(help=help_of("audit"), no_args_is_help=True, pretty_exceptions_enable=False)

AsJson = Annotated[bool, typer.Option("--json", help=help_of("nlp_json"))]
SHOWN = 10  # doubts that are told; with --json all that are kept


@audit.command(name="verify", help=help_of("audit_verify"))
def verify_all(
    as_json: AsJson = False,
    file: Annotated[Path | None, typer.Option("--export", help=help_of("audit_verify_export"))] = None,
) -> None:
    settings = settings_with_log()
    engine = open_company(settings)
    if file is not None:
        _verify_export(engine, file)
        return
    report = watched(engine, settings)
    if as_json:
        words = in_every_language(report.head.position, report.head.link)
        typer.echo(json.dumps({**asdict(report), "words": words, "sound": not report.count}, ensure_ascii=False))
    else:
        head = _told(report.head)
        told = {**asdict(report), "doubts": report.doubts[:SHOWN], "outside": settings.audit_heads is not None}
        say("operator.audit_verified", **{**told, "head": head})
    if report.count:
        raise typer.Exit(1)


@audit.command(help=help_of("audit_show"))
def show(
    case: Annotated[str, typer.Option("--case", help=help_of("audit_case"))] = "",
    person: Annotated[str, typer.Option("--person", help=help_of("audit_person"))] = "",
    number: Annotated[int, typer.Option("--head", min=0, help=help_of("audit_show_head"))] = 0,
) -> None:
    with read_transaction(open_company(settings_with_log())) as connection:
        if number:
            _show_head(connection, number)
            return
        id_ = trail.id_of(connection, case=case, person=person)
        if id_ is None:
            stop("operator.audit_nothing", named=case or person)
        for row in trail.about(connection, id_):
            typer.echo(json.dumps(row, ensure_ascii=False))
        say("operator.audit_head", to=sys.stderr.write, head=_told(chain.head(connection)))


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


def _show_head(connection: Connection, number: int) -> None:
    head = chain.link_at(connection, number)
    if head is None:
        stop("operator.audit_no_head", number=number, head=_told(chain.head(connection)))
    say("operator.audit_head", head=_told(head))


def _told(head: chain.Head) -> dict[str, Any]:
    """As the words of the head have it; empty where there is none."""
    return {"number": head.position, "link": head.link} if head.position else {}


def _verify_export(engine: Engine, file: Path) -> None:
    """Whether a file is one that was exported here, as it was then."""
    try:
        is_genuine = is_signed(engine, file)
    except OSError as error:
        stop("operator.audit_not_read", file=error.filename or file, why=error.strerror or "")
    if not is_genuine:
        stop("operator.audit_export_doubtful", file=file)
    say("operator.audit_export_genuine", file=file)
