"""The chart of a digest: whole, in both languages, and to be read by whoever sees colours otherwise."""

import math
import subprocess
import sys
from collections.abc import Sequence
from datetime import date, timedelta
from io import BytesIO
from itertools import combinations

import pytest
from PIL import Image, ImageChops

from templates import charts, drawing
from templates.charts import MOST_BARS, Day, digest_chart
from templates.drawing import WIDTH
from templates.render import LANGUAGES

NAMES = {
    "zh_CN": ["仓储部", "华东第二制造基地热处理与表面处理联合车间", "质量部", "龘龘部", "", "𠮷野家部"],
    "en": ["Warehousing", "East China Plant 2, Joint Heat and Surface Treatment Shop", "Donaudampfschifffahrtsamt", ""],
}
# How a colour (linear light) is seen by whoever lacks one kind of cone: Machado, Oliveira and Fernandes, 2009.
SEEN = {
    "usual": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "no red": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "no green": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "no blue": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}


def trend(*, new: int = 9, late: int = 20) -> list[Day]:
    first = date(2026, 10, 24)
    return [Day(first + timedelta(days=n), n * 7 % (new + 1), n * 5 % (new + 1), min(n, late)) for n in range(30)]


def departments(language: str, count: int) -> list[tuple[str, int]]:
    names = NAMES[language]
    return [(names[n % len(names)], 100 - 3 * n) for n in range(count)]


def drawn(days: Sequence[Day], of: Sequence[tuple[str, int]], language: str = "zh_CN") -> Image.Image:
    return Image.open(BytesIO(digest_chart(days, days[-1].late, of, language))).convert("RGB")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("count", [0, 1, 6, MOST_BARS, 12])
def test_everything_has_its_room(language: str, count: int) -> None:
    """Nothing is cut off at an edge, however many departments there are and however long their names."""
    picture = drawn(trend(), departments(language, count), language)
    assert picture.width == WIDTH
    inner = Image.new("RGB", picture.size, "white")
    edge = 12
    inner.paste(picture.crop((edge, edge, picture.width - edge, picture.height - edge)), (edge, edge))
    assert ImageChops.difference(picture, inner).getbbox() is None


def test_it_grows_with_the_departments_up_to_a_screen() -> None:
    heights = [drawn(trend(), departments("zh_CN", count)).height for count in (0, 1, 5, MOST_BARS, 12, 40)]
    assert heights == sorted(heights)
    assert heights[0] < heights[1] < heights[2]
    assert heights[3] == heights[5] <= 1600


@pytest.mark.parametrize(("new", "late"), [(0, 0), (1, 0), (0, 1), (9, 20), (4000, 120_000)])
def test_few_and_many_are_drawn(new: int, late: int) -> None:
    assert drawn(trend(new=new, late=late), departments("zh_CN", 3)).width == WIDTH


def test_the_curve_of_what_is_overdue_ends_with_what_is_so_now() -> None:
    before, now = (digest_chart(trend(), overdue, (), "zh_CN") for overdue in (20, 3))
    assert before != now


def test_departments_beyond_the_last_bar_are_one_together() -> None:
    bars = charts._bars(departments("zh_CN", 12), "zh_CN")
    assert len(bars) == MOST_BARS
    assert sum(count for _, count, _ in bars) == sum(count for _, count in departments("zh_CN", 12))
    assert bars[-1][0] == "其他 5 个部门"


@pytest.mark.parametrize("eyes", SEEN)
def test_whoever_sees_colours_otherwise_tells_them_apart(eyes: str) -> None:
    colours = (drawing.BLUE, drawing.GREEN, drawing.VERMILLION)
    for one, other in combinations(colours, 2):
        assert distance(seen(one, eyes), seen(other, eyes)) > 15, (one, other)


@pytest.mark.parametrize("colour", [drawing.BLUE, drawing.GREEN, drawing.VERMILLION, drawing.QUIET])
def test_letters_and_lines_stand_out_from_the_paper(colour: str) -> None:
    red, green, blue = linear(colour)
    assert 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05) >= 3  # of large letters and of lines, WCAG


def linear(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return tuple(c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (red, green, blue))  # type: ignore[return-value]


def seen(colour: str, eyes: str) -> tuple[float, float, float]:
    """A colour in CIELAB as these eyes see it."""
    rgb = [min(max(sum(part * c for part, c in zip(row, linear(colour), strict=True)), 0), 1) for row in SEEN[eyes]]
    to_xyz = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
    xyz = [sum(part * c for part, c in zip(row, rgb, strict=True)) for row in to_xyz]
    x, y, z = (
        v ** (1 / 3) if v > 0.008856 else 7.787 * v + 16 / 116
        for v in (c / white for c, white in zip(xyz, (0.9505, 1, 1.089), strict=True))
    )
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def distance(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    return math.dist(one, other)


def test_a_process_that_draws_none_does_not_load_what_draws_them() -> None:
    loaded = "import sys, bot.app, bot.company; print('matplotlib' in sys.modules)"
    assert (
        subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True, check=True).stdout == "False\n"
    )
