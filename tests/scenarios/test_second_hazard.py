"""A second hazard told while the first report waits to be submitted: its person says whether it is one more."""

import pytest
from sqlalchemy import select

from storage import tables
from tests.scenarios.albums import GUARD, GUARD_EN, album, cases, part, roles
from tests.scenarios.second_hazards import EXPIRED, EXPIRED_EN, SOCKET, asked, categories
from tests.world import World

# What is asked, and what comes of each answer


def test_it_can_be_another_report_and_the_first_is_asked_about_again_after_it(told: World) -> None:
    li = asked(told)
    (which,) = li.hears("report.another")
    assert [choice["value"] for choice in which.choices] == ["more", "apart"]
    li.taps("apart")
    (second,) = li.hears("report.confirm")
    assert second.facts["words"] == (EXPIRED_EN if told.language == "en" else EXPIRED)
    li.taps("submit")
    _, first = li.hears("report.done", "report.confirm")
    assert first.facts["words"] == (GUARD_EN if told.language == "en" else GUARD)
    li.taps("submit")
    li.hears("report.done")
    assert categories(told) == ["fire", "mechanical"]


def test_it_can_be_more_of_the_first(told: World) -> None:
    li = asked(told)
    li.taps("more")
    _, confirm = li.hears("report.another", "report.confirm")
    assert EXPIRED in confirm.facts["words"] or EXPIRED_EN in confirm.facts["words"]
    li.taps("submit")
    li.hears("report.done")
    assert len(cases(told)) == 1


@pytest.mark.parametrize(("said", "then"), [("1", 1), ("2", 2), ("补充", 1), ("是另一条", 2), ("另报一条", 2)])
def test_it_can_be_answered_by_number_or_in_words(world: World, said: str, then: int) -> None:
    li = asked(world)
    li.sends(said)
    for _ in range(then):
        li.taps("submit")
    assert len(cases(world)) == then


def test_words_that_answer_nothing_are_no_part_of_either(world: World) -> None:
    li = asked(world)
    li.sends("提交")
    li.hears("report.another", "report.another")
    li.taps("apart")
    (second,) = li.hears("report.confirm")
    assert second.facts["words"] == EXPIRED


@pytest.mark.parametrize("seconds", [5, 20])
def test_what_follows_within_moments_completes_the_same_report(world: World, seconds: int) -> None:
    li = asked(world, after=seconds)
    (confirm,) = li.hears("report.confirm")
    assert confirm.facts["words"] == f"{GUARD} {EXPIRED}"


@pytest.mark.parametrize(
    "later",
    [
        "不对，是3号冲床",
        "不是防护罩，是灭火器过期了",
        "在焊接车间",
        "3号冲床",
        "没停机",
        "左边也松了",
        "防护罩松了两天了",
    ],
)
def test_a_correction_a_place_an_answer_and_more_of_the_same_are_not_asked_about(world: World, later: str) -> None:
    li = world.person("李强")
    li.sends(GUARD)
    world.clock.passes(minutes=5)
    li.sends(later)
    li.hears("report.confirm", "report.confirm")


@pytest.mark.parametrize("later", ["3号冲床的防护罩也松了", "焊接车间那边也一样", "另一处也有"])
def test_the_same_kind_in_another_place_is_asked_about(world: World, later: str) -> None:
    li = world.person("李强")
    li.sends(GUARD)
    world.clock.passes(minutes=5)
    li.sends(later)
    li.hears("report.confirm", "report.another")


def test_a_place_is_no_other_one_where_the_first_was_only_assumed(world: World) -> None:
    li = world.person("李强")
    li.sends("防护罩松了")
    world.clock.passes(minutes=5)
    li.sends("焊接车间的防护罩松了")
    li.hears("report.confirm", "report.confirm")


def test_a_place_that_was_tapped_is_one_that_later_words_can_be_apart_from(world: World) -> None:
    li = world.person("李强")
    li.sends("防护罩松了")
    li.taps("place")
    (where,) = [heard for heard in li.everything() if heard.topic == "report.where"]
    li.taps(where.choices[0]["value"])
    while li.everything()[-1].topic == "report.where":
        li.taps("here")
    li.skips()
    world.clock.passes(minutes=5)
    li.sends("食堂防护罩松了")
    li.hears("report.another")


def test_where_the_report_asks_for_words_they_answer_it_however_late(world: World) -> None:
    li = world.person("李强")
    li.sends("这里有点不对劲啊")
    li.hears("report.kind")
    world.clock.passes(minutes=5)
    li.sends(EXPIRED)
    li.hears("report.confirm")


def test_in_an_anonymous_report_nothing_is_asked(world: World) -> None:
    li = world.person("李强")
    li.sends(f"匿名上报 {GUARD}")
    world.clock.passes(minutes=5)
    li.sends(EXPIRED)
    li.taps("submit")
    assert len(cases(world)) == 1


def test_a_finding_of_the_authority_waits_beneath_the_other_report(world: World) -> None:
    officer = world.person("吴静")
    officer.sends("上级检查")
    officer.sends(photos=1)
    officer.sends("市应急管理局")
    officer.sends("应急责改2026-15号")
    officer.sends("12月3日")
    officer.sends(GUARD)
    assert officer.skips()[-1] == "report.confirm"
    for later in ("食堂灭火器过期了", "仓库插座烧黑了"):
        world.clock.passes(minutes=5)
        officer.sends(later)
    officer.taps("apart")
    for _ in range(3):
        officer.taps("submit")
    hazards = tables.hazards.c
    found = world.rows(select(hazards.source_kind, hazards.category).order_by(hazards.number))
    assert [tuple(row) for row in found] == [("worker", "fire"), ("worker", "electrical"), ("authority", "mechanical")]


# Pictures


@pytest.mark.parametrize(("answer", "left"), [("apart", 0), ("more", 1)])
def test_its_picture_goes_where_its_words_go(told: World, answer: str, left: int) -> None:
    li = asked(told, photos=1)
    (which,) = li.hears("report.another")
    assert which.facts["photos"] == 1
    li.taps(answer)
    (confirm,) = li.hears("report.confirm")
    assert confirm.facts["photos"] == 1
    li.taps("submit")
    if answer == "apart":
        (_, first) = li.hears("report.done", "report.confirm")
        assert first.facts["photos"] == left
        li.taps("submit")
    assert roles(told) == [(cases(told)[0], "found")]


def test_a_picture_of_the_same_kind_may_be_of_another_machine(world: World) -> None:
    li = world.person("李强")
    li.sends("防护罩松了", photos=1)
    world.clock.passes(minutes=5)
    li.sends("防护罩松了", photos=1)
    li.hears("report.confirm", "report.another")


def test_a_picture_that_follows_while_it_is_asked_shows_the_second(world: World) -> None:
    li = asked(world)
    li.sends(photos=1)
    li.hears("report.another", "report.another")
    li.taps("apart")
    li.taps("submit")
    li.taps("submit")
    second, _ = cases(world)
    assert roles(world) == [(second, "found")]


def test_a_late_part_of_its_album_is_of_the_second_too(world: World) -> None:
    li = world.person("李强")
    li.sends(GUARD)
    world.clock.passes(minutes=5)
    part(li, EXPIRED)
    part(li, "挂钩也断了")
    li.taps("apart")
    (second,) = [heard for heard in li.everything() if heard.topic == "report.confirm"][1:]
    assert (second.facts["words"], second.facts["photos"]) == (f"{EXPIRED}\n挂钩也断了", 2)
    li.taps("submit")
    li.taps("submit")
    assert roles(world) == [(cases(world)[0], "found")] * 2


def test_an_album_of_several_is_asked_about_as_an_album(world: World) -> None:
    li = world.person("李强")
    li.sends(GUARD)
    world.clock.passes(minutes=5)
    album(li, (EXPIRED, ""), (SOCKET, ""))
    li.hears("report.confirm", "album.several")
