"""Anonymous reports that begin with words for another: they name no finder, and that is said once."""

import pytest

from tests.scenarios.hiding import Unnamed, columns_with
from tests.scenarios.test_for_another import words_of
from tests.stories import story
from tests.world import World, case_of


def typist(world: World) -> Unnamed:
    return Unnamed(world.person("孙立军"))


def is_told_once(sun: Unnamed) -> None:
    """The last but one thing in their chat is that no finder is named; before it, their own words."""
    told = [said.text for said in sun.world.platform.talk if said.with_whom == sun.code and said.by_bot]
    sentence = sun.world.company.renderer.render(sun.world.language, "anonymous.no_finder", {}, sun.world.clock.moment)
    sun.world.pause()
    assert told[-2] == sentence
    assert sentence not in told[-1]
    sun.world.platform.talk.clear()


@story("anonymous_for_another", "替别人匿名报", "An anonymous report for another")
def test_an_anonymous_report_names_no_finder_either(told: World) -> None:
    world, sun = told, typist(told)
    sun.sends(
        "替李强报：冲压2号机防护罩松了，王芳也看见了，匿名",
        "for Li Qiang: guard of press 2 is loose, Wang Fang saw it too, anonymous",
    )
    assert sun.skips() == ["report.confirm"]
    sun.taps("submit")
    english = world.language == "en"
    words = "guard of press 2 is loose, Wang Fang saw it too" if english else "冲压2号机防护罩松了，王芳也看见了"
    assert words_of(world) == [words]
    li = world.person("李强")
    assert case_of(world).reporter_id not in (sun.id, li.id)
    assert columns_with(world, li.name, li.name_en) == set()


@pytest.mark.parametrize(
    "text",
    [
        "替李强报：冲压2号机防护罩松了，匿名",
        "替李强匿名报：冲压2号机防护罩松了",
        "匿名替李强报：冲压2号机防护罩松了",
        "匿名：替李强报冲压2号机防护罩松了",
        "替李强报：匿名，冲压2号机防护罩松了",
        "替王二小报：冲压2号机防护罩松了，匿名",
        "替同事匿名上报：冲压2号机防护罩松了",
        "for Li Qiang: 冲压2号机防护罩松了, anonymous",
        "anonymously for Li Qiang: 冲压2号机防护罩松了",
        "report anonymously for Li Qiang: 冲压2号机防护罩松了",
        "for Li Qiang, anonymous: 冲压2号机防护罩松了",
    ],
)
@pytest.mark.parametrize("photos", [0, 1])
def test_however_it_is_said_the_finder_is_left_out(quick_world: World, text: str, photos: int) -> None:
    sun = typist(quick_world)
    sun.sends(text, photos=photos)
    is_told_once(sun)
    sun.taps("submit")
    assert words_of(quick_world) == ["冲压2号机防护罩松了"]


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ("替李强报：冲压2号机防护罩松了", "匿名"),
        ("匿名上报", "替李强报：冲压2号机防护罩松了"),
        ("替别人报", "替李强匿名报：冲压2号机防护罩松了"),
    ],
)
def test_said_later_the_finder_is_left_out_as_well(quick_world: World, first: str, then: str) -> None:
    sun = typist(quick_world)
    sun.sends(first)
    sun.sends(then)
    is_told_once(sun)
    sun.taps("submit")
    assert words_of(quick_world) == ["冲压2号机防护罩松了"]


def test_a_name_alone_is_no_answer_to_what_was_found(quick_world: World) -> None:
    sun = typist(quick_world)
    sun.sends("匿名上报")
    sun.sends("替李强报")
    is_told_once(sun)
    assert sun.skips()[-1] == "anonymous.start"


@pytest.mark.parametrize("said", ["冲压2号机防护罩松了", "匿名：冲压2号机防护罩松了"])
def test_a_change_leaves_the_finder_out(quick_world: World, said: str) -> None:
    sun = typist(quick_world)
    sun.sends(said)
    sun.edits("替李强报：冲压2号机防护罩掉了，匿名")
    is_told_once(sun)
    sun.taps("submit")
    assert words_of(quick_world) == ["冲压2号机防护罩掉了"]
