"""当场已改 in chat: before, after, one tap, and another pair of eyes."""

import pytest
from sqlalchemy import select

from storage import tables
from tests.photographs import photograph, smaller
from tests.stories import story
from tests.world import World, by_id, case_of

WORDS = "防护罩松了，已经拧紧了"
IN_ENGLISH = "guard was loose, I have tightened it"


@story("fixed_on_the_spot", "当场已改", "Fixed on the spot")
def test_before_and_after_and_one_tap(told: World) -> None:
    world = told
    li = world.person("李强")
    li.sends(WORDS, IN_ENGLISH, photos=2)
    li.hears("report.fixed")
    li.taps("yes")
    li.hears("report.fixed_done")
    case = case_of(world)
    assert case.state == "awaiting_acceptance"
    roles = world.rows(select(tables.attachments.c.role).order_by(tables.attachments.c.id))
    assert [row.role for row in roles][:2] == ["found", "after"]
    acceptor = by_id(world, case.acceptor_id)
    acceptor.hears("accept.new")
    assert ("没有拍摄时间" if told.language == "zh_CN" else "when it was taken") in acceptor.words()
    acceptor.taps("accept")
    acceptor.taps("on_site")
    li.hears("report.closed")
    assert case_of(world).state == "closed"


def test_the_picture_of_the_result_is_asked_for_and_can_be_refused(world: World) -> None:
    li = world.person("李强")
    li.sends(WORDS, photos=1)
    li.hears("report.fixed_after")
    li.sends(photos=1)
    li.hears("report.fixed")
    li.taps("no")
    li.hears("report.confirm")
    li.taps("submit")
    assert case_of(world).state == "assigned"


@pytest.mark.parametrize("forwarded", [False, True])
def test_a_picture_that_was_used_before_is_pointed_out(world: World, forwarded: bool) -> None:
    li, old = world.person("李强"), photograph(77, size=(1280, 960))
    li.sends("防护罩松了", files=(old,))
    li.taps("submit")
    first = case_of(world)
    li.skips()
    again = smaller(old) if forwarded else old
    li.sends(WORDS, files=(photograph(78, size=(640, 480)), again))
    li.hears("report.fixed")
    li.taps("yes")
    second = next(row for row in world.rows(select(tables.hazards)) if row.id != first.id)
    acceptor = by_id(world, second.acceptor_id)
    acceptor.skips()
    assert f"同一张照片在 {first.number} 用过" in acceptor.words()
