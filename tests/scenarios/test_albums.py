"""An album whose pictures have words of their own: one place, or several hazards."""

from sqlalchemy import select

from storage import tables
from tests.scenarios.albums import GUARD, GUARD_EN, album, cases, part, roles
from tests.world import World, case_of, kinds_of
from workflow.lifecycle import State

THREE = ((GUARD, GUARD_EN), ("灭火器过期了", "extinguisher out of date"), ("插座烧黑了", "socket burnt black"))


def test_an_album_with_several_captions_is_asked_about_and_can_be_one_place(told: World) -> None:
    li = told.person("李强")
    album(li, *THREE[:2], ("", ""))
    (asked,) = li.hears("album.several")
    assert (asked.facts["photos"], asked.facts["count"]) == (3, 2)
    li.taps("same")
    (confirm,) = li.hears("report.confirm")
    assert confirm.facts["photos"] == 3
    assert len(confirm.facts["words"].splitlines()) == 2
    li.taps("submit")
    li.hears("report.done")
    assert roles(told) == [(case_of(told).id, "found")] * 3


def test_each_of_them_can_be_a_hazard_of_its_own_one_after_another(told: World) -> None:
    li = told.person("李强")
    album(li, *THREE)
    li.taps("each")
    li.hears("album.several", "album.next", "report.confirm")
    for count in (2, 3):
        li.taps("submit")
        _, following, confirm = li.hears("report.done", "album.next", "report.confirm")
        assert following.facts == {"number": count, "of": 3}
        assert confirm.facts["photos"] == 1
    li.taps("submit")
    li.hears("report.done")
    assert roles(told) == sorted((case, "found") for case in cases(told))
    assert len(cases(told)) == 3


def test_ten_parts_and_a_pause_in_the_middle_lose_nothing(world: World) -> None:
    li = world.person("李强")
    album(li, *((f"{n}号机防护罩松了", "") for n in range(10)))
    li.taps("each")
    for _ in range(4):
        li.taps("submit")
    li.sends("取消")
    world.clock.passes(days=5)
    world.work()
    li.sends("继续")
    for _ in range(6):
        li.taps("submit")
    li.skips()
    assert len(cases(world)) == 10
    assert roles(world) == sorted((case, "found") for case in cases(world))


def test_what_is_written_meanwhile_is_no_answer_of_a_part_that_waits(world: World) -> None:
    li = world.person("李强")
    album(li, THREE[0], ("冲压车间灭火器过期了", ""), THREE[2])
    li.taps("each")
    li.taps("submit")
    li.sends("匿名")
    li.taps("submit")
    li.skips()
    li.sends("通道地上有油没人管")
    li.hears("report.confirm")
    li.taps("submit")
    _, following, _ = li.hears("report.done", "album.next", "report.confirm")
    assert following.facts == {"number": 3, "of": 3}
    li.taps("submit")
    assert len(cases(world)) == 4
    assert sum(row.reporter_id != li.id for row in world.rows(select(tables.hazards))) == 1


def test_each_part_is_changed_by_itself(world: World) -> None:
    li = world.person("李强")
    album(li, *THREE[:2])
    li.taps("each")
    li.taps("submit")
    li.taps("submit")
    first, second = cases(world)
    li.edits("3号机防护罩松了", back=2)
    assert kinds_of(world, first)[-1] == "message_edited"
    assert kinds_of(world, second)[-1] != "message_edited"


def test_one_more_part_while_it_is_asked_counts_too(world: World) -> None:
    li = world.person("李强")
    album(li, *THREE[:2])
    part(li, "插座烧黑了")
    (_, asked) = li.hears("album.several", "album.several")
    assert asked.facts["count"] == 3
    li.taps("each")
    for _ in range(3):
        li.taps("submit")
    assert len(cases(world)) == 3
    assert roles(world) == sorted((case, "found") for case in cases(world))


def test_pictures_that_follow_while_it_is_asked_are_kept(world: World) -> None:
    li = world.person("李强")
    album(li, *THREE[:2])
    li.sends(photos=1)
    li.taps("each")
    li.taps("submit")
    li.taps("submit")
    first, second = cases(world)
    assert roles(world) == sorted([(first, "found"), (second, "found"), (second, "found")])


def test_a_cry_in_any_part_comes_before_everything(told: World) -> None:
    li = told.person("李强")
    album(li, *THREE[:2], ("二号炉着火了", "furnace 2 is on fire"))
    assert case_of(told).state == State.ALARM


def test_an_album_that_asks_for_no_name_is_one_anonymous_report(world: World) -> None:
    li = world.person("李强")
    album(li, ("匿名上报 " + GUARD, ""), ("灭火器过期了", ""))
    li.taps("submit")
    assert case_of(world).reporter_id != li.id
    assert not world.rows(select(tables.inbox).where(tables.inbox.c.sender == li.code))


def test_while_it_is_asked_the_album_can_become_anonymous(world: World) -> None:
    li = world.person("李强")
    album(li, *THREE[:2])
    li.sends("匿名")
    li.taps("submit")
    case = case_of(world)
    assert case.reporter_id != li.id
    assert roles(world) == [(case.id, "found")] * 2
    assert not world.rows(select(tables.inbox).where(tables.inbox.c.sender == li.code))
