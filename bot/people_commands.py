"""`hazardline people`: a person taken out of what is kept, as far as the law lets."""

from dataclasses import asdict
from typing import Annotated
from zoneinfo import ZoneInfo

import typer
from sqlalchemy import Engine

from bot.called import called, found
from bot.company import facts_of, utc_now
from bot.console import help_of, say, settings_with_log, stop, worded
from bot.opening import open_company
from storage import erasing
from storage.engine import fold_log, read_transaction
from storage.sealed_types import ring_of
from storage.sheets import SheetStore
from workflow.people import Person

MOST_CASES = 10

people = typer.Typer(help=help_of("people"), no_args_is_help=True, pretty_exceptions_enable=False)


@people.callback()
def group() -> None:
    """Commands about people; without this, one command alone would be no group."""


@people.command(help=help_of("people_erase"))
def erase(
    person: Annotated[str, typer.Argument(help=help_of("people_erase_person"))],
    preview: Annotated[bool, typer.Option("--preview", help=help_of("people_erase_preview"))] = False,
    yes: Annotated[bool, typer.Option("--yes", help=help_of("people_erase_yes"))] = False,
) -> None:
    settings = settings_with_log()
    engine = open_company(settings)
    now = utc_now()
    today = now.astimezone(ZoneInfo(facts_of(engine).time_zone)).date()
    with read_transaction(engine) as connection:
        who = _named(engine, person)
        cases = erasing.open_cases(connection, who)
        if erasing.is_last_administrator(connection, who, today):
            stop("people.last_administrator", name=who.name)
    if cases:
        stop("people.has_work", name=who.name, cases=cases[:MOST_CASES], total=len(cases))
    instead = erasing.pseudonym(who)
    say("people.to_erase", name=who.name, code=who.code, called=instead, **asdict(erasing.kept(engine, who)))
    if preview:
        return
    if not yes and typer.prompt(worded("people.sure").strip(), default="", show_default=False).strip() != who.code:
        stop("people.not_erased")
    struck = erasing.strike_out(engine, who)
    erasing.erase(engine, who, now, today, struck)
    SheetStore(settings.data_dir / "sheets", ring_of(engine)).sweep(0)  # they may stand in one that waits
    fold_log(engine)
    say("people.erased", called=instead, struck=struck)


def _named(engine: Engine, person: str) -> Person:
    with found(person), read_transaction(engine) as connection:
        return called(connection, person)
