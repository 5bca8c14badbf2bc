"""`hazardline paper template`: a company's own, of papers and the ledger: given out, checked, taken, dropped."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from bot import ledger_template
from bot.company import utc_now
from bot.console import help_of, say, settings_with_log, stop
from bot.opening import open_company
from bot.reports import Report, fields_of, shipped
from bot.whole_file import whole
from storage import report_templates
from storage.engine import read_transaction, write_transaction
from templates import ledger_columns
from templates.word import try_out
from templates.word_check import BadTemplate, check, names_of
from workflow.ledger import COLUMNS
from workflow.people import Language

template = typer.Typer(help=help_of("template"), no_args_is_help=True, pretty_exceptions_enable=False)

Template = StrEnum("Template", [*((each.name, each.value) for each in Report), ("LEDGER", ledger_columns.MADE)])  # type: ignore[misc]  # mypy wants literals
Which = Annotated[Template, typer.Argument(help=help_of("template_which"))]
Spoken = Annotated[Language, typer.Option("--language", help=help_of("template_language"))]


@template.command(help=help_of("template_give"))
def give(
    which: Which,
    out: Annotated[Path, typer.Option("--out", help=help_of("template_out"))],
    language: Spoken = Language.ZH_CN,
) -> None:
    engine = open_company(settings_with_log())
    with read_transaction(engine) as connection:
        document = report_templates.in_use(connection, which, language) or _shipped(which, language)
    try:
        whole(out, lambda part: part.write_bytes(document))
    except OSError as error:
        stop("operator.paper_not_written", file=out, why=error.strerror or "")
    say("operator.template_given", file=out)


@template.command(help=help_of("template_take"))
def take(
    which: Which,
    file: Annotated[Path, typer.Argument(help=help_of("template_file"))],
    language: Spoken = Language.ZH_CN,
) -> None:
    engine = open_company(settings_with_log())
    try:
        document = file.read_bytes()
        _check(which, document)
    except OSError as error:
        stop("operator.template_not_read", file=file, why=error.strerror or "")
    except BadTemplate as refused:
        stop("operator.bad_template", file=file, why=refused.why, what=refused.what, known=refused.known)
    with write_transaction(engine) as connection:
        report_templates.take(connection, which, language, document, utc_now())
    say("operator.template_taken", which=which)


@template.command(help=help_of("template_drop"))
def drop(which: Which, language: Spoken = Language.ZH_CN) -> None:
    engine = open_company(settings_with_log())
    with write_transaction(engine) as connection:
        dropped = report_templates.drop(connection, which, language, utc_now())
    say("operator.template_dropped", which=which, dropped=dropped)


@template.command(help=help_of("template_fields"))
def fields(which: Which) -> None:
    for name in COLUMNS if which == ledger_columns.MADE else names_of(fields_of(which)):
        typer.echo(name)


def _shipped(which: str, language: str) -> bytes:
    if which == ledger_columns.MADE:
        return ledger_columns.sheet_of(ledger_columns.usual(language), language)
    return shipped(which, language)


def _check(which: str, document: bytes) -> None:
    """Raises BadTemplate."""
    if which == ledger_columns.MADE:
        ledger_template.columns_of(document)
    else:
        check(document, fields_of(which))
        try_out(document, fields_of(which))
