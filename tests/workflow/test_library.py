"""Categories and grades: the company's three grades and the law's two."""

import pytest

from workflow.library import DEFAULT_LIMIT_DAYS, Category, Grade


@pytest.mark.parametrize(
    ("grade", "statutory", "days"),
    [
        (Grade.GENERAL, Grade.GENERAL, 3),
        (Grade.LARGER, Grade.GENERAL, 7),
        (Grade.MAJOR, Grade.MAJOR, 1),
    ],
)
def test_each_grade_has_its_name_before_the_law_and_its_limit(grade: Grade, statutory: Grade, days: int) -> None:
    assert grade.statutory is statutory
    assert DEFAULT_LIMIT_DAYS[grade] == days


def test_every_grade_has_a_limit() -> None:
    assert set(DEFAULT_LIMIT_DAYS) == set(Grade)


def test_the_fourteen_categories_end_with_the_one_for_all_else() -> None:
    assert len(Category) == 14
    assert list(Category)[-1] is Category.OTHER
