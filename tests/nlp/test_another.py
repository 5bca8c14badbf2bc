"""Later words beside a hazard just told: which are asked about, and which join it; with the library that is shipped."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from nlp.another import Another, Told, said_to_be_another, says_which
from nlp.places import NOWHERE, FoundPlace, Place, PlaceFinder
from nlp.retrieval import LibraryRetrieval
from storage import directory
from storage.engine import read_transaction
from tests.engines import opened
from tests.nlp.later_sentences import ASKED, JOINED, STILL_ASKED, STILL_JOINED
from workflow.library import Category


@pytest.fixture(scope="module")
def another(demo_sqlite: Path) -> Another:
    """What the demo company knows."""
    engine = opened(f"sqlite:///{demo_sqlite}")
    with read_transaction(engine) as connection:
        classifier = LibraryRetrieval(directory.library(connection))
        areas = [Place(*row) for row in directory.named_areas(connection)]
        machines = [Place(*row) for row in directory.named_equipment(connection)]
    engine.dispose()
    return Another(classifier, PlaceFinder(areas, machines))


def lines(table: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[str, str]]:
    return ((before, later) for before, told in table.items() for later in told)


@pytest.mark.parametrize(("before", "later"), [*lines(ASKED), *STILL_ASKED])
def test_another_kind_place_or_machine_is_asked_about(another: Another, before: str, later: str) -> None:
    assert another.begins(later, another.told_by(before))


@pytest.mark.parametrize(("before", "later"), [*lines(JOINED), *STILL_JOINED])
def test_a_correction_a_place_an_answer_or_more_of_the_same_joins(another: Another, before: str, later: str) -> None:
    assert not another.begins(later, another.told_by(before))


def test_it_is_another_beside_what_was_tapped_too(another: Another) -> None:
    """What a person has settled counts, whatever their words say."""
    tapped = Told("这里不对劲", Category.MECHANICAL, "ME-01", NOWHERE)
    assert another.begins("灭火器过期了", tapped)
    assert not another.begins("防护罩松了", tapped)


def test_words_about_a_part_of_the_place_are_about_the_place(another: Another) -> None:
    shop = another.told_by("冲压车间防护罩松了").place
    assert not another.begins("2号冲床防护罩松了", Told("防护罩松了", Category.MECHANICAL, "ME-01", shop))
    elsewhere = FoundPlace(another.told_by("食堂").place.area_id, None, 1.0)
    assert another.begins("2号冲床防护罩松了", Told("防护罩松了", Category.MECHANICAL, "ME-01", elsewhere))


@pytest.mark.parametrize("later", ["防护罩松了", "guard is loose"])
def test_a_picture_may_show_another_of_the_same_kind(another: Another, later: str) -> None:
    before = another.told_by("冲压2号机防护罩松了")
    assert another.begins(later, before, pictured=True)
    assert not another.begins(later, before)


@pytest.mark.parametrize("later", ["在冲压车间", "不对，是3号机", "2号冲床", "at press 2"])
def test_a_picture_of_what_was_put_right_or_only_placed_is_of_the_same(another: Another, later: str) -> None:
    assert not another.begins(later, another.told_by("冲压2号机防护罩松了"), pictured=True)


@pytest.mark.parametrize(
    ("said", "which"),
    [
        *((said, "more") for said in ("补充", "是补充上一条的", "同一处", "是一条", "add", "The same.")),
        *((said, "apart") for said in ("另报一条", "另一条", "是另外一个", "不是一条", "新的", "another", "separate")),
        *((said, "again") for said in ("好的", "嗯", "提交", "是", "OK", "no")),
        *((said, None) for said in ("插座烧黑了", "新的灭火器也过期了", "add a photo of the socket")),
    ],
)
def test_which_of_the_two_can_be_said_in_words(said: str, which: str | None) -> None:
    assert says_which(said) == which


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("再报一条，食堂灭火器过期了", "食堂灭火器过期了"),
        ("再报一条食堂灭火器过期了", "食堂灭火器过期了"),
        ("我还要再报1个隐患：插座烧黑了", "插座烧黑了"),
        ("另外报个问题 插座烧黑了", "插座烧黑了"),
        ("还有一条，插座烧黑了", "插座烧黑了"),
        ("第二条：插座烧黑了", "插座烧黑了"),
        ("Another one: extinguisher gone", "extinguisher gone"),
        ("one more hazard - oil at gate 3", "oil at gate 3"),
        ("new report: oil at gate 3", "oil at gate 3"),
    ],
)
def test_words_may_say_first_that_they_are_another_report(said: str, told: str) -> None:
    assert said_to_be_another(said) == told


@pytest.mark.parametrize(
    "said",
    [
        "再报一条",
        "再报一条吧",
        "再报修",
        "再报警器响了",
        "再报一次",
        "另报的那条错了",
        "还有一条皮带断了",
        "第二条线防护罩松了",
        "另一处也松了",
        "another hazard in the canteen",
        "one more thing: it is off",
        "灭火器过期了",
    ],
)
def test_others_say_no_such_thing(said: str) -> None:
    assert said_to_be_another(said) == ""
