"""The chart of a digest: thirty days of what came in, was closed and is overdue, and where it is overdue.

Drawn for a phone: as wide as its screen, in letters that can be read in the small picture of a chat. Colours are those
of Okabe and Ito, which people tell apart whatever colours they see, and no line differs from another by colour alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

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
    SMALL,
    TEXT,
    VERMILLION,
    font,
    heading,
    name_row,
    panel,
    png,
)
from templates.render import label, short_date

_FLOW, _STOCK, _HEAD, _ROW = 400, 340, 100, 84  # heights in pixels: both trends, and of the bars heading and row
MOST_BARS = 8
_Bar = tuple[str, int, str]  # name, length, colour


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

    def draw(figure: Figure) -> None:
        _draw_flow(panel(figure, height, 0, _FLOW), trend, label(language, "chart", "trend"), language)
        today = Day(trend[-1].day + timedelta(days=1), 0, 0, overdue)
        _draw_stock(panel(figure, height, _FLOW, _STOCK), [*trend[1:], today], language)
        if bars:
            _draw_bars(panel(figure, height, _FLOW + _STOCK, height - _FLOW - _STOCK, NAMES), bars, language)

    return png(height, draw)


def trend_chart(trend: Sequence[Day], title: str, language: str) -> bytes:
    """A PNG, 1080 wide, of days, weeks or months by their first day; the last one has not ended."""
    height = _FLOW + _STOCK

    def draw(figure: Figure) -> None:
        _draw_flow(panel(figure, height, 0, _FLOW), trend, title, language)
        _draw_stock(panel(figure, height, _FLOW, _STOCK), trend, language)

    return png(height, draw)


def _bars(departments: Sequence[tuple[str, int]], language: str) -> list[_Bar]:
    """A bar for each department; of many the last one is that of all that have no other."""
    shown = [(name or label(language, "chart", "nobodys"), count, VERMILLION) for name, count in departments]
    if len(shown) <= MOST_BARS:
        return shown
    rest = shown[MOST_BARS - 1 :]
    others = label(language, "chart", "others").format(n=len(rest))
    return [*shown[: MOST_BARS - 1], (others, sum(count for _, count, _ in rest), OTHERS)]


def _draw_flow(axes: Axes, trend: Sequence[Day], title: str, language: str) -> None:
    days = range(len(trend))
    axes.plot(days, [day.new for day in trend], color=BLUE, linewidth=4, solid_capstyle="round")
    axes.plot(days, [day.closed for day in trend], color=GREEN, linewidth=4, linestyle=(0, (2.2, 1.2)))
    heading(
        axes,
        [
            (title, INK),
            (f"━ {label(language, 'chart', 'new')} {sum(day.new for day in trend)}", BLUE),
            (f"╍ {label(language, 'chart', 'closed')} {sum(day.closed for day in trend)}", GREEN),
        ],
    )
    _scale(axes, trend, max(max(day.new, day.closed) for day in trend), language)


def _draw_stock(axes: Axes, trend: Sequence[Day], language: str) -> None:
    days, late = range(len(trend)), [day.late for day in trend]
    axes.fill_between(days, late, color=VERMILLION, alpha=0.22, linewidth=0)
    axes.plot(days, late, color=VERMILLION, linewidth=5)
    axes.plot(days[-1:], late[-1:], "o", color=VERMILLION, markersize=13, clip_on=False)
    heading(axes, [(f"{label(language, 'chart', 'overdue')} {late[-1]}", VERMILLION)])
    _scale(axes, trend, max(late), language)


def _scale(axes: Axes, trend: Sequence[Day], most: int, language: str) -> None:
    """Whole numbers from nothing up, and the first, a middle and the last day by name."""
    axes.set_xlim(0, len(trend) - 1)
    axes.set_ylim(0, max(most, 2) * 1.12)
    axes.yaxis.set_major_locator(MaxNLocator(3, integer=True))
    axes.grid(axis="y", color=GRID, linewidth=1.5)
    axes.set_axisbelow(True)
    last = len(trend) - 1
    axes.set_xticks([0, last // 2, last], [short_date(language, trend[at].day) for at in (0, last // 2, last)])
    axes.get_xticklabels()[0].set_horizontalalignment("left")
    axes.get_xticklabels()[-1].set_horizontalalignment("right")
    for tick in (*axes.get_xticklabels(), *axes.get_yticklabels()):
        tick.set_fontproperties(font(SMALL))


def _draw_bars(axes: Axes, bars: Sequence[_Bar], language: str) -> None:
    axes.spines["bottom"].set_visible(False)
    axes.set_xticks([])
    axes.set_yticks([])
    heading(axes, [(label(language, "chart", "by_department"), INK)])
    rows = range(len(bars))
    axes.barh(rows, [count for _, count, _ in bars], color=[colour for *_, colour in bars], height=0.62)
    axes.set_ylim(len(bars) - 0.5, -0.5)
    axes.set_xlim(0, max(count for _, count, _ in bars) * 1.16)
    for row, (name, count, _) in zip(rows, bars, strict=True):
        name_row(axes, row, name)
        axes.annotate(
            str(count), (count, row), (12, 0), "data", "offset pixels",
            va="center", color=INK, fontproperties=font(TEXT),
        )  # fmt: skip
