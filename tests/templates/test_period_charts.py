"""The pictures of a week and of a month: whole, in both languages, and to be read by whoever sees colours otherwise."""

from datetime import date
from io import BytesIO
from itertools import pairwise
from typing import Any

import pytest
from PIL import Image, ImageChops

from templates.drawing import NAMES as NAMES_END
from templates.drawing import WIDTH
from templates.heat_map import Heat, heat_picture, shade_of
from templates.month_chart import MOST_BARS, Month, OfDepartment, month_picture
from templates.render import LANGUAGES
from tests.templates.test_charts import NAMES, SEEN, distance, linear, seen
from workflow.library import Category

KINDS = ("mechanical", "construction_structure", "ppe_behavior", "special_equipment", "confined_space", None)
FIRST, LAST = date(2026, 10, 26), date(2026, 11, 22)


def heat(language: str, areas: int, kinds: int, most: int = 12) -> Image.Image:
    names = [NAMES[language][n % len(NAMES[language])] for n in range(areas - 1)]
    cells = [[(row * 7 + at * 5) % (most + 1) for at in range(kinds)] for row in range(areas)]
    drawn = heat_picture(Heat(FIRST, LAST, [*names, None], KINDS[-kinds:], cells), language)
    return Image.open(BytesIO(drawn)).convert("RGB")


def month(language: str, departments: int, limits: int = 44) -> Image.Image:
    months = [Month(date(2026, 1 + n, 1), n * 7 % 30, n * 5 % 30, min(n * 4, limits), limits) for n in range(12)]
    bars = [
        OfDepartment(NAMES[language][n % len(NAMES[language])], limits - n, limits, limits // 2, n % 2 * limits)
        for n in range(departments)
    ]
    return Image.open(BytesIO(month_picture(months, bars, language))).convert("RGB")


def whole(picture: Image.Image) -> bool:
    """Nothing is cut off at an edge."""
    inner, edge = Image.new("RGB", picture.size, "white"), 12
    inner.paste(picture.crop((edge, edge, picture.width - edge, picture.height - edge)), (edge, edge))
    return picture.width == WIDTH and ImageChops.difference(picture, inner).getbbox() is None


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("areas", "kinds"), [(1, 1), (2, 6), (8, 6), (8, 3)])
def test_every_area_and_category_has_its_room(language: str, areas: int, kinds: int) -> None:
    assert whole(heat(language, areas, kinds))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", list(Category))
def test_every_category_can_be_named_in_the_narrowest_column(language: str, kind: str) -> None:
    drawn = heat_picture(
        Heat(FIRST, LAST, ["A"], [kind, "fire", "height", "vehicle", "other", kind], [[1] * 6]), language
    )
    assert whole(Image.open(BytesIO(drawn)).convert("RGB"))


@pytest.mark.parametrize("most", [0, 1, 120_000])
def test_few_and_many_are_drawn(most: int) -> None:
    assert whole(heat("zh_CN", 4, 6, most))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("departments", [0, 1, MOST_BARS, 12])
def test_a_month_has_its_room(language: str, departments: int) -> None:
    assert whole(month(language, departments))


@pytest.mark.parametrize("limits", [0, 1, 9_999])
def test_a_month_of_few_and_of_many_limits_is_drawn(limits: int) -> None:
    assert whole(month("zh_CN", 3 if limits else 0, limits))


@pytest.mark.parametrize("lived", [1, 2, 12])
def test_a_year_begins_with_the_first_month_that_brought_anything(lived: int) -> None:
    months = [Month(date(2026, 1 + n, 1), n + 3, n, n, n + 4) for n in range(12)]
    nothing = [Month(month.first, 0, 0, 0, 0) for month in months[:-lived]]
    assert month_picture([*nothing, *months[-lived:]], [], "zh_CN") == month_picture(months[-lived:], [], "zh_CN")
    assert whole(Image.open(BytesIO(month_picture(months[-lived:], [], "en"))).convert("RGB"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_numbers_of_a_scale_stand_apart_from_its_title(language: str) -> None:
    left = month(language, 0).crop((44, 420, 90, 700)).convert("L")
    inked = [min(left.crop((0, row, left.width, row + 1)).tobytes()) < 200 for row in range(left.height)]
    edges = [row for row, (above, here) in enumerate(pairwise([False, *inked])) if above != here]
    assert edges[2] - edges[1] >= 10, "between the title and 100"


def test_what_is_pooled_does_not_make_the_areas_pale() -> None:
    def corner(pooled: int) -> Any:
        cells = [[4, 1], [2, 0], [pooled, pooled]]
        drawn = heat_picture(Heat(FIRST, LAST, ["A", "B", None], KINDS[:2], cells), "zh_CN")
        picture = Image.open(BytesIO(drawn)).convert("RGB")
        return picture.getpixel((NAMES_END + 20, picture.height - 36 - 3 * 96 + 20))

    assert corner(90) == corner(3)


def test_what_is_pooled_draws_no_eye() -> None:
    cells = [[4, 9], [90, 99]]
    drawn = heat_picture(Heat(FIRST, LAST, ["A", None], [KINDS[0], None], cells), "zh_CN")
    picture = Image.open(BytesIO(drawn)).convert("L")
    top = picture.height - 36 - 2 * 96 + 20
    corners = [(across, down) for down in (top, top + 96) for across in (NAMES_END + 20, picture.width - 60)]
    alone, *pooled = (picture.getpixel(corner) for corner in corners)
    assert isinstance(alone, int)
    assert alone < 100
    assert all(isinstance(shade, int) and shade > 240 for shade in pooled)


def test_single_cases_are_no_black_spots() -> None:
    cells = [[1, 0], [0, 1]]
    drawn = heat_picture(Heat(FIRST, LAST, ["A", "B"], KINDS[:2], cells), "zh_CN")
    picture = Image.open(BytesIO(drawn)).convert("L")
    shade = picture.getpixel((NAMES_END + 20, picture.height - 36 - 2 * 96 + 20))
    assert isinstance(shade, int)
    assert shade > 150


@pytest.mark.parametrize("number", range(1, 13))
def test_the_number_of_a_cell_stands_out_from_its_shade(number: int) -> None:
    colour, letters = shade_of(number, 12)
    one, other = sorted((luminance(colour), luminance(letters)))
    assert (other + 0.05) / (one + 0.05) >= 3  # of large letters, WCAG


@pytest.mark.parametrize("eyes", SEEN)
def test_more_is_darker_for_all_eyes(eyes: str) -> None:
    shades = [seen(shade_of(number, 12)[0], eyes) for number in range(13)]
    assert [shade[0] for shade in shades] == sorted((shade[0] for shade in shades), reverse=True)
    assert distance(shades[1], shades[12]) > 50


def luminance(colour: str) -> float:
    red, green, blue = linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
