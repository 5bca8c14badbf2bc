"""The chart of a digest: thirty days of what came in, was closed and is overdue, and where it is overdue.

Drawn for a phone: as wide as its screen, in letters that can be read in the small picture of a chat. Colours are those
of Okabe and Ito, which people tell apart whatever colours they see, and no line differs from another by colour alone.
"""

import gc
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from io import BytesIO
from threading import Lock

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.ticker import MaxNLocator
from pylopdf_fonts_zh_cn import sans_path

from templates.lettering import wrap
from templates.render import label, short_date

WIDTH = 1080
_DPI = 100
_FLOW, _STOCK, _HEAD, _ROW = 400, 340, 100, 84  # heights in pixels: both trends, and of the bars heading and row
_LEFT, _RIGHT, _NAMES = 96, 44, 330
_TEXT, _SMALL = 40, 32  # pixels to the em
_BLUE, _GREEN, _VERMILLION = "#0072B2", "#009E73", "#D55E00"
_INK, _QUIET, _GRID, _OTHERS = "#181C22", "#4B5563", "#D1D5DB", "#9CA3AF"
MOST_BARS = 8
_Bar = tuple[str, int, str]  # name, length, colour
_drawing = Lock()  # matplotlib's drawing is not meant for several threads at once


@dataclass(frozen=True)
class Day:
    """A day of the trend: what came in, what was closed, and how much was overdue at its end."""

    day: date
    new: int
    closed: int
    late: int


def digest_chart(trend: Sequence[Day], overdue: int, departments: Sequence[tuple[str, int]], language: str) -> bytes:
    """A PNG, 1080 wide. departments: name (empty: nobody's) and how many are overdue there, the most first.

    Without departments it is the trend alone. overdue: how many are now, which is where that curve ends.
    """
    bars = _bars(departments, language)
    height = _FLOW + _STOCK + (_HEAD + len(bars) * _ROW + 30 if bars else 0)
    with _drawing:
        figure = Figure(figsize=(WIDTH / _DPI, height / _DPI), dpi=_DPI, facecolor="white")
        FigureCanvasAgg(figure)  # draws without a window, and is forgotten with its figure
        _draw_flow(_panel(figure, height, 0, _FLOW), trend, language)
        today = Day(trend[-1].day + timedelta(days=1), 0, 0, overdue)
        _draw_stock(_panel(figure, height, _FLOW, _STOCK), [*trend[1:], today], language)
        if bars:
            _draw_bars(_panel(figure, height, _FLOW + _STOCK, height - _FLOW - _STOCK, _NAMES), bars, language)
        buffer = BytesIO()
        figure.savefig(buffer, format="png")
    del figure
    gc.collect()  # a figure hangs together in circles, and a process that serves collects those seldom
    return buffer.getvalue()


def _bars(departments: Sequence[tuple[str, int]], language: str) -> list[_Bar]:
    """A bar for each department; of many the last one is that of all that have no other."""
    shown = [(name or label(language, "chart", "nobodys"), count, _VERMILLION) for name, count in departments]
    if len(shown) <= MOST_BARS:
        return shown
    rest = shown[MOST_BARS - 1 :]
    others = label(language, "chart", "others").format(n=len(rest))
    return [*shown[: MOST_BARS - 1], (others, sum(count for _, count, _ in rest), _OTHERS)]


def _panel(figure: Figure, height: int, top: int, tall: int, left: int = _LEFT) -> Axes:
    """Axes between pixels of the picture, with room for a heading above and for days below."""
    above, below = 92, 62
    width = WIDTH - left - _RIGHT
    bottom = height - top - tall + below
    axes = figure.add_axes((left / WIDTH, bottom / height, width / WIDTH, (tall - above - below) / height))
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.spines["bottom"].set_color(_QUIET)
    axes.tick_params(length=0, colors=_QUIET, pad=8)
    return axes


@cache
def _font(size: int) -> FontProperties:
    return FontProperties(fname=str(sans_path()), size=size * 72 / _DPI)


def _heading(axes: Axes, left: int, parts: Sequence[tuple[str, str]]) -> None:
    """Words above a panel, each in its colour, one after another."""
    right = (left - axes.get_position().x0 * WIDTH, 16)
    for text, colour in parts:
        drawn = axes.annotate(
            text, (0, 1), right, "axes fraction", "offset pixels", color=colour, fontproperties=_font(_TEXT)
        )
        width = drawn.get_window_extent().width
        right = (right[0] + width + 28, right[1])


def _draw_flow(axes: Axes, trend: Sequence[Day], language: str) -> None:
    days = range(len(trend))
    axes.plot(days, [day.new for day in trend], color=_BLUE, linewidth=4, solid_capstyle="round")
    axes.plot(days, [day.closed for day in trend], color=_GREEN, linewidth=4, linestyle=(0, (2.2, 1.2)))
    _heading(
        axes,
        44,
        [
            (label(language, "chart", "trend"), _INK),
            (f"━ {label(language, 'chart', 'new')} {sum(day.new for day in trend)}", _BLUE),
            (f"╍ {label(language, 'chart', 'closed')} {sum(day.closed for day in trend)}", _GREEN),
        ],
    )
    _scale(axes, trend, max(max(day.new, day.closed) for day in trend), language)


def _draw_stock(axes: Axes, trend: Sequence[Day], language: str) -> None:
    days, late = range(len(trend)), [day.late for day in trend]
    axes.fill_between(days, late, color=_VERMILLION, alpha=0.22, linewidth=0)
    axes.plot(days, late, color=_VERMILLION, linewidth=5)
    axes.plot(days[-1:], late[-1:], "o", color=_VERMILLION, markersize=13, clip_on=False)
    _heading(axes, 44, [(f"{label(language, 'chart', 'overdue')} {late[-1]}", _VERMILLION)])
    _scale(axes, trend, max(late), language)


def _scale(axes: Axes, trend: Sequence[Day], most: int, language: str) -> None:
    """Whole numbers from nothing up, and the first, a middle and the last day by name."""
    axes.set_xlim(0, len(trend) - 1)
    axes.set_ylim(0, max(most, 2) * 1.12)
    axes.yaxis.set_major_locator(MaxNLocator(3, integer=True))
    axes.grid(axis="y", color=_GRID, linewidth=1.5)
    axes.set_axisbelow(True)
    last = len(trend) - 1
    axes.set_xticks([0, last // 2, last], [short_date(language, trend[at].day) for at in (0, last // 2, last)])
    axes.get_xticklabels()[0].set_horizontalalignment("left")
    axes.get_xticklabels()[-1].set_horizontalalignment("right")
    for tick in (*axes.get_xticklabels(), *axes.get_yticklabels()):
        tick.set_fontproperties(_font(_SMALL))


def _draw_bars(axes: Axes, bars: Sequence[_Bar], language: str) -> None:
    axes.spines["bottom"].set_visible(False)
    axes.set_xticks([])
    axes.set_yticks([])
    _heading(axes, 44, [(label(language, "chart", "by_department"), _INK)])
    rows = range(len(bars))
    axes.barh(rows, [count for _, count, _ in bars], color=[colour for *_, colour in bars], height=0.62)
    axes.set_ylim(len(bars) - 0.5, -0.5)
    axes.set_xlim(0, max(count for _, count, _ in bars) * 1.16)
    for row, (name, count, _) in zip(rows, bars, strict=True):
        lines = "\n".join(wrap(name, _SMALL, _NAMES - 70, 2))
        axes.annotate(
            lines, (0, row), (-14, 0), "data", "offset pixels",
            ha="right", va="center", color=_INK, fontproperties=_font(_SMALL), linespacing=1.0,
        )  # fmt: skip
        axes.annotate(
            str(count), (count, row), (12, 0), "data", "offset pixels",
            va="center", color=_INK, fontproperties=_font(_TEXT),
        )  # fmt: skip
