"""Looking for a case in chat: by number or words, and what is said where nothing is found."""

import pytest
from sqlalchemy import select

from storage import tables
from tests.scenarios.test_whole_life import report
from tests.stories import story
from tests.world import World, case_of


@story("search", "查找", "Looking for a case")
def test_found_by_words_and_by_the_end_of_its_number(told: World) -> None:
    world = told
    owner = report(world)
    owner.skips()
    tail = case_of(world).number[-4:]
    for zh, en in (("找防护罩", "search guard"), (f"查{tail}", f"find {tail}")):
        owner.sends(zh, en)
        owner.hears("search.found")
    owner.taps("1")
    owner.hears("case.card")
    owner.sends("查", "search")
    owner.hears("search.what")
    owner.sends("冲压 机械", "stamping machinery")
    owner.hears("search.found")
    owner.sends("找 没人见过的东西", "search something nobody has seen")
    owner.hears("search.found_none")


@pytest.mark.parametrize("text", ["查 着火", "查 电箱冒烟", "search smoke from a panel"])
def test_a_search_raises_no_alarm(quick_world: World, text: str) -> None:
    li = quick_world.person("李强")
    li.sends(text)
    li.hears("search.found_none")


@pytest.mark.parametrize("text", ["找 救护车 有人晕倒了", "找人 着火了", "查 怎么回事，着火了快来"])
def test_a_cry_that_begins_like_a_search_is_an_alarm(quick_world: World, text: str) -> None:
    li = quick_world.person("李强")
    li.sends(text)
    assert li.skips()[0] == "alarm.raised"


def test_what_is_not_mine_to_see_is_not_found(quick_world: World) -> None:
    world = quick_world
    report(world)
    wang = world.person("王芳")
    for words in ("找 防护罩", f"查 {case_of(world).number}"):
        wang.sends(words)
        wang.hears("search.found_none")


@pytest.mark.parametrize(
    "text",
    [
        "找不到灭火器了，原来挂在门口",
        "查出配电箱漏电",
        "搜身通道堵住了没法走",
        "查配电箱没锁好",
        "查到灭火器过期了",
        "检查配电箱门没关",
        "find the guard of press 2, it is gone",
    ],
)
def test_a_sentence_that_begins_like_a_search_is_a_report(quick_world: World, text: str) -> None:
    li = quick_world.person("李强")
    li.sends(text)
    assert li.skips()[-1].startswith("report.")


@pytest.mark.parametrize("text", ["查0001", "查：0001", "/search 0001", "SEARCH 0001", "搜  防护罩 松了"])
def test_however_it_is_written(quick_world: World, text: str) -> None:
    owner = report(quick_world)
    owner.skips()
    owner.sends(text)
    owner.hears("search.found")


@pytest.mark.parametrize("text", ["找YH-20261123-0001", "查yh-20261123-0001", "查一下0001", "find YH-20261123-0001"])
def test_a_whole_number_needs_no_space(quick_world: World, text: str) -> None:
    owner = report(quick_world)
    owner.skips()
    assert case_of(quick_world).number == "YH-20261123-0001"
    owner.sends(text)
    owner.hears("search.found")


def test_a_name_without_a_space_may_have_been_a_report(quick_world: World) -> None:
    owner = report(quick_world)
    owner.skips()
    owner.sends("查防护罩")
    owner.hears("search.found")
    owner.taps("report")
    assert owner.skips()[-1].startswith("report.")


def test_where_words_are_asked_for_a_name_without_a_space_is_an_answer(quick_world: World) -> None:
    owner = report(quick_world)
    owner.taps("take")
    owner.skips()
    owner.sends("找备件")
    owner.hears("task.received")
    owner.sends("找 防护罩")
    owner.hears("search.found")


def test_who_hides_is_not_asked_what_they_look_for(quick_world: World) -> None:
    li = quick_world.person("李强")
    li.sends("查匿名上报")
    assert "search.found_none" not in li.skips()


@pytest.mark.parametrize("text", ["找 %", "查 " + "长" * 1990, "找 ' OR 1=1 --", "找 \\"])
def test_strange_words_find_nothing_and_break_nothing(quick_world: World, text: str) -> None:
    owner = report(quick_world)
    owner.skips()
    owner.sends(text)
    owner.hears("search.found_none")


def test_in_the_middle_of_a_report_it_is_a_search_and_the_report_waits(world: World) -> None:
    report(world)
    li = world.person("李强")
    li.sends("仓库3号门插座烧黑了", photos=1)
    li.sends("找 防护罩")
    li.hears("report.confirm", "search.found")
    li.taps("submit")
    assert li.skips()[0] == "report.done"
    said = world.rows(select(tables.texts.c.body).order_by(tables.texts.c.id))
    assert said[-1].body == "仓库3号门插座烧黑了"


def test_what_is_not_found_can_be_reported_with_the_same_words(quick_world: World) -> None:
    li = quick_world.person("李强")
    li.sends("找")
    li.sends("3号门口漏油")
    assert li.skips() == ["search.what", "search.found_none"]
    li.taps("report")
    li.hears("report.confirm")


def test_a_later_page_takes_the_place_of_the_first(quick_world: World) -> None:
    world = quick_world
    li = world.person("李强")
    for _ in range(7):
        li.sends("冲压2号机防护罩松了")
        li.taps("submit")
    li.skips()
    li.sends("找 防护罩")
    (first,) = li.hears("search.found")
    assert (first.facts["total"], len(first.facts["items"]), first.facts["many"]) == (7, 5, False)
    li.taps("more")
    (second,) = li.hears("search.found")
    assert len(second.facts["items"]) == 2


@pytest.mark.parametrize("text", ["查防护罩", "查 防护罩", "查0001", "查一下0001"])
def test_a_report_that_waits_to_be_submitted_does_not_take_a_search_for_words(quick_world: World, text: str) -> None:
    world = quick_world
    report(world)
    li = world.person("李强")
    li.sends("冲压1号机插座烧黑了")
    li.skips()
    li.sends(text)
    li.hears("search.found")
    li.taps("submit")
    assert li.skips()[0] == "report.done"
    said = world.rows(select(tables.texts.c.body).order_by(tables.texts.c.id))
    assert said[-1].body == "冲压1号机插座烧黑了"


@story("search_by_the_end", "后四位查编号", "Looking for a case by the end of its number")
def test_four_figures_alone_are_looked_for(told: World) -> None:
    owner = report(told)
    owner.skips()
    owner.sends("0001")
    owner.hears("search.found")
    owner.sends("0009")
    owner.hears("search.found_none")


def test_four_figures_answer_what_is_asked(quick_world: World) -> None:
    li = quick_world.person("李强")
    li.sends("仓库3号门插座烧黑了")
    li.skips()
    li.sends("0001")
    assert "search.found" not in li.skips()
