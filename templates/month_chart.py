"""The picture of a month: twelve of them with what came in, was closed and put right in time, and by department."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from templates.drawing import (
    BLUE,
    GREEN,
    GRID,
    INK,
    NAMES,
    OTHERS,
    QUIET,
    SMALL,
    VERMILLION,
    font,
    heading,
    name_row,
    panel,
    png,
)
from templates.render import label

MOST_BARS = 8
_FLOW, _RATE, _HEAD, _ROW = 400, 380, 100, 84  # heights in pixels
_RATES = (-6, 106)  # of the scale: half a number's height below 0 and above 100


@dataclass(frozen=True)
class Month:
    """What a month has brought; of so many `limits` so many were `kept`."""

    first: date
    new: int
    closed: int
    kept: int
    limits: int


@dataclass(frozen=True)
class OfDepartment:
    """How many limits it has met of how many, and in the month before."""

    name: str
    kept: int
    limits: int
    kept_before: int
    limits_before: int


def month_picture(months: Sequence[Month], departments: Sequence[OfDepartment], language: str) -> bytes:
    """A PNG, 1080 wide. months: oldest first; departments: a bar for each of the first eight.

    Months before the first in which anything came in, was closed or had to be are left out.
    """
    first = next((at for at, month in enumerate(months) if month.new or month.closed or month.limits), 0)
    months = months[first:]
    bars = departments[:MOST_BARS]
    height = _FLOW + _RATE + (_HEAD + len(bars) * _ROW + 30 if bars else 0)

    def draw(figure: Figure) -> None:
        _draw_flow(panel(figure, height, 0, _FLOW), months, language)
        _draw_rate(panel(figure, height, _FLOW, _RATE), months, language)
        if bars:
            _draw_bars(panel(figure, height, _FLOW + _RATE, height - _FLOW - _RATE, NAMES), bars, language)

    return png(height, draw)


def _draw_flow(axes: Axes, months: Sequence[Month], language: str) -> None:
    at = range(len(months))
    points: dict[str, Any] = {"linewidth": 4, "marker": "o" if len(months) == 1 else "", "markersize": 11}
    axes.plot(at, [month.new for month in months], color=BLUE, solid_capstyle="round", **points)
    axes.plot(at, [month.closed for month in months], color=GREEN, linestyle=(0, (2.2, 1.2)), **points)
    heading(
        axes,
        [
            (label(language, "months", "trend"), INK),
            (f"━ {label(language, 'chart', 'new')} {months[-1].new}", BLUE),
            (f"╍ {label(language, 'chart', 'closed')} {months[-1].closed}", GREEN),
        ],
    )
    most = max(2, *(max(month.new, month.closed) for month in months)) * 1.12
    axes.set_ylim(-0.07 * most, most)
    axes.yaxis.set_major_locator(MaxNLocator(3, integer=True))
    _scale(axes, months, language)


def _draw_rate(axes: Axes, months: Sequence[Month], language: str) -> None:
    """Months without any limit have no rate, and no point."""
    rates = [100 * month.kept / month.limits if month.limits else float("nan") for month in months]
    axes.plot(range(len(months)), rates, "-o", color=VERMILLION, linewidth=4, markersize=11, clip_on=False)
    last = f"{rates[-1]:.0f}%" if months[-1].limits else "–"
    heading(axes, [(f"{label(language, 'months', 'on_time')} {last}", VERMILLION)])
    axes.set_ylim(*_RATES)
    axes.set_yticks([0, 50, 100], ["0", "50", "100"])
    _scale(axes, months, language)


def _scale(axes: Axes, months: Sequence[Month], language: str) -> None:
    """The first, a middle and the last month by name."""
    last = len(months) - 1
    names = {at: label(language, "months", "names").split()[months[at].first.month - 1] for at in (0, last // 2, last)}
    axes.set_xlim(-0.2, last + 0.2)
    axes.grid(axis="y", color=GRID, linewidth=1.5)
    axes.set_axisbelow(True)
    axes.set_xticks(list(names), list(names.values()))
    axes.get_xticklabels()[-1].set_horizontalalignment("right")
    for tick in (*axes.get_xticklabels(), *axes.get_yticklabels()):
        tick.set_fontproperties(font(SMALL))


def _draw_bars(axes: Axes, bars: Sequence[OfDepartment], language: str) -> None:
    """How far each has come to a hundred, and a mark where it was in the month before."""
    axes.spines["bottom"].set_visible(False)
    axes.set_xticks([])
    axes.set_yticks([])
    parts = [(label(language, "months", "by_department"), INK), (f"┃ {label(language, 'months', 'before')}", QUIET)]
    heading(axes, parts)
    axes.set_ylim(len(bars) - 0.5, -0.5)
    axes.set_xlim(0, 160)
    for row, bar in enumerate(bars):
        rate = 100 * bar.kept / bar.limits
        axes.barh([row], [100], color=GRID, height=0.62)
        axes.barh([row], [rate], color=OTHERS, height=0.62)
        if bar.limits_before:
            before = 100 * bar.kept_before / bar.limits_before
            axes.plot([before, before], [row - 0.42, row + 0.42], color=INK, linewidth=6, solid_capstyle="butt")
        name_row(axes, row, bar.name or label(language, "chart", "nobodys"))
        said = f"{rate:.0f}%  {bar.kept}/{bar.limits}"
        axes.annotate(
            said, (100, row), (12, 0), "data", "offset pixels", va="center", color=INK, fontproperties=font(SMALL)
        )
