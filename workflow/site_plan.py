"""What may be ordered about the plan picture 平面图 of the company and the outlines of areas on it; what an outline is.

A point is a pair of whole numbers, from 0 to FULL: how far right and how far down it lies on the picture, whatever that
measures. An outline is the points of a polygon in order, its last joined to its first; no points: there is none.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations, pairwise
from typing import Protocol

from workflow.errors import Refused

FULL = 10_000
FEWEST_POINTS, MOST_POINTS = 3, 60
SMALLEST = FULL * FULL // 5_000  # a fiftieth of a percent of the picture: less cannot be seen, nor hit with a finger

Point = tuple[int, int]
Outline = tuple[Point, ...]


@dataclass(frozen=True)
class TakeSitePlan:
    """The picture that was sent to a draft becomes the plan, in the place of any other, whose outlines it takes over.

    plan_id: under which it is kept.
    """

    plan_id: str
    draft_id: str


@dataclass(frozen=True)
class UseSitePlan:
    """A plan of before is used again; none: no plan is. if_now: which has to be in use still, none where none is."""

    plan_id: str | None
    if_now: str | None


@dataclass(frozen=True)
class OutlineArea:
    """Where an area lies on a plan. if_now: how it has to be outlined still, or somebody has outlined it since."""

    plan_id: str
    area_id: str
    outline: Outline
    if_now: Outline


SitePlanCommand = TakeSitePlan | UseSitePlan | OutlineArea


class SitePlans(Protocol):
    """Where plans and outlines are written down."""

    def in_use(self) -> str | None:
        """The id of the plan, held against others until the end of the transaction; none where there is none."""

    def is_kept(self, plan_id: str) -> bool:
        """Whether there is, or was, such a plan."""

    def take(self, plan_id: str, draft_id: str, at: datetime) -> str | None:
        """Keep the last picture of a draft as a plan, in use; the id of its file. None where none has arrived."""

    def use(self, plan_id: str | None, at: datetime) -> None: ...
    def carry_over(self, from_id: str, to_id: str) -> None:
        """Outline the areas on another plan as on this one."""

    def has_area(self, area_id: str) -> bool: ...
    def outline(self, plan_id: str, area_id: str) -> Outline: ...
    def draw(self, plan_id: str, area_id: str, outline: Outline) -> None: ...


def check_outline(outline: Outline) -> None:
    """Refuse what is no outline of anything: too few points, points off the picture, lines that cross."""
    if not outline:
        return
    if not FEWEST_POINTS <= len(outline) <= MOST_POINTS:
        raise Refused("outline_points", fewest=FEWEST_POINTS, most=MOST_POINTS)
    if not all(0 <= each <= FULL for point in outline for each in point):
        raise Refused("outline_off")
    if _crosses_itself(outline):
        raise Refused("outline_crosses")
    if size_of(outline) < SMALLEST:
        raise Refused("outline_small")


def size_of(outline: Sequence[Point]) -> float:
    """The area within, in squares of one whole number (the shoelace formula)."""
    return abs(sum(x * next_y - next_x * y for (x, y), (next_x, next_y) in _sides(outline))) / 2


def label_point(outline: Outline) -> Point:
    """A point within, where a number is read as this outline's: the middle of its widest part at half its height."""
    heights = [y for _, y in outline]
    level = (min(heights) + max(heights)) / 2
    level += 0.25 if level in heights else 0  # between points, so that a corner is no crossing
    crossings = sorted(
        x + (level - y) * (next_x - x) / (next_y - y)
        for (x, y), (next_x, next_y) in _sides(outline)
        if (y < level) != (next_y < level)
    )
    left, right = max(zip(crossings[::2], crossings[1::2], strict=True), key=lambda span: span[1] - span[0])
    return round((left + right) / 2), round(level)


def _sides(outline: Sequence[Point]) -> list[tuple[Point, Point]]:
    return list(pairwise([*outline, outline[0]]))


def _crosses_itself(outline: Outline) -> bool:
    sides = _sides(outline)
    apart = ((one, other) for (m, one), (n, other) in combinations(enumerate(sides), 2) if 1 < n - m < len(sides) - 1)
    return any(_cross(one, other) for one, other in apart)


def _cross(one: tuple[Point, Point], other: tuple[Point, Point]) -> bool:
    """Whether two sides that are no neighbours meet anywhere."""
    a, b, c, d = *one, *other
    turns = (_turn(a, b, c), _turn(a, b, d), _turn(c, d, a), _turn(c, d, b))
    if turns[0] != turns[1] and turns[2] != turns[3]:
        return True
    ends = ((a, b, c), (a, b, d), (c, d, a), (c, d, b))
    return any(turn == 0 and _is_between(*end) for turn, end in zip(turns, ends, strict=True))


def _turn(a: Point, b: Point, c: Point) -> int:
    """1: from a over b to c it turns one way; -1: the other; 0: it goes straight."""
    product = (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
    return (product > 0) - (product < 0)


def _is_between(a: Point, b: Point, c: Point) -> bool:
    """Whether c, which lies on the line through a and b, lies between them."""
    return min(a[0], b[0]) <= c[0] <= max(a[0], b[0]) and min(a[1], b[1]) <= c[1] <= max(a[1], b[1])
