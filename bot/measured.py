"""How often a judgement is right, as a table: a row for all, each language and each domain; measures side by side."""

import sys
from collections.abc import Iterator, Mapping
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from templates.render import label

MEASURES = ("n", "strict", "lenient", "macro_f1", "top3", "coverage", "accepted_lenient", "ece", "major_recall")
WIDE = 150  # characters, where no terminal says how wide it is
NOTHING = "–"


def show_measured(told: Mapping[str, Any], language: str) -> None:
    """Print what nlp.evaluate.report gives, with `intervals` and `baselines` where they are there."""
    table = Table()
    table.add_column()
    for name in MEASURES:
        table.add_column(label(language, "measure", name), justify="right")
    for title, measures, between in _rows(told, language):
        table.add_row(Text(title), *(Text(_cell(measures[name], between.get(name))) for name in MEASURES))
    Console(width=None if sys.stdout.isatty() else WIDE).print(table)


def _rows(told: Mapping[str, Any], language: str) -> Iterator[tuple[str, Mapping[str, Any], Mapping[str, Any]]]:
    intervals = told.get("intervals", {})
    yield label(language, "measure", "overall"), told["overall"], intervals.get("overall", {})
    for part in ("by_lang", "by_domain"):
        for name, measures in told[part].items():
            yield name, measures, intervals.get(part, {}).get(name, {})
    for name, baseline in told.get("baselines", {}).items():
        for part, measures in (("", baseline["overall"]), *baseline["by_lang"].items()):
            # A baseline screens nothing: a share of 0% would read as a search without success.
            yield f"{label(language, 'measure', name)} {part}".strip(), {**measures, "major_recall": None}, {}


def _cell(value: float | int | None, between: tuple[float, float] | None) -> str:
    if value is None:
        return NOTHING
    said = f"{value:,}" if isinstance(value, int) else f"{value:.1%}"
    return f"{said}\n{between[0]:.0%}–{between[1]:.0%}" if between else said
