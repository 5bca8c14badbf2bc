"""`hazardline simulate`: a company's life on a virtual calendar, written into a database of its own."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from bot.app import AlreadyRunning, open_database, sole_process
from bot.company import house_of
from bot.console import help_of, say, settings_with_log, stop
from bot.keys import open_keys, with_demo_keys
from bot.simulation.progress import lived
from bot.simulation.run import NotEmpty, Telling, beforehand, hurry, settle, span_of
from storage.schema import migrate

# A year whose public holidays are known; the same for everybody, so that a seed tells the same story everywhere.
FIRST_DAY = "2026-01-01"
OUT = Path("data") / "simulated"


def simulate(
    company: Annotated[str, typer.Option("--company", help=help_of("simulate_company"))] = "demo",
    days: Annotated[int, typer.Option("--days", min=1, max=1100, help=help_of("simulate_days"))] = 365,
    people: Annotated[int, typer.Option("--people", min=25, max=900, help=help_of("simulate_people"))] = 300,
    cases: Annotated[int | None, typer.Option("--cases", min=1, help=help_of("simulate_cases"))] = None,
    seed: Annotated[int, typer.Option("--seed", help=help_of("simulate_seed"))] = 7,
    start: Annotated[datetime, typer.Option("--start", formats=["%Y-%m-%d"], help=help_of("simulate_start"))] = (
        FIRST_DAY  # type: ignore[assignment]
    ),
    out: Annotated[Path, typer.Option("--out", help=help_of("simulate_out"))] = OUT,
    database: Annotated[str, typer.Option("--database", help=help_of("simulate_database"))] = "",
) -> None:
    if company != "demo":
        stop("operator.simulates_demo_only", company=company)
    settings = settings_with_log().model_copy(update={"data_dir": out, "database_url": database})
    engine = open_database(settings)
    try:
        with sole_process(settings):
            hurry(engine)
            migrate(engine)
            with beforehand(start.date()):
                open_keys(engine, with_demo_keys(settings))
                settle(engine, people, start.date(), days, seed)
            span = span_of(start.date(), days, house_of(engine).calendar.zone)
            outcome = lived(engine, out, Telling(span, seed, cases))
    except NotEmpty:
        stop("operator.simulates_into_nothing", database=database or out)
    except AlreadyRunning:
        stop("operator.already_running", data=out)
    figures = outcome.figures
    say(
        "operator.simulated",
        cases=outcome.cases,
        turns=figures.turns,
        messages=sum(figures.heard.values()),
        seconds=round(outcome.seconds),
        rate=round(figures.turns / outcome.seconds),
        data=out,
    )
