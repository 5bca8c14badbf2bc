"""Pictures of a second hazard that come by themselves, before its words or after them: WeCom has no captions."""

import pytest

from tests.scenarios.albums import GUARD, GUARD_EN, cases, part, roles
from tests.scenarios.second_hazards import EXPIRED, EXPIRED_EN, SOCKET, asked
from tests.world import Someone, World, case_of


def pictured(world: World, *, photos: int = 1, after: int = 60, then: int = 8) -> Someone:
    """李强 has reported the guard with a picture; bare pictures came later, and then the words about another hazard."""
    li = ahead(world, photos=photos, after=after)
    world.clock.passes(seconds=then)
    li.sends(EXPIRED, EXPIRED_EN)
    return li


def ahead(world: World, *, photos: int = 1, after: int = 60) -> Someone:
    li = world.person("李强")
    li.sends(GUARD, GUARD_EN, photos=1)
    world.clock.passes(seconds=after)
    for _ in range(photos):
        li.sends(photos=1)
    li.hears("report.confirm", *["photo.added"] * photos)
    return li


def in_each(world: World, *hazards: str) -> list[int]:
    """How many pictures cases have, in the order of their numbers."""
    return [roles(world).count((hazard, "found")) for hazard in hazards or cases(world)]


def submits(li: Someone, times: int = 2) -> None:
    for _ in range(times):
        li.taps("submit")


@pytest.mark.parametrize(("photos", "then"), [(1, 8), (1, 30), (2, 8), (2, 600)])
def test_pictures_go_with_the_words_that_follow_them(told: World, photos: int, then: int) -> None:
    li = pictured(told, photos=photos, then=then)
    (which,) = li.hears("report.another")
    assert which.facts["photos"] == photos
    li.taps("apart")
    (second,) = li.hears("report.confirm")
    assert second.facts["photos"] == photos
    li.taps("submit")
    _, first = li.hears("report.done", "report.confirm")
    assert first.facts["photos"] == 1
    li.taps("submit")
    assert in_each(told) == [photos, 1]


@pytest.mark.parametrize("photos", [1, 2])
def test_they_stay_where_the_words_are_added(told: World, photos: int) -> None:
    li = pictured(told, photos=photos)
    li.taps("more")
    _, confirm = li.hears("report.another", "report.confirm")
    assert confirm.facts["photos"] == 1 + photos
    li.taps("submit")
    assert in_each(told) == [1 + photos]


@pytest.mark.parametrize(("answer", "there"), [("apart", [2, 0]), ("more", [2])])
def test_pictures_that_follow_the_words_go_with_them_too(told: World, answer: str, there: list[int]) -> None:
    li = asked(told)
    for _ in range(2):
        li.sends(photos=1)
    li.taps(answer)
    submits(li, len(there))
    assert in_each(told) == there


@pytest.mark.parametrize("then", [1, 40])
def test_one_before_and_one_after_the_words(world: World, then: int) -> None:
    li = pictured(world)
    world.clock.passes(seconds=then)
    li.sends(photos=1)
    li.taps("apart")
    submits(li)
    assert in_each(world) == [2, 1]


def test_a_picture_within_moments_of_the_first_is_its_own(world: World) -> None:
    li = pictured(world, after=15, then=30)
    (which,) = li.hears("report.another")
    assert which.facts["photos"] == 0
    li.taps("apart")
    submits(li)
    assert in_each(world) == [0, 2]


def test_without_words_of_another_they_are_of_the_first(world: World) -> None:
    li = ahead(world, photos=2)
    li.taps("submit")
    assert in_each(world) == [3]


def test_words_that_put_the_first_right_leave_them_there(world: World) -> None:
    li = ahead(world)
    li.sends("不对，是3号冲床")
    (confirm,) = li.hears("report.confirm")
    assert confirm.facts["photos"] == 2
    world.clock.passes(seconds=60)
    li.sends(EXPIRED)
    (which,) = li.hears("report.another")
    assert which.facts["photos"] == 0


def test_a_picture_of_each_of_two_others(world: World) -> None:
    li = pictured(world)
    li.taps("apart")
    world.clock.passes(seconds=60)
    li.sends(photos=1)
    world.clock.passes(seconds=8)
    li.sends(SOCKET)
    li.taps("apart")
    submits(li, 3)
    assert in_each(world) == [1, 1, 1]


def test_what_comes_after_the_second_claims_nothing_of_it(world: World) -> None:
    li = pictured(world)
    li.taps("apart")
    li.taps("submit")
    world.clock.passes(seconds=60)
    li.skips()
    li.sends(SOCKET)
    (which,) = li.hears("report.another")
    assert which.facts["photos"] == 0
    li.taps("apart")
    submits(li)
    assert in_each(world) == [1, 0, 1]


# Nothing is lost


def test_left_before_the_words_they_are_kept_with_the_first(world: World) -> None:
    li = ahead(world)
    li.sends("取消")
    li.skips()
    li.taps("resume")
    (first,) = li.hears("report.confirm")
    assert first.facts["photos"] == 2
    li.taps("submit")
    assert in_each(world) == [2]


def test_left_while_it_is_asked_they_are_kept_with_it(world: World) -> None:
    li = pictured(world)
    world.clock.passes(days=5)
    world.work()
    world.clock.passes(days=5)
    world.work()
    li.sends("继续")
    li.taps("apart")
    submits(li)
    assert in_each(world) == [1, 1]


def test_the_second_cancelled_keeps_them(world: World) -> None:
    li = pictured(world)
    li.taps("apart")
    li.sends("取消")
    li.taps("submit")
    assert in_each(world) == [1]
    li.sends("继续")
    li.taps("submit")
    assert sorted(in_each(world)) == [1, 1]


def test_going_back_and_telling_it_again_takes_them_along(world: World) -> None:
    li = pictured(world)
    li.sends("返回")
    assert li.everything()[-1].facts["photos"] == 2
    world.clock.passes(seconds=60)
    li.sends(EXPIRED)
    li.taps("apart")
    submits(li)
    assert in_each(world) == [1, 1]


@pytest.mark.parametrize("before_words", [True, False])
def test_one_that_is_deleted_is_counted_no_more(world: World, before_words: bool) -> None:
    li = ahead(world, photos=2) if before_words else pictured(world, photos=2)
    li.deletes(back=1 if before_words else 2)
    if before_words:
        world.clock.passes(seconds=60)
        li.sends(EXPIRED)
    which = li.everything()[-1]
    assert (which.topic, which.facts["photos"]) == ("report.another", 1)
    li.taps("apart")
    submits(li)
    assert in_each(world) == [1, 1]


def test_words_that_are_changed_keep_their_pictures(world: World) -> None:
    li = pictured(world)
    li.taps("apart")
    li.edits("食堂灭火器过期了")
    assert (li.everything()[-1].facts["words"], li.everything()[-1].facts["photos"]) == ("食堂灭火器过期了", 1)


def test_words_that_are_deleted_leave_their_pictures_with_the_first(world: World) -> None:
    li = pictured(world)
    li.deletes()
    _, first = li.hears("report.another", "report.confirm")
    assert (first.facts["words"], first.facts["photos"]) == (GUARD, 2)


def test_words_in_a_late_part_of_the_album_are_of_its_pictures(world: World) -> None:
    li = world.person("李强")
    li.sends(GUARD, photos=1)
    world.clock.passes(seconds=60)
    part(li)
    part(li, EXPIRED)
    li.taps("apart")
    submits(li)
    assert in_each(world) == [2, 1]


def test_in_an_anonymous_report_they_are_its_own(world: World) -> None:
    li = world.person("李强")
    li.sends(f"匿名上报 {GUARD}")
    world.clock.passes(seconds=60)
    li.sends(photos=1)
    li.sends(EXPIRED)
    li.taps("submit")
    assert in_each(world) == [1]
    assert case_of(world).reporter_id != li.id
