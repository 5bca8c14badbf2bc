"""The picture of a week's digest: where what kind of hazard came in, area by category, with the number in each cell.

The darker the more: the scale is cividis, which all eyes see alike, and no number hangs on its colour. What is pooled
(all other areas, all other categories) has no shade: it is more of itself, and would draw the eye to where nothing is.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from matplotlib import colormaps
from matplotlib.axes import Axes
from matplotlib.colors import to_hex, to_rgba
from matplotlib.figure import Figure

from templates.drawing import INK, NAMES, QUIET, RIGHT, SMALL, TEXT, WIDTH, font, heading, name_row, png
from templates.lettering import width_of, wrap
from templates.render import label, short_date

ROW = 96  # pixels
_EMPTY = "#F7F7F9"
_DARK = 0.55  # of the most: from here on letters are white
_DARKEST = 4  # so many at least: a map of single cases is none of black spots
_BELOW = 36
_HEAD = 112  # the heading
_LINES, _UPRIGHT = 3, 136  # for names of categories; and where they are too long for that, slanted
_SLANTED = 250


@dataclass(frozen=True)
class Heat:
    """How many came in from one day to another. None: all other areas, all other categories."""

    first: date
    last: date
    areas: Sequence[str | None]
    categories: Sequence[str | None]
    cells: Sequence[Sequence[int]]


def heat_picture(heat: Heat, language: str) -> bytes:
    """A PNG, 1080 wide."""
    kinds = [
        label(language, "heat", "others") if code is None else label(language, "category", code)
        for code in heat.categories
    ]
    column = (WIDTH - NAMES - RIGHT) // len(kinds)
    slanted = not all(_fits(kind, column) for kind in kinds)
    top = _HEAD + (_SLANTED if slanted else _UPRIGHT)
    height = top + ROW * len(heat.areas) + _BELOW

    def draw(figure: Figure) -> None:
        width = (WIDTH - NAMES - RIGHT) / WIDTH
        axes = figure.add_axes((NAMES / WIDTH, _BELOW / height, width, ROW * len(heat.areas) / height))
        axes.set_axis_off()
        _cells(axes, heat)
        for row, name in enumerate(heat.areas):
            name_row(axes, row, label(language, "heat", "others") if name is None else name)
        for at, kind in enumerate(kinds):
            _name_column(axes, at, kind, column, slanted=slanted)
        span = label(language, "heat", "span").format(
            first=short_date(language, heat.first), last=short_date(language, heat.last)
        )
        heading(axes, [(label(language, "heat", "title"), INK), (span, QUIET)], up=top - 66)

    return png(height, draw)


def _fits(kind: str, column: int) -> bool:
    """Without a Latin word that has to be cut."""
    words = [word for word in kind.split() if word.isascii()]
    return (
        all(width_of(word, SMALL) <= column - 10 for word in words) and len(wrap(kind, SMALL, column - 10, 9)) <= _LINES
    )


def _cells(axes: Axes, heat: Heat) -> None:
    shades = _shades(heat)
    axes.set_xlim(-0.5, len(heat.categories) - 0.5)
    axes.set_ylim(len(heat.areas) - 0.5, -0.5)
    axes.imshow([[to_rgba(cell) for cell, _ in row] for row in shades], aspect="auto", interpolation="nearest")
    for edge in range(1, len(heat.areas)):
        axes.axhline(edge - 0.5, color="white", linewidth=4)
    for edge in range(1, len(heat.categories)):
        axes.axvline(edge - 0.5, color="white", linewidth=4)
    for row, numbers in enumerate(heat.cells):
        for at, number in enumerate(numbers):
            axes.annotate(
                str(number) if number else "·", (at, row), ha="center", va="center",
                color=shades[row][at][1], fontproperties=font(TEXT),
            )  # fmt: skip


def _shades(heat: Heat) -> list[list[tuple[str, str]]]:
    """The colour of each cell and of its number, beside the most of any one area in any one category."""
    named = [[area is not None and kind is not None for kind in heat.categories] for area in heat.areas]
    rows = [list(zip(numbers, one, strict=True)) for numbers, one in zip(heat.cells, named, strict=True)]
    most = max([_DARKEST, *(number for row in rows for number, is_one in row if is_one)])
    return [[shade_of(number, most) if is_one else _pooled(number) for number, is_one in row] for row in rows]


def _pooled(number: int) -> tuple[str, str]:
    return _EMPTY, INK if number else QUIET


def shade_of(number: int, most: int) -> tuple[str, str]:
    """The colour of a cell, the darker the more, and that of its number."""
    if not number:
        return _EMPTY, QUIET
    share = number / most
    return to_hex(colormaps["cividis"](1 - 0.94 * share)), INK if share < _DARK else "#FFFFFF"


def _even(lines: Sequence[str]) -> Sequence[str]:
    """A name without spaces in lines of like length: 特种/设备 reads better than 特种设/备."""
    name = "".join(lines)
    if len(lines) == 1 or name.isascii():
        return lines
    long = math.ceil(len(name) / len(lines))
    return [name[place : place + long] for place in range(0, len(name), long)]


def _name_column(axes: Axes, at: int, kind: str, column: int, *, slanted: bool) -> None:
    lines = kind if slanted else "\n".join(_even(wrap(kind, SMALL, column - 10, _LINES)))
    axes.annotate(
        lines, (at, 1), (16 if slanted else 0, 12), ("data", "axes fraction"), "offset pixels",
        ha="right" if slanted else "center", va="bottom", color=INK, fontproperties=font(SMALL), linespacing=1.0,
        rotation=-38 if slanted else 0, rotation_mode="anchor",
    )  # fmt: skip
