"""Figures: a name, a number with its unit, how far repetitions lay apart, and what was aimed at."""

import math
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

BEGIN = "<!-- written by make bench: begin -->"
END = "<!-- written by make bench: end -->"
HEADINGS = ("what", "measured", "repetitions", "aim", "")


@dataclass(frozen=True)
class Aim:
    """What a figure should reach: at least, or at most, so much of its unit."""

    bound: float
    at_least: bool = False

    def is_met(self, value: float) -> bool:
        return value >= self.bound if self.at_least else value <= self.bound

    def __str__(self) -> str:
        return f"{'≥' if self.at_least else '≤'} {self.bound:g}"


@dataclass(frozen=True)
class Figure:
    """One line of the table. `value` is the median where there are several `repetitions`."""

    name: str
    value: float
    unit: str
    aim: Aim | None = None
    repetitions: tuple[float, ...] = ()

    def cells(self) -> tuple[str, ...]:
        """The line as words, in the order of HEADINGS."""
        spread = " ".join(short(value) for value in self.repetitions)
        met = "" if self.aim is None else "met" if self.aim.is_met(self.value) else "missed"
        return self.name, f"{short(self.value)} {self.unit}", spread, str(self.aim or ""), met


def repeated(name: str, values: Sequence[float], unit: str, aim: Aim | None = None) -> Figure:
    """A figure that was measured several times."""
    return Figure(name, statistics.median(values), unit, aim, tuple(values))


def percentile(values: Iterable[float], share: float) -> float:
    """By nearest rank: the smallest value that at least this share of all values does not exceed."""
    ordered = sorted(values)
    return ordered[max(math.ceil(share * len(ordered)) - 1, 0)]


def short(value: float) -> str:
    """Three significant digits, or every digit before the point."""
    return f"{value:.0f}" if value >= 100 else f"{value:.3g}"


def table(figures: Iterable[Figure]) -> str:
    """The figures as a Markdown table, its columns aligned so that a terminal shows it well."""
    rows = [HEADINGS, *(figure.cells() for figure in figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADINGS))]
    padded = [[cell.ljust(width) for cell, width in zip(row, widths, strict=True)] for row in rows]
    heading, *lines = (f"| {' | '.join(row)} |" for row in padded)
    rule = f"|{'|'.join('-' * (width + 2) for width in widths)}|"
    return "\n".join([heading, rule, *lines])


def with_block(document: str, block: str) -> str:
    """The document with what stands between its two marks replaced. Raises ValueError when the marks are missing."""
    before, begin, rest = document.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError("the marks of the figures are missing")
    return f"{before}{BEGIN}\n\n{block.strip()}\n\n{END}{after}"
