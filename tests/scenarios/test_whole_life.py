"""One hazard from photo to archive, the application restarted between every two turns."""

from sqlalchemy import select

from storage import tables
from tests.stories import story
from tests.world import Someone, World, by_id, case_of, kinds_of
from workflow.lifecycle import State, state_after


def report(
    world: World, reporter: str = "李强", words: str = "冲压2号机防护罩松了", en: str = "guard of press 2 is loose"
) -> Someone:
    """A photo with words, one tap; the owner the matrix chose."""
    li = world.person(reporter)
    li.sends(words, en, photos=1)
    li.hears("report.confirm")
    li.taps("submit")
    li.hears("report.done")
    return by_id(world, case_of(world).owner_id)


@story("usual", "从上报到闭环", "From report to archive")
def test_from_report_to_archive_with_a_send_back_and_a_reopening(told: World) -> None:
    world = told
    li = world.person("李强")
    owner = report(world)
    owner.hears("task.new")
    owner.taps("take")
    owner.hears("task.taken")
    assert case_of(world).state == State.RECTIFYING

    owner.taps("waiting_parts")
    owner.hears("task.noted")
    owner.sends("新的防护罩到了，正在装", "the new guard is here, fitting it", photos=1)
    owner.hears("task.received")
    owner.taps("noted")
    owner.hears("task.noted")
    owner.sends("装好了", "fitted", photos=1)
    owner.hears("task.received")
    owner.taps("submit")
    owner.hears("task.submitted")

    acceptor = by_id(world, case_of(world).acceptor_id)
    assert acceptor.id != owner.id
    acceptor.hears("accept.new")
    acceptor.taps("send_back")
    acceptor.hears("accept.reason")
    acceptor.sends("螺丝还少一个", "one screw is missing")
    acceptor.hears("accept.sent_back")
    li.hears("report.sent_back")
    owner.hears("task.sent_back")

    world.clock.passes(hours=3)
    owner.taps("submit")
    owner.hears("task.after")
    owner.sends(photos=1)
    owner.hears("task.submitted")
    acceptor.hears("accept.new")
    acceptor.taps("accept")
    acceptor.hears("accept.on_site")
    acceptor.taps("on_site")
    acceptor.hears("accept.done")
    li.hears("report.closed")
    owner.hears("task.accepted")
    assert case_of(world).state == State.CLOSED

    world.clock.passes(days=2)
    li.taps("reopen")
    li.hears("case.reopen_reason")
    li.taps("came_back")
    li.hears("case.reopened")
    owner.hears("task.reopened")
    assert case_of(world).state == State.RECTIFYING

    owner.taps("submit")
    owner.hears("task.after")
    owner.sends("换了新的卡扣", "new clips", photos=1)
    owner.hears("task.submitted")
    acceptor.hears("accept.new")
    acceptor.taps("accept")
    acceptor.hears("accept.on_site")
    acceptor.sends("试了三次都牢", "tried it three times, it holds")
    acceptor.hears("accept.remark_noted")
    acceptor.taps("on_site")
    acceptor.hears("accept.done")
    li.hears("report.closed")
    owner.hears("task.accepted")

    case = case_of(world)
    kinds = kinds_of(world, case.id)
    assert case.state == state_after(kinds) == State.CLOSED
    assert kinds == [
        "reported", "assigned", "taken", "progress_posted", "progress_posted", "submitted", "sent_back",
        "submitted", "accepted", "reopened", "submitted", "accepted",
    ]  # fmt: skip
    assert case.version == len(kinds)


def test_every_message_is_answered_once_and_nobody_else_hears(world: World) -> None:
    owner = report(world)
    owner.taps("take")
    entitled = {"李强", owner.name}
    for someone in world.people():
        if someone.name not in entitled:
            someone.hears_nothing()
    inbox = world.rows(select(tables.inbox))
    assert [row.state for row in inbox] == ["done"] * len(inbox)


def test_the_owner_does_not_see_who_reported(world: World) -> None:
    owner = report(world)
    owner.taps("show")
    assert "李强" not in owner.words()
    world.person("李强").sends("我的上报")
    world.person("李强").taps("1")
    assert "李强" in world.person("李强").words()


def test_each_photo_of_the_case_has_its_file_and_the_comparison_is_drawn(world: World) -> None:
    owner = report(world)
    owner.taps("take")
    owner.sends("修好了", photos=2)
    owner.taps("submit")
    attachments = world.rows(select(tables.attachments))
    assert sorted(row.role for row in attachments) == ["after", "after", "comparison", "found"]
    for row in attachments:
        for variant in ("sealed", "clean", "thumb"):
            assert world.company.store.path(row.media_id, variant).stat().st_size > 0
