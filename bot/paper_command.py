"""`hazardline paper`: papers about a case, numbered and on record, as Word and, where LibreOffice is, as PDF."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy import Engine

from bot.called import called, found
from bot.company import NoCompany, house_of, utc_now
from bot.console import help_of, say, settings_with_log, stop
from bot.opening import open_company
from bot.package import PACKED, Packer
from bot.papers import NoSuchNumber, NotTheirs, Paper, Press
from bot.pdf import NoPdf, pdf_of
from bot.recorded import operator
from bot.template_commands import template
from bot.whole_file import whole
from storage.audit import Kind
from storage.engine import read_transaction
from storage.mapping import map_domain
from storage.media import MediaStore
from storage.sealed_types import ring_of
from workflow.case_file import Made, NoSuchPaper
from workflow.order_papers import OfOrder
from workflow.paper_numbers import made_of
from workflow.people import Person
from workflow.period_papers import NoSuchPeriod, OfPeriod

paper = typer.Typer(help=help_of("paper"), no_args_is_help=True, pretty_exceptions_enable=False)
paper.add_typer(template, name="template")

Out = Annotated[Path | None, typer.Option("--out", help=help_of("paper_out"))]
AsPdf = Annotated[bool, typer.Option("--pdf", help=help_of("paper_pdf"))]


@paper.command(name="case", help=help_of("paper_case"))
def case(
    number: Annotated[str, typer.Argument(help=help_of("paper_number"))],
    reader: Annotated[str, typer.Option("--for", help=help_of("paper_for"))],
    kind: Annotated[Made, typer.Option("--kind", help=help_of("paper_kind"))] = Made.FILE,
    out: Out = None,
    pdf: AsPdf = False,
) -> None:
    with _made(number):
        press, person = _press_for(reader)
        _hand_out(press.about_case(person, kind, number, utc_now(), actor_id=None), out, pdf)


@paper.command(name="period", help=help_of("paper_period"))
def period(
    which: Annotated[OfPeriod, typer.Argument(help=help_of("paper_which"))],
    named: Annotated[str, typer.Argument(help=help_of("paper_named"))],
    reader: Annotated[str, typer.Option("--for", help=help_of("paper_for"))],
    out: Out = None,
    pdf: AsPdf = False,
) -> None:
    with _made(named):
        press, person = _press_for(reader)
        _hand_out(press.about_period(person, which, named, utc_now(), actor_id=None), out, pdf)


@paper.command(name="order", help=help_of("paper_order"))
def order(
    number: Annotated[str, typer.Argument(help=help_of("paper_order_number"))],
    reader: Annotated[str, typer.Option("--for", help=help_of("paper_for"))],
    kind: Annotated[OfOrder, typer.Option("--kind", help=help_of("paper_order_kind"))] = OfOrder.REPLY,
    out: Out = None,
    pdf: AsPdf = False,
) -> None:
    with _made(number):
        press, person = _press_for(reader)
        _hand_out(press.about_order(person, kind, number, utc_now(), actor_id=None), out, pdf)


@paper.command(name="package", help=help_of("paper_package"))
def package(
    named: Annotated[str, typer.Argument(help=help_of("paper_named"))],
    reader: Annotated[str, typer.Option("--for", help=help_of("paper_for"))],
    out: Out = None,
) -> None:
    with _made(named):
        press, person = _press_for(reader)
        made = Packer(press).pack(person, named, utc_now())
        say("operator.paper_written", file=_written(made, out), number=made.registered.number)


@paper.command(name="again", help=help_of("paper_again"))
def again(
    number: Annotated[str, typer.Argument(help=help_of("paper_again_number"))],
    out: Out = None,
    pdf: AsPdf = False,
) -> None:
    with _made(number):
        press, engine = _press()
        made, same = (Packer(press) if made_of(number) in PACKED else press).again(number)
        file = _written(made, out)
        operator(engine, Kind.EXPORT, "paper/again", made.registered.subject, number=number, same=same)
        say("operator.paper_again", file=file, number=number, same=same)
        _beside(made, file, pdf)


def _press() -> tuple[Press, Engine]:
    settings = settings_with_log()
    map_domain()
    engine = open_company(settings)
    store = MediaStore(settings.data_dir / "media", ring_of(engine))
    return Press(engine, store, house_of(engine).calendar.zone), engine


def _press_for(reader: str) -> tuple[Press, Person]:
    press, engine = _press()
    with found(reader), read_transaction(engine) as connection:
        return press, called(connection, reader)


def _hand_out(made: Paper, out: Path | None, pdf: bool) -> None:
    file = _written(made, out)
    say("operator.paper_written", file=file, number=made.registered.number)
    _beside(made, file, pdf)


def _written(made: Paper, out: Path | None) -> Path:
    file = out or Path(made.name)
    try:
        whole(file, lambda part: part.write_bytes(made.document))
    except OSError as error:
        stop("operator.paper_not_written", file=file, why=error.strerror or "")
    return file


def _beside(made: Paper, file: Path, wanted: bool) -> None:
    if not wanted:
        return
    try:
        pages = pdf_of(made.document)
    except NoPdf as error:
        stop("operator.no_pdf", why=error.why, file=file)
    beside = file.with_suffix(".pdf")
    whole(beside, lambda part: part.write_bytes(pages))
    say("operator.pdf_written", file=beside)


@contextmanager
def _made(number: str) -> Iterator[None]:
    """End the command with a sentence where there is nothing to make."""
    try:
        yield
    except NoCompany:
        stop("operator.no_company")
    except NotTheirs:
        stop("operator.paper_not_theirs", number=number)
    except NoSuchPeriod:
        stop("operator.no_such_period", named=number)
    except NoSuchNumber:
        stop("operator.no_such_paper", number=number)
    except NoSuchPaper as error:
        stop("operator.paper_not_yet", number=number, why=error.why)
