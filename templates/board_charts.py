"""The charts of the board as pictures for a chat: how open cases stand, and of what kinds they are.

Drawn as those of a digest are (`templates/drawing.py`); each number stands in or beside its bar, none hangs
on a colour.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from templates.drawing import (
    BLUE,
    GREEN,
    INK,
    NAMES,
    OTHERS,
    QUIET,
    SMALL,
    VERMILLION,
    YELLOW,
    font,
    heading,
    name_row,
    panel,
    png,
)
from templates.render import label

MOST_BARS = 8
_HEAD, _LEGEND, _ROW, _BELOW = 100, 54, 84, 30  # heights in pixels
_NARROW = 0.055  # of the longest bar: a part that is narrower has no room for its number
_LIGHTS = (("red", VERMILLION, "#FFFFFF"), ("yellow", YELLOW, INK), ("green", GREEN, "#FFFFFF"))


@dataclass(frozen=True)
class OfGrade:
    """How many open cases of a grade stand in which light."""

    grade: str
    red: int
    yellow: int
    green: int

    @property
    def parts(self) -> tuple[int, int, int]:
        return (self.red, self.yellow, self.green)


@dataclass(frozen=True)
class OfDepartment:
    """name: empty where nobody has them."""

    name: str
    open: int
    overdue: int


def standing_picture(grades: Sequence[OfGrade], departments: Sequence[OfDepartment], language: str) -> bytes:
    """A PNG, 1080 wide: open cases by grade and light, and by department, of which those that are overdue."""
    shown = [grade for grade in grades if sum(grade.parts)]
    bars = _of_departments(departments, language)
    first = _HEAD + _LEGEND + len(shown) * _ROW + _BELOW
    height = first + (_HEAD + len(bars) * _ROW + _BELOW if bars else 0)

    def draw(figure: Figure) -> None:
        _draw_grades(_rows(figure, height, 0, first, len(shown), _LEGEND), shown, language)
        if bars:
            _draw_departments(_rows(figure, height, first, height - first, len(bars)), bars, language)

    return png(height, draw)


def kinds_picture(title: str, kinds: Sequence[tuple[str, int]], language: str) -> bytes:
    """A PNG, 1080 wide: a bar for each kind with its number and its share of all, the largest first."""
    total = sum(count for _, count in kinds)
    bars = [(name, count, BLUE) for name, count in kinds]
    if len(bars) > MOST_BARS:
        rest = kinds[MOST_BARS - 1 :]
        others = label(language, "chart", "other_kinds").format(n=len(rest))
        bars = [*bars[: MOST_BARS - 1], (others, sum(count for _, count in rest), OTHERS)]
    height = _HEAD + len(bars) * _ROW + _BELOW

    def draw(figure: Figure) -> None:
        axes = _rows(figure, height, 0, height, len(bars))
        heading(axes, [(title, INK), (label(language, "chart", "came").format(n=total), QUIET)])
        axes.set_xlim(0, max(count for _, count, _ in bars) * 1.5)
        for row, (name, count, colour) in enumerate(bars):
            axes.barh(row, count, color=colour, height=0.62)
            name_row(axes, row, name)
            _number(
                axes, row, count, label(language, "chart", "share").format(n=count, share=round(100 * count / total))
            )

    return png(height, draw)


def _rows(figure: Figure, height: int, top: int, tall: int, rows: int, more: int = 0) -> Axes:
    """Bare axes for rows of bars, the first one on top. more: room above them beside the heading's."""
    axes = panel(figure, height, top + more, tall - more, NAMES)
    axes.spines["bottom"].set_visible(False)
    axes.set_xticks([])
    axes.set_yticks([])
    axes.set_ylim(rows - 0.5, -0.5)
    return axes


def _number(axes: Axes, row: int, end: float, words: str) -> None:
    axes.annotate(
        words, (end, row), (12, 0), "data", "offset pixels", va="center", color=INK, fontproperties=font(SMALL)
    )  # fmt: skip


def _of_departments(departments: Sequence[OfDepartment], language: str) -> list[OfDepartment]:
    """Of many the last one is that of all that have no bar of their own; a single one says nothing more."""
    if len(departments) < 2:
        return []
    named = [
        OfDepartment(one.name or label(language, "chart", "nobodys"), one.open, one.overdue) for one in departments
    ]
    if len(named) <= MOST_BARS:
        return named
    rest = named[MOST_BARS - 1 :]
    others = label(language, "chart", "others").format(n=len(rest))
    return [*named[: MOST_BARS - 1], OfDepartment(others, sum(o.open for o in rest), sum(o.overdue for o in rest))]


def _draw_grades(axes: Axes, grades: Sequence[OfGrade], language: str) -> None:
    longest = max(sum(grade.parts) for grade in grades)
    axes.set_xlim(0, longest * 1.16)
    heading(
        axes, [(label(language, "chart", "open").format(n=sum(sum(g.parts) for g in grades)), INK)], up=16 + _LEGEND
    )
    legend: list[tuple[str, str]] = []
    for at, (light, colour, _) in enumerate(_LIGHTS):
        legend += [("■", colour), (f"{label(language, 'chart', light)} {sum(each.parts[at] for each in grades)} ", INK)]
    heading(axes, legend, size=SMALL, gap=12)
    for row, grade in enumerate(grades):
        name_row(axes, row, label(language, "grade", grade.grade))
        left = 0
        for (_, colour, ink), number in zip(_LIGHTS, grade.parts, strict=True):
            width = 3 if number else 0
            axes.barh(row, number, left=left, color=colour, height=0.62, edgecolor="white", linewidth=width)
            if number >= longest * _NARROW:
                middle, font_ = (left + number / 2, row), font(SMALL)
                axes.annotate(str(number), middle, ha="center", va="center", color=ink, fontproperties=font_)
            left += number
        hidden = any(0 < number < longest * _NARROW for number in grade.parts)
        _number(axes, row, left, f"{left} ({' + '.join(map(str, grade.parts))})" if hidden else str(left))


def _draw_departments(axes: Axes, bars: Sequence[OfDepartment], language: str) -> None:
    heading(axes, [(label(language, "chart", "open_by_department"), INK)])
    axes.set_xlim(0, max(bar.open for bar in bars) * 1.5)
    for row, bar in enumerate(bars):
        name_row(axes, row, bar.name)
        axes.barh(row, bar.open, color=OTHERS, height=0.62)
        axes.barh(row, bar.overdue, color=VERMILLION, height=0.62)
        late = label(language, "chart", "of_which_late").format(n=bar.open, late=bar.overdue)
        _number(axes, row, bar.open, late if bar.overdue else str(bar.open))
