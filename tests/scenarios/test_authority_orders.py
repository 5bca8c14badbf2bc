"""An order of an authority as a whole: seen together, re-checked, closed on that paper or opened again by it."""

from typing import Any

import pytest
from sqlalchemy import select

from storage import tables
from tests.scenarios.test_papers_in_chat import handed, on_record
from tests.stories import story
from tests.templates.documents import words_of
from tests.world import Someone, World, by_id

FINDINGS = (
    ("冲压2号机防护罩松了", "guard of press 2 is loose"),
    ("仓库3号门插座烧黑了", "burnt socket at gate 3 of the warehouse"),
)


def cases(world: World) -> list[Any]:
    return world.rows(select(tables.hazards).order_by(tables.hazards.c.number))


def entered(world: World) -> Someone:
    """An order with two cases, each with its owner."""
    officer = world.person("吴静")
    officer.sends("上级检查", "authority finding")
    officer.sends(photos=1)
    officer.sends("市应急管理局", "City Emergency Management Bureau")
    officer.sends("应急责改〔2026〕15号", "EM (2026) 15")
    officer.sends("12月3日前", "by Dec 3")
    for n, (zh, en) in enumerate(FINDINGS):
        if n:
            officer.taps("same_order")
        officer.sends(zh, en, photos=1)
        officer.taps("submit")
    officer.skips()
    return officer


def put_right(world: World) -> Someone:
    """The same with all of it repaired and signed off."""
    officer = entered(world)
    for case in cases(world):
        repaired(world, case)
    officer.skips()
    return officer


def repaired(world: World, case: Any) -> None:
    owner = by_id(world, case.owner_id)
    owner.sees(case.number)
    if any(choice["value"] == "take" for choice in owner.everything()[-1].choices):
        owner.taps("take")
        owner.sends("换好了", "replaced", photos=1)
        owner.taps("submit")
    else:
        owner.taps("submit")
        owner.sends("换好了", "replaced", photos=1)
    (now,) = world.rows(select(tables.hazards).where(tables.hazards.c.id == case.id))
    acceptor = by_id(world, now.acceptor_id)
    acceptor.sees(case.number)
    acceptor.taps("accept")
    acceptor.taps("on_site")


def opened(officer: Someone) -> str:
    """The order on the list, and its card; how it stands."""
    officer.sends("上级文书", "/orders")
    officer.taps("1")
    (_, card) = officer.hears("order.all", "order.card")
    return str(card.facts["state"])


def paper(officer: Someone) -> None:
    officer.taps("rechecked")
    officer.hears("order.scan")
    officer.sends(photos=1)
    officer.hears("order.paper")
    officer.sends("应急复查〔2026〕3号", "RC (2026) 3")
    officer.hears("papers.day")
    officer.taps("today")
    officer.hears("order.result")


@story("order_closed", "上级文书，复查合格销掉", "An order is closed on the paper of its re-check")
def test_an_order_is_closed_on_the_paper_of_its_recheck(told: World) -> None:
    officer = entered(told)
    assert opened(officer) == "open"
    for case in cases(told):
        repaired(told, case)
    officer.skips()
    assert opened(officer) == "put_right"
    paper(officer)
    officer.taps("in_order")
    officer.hears("order.sure_closed")
    token = officer.latest("sure").token("sure")
    officer.taps("sure")
    officer.hears("order.closed")
    officer.taps_token(token)
    officer.skips()
    assert opened(officer) == "closed"
    (recheck,) = told.rows(select(tables.order_rechecks))
    assert (recheck.by_id, recheck.cleared, recheck.day.isoformat()) == (officer.id, True, "2026-11-23")
    attached = tables.attachments
    papers = told.rows(select(attached.c.subject_id).where(attached.c.role == "paper"))
    assert sorted(row.subject_id for row in papers) == sorted(case.id for case in cases(told))


@story("order_failed", "上级文书，有没合格的", "A re-check finds something not in order")
def test_what_was_not_in_order_is_opened_again_and_its_owner_told(told: World) -> None:
    officer = put_right(told)
    first, second = cases(told)
    by_id(told, first.owner_id).skips()
    by_id(told, second.owner_id).skips()
    opened(officer)
    paper(officer)
    officer.taps("failed")
    officer.hears("order.which_failed")
    officer.sends("3")
    officer.hears("order.which_again")
    officer.sends("2")
    officer.hears("order.what_failed")
    officer.sends("插座没有固定", "the socket is not fixed to the wall")
    officer.hears("order.until")
    officer.sends("12月10日前", "by Dec 10")
    officer.hears("order.sure_failed")
    officer.taps("sure")
    officer.hears("order.failed")
    assert by_id(told, second.owner_id).skips() == ["task.reopened"]
    assert by_id(told, first.owner_id).skips() == []
    states = [(case.state, f"{case.due_at:%m-%d}", case.due_locked) for case in cases(told)]
    assert states == [("closed", "12-03", True), ("rectifying", "12-10", True)]
    assert opened(officer) == "open"
    told.clock.passes(hours=3)
    repaired(told, second)
    officer.skips()
    assert opened(officer) == "put_right"


@story(
    "order_papers", "回复上级：整改报告和复查申请", "What is written back: the report and the request for a re-check"
)
def test_what_is_written_back_to_the_authority_comes_in_chat(told: World) -> None:
    officer = entered(told)
    officer.skips()
    assert opened(officer) == "open"
    officer.taps("papers")
    officer.hears("made.begun", "made.ready")
    number = cases(told)[0].source_id
    (report,) = handed(officer)
    assert number in words_of(report.read())
    for case in cases(told):
        assert case.number in words_of(report.read())
        repaired(told, case)
    officer.skips()
    assert opened(officer) == "put_right"
    officer.taps("papers")
    officer.hears("made.which_of_order")
    officer.taps("recheck_request")
    officer.hears("made.begun", "made.ready")
    (_, request) = handed(officer)
    assert number in words_of(request.read())
    assert [row["number"][:2] for row in on_record(told)] == ["HF", "FC"]


@story("order_struck", "复查录错了，作废", "A re-check that was entered by mistake is struck")
def test_a_recheck_that_was_entered_by_mistake_is_struck(told: World) -> None:
    officer = put_right(told)
    opened(officer)
    paper(officer)
    officer.taps("in_order")
    officer.taps("sure")
    officer.skips()
    opened(officer)
    officer.taps("strike_recheck")
    officer.hears("order.sure_struck")
    officer.taps("sure")
    officer.hears("order.struck")
    assert opened(officer) == "put_right"


@pytest.mark.parametrize("way", ["no", "cancel"])
def test_on_second_thoughts_nothing_is_recorded(world: World, way: str) -> None:
    officer = put_right(world)
    opened(officer)
    paper(officer)
    officer.taps("in_order")
    if way == "no":
        officer.taps("not_sure")
        assert officer.skips()[-1] == "order.left"
    else:
        officer.sends("取消")
        assert officer.skips()[-1] == "dialogue.cancelled"
    assert opened(officer) == "put_right"
    assert world.rows(select(tables.order_rechecks)) == []


def test_a_recheck_before_all_is_put_right_and_words_for_a_picture(quick_world: World) -> None:
    officer = put_right(quick_world)
    opened(officer)
    token = officer.latest("rechecked").token("rechecked")
    officer.taps("rechecked")
    officer.sends("合格了")
    assert officer.skips()[-1] == "order.scan_needed"
    officer.sends("取消")
    officer.skips()
    first, _ = cases(quick_world)
    officer.sees(first.number)
    officer.picks("reopen")
    officer.sends("又松了")
    officer.skips()
    officer.taps_token(token)
    assert officer.skips()[-1] == "order.not_now"


@pytest.mark.parametrize("who", ["李强", "张伟", "周建国"])
def test_it_is_for_officers(quick_world: World, who: str) -> None:
    someone = quick_world.person(who)
    someone.sends("上级文书")
    someone.hears("finding.officers")


def test_without_an_order_the_way_to_enter_one_is_offered(quick_world: World) -> None:
    officer = quick_world.person("吴静")
    officer.sends("上级文书")
    officer.hears("order.none")
    officer.taps("finding")
    officer.hears("finding.photo")


def test_on_the_management_page(quick_world: World) -> None:
    officer = quick_world.person("吴静")
    officer.sends("管理")
    officer.taps("orders")
    officer.hears("admin.menu", "order.none")
