"""A second hazard that was told beside a first report: whichever way that ends, nothing of it is lost."""

from sqlalchemy import select

from storage import tables
from tests.scenarios.albums import GUARD, cases, roles
from tests.scenarios.second_hazards import EXPIRED, SOCKET, asked, categories
from tests.world import World, case_of, kinds_of


def test_a_third_hazard_is_a_report_of_its_own_as_well(world: World) -> None:
    li = asked(world)
    world.clock.passes(seconds=60)
    li.sends(SOCKET, photos=1)
    (_, which) = li.hears("report.another", "report.another")
    assert which.facts["count"] == 2
    li.taps("apart")
    for _ in range(3):
        li.taps("submit")
    assert li.skips() == ["report.confirm", *["report.done", "report.confirm"] * 2, "report.done"]
    assert categories(world) == ["fire", "electrical", "mechanical"]
    assert roles(world) == [(cases(world)[1], "found")]


def test_what_the_first_was_told_by_tap_is_there_after_all_the_others(world: World) -> None:
    li = world.person("李强")
    li.sends("防护罩松了")
    li.taps("place")
    li.sends("后厨")
    for later in (EXPIRED, SOCKET):
        world.clock.passes(minutes=1)
        li.sends(later)
    li.taps("apart")
    li.taps("submit")
    li.taps("submit")
    assert li.everything()[-1].facts["area"] == "后厨"


def test_the_first_cannot_be_submitted_over_others_that_wait(world: World) -> None:
    li = world.person("李强")
    li.sends(GUARD)
    (first,) = li.hears("report.confirm")
    for later in (EXPIRED, SOCKET):
        world.clock.passes(minutes=1)
        li.sends(later)
    li.taps("apart")
    li.taps_token(first.token("submit"))
    assert li.skips()[-2:] == ["card.passed", "report.confirm"]
    for _ in range(3):
        li.taps("submit")
    assert categories(world) == ["fire", "electrical", "mechanical"]


def test_what_follows_at_once_is_more_of_the_second(world: World) -> None:
    li = asked(world)
    world.clock.passes(seconds=10)
    li.sends("挂在门后面那个")
    li.taps("apart")
    assert li.everything()[-1].facts["words"] == f"{EXPIRED}\n挂在门后面那个"


def test_all_that_was_told_can_be_more_of_the_first(world: World) -> None:
    li = asked(world)
    world.clock.passes(seconds=60)
    li.sends(SOCKET)
    li.taps("more")
    assert li.everything()[-1].facts["words"] == f"{GUARD} {EXPIRED} {SOCKET}"


def test_left_unanswered_it_is_kept_and_asked_again_when_it_is_taken_up(world: World) -> None:
    li = asked(world, photos=1)
    world.clock.passes(days=5)
    world.work()
    world.clock.passes(days=5)
    world.work()
    li.skips()
    li.sends("继续")
    li.hears("report.another")
    li.taps("apart")
    li.taps("submit")
    li.taps("submit")
    assert roles(world) == [(cases(world)[0], "found")]
    assert len(cases(world)) == 2


def test_cancelled_it_is_kept_as_well(world: World) -> None:
    li = asked(world)
    li.sends("取消")
    li.skips()
    li.taps("resume")
    li.hears("report.another")


def test_the_second_cancelled_is_kept_and_the_first_is_asked_about(world: World) -> None:
    li = asked(world)
    li.taps("apart")
    li.skips()
    li.sends("取消")
    _, first = li.hears("dialogue.cancelled", "report.confirm")
    assert first.facts["words"] == GUARD
    li.taps("submit")
    li.sends("继续")
    assert li.everything()[-1].facts["words"] == EXPIRED


def test_a_list_in_between_changes_nothing(world: World) -> None:
    li = asked(world)
    li.sends("我的上报")
    li.taps("apart")
    assert li.everything()[-1].facts["words"] == EXPIRED


def test_going_back_takes_the_second_back(world: World) -> None:
    li = asked(world)
    li.sends("返回")
    _, first = li.hears("report.another", "report.confirm")
    assert first.facts["words"] == GUARD


def test_the_first_can_be_submitted_while_the_second_is_made(world: World) -> None:
    li = world.person("李强")
    li.sends(GUARD)
    (first,) = li.hears("report.confirm")
    world.clock.passes(minutes=5)
    li.sends(EXPIRED)
    li.taps_token(first.token("submit"))
    li.hears("report.another", "card.passed", "report.another")
    li.taps("apart")
    li.skips()
    li.taps_token(first.token("submit"))
    li.hears("report.done", "report.confirm")
    li.taps("submit")
    assert categories(world) == ["mechanical", "fire"]


def test_a_second_tap_makes_no_third_report(world: World) -> None:
    li = asked(world)
    li.taps("apart")
    li.taps("apart")
    assert li.skips()[-2:] == ["card.passed", "report.confirm"]
    li.taps("submit")
    li.taps("submit")
    assert len(cases(world)) == 2


# Changed and deleted


def test_changed_into_a_correction_it_is_asked_about_no_more(world: World) -> None:
    li = asked(world)
    li.edits("不对，是3号冲床")
    li.hears("report.another", "report.confirm")


def test_changed_while_it_is_asked_it_is_reported_as_changed(world: World) -> None:
    li = asked(world, photos=1)
    li.edits("食堂灭火器过期了")
    li.taps("apart")
    assert li.everything()[-1].facts["words"] == "食堂灭火器过期了"
    li.taps("submit")
    li.taps("submit")
    assert roles(world) == [(cases(world)[0], "found")]


def test_changed_later_it_is_the_second_that_is_changed(world: World) -> None:
    li = asked(world)
    li.taps("apart")
    li.taps("submit")
    li.taps("submit")
    second, first = cases(world)
    li.edits("食堂灭火器过期了")
    assert kinds_of(world, second)[-1] == "message_edited"
    assert kinds_of(world, first)[-1] != "message_edited"


def test_deleted_while_it_is_asked_it_is_gone_with_its_picture(world: World) -> None:
    li = asked(world, photos=1)
    li.deletes()
    _, first = li.hears("report.another", "report.confirm")
    assert (first.facts["words"], first.facts["photos"]) == (GUARD, 0)


def test_while_it_is_asked_all_of_it_can_become_one_anonymous_report(world: World) -> None:
    li = asked(world, photos=1)
    li.sends("匿名")
    li.taps("submit")
    case = case_of(world)
    assert case.reporter_id != li.id
    assert roles(world) == [(case.id, "found")]
    assert not world.rows(select(tables.inbox).where(tables.inbox.c.sender == li.code))
