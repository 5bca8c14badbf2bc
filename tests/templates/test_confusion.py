"""The picture of what is taken for what: a cell for each pair, darker the larger its share, and every word whole."""

from collections.abc import Mapping
from io import BytesIO

import pytest
from PIL import Image

from templates.confusion import CELL, MARGIN, PAPER, RIGHT, WRONG, confusion_picture
from templates.render import LANGUAGES
from workflow.library import Category

FIRE, WIRES, FLOOR = Category.FIRE, Category.ELECTRICAL, Category.ENVIRONMENT


def picture(counts: Mapping[tuple[Category, Category | None], int], language: str = "en") -> Image.Image:
    return Image.open(BytesIO(confusion_picture(counts, language)), formats=("PNG",)).convert("RGB")


def cells(image: Image.Image, rows: int, columns: int) -> list[list[tuple[int, ...]]]:
    """The colour of each cell, read beside what is written in it."""
    left, top = image.width - MARGIN - columns * CELL, image.height - MARGIN - rows * CELL
    corner = CELL // 8
    return [
        [image.getpixel((left + column * CELL + corner, top + row * CELL + corner)) for column in range(columns)]  # type: ignore[misc]
        for row in range(rows)
    ]


def test_what_is_right_is_of_one_colour_and_what_is_wrong_of_another() -> None:
    shown = cells(picture({(WIRES, WIRES): 3, (FIRE, WIRES): 5}), 2, 2)
    assert shown == [[RIGHT, PAPER], [WRONG, PAPER]]


def test_a_cell_is_the_darker_the_larger_its_share_of_the_row() -> None:
    ((half, other),) = cells(picture({(WIRES, WIRES): 50, (WIRES, FIRE): 50}), 1, 2)
    assert all(abs(2 * part - full - 255) <= 2 for part, full in zip(half, RIGHT, strict=True))
    assert all(abs(2 * part - full - 255) <= 2 for part, full in zip(other, WRONG, strict=True))


def test_where_nothing_was_guessed_there_is_a_column_for_that() -> None:
    shown = cells(picture({(FIRE, FIRE): 1, (FLOOR, None): 1}), 2, 3)
    assert shown == [[RIGHT, PAPER, PAPER], [PAPER, PAPER, WRONG]]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_name_runs_over_the_edge(language: str) -> None:
    every = picture({(category, category): 12345 for category in Category}, language)
    assert every.width == every.height <= 2000
    edges = [(0, 0, every.width, 4), (0, 0, 4, every.height)]
    assert all(
        every.crop(edge).getcolors() == [(every.crop(edge).width * every.crop(edge).height, PAPER)] for edge in edges
    )


def test_the_same_counts_give_the_same_picture() -> None:
    assert confusion_picture({(FIRE, FIRE): 2}, "zh_CN") == confusion_picture({(FIRE, FIRE): 2}, "zh_CN")
    assert confusion_picture({(FIRE, FIRE): 2}, "zh_CN") != confusion_picture({(FIRE, FIRE): 3}, "zh_CN")
