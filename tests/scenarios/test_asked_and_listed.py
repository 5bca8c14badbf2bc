"""Whoever is asked by a notice finds it in their list, and nobody else; without a director that is the executive."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from storage import directory, lists, tables
from storage.engine import read_transaction, write_transaction
from storage.queries import Viewer
from templates.render import label
from tests.named import called
from tests.scenarios import test_assistance, test_major, test_money, test_plan
from tests.scenarios.test_whole_life import report
from tests.world import World, by_id, case_of
from workflow.lifecycle import State

DIRECTOR, EXECUTIVE = "林志远", "周建国"


def leaves(world: World, *names: str) -> None:
    """Yesterday was their last day."""
    with write_transaction(world.company.engine) as connection:
        gone = update(tables.people).where(called(connection, *names))
        connection.execute(gone.values(left_on=world.clock().date() - timedelta(days=1)))
    world.stop()


def asked(world: World, topic: str) -> set[str]:
    """Whom the latest event or ring that told this topic has told it."""
    told = world.rows(select(tables.notices).where(tables.notices.c.topic == topic).order_by(tables.notices.c.id))
    latest = told[-1].cause
    return {by_id(world, notice.recipient_id).name for notice in told if notice.cause == latest}


def listed(world: World, wants: str) -> set[str]:
    """In whose list the case stands as wanting this."""
    now, today = world.clock(), world.company.house.calendar.local(world.clock()).date()
    with read_transaction(world.company.engine) as connection:
        pages = {p.name: lists.to_do(connection, Viewer(p, now, today), 0) for p in directory.everybody(connection)}
    return {name for name, page in pages.items() if wants in [item["wants"] for item in page.items]}


def more_time(world: World) -> None:
    owner = by_id(world, case_of(world).owner_id) if world.rows(select(tables.hazards)) else report(world)
    if case_of(world).state == State.ASSIGNED:
        owner.taps("take")
    owner.sees(case_of(world).number)
    owner.picks("more_time")
    owner.taps("3")
    owner.taps("waiting_parts")


def more_time_again(world: World) -> None:
    more_time(world)
    world.person("吴静").taps("grant")
    more_time(world)


def plan_sent(world: World) -> None:
    owner = test_plan.filed(world)
    test_plan.complete(world, owner)
    owner.taps("submit_plan")


def major_plan_sent(world: World) -> None:
    owner = test_major.report_major(world)
    owner.taps("contain")
    owner.taps("evacuated")
    owner.taps("take")
    world.person(DIRECTOR).taps("confirm_major")
    test_major.make_plan(owner)


def unconfirmed(world: World) -> None:
    test_major.report_major(world)
    world.clock.passes(hours=2)
    world.work()


def confirmed(world: World) -> None:
    test_major.report_major(world).taps("contain")
    by_id(world, case_of(world).owner_id).taps("evacuated")
    world.person(DIRECTOR).taps("confirm_major")


def submitted(world: World) -> None:
    owner = report(world)
    owner.taps("take")
    owner.sends("装好了", photos=1)
    owner.taps("submit")


def nobodys(world: World) -> None:
    owner = report(world)
    owner.sees(case_of(world).number)
    owner.picks("pass_on")
    owner.picks("nobodys")


# What happens, the topic by which somebody is asked, and as what it stands in their list.
FLOWS: dict[str, tuple[Callable[[World], object], str, str]] = {
    "money of the head": (lambda w: test_money.asks(test_money.held(w), "900"), "money.asked", "money"),
    "money of the director": (lambda w: test_money.asks(test_money.held(w), "9000"), "money.asked", "money"),
    "money of the executive": (lambda w: test_money.asks(test_money.held(w), "90000"), "money.asked", "money"),
    "more time": (more_time, "time.asked", "time"),
    "more time again": (more_time_again, "time.asked", "time"),
    "a plan": (plan_sent, "plan.to_approve", "plan"),
    "a plan of a major hazard": (major_plan_sent, "plan.to_approve", "plan"),
    "major": (unconfirmed, "major.waiting", "confirm_major"),
    "papers": (confirmed, "major.papers_due", "papers"),
    "acceptance": (submitted, "accept.new", "accept"),
    "nobody's": (nobodys, "choose.given_back", "assign"),
}


@pytest.mark.parametrize("flow", FLOWS)
def test_who_is_asked_has_it_in_their_list_and_nobody_else(quick_world: World, flow: str) -> None:
    happens, topic, wants = FLOWS[flow]
    happens(quick_world)
    assert asked(quick_world, topic)
    assert listed(quick_world, wants) == asked(quick_world, topic)


@pytest.mark.parametrize("flow", ["money of the director", "a plan", "major"])
def test_without_a_director_it_is_the_executive_s(quick_world: World, flow: str) -> None:
    happens, topic, wants = FLOWS[flow]
    leaves(quick_world, DIRECTOR)
    happens(quick_world)
    assert asked(quick_world, topic) == listed(quick_world, wants) == {EXECUTIVE}


def test_help_is_asked_of_the_heads_and_open_to_their_people(quick_world: World) -> None:
    _, head = test_assistance.asks(quick_world)
    department = listed(quick_world, "help")
    assert asked(quick_world, "assist.asked") == {head.name} < department
    head.taps("take_help")
    assert listed(quick_world, "help_done") == {head.name}
    assert listed(quick_world, "help") == set()


def test_a_company_without_a_director_confirms_a_major_hazard_and_grants_a_second_extension(world: World) -> None:
    more_time(world)
    world.person("吴静").taps("grant")
    leaves(world, DIRECTOR)
    executive = world.person(EXECUTIVE)
    executive.hears_nothing()
    more_time(world)
    executive.hears("time.asked")
    executive.sends("等我办")
    assert label("zh_CN", "wants", "time") in executive.words()
    executive.taps("1")
    executive.picks("grant")
    assert executive.skips()[-1] == "time.decided"
    assert case_of(world).extensions == 2

    test_major.raise_it(world)
    executive.hears("major.new")
    assert "请主要负责人确认等级" in executive.words()
    executive.taps("confirm_major")
    executive.hears("major.confirm_done")
    assert case_of(world).major_confirmed_at is not None


def test_while_there_is_a_director_the_executive_hears_of_it_and_is_not_asked(world: World) -> None:
    test_major.report_major(world)
    executive = world.person(EXECUTIVE)
    (told,) = executive.hears("major.new")
    assert [choice["value"] for choice in told.choices] == ["seen", "show"]
    assert "请安全总监确认等级" in executive.words()
    executive.sends("等我办")
    executive.hears("my.to_do_none")


def test_a_check_whose_acceptor_has_left_waits_for_the_officers(quick_world: World) -> None:
    submitted(quick_world)
    leaves(quick_world, by_id(quick_world, case_of(quick_world).acceptor_id).name)
    quick_world.clock.passes(days=2)
    quick_world.work()
    assert listed(quick_world, "accept") == asked(quick_world, "overdue.acceptance")
