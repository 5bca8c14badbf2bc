"""Trains models on the command line, with a bar that grows. What training needs is imported with this module."""

import shlex
import sys
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from nlp.card import write_card
from nlp.doubtful import has_reports
from nlp.material import Material
from nlp.train import train as train_category
from nlp.train_quality import train_quality
from workflow.library import LibraryEntry

CATEGORY, QUALITY = "category", "quality"


def train(
    data: Path,
    material: Material,
    out: Path,
    entries: Sequence[LibraryEntry],
    seed: int,
    start: Path | None,
    linear_only: bool,
) -> None:
    """Into folders of `out`: what judges categories, and where reports are known as sham, what judges quality.

    material: what was gathered of `data`.

    Raises OSError, BadLine, UnusableModel.
    """
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[loss]}"))
    with Progress(*columns, TimeRemainingColumn(), console=Console(stderr=True)) as bars:
        known: dict[str, TaskID] = {}

        def grow(what: str, step: int, steps: int, loss: float) -> None:
            if what not in known:
                known[what] = bars.add_task(what, total=steps, loss="")
            bars.update(known[what], completed=step, loss=f"{loss:.3f}")

        made = train_category(material, out / CATEGORY, entries, seed, grow, start=start, linear_only=linear_only)
    command = shlex.join(["hazardline", *sys.argv[1:]])
    write_card(made, out / CATEGORY, seed, command)
    if has_reports(data):
        train_quality(data, out / QUALITY, seed, entries)
