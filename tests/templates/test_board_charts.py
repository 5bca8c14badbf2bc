"""The charts of the board as pictures: whole in both languages, with few and with many, and their lights told apart."""

from datetime import date, timedelta
from io import BytesIO
from itertools import combinations

import pytest
from PIL import Image

from templates.board_charts import MOST_BARS, OfDepartment, OfGrade, kinds_picture, standing_picture
from templates.charts import Day, trend_chart
from templates.drawing import GREEN, VERMILLION, YELLOW
from templates.render import LANGUAGES, label
from tests.templates.test_charts import NAMES, SEEN, distance, seen
from tests.templates.test_period_charts import whole

GRADES = [OfGrade("major", 1, 0, 1), OfGrade("larger", 0, 0, 0), OfGrade("general", 6, 11, 32)]


def picture(drawn: bytes) -> Image.Image:
    return Image.open(BytesIO(drawn)).convert("RGB")


def departments(language: str, count: int, most: int = 40) -> list[OfDepartment]:
    names = NAMES[language]
    return [OfDepartment(names[n % len(names)], most - n, (most - n) // 3) for n in range(count)]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("count", [0, 1, 2, MOST_BARS, 12])
def test_how_cases_stand_has_its_room(language: str, count: int) -> None:
    assert whole(picture(standing_picture(GRADES, departments(language, count), language)))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("times", [1, 100])
def test_few_and_many_cases_are_drawn(language: str, times: int) -> None:
    grades = [OfGrade(each.grade, *(times * part for part in each.parts)) for each in GRADES]
    assert whole(picture(standing_picture(grades, departments(language, 3, 40 * times), language)))
    assert whole(picture(standing_picture([OfGrade("general", 0, 0, times)], [], language)))


def test_a_grade_without_cases_takes_no_room_and_what_has_no_department_is_named() -> None:
    one = picture(standing_picture(GRADES[:1], [], "zh_CN"))
    two = picture(standing_picture(GRADES, [], "zh_CN"))
    three = picture(standing_picture([*GRADES[:1], OfGrade("larger", 1, 1, 1), *GRADES[2:]], [], "zh_CN"))
    assert two.height - one.height == three.height - two.height > 0
    bare = [OfDepartment("", 3, 1), OfDepartment("A", 2, 0)]
    named = [OfDepartment(label("zh_CN", "chart", "nobodys"), 3, 1), OfDepartment("A", 2, 0)]
    assert standing_picture(GRADES, bare, "zh_CN") == standing_picture(GRADES, named, "zh_CN")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("count", [1, MOST_BARS, 14])
@pytest.mark.parametrize("most", [20, 99_999])
def test_kinds_have_their_room(language: str, count: int, most: int) -> None:
    names = NAMES[language]
    kinds = [(names[n % len(names)] or "x", most - n) for n in range(count)]
    drawn = picture(kinds_picture(label(language, "category", "construction_structure"), kinds, language))
    assert whole(drawn)


def test_of_many_kinds_the_last_bar_is_that_of_all_others() -> None:
    kinds = [(f"k{n}", 20 - n) for n in range(MOST_BARS + 4)]
    rest = kinds[MOST_BARS - 1 :]
    others = label("zh_CN", "chart", "other_kinds").format(n=len(rest))
    few = [*kinds[: MOST_BARS - 1], (others, sum(n for _, n in rest))]
    assert picture(kinds_picture("", kinds, "zh_CN")).height == picture(kinds_picture("", few, "zh_CN")).height


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("spans", [12, 13, 30])
@pytest.mark.parametrize("most", [0, 3, 9_000])
def test_a_trend_of_days_weeks_or_months_has_its_room(language: str, spans: int, most: int) -> None:
    first = date(2025, 12, 1)
    days = [Day(first + timedelta(days=30 * n), n * most // spans, most // 2, most - n) for n in range(spans)]
    assert whole(picture(trend_chart(days, label(language, "chart", "of_quarter"), language)))


@pytest.mark.parametrize("eyes", SEEN)
def test_whoever_sees_colours_otherwise_tells_the_lights_apart(eyes: str) -> None:
    for one, other in combinations((VERMILLION, YELLOW, GREEN), 2):
        assert distance(seen(one, eyes), seen(other, eyes)) > 20
