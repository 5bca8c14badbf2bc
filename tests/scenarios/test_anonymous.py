"""Anonymous reports: told their whole life, begun, given up, forgotten; and a name in their words asked about."""

import pytest
from sqlalchemy import select

from storage import tables
from templates.render import label
from tests.scenarios.hiding import Unnamed, columns_with, files, joined_to, stored
from tests.scenarios.unnamed import accepted, anonymous_report, camera_photograph, reporter
from tests.stories import story
from tests.world import World, by_id, case_of, kinds_of
from workflow.anonymous import EXPIRES, NUDGE
from workflow.lifecycle import State


@story("anonymous", "匿名上报", "An anonymous report")
def test_its_reporter_is_answered_to_the_end_and_opens_it_again(told: World) -> None:
    world = told
    li, owner = anonymous_report(world)
    case = case_of(world)
    assert case.number in li.words()
    assert owner.name not in ("李强", "")
    owner.skips()
    owner.taps("take")
    owner.taps("submit")
    owner.sends("换好了", "replaced it", photos=1)
    acceptor = by_id(world, case.acceptor_id)
    acceptor.taps("show")
    assert label(world.language, "event", "reported") in acceptor.words()
    assert ("匿名" if world.language == "zh_CN" else "an anonymous reporter") in acceptor.words()
    acceptor.taps("send_back")
    acceptor.sends("螺丝还少一个", "one screw is missing")
    assert case.number in li.words()
    assert ("螺丝还少一个" if world.language == "zh_CN" else "one screw is missing") in li.words()
    world.clock.passes(hours=3)
    accepted(world, owner)
    assert li.everything()[-1].topic == "report.closed"
    world.clock.passes(days=2)
    li.taps("reopen")
    li.taps("came_back")
    assert li.everything()[-1].topic == "case.reopened"
    accepted(world, owner)
    assert li.everything()[-1].topic == "report.closed"
    li.sends(case.number)
    assert case.number in li.words()
    kinds = kinds_of(world, case.id)
    assert kinds == [
        *("reported", "assigned", "taken", "submitted", "sent_back", "submitted", "accepted"),
        *("reopened", "submitted", "accepted"),
    ]
    assert case_of(world).state == State.CLOSED


def test_while_it_is_drafted_its_words_lie_nowhere_in_the_clear(world: World) -> None:
    li = reporter(world)
    li.sends("匿名上报")
    li.sends("冲压2号机防护罩松了，班长也不管", files=(camera_photograph("x"),))
    assert columns_with(world, "防护罩松了", "班长也不管") == set()
    (row,) = world.rows(select(tables.conversations).where(tables.conversations.c.person_id == li.id))
    assert [set(dialogue) for dialogue in row.stack] == [{"sealed"}]
    (picture,) = world.rows(select(tables.attachments))
    assert (picture.person_id, picture.bot, picture.remote, picture.latitude, picture.taken_at) == (None,) * 5
    assert not list((world.folder / "media" / "sealed").rglob("*-*")), "the original was never written"


def nothing_left(world: World, li: Unnamed) -> None:
    """No trace that this person has been here."""
    rows = stored(world)
    inbox = rows.pop("inbox")
    assert all((row["sender"], row["body"]) == ("", "") for row in inbox)
    assert {
        name: left for name, left in rows.items() if left and name not in ("alembic_version", "data_keys", "leases")
    } == {}
    assert columns_with(world, *li.names()) == set()


def test_a_cancelled_one_leaves_nothing(world: World) -> None:
    li = reporter(world)
    li.sends("匿名上报")
    li.sends("冲压2号机防护罩松了", photos=1)
    li.sends("取消")
    li.reads("anonymous.cancelled")
    nothing_left(world, li)
    assert list(files(world.folder / "media")) == []


def test_one_that_is_forgotten_is_asked_after_once_and_then_erased(world: World) -> None:
    li = reporter(world)
    li.sends("匿名上报")
    li.sends("冲压2号机防护罩松了", photos=1)
    world.clock.passes(seconds=NUDGE.total_seconds())
    world.work()
    li.reads("anonymous.nudge", hours=8)
    assert columns_with(world, "防护罩") == set()
    li.taps("resume")
    assert "防护罩松了" in li.words()
    world.clock.passes(seconds=EXPIRES.total_seconds())
    world.work()
    world.clock.passes(seconds=EXPIRES.total_seconds())
    world.work()
    li.reads("anonymous.expired")
    nothing_left(world, li)
    world.work()
    nothing_left(world, li)


def test_a_report_begun_under_a_name_can_become_anonymous_and_takes_its_traces_along(world: World) -> None:
    li = reporter(world)
    li.sends("冲压2号机防护罩松了", files=(camera_photograph(li.name_en),))
    world.clock.passes(minutes=31)
    world.work()
    assert li.everything()[-1].topic == "report.nudge"
    li.sends("匿名")
    assert "匿名 · 机械" in li.words()
    assert "📷 1 张" in li.words()
    li.taps("submit")
    case = case_of(world)
    assert case.reporter_id != li.id
    assert joined_to(world, li) == {li.id}
    assert columns_with(world, *li.names()) == set()
    assert not list((world.folder / "media" / "sealed").rglob("*-*")), "the original is gone"


@pytest.mark.parametrize(
    "text",
    [
        "匿名上报：冲压2号机防护罩松了",
        "匿名 冲压2号机防护罩松了",
        "冲压2号机防护罩松了，请匿名",
        "anonymous: guard of press 2 is loose",
    ],
)
def test_whoever_asks_for_it_in_the_same_breath_is_not_named(world: World, text: str) -> None:
    li = reporter(world)
    li.sends(text, photos=1)
    assert "匿名 · " in li.words()
    li.taps("submit")
    assert case_of(world).reporter_id != li.id
    assert columns_with(world, *li.names()) == set()


def test_whoever_does_not_want_it_is_named(quick_world: World) -> None:
    li = quick_world.person("李强")
    li.sends("不用匿名，冲压2号机防护罩松了")
    li.taps("submit")
    assert case_of(quick_world).reporter_id == li.id


@pytest.mark.parametrize("said", ["我是李强", "李 强", "Li Qiang", "LIQIANG", "工号liqiang"])
def test_their_own_name_is_asked_about_once(quick_world: World, said: str) -> None:
    li = reporter(quick_world)
    li.sends("匿名上报")
    li.sends(f"{said}，冲压2号机防护罩松了")
    li.taps("submit")
    li.reads("anonymous.own_name")
    li.taps("strike")
    (row,) = quick_world.rows(select(tables.texts.c.body))
    assert "***" in row.body
    assert said not in row.body


def test_whoever_wants_to_keep_it_keeps_it_and_is_not_asked_again(quick_world: World) -> None:
    li = reporter(quick_world)
    li.sends("匿名上报")
    li.sends("李强 冲压2号机防护罩松了")
    li.taps("submit")
    li.taps("keep")
    (row,) = quick_world.rows(select(tables.texts.c.body))
    assert row.body == "李强 冲压2号机防护罩松了"


def test_other_names_are_nobodys_business(quick_world: World) -> None:
    li = reporter(quick_world)
    li.sends("匿名上报")
    li.sends("张伟把冲压2号机防护罩拆了")
    li.taps("submit")
    assert case_of(quick_world).state == State.ASSIGNED
