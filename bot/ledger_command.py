"""`hazardline ledger`: the ledger of some days as one person may see it, as an Excel workbook, and that on record."""

import hashlib
import sys
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress
from sqlalchemy import Engine

from bot import ledger_template
from bot.called import called, found
from bot.company import NoCompany, house_of, utc_now
from bot.console import help_of, say, settings_with_log, stop
from bot.opening import open_company
from bot.whole_file import whole
from storage import ledger as cases
from storage.audit import Kind, record
from storage.engine import read_transaction, write_transaction
from storage.mapping import map_domain
from storage.queries import Viewer
from templates import ledger_book
from templates.render import label
from workflow.digest import bounds
from workflow.events import Fact
from workflow.ledger import Entry
from workflow.permissions import Action

Days = tuple[date, date]  # the first and the last


class MayNot(Exception):
    """They have no right to a ledger."""


class NoSuchDays(Exception):
    """The last day lies before the first."""


def ledger(
    reader: Annotated[str, typer.Option("--for", help=help_of("ledger_for"))],
    first: Annotated[datetime | None, typer.Option("--from", formats=["%Y-%m-%d"], help=help_of("ledger_from"))] = None,
    last: Annotated[datetime | None, typer.Option("--to", formats=["%Y-%m-%d"], help=help_of("ledger_to"))] = None,
    out: Annotated[Path, typer.Option("--out", help=help_of("ledger_out"))] = Path(),
) -> None:
    try:
        engine = open_company(settings_with_log())
        with found(reader):
            file, count = write(engine, reader, first and first.date(), last and last.date(), out)
    except NoCompany:
        stop("operator.no_company")
    except MayNot:
        stop("operator.no_ledger_for", person=reader)
    except NoSuchDays:
        stop("operator.ledger_days")
    except OSError as error:
        stop("operator.ledger_not_written", folder=out, why=error.strerror or "")
    say("operator.ledger_written", file=file, count=count)


def write(
    engine: Engine, named: str, first: date | None, last: date | None, folder: Path, now: datetime | None = None
) -> tuple[Path, int]:
    """Where the ledger stands, and how many cases it has; without days, of this year until today.

    Raises Nobody, Several, MayNot, NoSuchDays, OSError. Nothing is left in the folder that is not whole.
    """
    map_domain()
    now = now or utc_now()
    zone = house_of(engine).calendar.zone
    today = now.astimezone(zone).date()
    last = last or today
    days = (first or last.replace(month=1, day=1), last)
    if days[0] > last:
        raise NoSuchDays
    with read_transaction(engine) as connection:
        viewer = Viewer(called(connection, named), now, today)
        if not viewer.may(Action.EXPORT).reaches:
            raise MayNot
        span = (bounds(days[0], zone)[0], bounds(last, zone)[1])
        language, reader = viewer.person.language, viewer.named(viewer.person.name, viewer.person.name_en)
        title = ledger_book.Title(cases.company_name(connection, viewer), *days, reader, now)
        file = folder / label(language, "ledger", "file").format(first=days[0], last=last)
        told = _told(cases.entries(connection, viewer, span), cases.count(connection, viewer, span))
        columns = ledger_template.in_use(connection, language)
        count = whole(file, lambda part: ledger_book.write(told, part, title, language, zone, columns))
    _on_record(engine, viewer.person.id, file, days, count, now)
    return file, count


def _told(entries: Iterable[Entry], count: int) -> Iterator[Entry]:
    """The same, with a bar on the terminal."""
    with Progress(transient=True, disable=not sys.stderr.isatty(), console=Console(stderr=True)) as bar:
        yield from bar.track(entries, total=count, description=help_of("ledger_progress"))


def _on_record(engine: Engine, person_id: str, file: Path, days: Days, count: int, now: datetime) -> None:
    with file.open("rb") as written:
        digest = hashlib.file_digest(written, "sha256").hexdigest()
    span = {"first": days[0].isoformat(), "last": days[1].isoformat()}
    facts: dict[str, Fact] = {"what": "ledger", **span, "cases": count, "sha256": digest}
    with write_transaction(engine) as connection:
        record(connection, Kind.EXPORT, now, subject_kind="person", subject_id=person_id, facts=facts)
