"""What simulated people report: hazards of their own trade, in words that fit wherever they are."""

import random

import pytest

from bot.simulation.seasons import Phrases
from storage.directory import shipped_library
from workflow.library import Industry

LIBRARY = shipped_library()
PLANT = (Industry.MACHINERY, Industry.WAREHOUSE)


def told(industries: tuple[Industry, ...], language: str) -> set[str]:
    phrases, chance = Phrases(LIBRARY, industries), random.Random(7)
    return {phrases.again(chance, language) for _ in range(4000)} | {
        phrases.major(chance, language) for _ in range(1000)
    }


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_a_plant_reports_nothing_of_mines_and_railways(language: str) -> None:
    strange = {name for entry in LIBRARY if entry.industry not in (None, *PLANT) for name in entry.aliases}
    ours = {name for entry in LIBRARY if entry.industry in (None, *PLANT) for name in entry.aliases}
    said = told(PLANT, language)
    assert len(said) > 500
    assert said <= ours
    assert not said & (strange - ours)


def test_a_company_that_does_not_say_what_it_does_finds_all_of_them() -> None:
    coal = {name for entry in LIBRARY if entry.industry is Industry.COAL for name in entry.aliases}
    assert told((), "zh_CN") & coal


@pytest.mark.parametrize(
    ("language", "place", "somewhere"),
    [
        ("zh_CN", "焊接车间", ("喷漆房", "仓库", "宿舍", "食堂")),
        ("en", "welding shop", ("warehouse", "canteen", "dormitor")),
    ],
)
def test_a_report_names_one_place(language: str, place: str, somewhere: tuple[str, ...]) -> None:
    phrases, chance = Phrases(LIBRARY, PLANT), random.Random(7)
    reports = [phrases.of(chance, 10, place, language) for _ in range(2000)]
    assert sum(place in report for report in reports) > 1800
    assert not [report for report in reports if any(other in report.replace(place, "") for other in somewhere)]
