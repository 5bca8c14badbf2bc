"""How the pictures of digests are drawn: as wide as a phone, in letters that are read in the small picture of a chat.

Colours are those of Okabe and Ito, which people tell apart whatever colours they see.
"""

import gc
from collections.abc import Callable, Sequence
from functools import cache
from io import BytesIO
from threading import Lock

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from pylopdf_fonts_zh_cn import sans_path

from templates.lettering import wrap

WIDTH = 1080
LEFT, RIGHT, NAMES = 96, 44, 330  # room beside a panel, and for names of departments or areas
TEXT, SMALL = 40, 32  # pixels to the em
BLUE, GREEN, VERMILLION, YELLOW = "#0072B2", "#009E73", "#D55E00", "#F0E442"
INK, QUIET, GRID, OTHERS = "#181C22", "#4B5563", "#D1D5DB", "#9CA3AF"
_DPI = 100
_drawing = Lock()  # matplotlib's drawing is not meant for several threads at once


def png(height: int, draw: Callable[[Figure], None]) -> bytes:
    """A picture, 1080 wide."""
    with _drawing:
        figure = Figure(figsize=(WIDTH / _DPI, height / _DPI), dpi=_DPI, facecolor="white")
        FigureCanvasAgg(figure)  # draws without a window, and is forgotten with its figure
        draw(figure)
        buffer = BytesIO()
        figure.savefig(buffer, format="png")
    del figure
    gc.collect()  # a figure hangs together in circles, and a process that serves collects those seldom
    return buffer.getvalue()


def panel(figure: Figure, height: int, top: int, tall: int, left: int = LEFT) -> Axes:
    """Axes between pixels of the picture, with room for a heading above and for days below."""
    above, below = 92, 62
    width = WIDTH - left - RIGHT
    bottom = height - top - tall + below
    axes = figure.add_axes((left / WIDTH, bottom / height, width / WIDTH, (tall - above - below) / height))
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.spines["bottom"].set_color(QUIET)
    axes.tick_params(length=0, colors=QUIET, pad=8)
    return axes


@cache
def font(size: int) -> FontProperties:
    return FontProperties(fname=str(sans_path()), size=size * 72 / _DPI)


def heading(
    axes: Axes, parts: Sequence[tuple[str, str]], left: int = 44, up: int = 16, size: int = TEXT, gap: int = 28
) -> None:
    """Words above a panel, each in its colour, one after another."""
    right = (left - axes.get_position().x0 * WIDTH, up)
    for text, colour in parts:
        drawn = axes.annotate(
            text, (0, 1), right, "axes fraction", "offset pixels", color=colour, fontproperties=font(size)
        )
        width = drawn.get_window_extent().width
        right = (right[0] + width + gap, right[1])


def name_row(axes: Axes, row: int, name: str) -> None:
    """The name of a row of bars or cells, in at most two lines on its left."""
    lines = "\n".join(wrap(name, SMALL, NAMES - 70, 2))
    axes.annotate(
        lines, (0, row), (-14, 0), ("axes fraction", "data"), "offset pixels",
        ha="right", va="center", color=INK, fontproperties=font(SMALL), linespacing=1.0,
    )  # fmt: skip
