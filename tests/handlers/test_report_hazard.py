"""The report's script: what it asks when the library is not sure, and in which order it offers what a thing may be."""

from typing import Any

from handlers.questions import Lookup
from handlers.report_hazard import Draft, report_hazard
from handlers.wanted import MajorSigns
from tests.handlers.journals import after, asks
from workflow.library import Category

ALTERNATIVES = [
    {"category": "vehicle", "entry": "V1", "name": "叉车喇叭不响"},
    {"category": "height", "entry": "H1", "name": "平台没有护栏"},
]


def unsure(lookup: Lookup, alternatives: tuple[dict[str, str], ...] = tuple(ALTERNATIVES)) -> Any:
    """A library that is not sure of anything, and knows of no clause that the words may touch."""
    if isinstance(lookup, MajorSigns):
        return []
    guess = {"category": None, "entry": None, "name": "", "confidence": 0.2, "model": "m/1", "grade": "general"}
    return {
        **guess,
        "named": False,
        "requirement": "",
        "abstained": True,
        "fixed": False,
        "alternatives": list(alternatives),
    }


def _script() -> Any:
    return report_hazard(Draft("draft", "这里不对劲"))


def test_what_the_words_suggest_comes_first_among_the_kinds_then_what_is_most_usual() -> None:
    asked = asks(_script(), after(_script, unsure, {"choice": "none"}), unsure)
    assert asked.question.key == "report.category"
    offered = [option.value for option in asked.question.options]
    assert offered[:4] == ["vehicle", "height", "fire", "electrical"]
    assert offered[-1] == "more"


def test_every_kind_is_offered_once_before_the_list_begins_again() -> None:
    offered: list[str] = []
    pages = [{"choice": "none"}]
    while len(offered) < len(Category):
        asked = asks(_script(), after(_script, unsure, *pages), unsure)
        offered += [option.value for option in asked.question.options if option.value != "more"]
        pages.append({"choice": "more"})
    assert sorted(offered) == sorted(Category)
    assert offered[-1] == Category.OTHER
