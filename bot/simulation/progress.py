"""The bar that shows which day it is in a simulated company."""

from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn
from sqlalchemy import Engine

from bot.simulation.platform import SimulatedPlatform
from bot.simulation.run import Outcome, PhonesOf, Telling, simulate


def lived(engine: Engine, folder: Path, telling: Telling, phones_of: PhonesOf = SimulatedPlatform) -> Outcome:
    """Live it, with a bar on the terminal."""
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.percentage:.0f} %"))
    with Progress(*columns, TimeRemainingColumn(), console=Console(stderr=True), transient=True) as progress:
        bar = progress.add_task("", total=telling.span.days)
        return simulate(
            engine,
            folder,
            telling,
            lambda day: progress.update(bar, advance=1, description=f"{day}"),
            phones_of,
        )
