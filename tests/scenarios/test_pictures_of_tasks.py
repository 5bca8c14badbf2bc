"""Pictures that are sent for a task, its acceptance, and what broke again."""

from sqlalchemy import select

from storage import tables
from tests.scenarios.test_whole_life import report
from tests.world import World, by_id, case_of


def test_what_the_acceptor_photographs_goes_with_the_case(world: World) -> None:
    owner = report(world)
    owner.taps("take")
    owner.sends("换好了", photos=1)
    owner.taps("submit")
    acceptor = by_id(world, case_of(world).acceptor_id)
    acceptor.skips()
    acceptor.taps("send_back")
    acceptor.sends(photos=1)
    acceptor.hears("accept.reason", "accept.reason_pictured")
    acceptor.sends("螺丝还少一个")
    acceptor.hears("accept.sent_back")
    assert owner.skips()[-1] == "task.sent_back"
    assert len(world.platform.to(owner.code)[-1].photos) == 2  # what was found, and what is still wrong
    owner.taps("submit")
    owner.sends(photos=1)
    acceptor.taps("accept")
    acceptor.sends("都装上了", photos=1)
    assert acceptor.skips()[-1] == "accept.remark_noted"
    acceptor.taps("on_site")
    roles = [row.role for row in world.rows(select(tables.attachments).order_by(tables.attachments.c.id))]
    assert sorted(role for role in roles if role != "comparison") == ["after", "after", "found", "recheck", "recheck"]
    assert case_of(world).state == "closed"


def test_a_photo_of_what_broke_again_goes_with_the_reopening(world: World) -> None:
    owner = report(world)
    owner.taps("take")
    owner.sends("换好了", photos=1)
    owner.taps("submit")
    acceptor = by_id(world, case_of(world).acceptor_id)
    acceptor.taps("accept")
    acceptor.taps("on_site")
    li = world.person("李强")
    li.skips()
    li.taps("reopen")
    li.sends("又掉下来了", photos=1)
    li.hears("case.reopen_reason", "case.reopened")
    assert [row.role for row in world.rows(select(tables.attachments)) if row.role == "recheck"] == ["recheck"]
    assert case_of(world).state == "rectifying"


def test_a_photo_out_of_the_blue_is_asked_about_when_its_sender_has_a_task_in_hand(world: World) -> None:
    owner = report(world)
    owner.taps("take")
    owner.skips()
    world.clock.passes(days=1)
    owner.sends("换好了", photos=1)
    owner.hears("report.or_task")
    owner.taps(case_of(world).id)
    owner.hears("task.received")
    owner.taps("submit")
    owner.hears("task.submitted")
    assert [a.role for a in world.rows(select(tables.attachments)) if a.role != "comparison"] == ["found", "after"]


def test_a_photo_sent_to_a_task_can_turn_out_to_be_a_new_hazard(world: World) -> None:
    owner = report(world)
    owner.taps("take")
    owner.sends("旁边的灭火器过期了", photos=1)
    owner.skips()
    owner.taps("new_report")
    owner.hears("report.confirm")
    owner.taps("submit")
    assert owner.skips()[0] == "report.done"
    assert len(world.rows(select(tables.hazards))) == 2


def test_photos_of_a_task_wait_for_it_whichever_button_submits_and_however_long(world: World) -> None:
    owner = report(world)
    owner.taps("take")
    owner.sends(photos=1)
    owner.skips()
    world.clock.passes(hours=30)
    owner.sends("等我办")
    owner.taps("1")
    owner.taps("submit")
    owner.hears("my.to_do", "case.card", "task.received")  # nobody else knows what it shows
    owner.taps("submit")
    owner.hears("task.submitted")
    assert [a.role for a in world.rows(select(tables.attachments)) if a.role != "comparison"] == ["found", "after"]
