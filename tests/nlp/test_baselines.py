"""What a judgement has to be better than works as it says: keywords by their number, BM25 by its formula."""

import math
import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.baselines import BASELINES, WORDS, Bm25, KeywordList
from nlp.classifier import Classifier
from tests.nlp.conftest import entry
from workflow.library import Category, LibraryEntry

FEW = {
    "fire": {"chinese": ["灭火器", "火"], "english": ["extinguish", "exit"]},
    "electrical": {"chinese": ["电", "配电箱", "箱门"], "english": ["wire", "panel"]},
    "vehicle": {"chinese": ["车"], "english": ["car", "truck"]},
}


def taken_for(words: str) -> str | None:
    return KeywordList(FEW).judge(words).category


@pytest.mark.parametrize(
    ("words", "category"),
    [
        ("配电箱门坏了", "electrical"),
        ("灭火器过期", "fire"),
        ("an EXTINGUISHER is missing", "fire"),
        ("two cars in the yard", "vehicle"),
        ("cargo in the yard", None),
        ("车间wire破了", "electrical"),
        ("no hardwired thing", None),
        ("灭火器前停了车", "fire"),
        ("", None),
    ],
)
def test_the_category_with_the_most_keywords_is_taken(words: str, category: str | None) -> None:
    assert taken_for(words) == category


def test_a_keyword_within_a_longer_one_counts_once() -> None:
    judged = KeywordList({"fire": FEW["fire"], "vehicle": FEW["vehicle"]}).judge("灭火器和车")
    assert [other.category for other in judged.alternatives] == [Category.FIRE, Category.VEHICLE]
    assert judged.confidence == pytest.approx(1.03 / (1.03 + 1.01))


def test_the_list_that_comes_along_names_every_category_in_both_languages_and_nothing_twice() -> None:
    lists = tomllib.loads(WORDS.read_text("utf-8"))
    assert set(lists) == {str(category) for category in Category}
    for language, least in (("chinese", 10), ("english", 10)):
        words = [word for listed in lists.values() for word in listed[language]]
        assert min(len(listed[language]) for listed in lists.values()) >= least
        assert sorted({word for word in words if words.count(word) > 1}) == []
        assert all(word == word.strip() and len(word) >= 1 for word in words)
        assert all(word.isascii() for word in words) == (language == "english")


@pytest.mark.parametrize(
    ("words", "category"),
    [
        ("二号车间配电箱门损坏", "electrical"),
        ("灭火器压力不足", "fire"),
        ("没测气就下污水池", "confined_space"),
        ("the fire exit is locked", "fire"),
        ("no hard hat on the scaffold, no gloves, no goggles", "ppe_behavior"),
        ("forklift driver speeding, truck reversing", "vehicle"),
    ],
)
def test_the_list_that_comes_along_knows_the_plainest_words(words: str, category: str) -> None:
    assert KeywordList().judge(words).category == category


def test_bm25_ranks_as_its_formula_says() -> None:
    first = entry("A-1", "fire", "general", "灭火器", "x y", "")
    second = entry("B-1", "vehicle", "general", "叉车", "z", "")
    judged = Bm25([first, second]).judge("叉车")
    assert judged.category is Category.VEHICLE
    assert [other.category for other in judged.alternatives] == [Category.VEHICLE]
    both = Bm25([first, second]).judge("z 灭")
    # four texts of 5 (three characters, two pairs), 2, 3 and 1 terms: 2.75 on average; each term stands in one of them
    rarity = math.log(1 + (4 - 1 + 0.5) / (1 + 0.5))
    fire, vehicle = (rarity * 2.5 / (1 + 1.5 * (0.25 + 0.75 * length / 2.75)) for length in (5, 1))
    assert both.category is Category.VEHICLE
    assert both.confidence == pytest.approx(vehicle / (vehicle + fire))


@pytest.mark.parametrize("words", ["冲床护罩掉了", "guard removed from the belt"])
def test_bm25_finds_a_name_said_as_it_is(library: tuple[LibraryEntry, ...], words: str) -> None:
    assert Bm25(library).judge(words).category is Category.MECHANICAL


@pytest.fixture(scope="module")
def baselines(library: tuple[LibraryEntry, ...]) -> list[Classifier]:
    return [make(library, []) for make in BASELINES.values()]


def test_each_bears_a_name_of_its_own(baselines: list[Classifier]) -> None:
    assert len({baseline.model for baseline in baselines}) == len(baselines) >= 2


@given(st.text(max_size=2000))
def test_any_text_is_judged_and_its_chances_make_one_at_most(baselines: list[Classifier], words: str) -> None:
    for baseline in baselines:
        judged = baseline.judge(words)
        assert judged.abstained == (judged.category is None) == (judged.alternatives == ())
        assert sum(other.confidence for other in judged.alternatives) <= 1.0001
        assert len({other.category for other in judged.alternatives}) == len(judged.alternatives) <= 4


def test_of_entries_they_know_nothing(baselines: list[Classifier]) -> None:
    for baseline in baselines:
        within = baseline.judge_within("灭火器", Category.FIRE)
        assert (within.category, within.entry, within.abstained) == (Category.FIRE, None, True)
