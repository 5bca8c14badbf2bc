"""Somebody reports what is open already: they are asked once, and either way nothing of theirs is lost."""

import pytest
from sqlalchemy import select

from storage import tables
from tests.scenarios.albums import part, roles
from tests.stories import story
from tests.world import Someone, World, by_id, case_of, kinds_of

WORDS, EN = "冲压2号机防护罩松了", "guard of press 2 is loose"
AGAIN, AGAIN_EN = "2号冲床的护罩松动，防护罩快掉了", "press 2: the guard has come loose"


def reported(world: World) -> Someone:
    """李强 has reported the guard of press 2; its owner."""
    world.asks_same = True
    li = world.person("李强")
    li.sends(WORDS, EN, photos=1)
    li.taps("submit")
    li.skips()
    owner = by_id(world, case_of(world).owner_id)
    owner.skips()
    return owner


def reports(world: World, name: str, words: str = AGAIN, en: str = AGAIN_EN, answer: str = "submit") -> Someone:
    """Somebody reports a hazard with a picture, up to the tap that submits."""
    someone = world.person(name)
    someone.skips()
    someone.sends(words, en, photos=1)
    someone.hears("report.confirm")
    someone.taps(answer)
    return someone


def cases(world: World) -> int:
    return len(world.rows(select(tables.hazards)))


@story("reported_again", "报了别人已经报过的", "Reported by somebody else already")
def test_the_same_hazard_goes_on_in_one_case_and_both_hear_of_its_end(told: World) -> None:
    world = told
    owner = reported(world)
    sun = reports(world, "孙立军")
    sun.hears("report.same")
    case = case_of(world)
    assert case.number in sun.words()
    sun.taps("same")
    sun.hears("report.same_done")
    assert case_of(world).also_reported_by == [sun.id]
    assert kinds_of(world, case.id)[-1] == "reported_again"
    owner.hears("task.reported_again")
    assert (AGAIN if world.language == "zh_CN" else AGAIN_EN) in owner.words()
    owner.taps("take")
    owner.taps("submit")
    owner.sends("换好了", "replaced", photos=1)
    acceptor = by_id(world, case.acceptor_id)
    acceptor.taps("accept")
    acceptor.taps("on_site")
    assert sun.skips()[-1] == "report.closed"
    assert world.person("李强").skips()[-1] == "report.closed"


@story("one_of_several", "查我报过的，别人也报过", "Looking at what one reported as others did")
def test_who_joined_finds_the_case_first_among_their_reports_and_sees_that_they_are_several(told: World) -> None:
    world = told
    owner = reported(world)
    world.clock.passes(hours=2)
    sun = world.person("孙立军")
    sun.sends("灭火器过期了", "extinguisher out of date")
    sun.taps("submit")
    world.clock.passes(hours=2)
    reports(world, "孙立军").taps("same")
    sun.skips()
    sun.sends("我的上报", "my reports")
    (mine,) = sun.hears("my.reports")
    joined, own = mine.facts["items"]
    assert (joined["number"], joined["reporters"], own["reporters"]) == ("YH-20261123-0001", 2, 1)
    sun.taps("1")
    sun.hears("case.card")
    assert ("2 人报过" if world.language == "zh_CN" else "2 people") in sun.words()
    owner.skips()
    owner.sends("我的上报", "my reports")
    owner.hears("my.reports_none")


def test_who_joined_hears_what_a_reporter_hears(quick_world: World) -> None:
    world = quick_world
    owner = reported(world)
    sun = reports(world, "孙立军")
    sun.taps("same")
    sun.skips()
    world.person("李强").skips()
    officer = world.person("韩磊")
    officer.sees(case_of(world).number)
    officer.picks("assign")
    officer.picks(next(name.id for name in world.people() if name.name == "刘洋" and name.id != owner.id))
    assert sun.skips() == world.person("李强").skips() == ["report.reassigned"]


def test_its_picture_is_one_of_the_case(quick_world: World) -> None:
    world = quick_world
    reported(world)
    reports(world, "孙立军").taps("same")
    shown = world.rows(select(tables.attachments.c.role).where(tables.attachments.c.subject_id == case_of(world).id))
    assert [row.role for row in shown] == ["found", "found"]


def joins(world: World, photos: int = 0) -> Someone:
    """孙立军 has said that it is the case that is open."""
    sun = world.person("孙立军")
    sun.sends(AGAIN, AGAIN_EN, photos=photos)
    sun.taps("submit")
    sun.taps("same")
    sun.skips()
    return sun


def test_a_picture_right_after_joining_goes_to_the_joined_case(told: World) -> None:
    owner = reported(told)
    sun = joins(told)
    owner.skips()
    told.clock.passes(seconds=15)
    sun.sends(photos=1)
    sun.hears("photo.joined")
    owner.hears("task.more_pictures")
    assert roles(told) == [(case_of(told).id, "found")] * 2
    assert kinds_of(told, case_of(told).id)[-1] == "pictures_added"


def test_it_can_turn_out_to_show_another_place(quick_world: World) -> None:
    world = quick_world
    owner = reported(world)
    sun = joins(world)
    sun.sends(photos=1)
    owner.skips()
    sun.taps("another_place")
    owner.hears("task.fewer_pictures")
    assert [subject for subject, _ in roles(world)].count(case_of(world).id) == 1


def test_a_picture_later_on_or_after_one_of_theirs_is_a_report_of_its_own(quick_world: World) -> None:
    reported(quick_world)
    sun = joins(quick_world)
    quick_world.clock.passes(seconds=21)
    sun.sends(photos=1)
    sun.hears("report.what")
    sun.sends("取消")
    sun = joins(quick_world, photos=1)
    sun.sends(photos=1)
    sun.hears("report.what")


def test_words_right_after_joining_say_more_of_it(told: World) -> None:
    world = told
    owner = reported(world)
    sun = joins(world)
    owner.skips()
    world.clock.passes(seconds=10)
    more, more_en = "刚才差点夹到手，要快点修", "it nearly caught a hand just now"
    sun.sends(more, more_en)
    sun.hears("photo.joined")
    owner.hears("task.more_pictures")
    assert (more if world.language == "zh_CN" else more_en) in owner.words()
    sun.taps("report")
    sun.hears("report.kind")


@pytest.mark.parametrize(
    ("words", "seconds"), [("灭火器过期了", 5), ("3号冲床的护罩也松了", 5), ("还是那个护罩，又松了", 21)]
)
def test_words_of_another_hazard_or_later_on_are_a_report(quick_world: World, words: str, seconds: int) -> None:
    reported(quick_world)
    sun = joins(quick_world)
    quick_world.clock.passes(seconds=seconds)
    sun.sends(words)
    assert sun.skips()[-1].startswith("report.")
    assert kinds_of(quick_world, case_of(quick_world).id)[-1] == "reported_again"


def test_a_late_part_of_an_album_follows_it_into_the_joined_case(quick_world: World) -> None:
    world = quick_world
    reported(world)
    sun = world.person("孙立军")
    part(sun, AGAIN)
    sun.taps("submit")
    sun.taps("same")
    sun.skips()
    world.clock.passes(hours=1)
    part(sun, "左边也松了")
    sun.hears("photo.joined")
    assert roles(world) == [(case_of(world).id, "found")] * 3


def test_what_is_another_becomes_a_case_of_its_own(quick_world: World) -> None:
    world = quick_world
    reported(world)
    sun = reports(world, "孙立军")
    sun.hears("report.same")
    sun.taps("apart")
    sun.hears("report.done")
    assert cases(world) == 2


VAGUE, VAGUE_EN = "冲压车间防护罩，有人来看看", "guard in the stamping shop, somebody please look"


def test_words_that_leave_it_open_are_asked_about_by_a_picture_that_follows_them(told: World) -> None:
    world = told
    reported(world)
    sun = world.person("孙立军")
    sun.sends(VAGUE, VAGUE_EN)
    sun.skips()
    world.clock.passes(minutes=60)  # the same picture as that of the case
    sun.sends(photos=1)
    sun.hears("photo.added")
    sun.taps("submit")
    sun.hears("report.same")


def test_without_the_picture_they_are_not(quick_world: World) -> None:
    reported(quick_world)
    sun = quick_world.person("孙立军")
    sun.sends(VAGUE)
    sun.skips()
    sun.taps("submit")
    sun.hears("report.done")


def test_another_machine_is_not_asked_about(quick_world: World) -> None:
    world = quick_world
    reported(world)
    reports(world, "孙立军", "3号冲床的护罩松动，防护罩快掉了").hears("report.done")
    assert cases(world) == 2


def test_nobody_is_asked_about_a_case_they_may_not_see(quick_world: World) -> None:
    world = quick_world
    reported(world)
    reports(world, "王芳").hears("report.done")
    assert cases(world) == 2


def test_what_nobody_can_stop_is_not_asked_about_but_called_out(quick_world: World) -> None:
    world = quick_world
    reported(world)
    reports(world, "孙立军", answer="running").hears("report.done")
    assert cases(world) == 2


def test_an_anonymous_report_stays_one_of_its_own(quick_world: World) -> None:
    world = quick_world
    reported(world)
    sun = world.person("孙立军")
    sun.sends(f"匿名举报：{AGAIN}")
    sun.skips()
    sun.taps("submit")
    assert cases(world) == 2


def test_who_has_reported_it_again_is_read_by_the_safety_officer_alone(quick_world: World) -> None:
    world = quick_world
    owner = reported(world)
    sun = reports(world, "孙立军")
    sun.taps("same")
    for someone in (owner, world.person("李强")):
        someone.sees(case_of(world).number)
        assert sun.name not in someone.words()
        assert AGAIN[:10] in someone.words()
    officer = world.person("韩磊")
    officer.sees(case_of(world).number)
    assert sun.name in officer.words()


def test_what_has_ended_while_it_was_asked_takes_nothing_in_and_is_reported_anew(quick_world: World) -> None:
    world = quick_world
    reported(world)
    sun = reports(world, "孙立军")
    sun.hears("report.same")
    officer = world.person("韩磊")
    officer.sees(case_of(world).number)
    officer.taps("more")
    officer.taps("invalid")
    officer.sends("这是旧照片，上周已经换了新的")
    officer.taps("sure")
    sun.taps("same")
    sun.hears("refused.same_ended", "report.same")
    sun.taps("apart")
    sun.hears("report.done")
    assert cases(world) == 2


def test_what_is_closed_or_set_aside_is_asked_about_no_more(quick_world: World) -> None:
    world = quick_world
    world.restarting = False  # it is followed by the process that has read it before
    reported(world)
    reports(world, "孙立军").taps("apart")
    officer = world.person("韩磊")
    for row in world.rows(select(tables.hazards.c.number)):
        officer.sees(row.number)
        officer.taps("more")
        officer.taps("invalid")
        officer.sends("这是旧照片，上周已经换了新的")
        officer.taps("sure")
    reports(world, "孙立军").hears("report.done")
    assert cases(world) == 3


def closed(world: World, owner: Someone) -> str:
    """The case is repaired and accepted; its number."""
    case = case_of(world)
    owner.taps("take")
    owner.taps("submit")
    owner.sends("换好了", "replaced", photos=1)
    acceptor = by_id(world, case.acceptor_id)
    acceptor.taps("accept")
    acceptor.taps("on_site")
    return str(case.number)


@story("came_back", "修好的又坏了", "Fixed, and broken again")
def test_what_comes_back_after_it_was_closed_is_a_new_case_that_names_the_old_one(told: World) -> None:
    world = told
    number = closed(world, reported(world))
    world.clock.passes(days=20)
    sun = reports(world, "孙立军")
    sun.hears("report.done")
    (new,) = [row for row in world.rows(select(tables.hazards)) if row.number != number]
    officer = world.person("韩磊")
    officer.sees(new.number)
    assert number in officer.words()


def test_who_may_not_see_the_old_case_learns_only_that_it_comes_back(told: World) -> None:
    world = told
    number = closed(world, reported(world))
    world.clock.passes(days=20)
    wang = reports(world, "王芳")  # of the warehouse: she sees what she has reported herself
    wang.hears("report.done")
    (new,) = [row for row in world.rows(select(tables.hazards)) if row.number != number]
    wang.sees(new.number)
    assert ("第 2 次" if world.language == "zh_CN" else "Time 2") in wang.words()
    assert number not in wang.words()


def test_after_half_a_year_it_is_new(quick_world: World) -> None:
    world = quick_world
    number = closed(world, reported(world))
    world.clock.passes(days=181)
    sun = reports(world, "孙立军")
    sun.hears("report.done")
    (new,) = [row for row in world.rows(select(tables.hazards)) if row.number != number]
    sun.sees(new.number)
    assert number not in sun.words()
