"""People: which roles and departments they hold on a day, how long they have been here, what they are called."""

from datetime import date, timedelta

import pytest

from workflow.people import Language, Membership, Person, Role, in_words

TODAY = date(2026, 11, 23)
WORKER = Membership(Role.WORKER, "production", "/p/s/", date(2020, 1, 1), date(2026, 11, 22))
LEADER = Membership(Role.TEAM_LEADER, "equipment", "/p/s/", date(2026, 11, 23))


def li(*memberships: Membership, hired_on: date | None = None, left_on: date | None = None) -> Person:
    return Person("li", "lq", "李强", Language.ZH_CN, memberships, left_on, "Li Qiang", hired_on)


def test_a_promotion_takes_effect_on_its_day() -> None:
    person = li(WORKER, LEADER)
    yesterday = TODAY - timedelta(days=1)
    assert (person.roles_on(yesterday), person.department_on(yesterday)) == (frozenset({Role.WORKER}), "production")
    assert (person.roles_on(TODAY), person.department_on(TODAY)) == (frozenset({Role.TEAM_LEADER}), "equipment")


def test_a_role_without_a_department_gives_none() -> None:
    duty = Membership(Role.DUTY_LEADER, None, "", date(2020, 1, 1))
    assert li(duty).department_on(TODAY) is None
    assert li(duty, LEADER).department_on(TODAY) == "equipment"


def test_before_the_first_day_there_is_no_role() -> None:
    assert li(LEADER).roles_on(date(2026, 11, 22)) == frozenset()


@pytest.mark.parametrize(
    ("hired_on", "band"),
    [
        (None, "unknown"),
        (date(2026, 11, 23), "under1"),
        (date(2025, 11, 24), "under1"),
        (date(2025, 11, 22), "under3"),
        (date(2023, 11, 24), "under3"),
        (date(2023, 11, 22), "under10"),
        (date(2016, 11, 24), "under10"),
        (date(2016, 11, 22), "over10"),
        (date(1990, 1, 1), "over10"),
    ],
)
def test_seniority_is_told_in_bands(hired_on: date | None, band: str) -> None:
    assert li(hired_on=hired_on).seniority_on(TODAY) == band


def test_one_works_to_the_end_of_the_last_day() -> None:
    leaver = li(left_on=TODAY)
    assert leaver.works_on(TODAY)
    assert not leaver.works_on(TODAY + timedelta(days=1))
    assert li().works_on(TODAY)


@pytest.mark.parametrize(
    ("name_en", "language", "said"),
    [
        ("Stamping", Language.ZH_CN, "冲压车间"),
        ("Stamping", Language.EN, "Stamping"),
        ("", Language.EN, "冲压车间"),
    ],
)
def test_a_thing_without_an_english_name_keeps_its_chinese_one(name_en: str, language: Language, said: str) -> None:
    assert in_words("冲压车间", name_en, language) == said
