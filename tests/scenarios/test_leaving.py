"""Somebody blocks the bot or is removed: their work goes to the head of their department, in one message."""

from typing import Any

from sqlalchemy import insert, select, update

from handlers import unreachable
from handlers.messages import ChatEvent
from storage import deliveries, tables
from storage.engine import write_transaction
from storage.unit_of_work import unit_of_work
from tests.engines import opened
from tests.scenarios.newcomers import Newcomer
from tests.scenarios.test_whole_life import report
from tests.world import Someone, World, by_id, case_of, kinds_of
from workflow.ids import new_id


def blocks(someone: Someone) -> None:
    """They block the bot, unsubscribe, or are removed from the directory."""
    someone.world.send(someone.world.envelope(someone.code, event="left"))


def two_tasks(world: World) -> Someone:
    """Two cases of one owner."""
    owner = report(world)
    wang = world.person("王芳")
    wang.sends("冲压2号机防护罩又松了", "guard of press 2 is loose again", photos=1)
    wang.taps("submit")
    assert len({case.owner_id for case in cases(world)}) == 1
    return owner


def cases(world: World) -> list[Any]:
    return world.rows(select(tables.hazards).order_by(tables.hazards.c.number))


def head_of(world: World, someone: Someone) -> Someone:
    """The head of somebody's department."""
    mine = world.rows(select(tables.memberships).where(tables.memberships.c.person_id == someone.id))
    heads = world.rows(select(tables.memberships).where(tables.memberships.c.role == "department_head"))
    return next(by_id(world, row.person_id) for row in heads if row.department_id == mine[0].department_id)


def test_all_of_it_goes_to_the_head_who_hears_it_once_and_the_reporter_is_left_alone(told: World) -> None:
    world = told
    owner = two_tasks(world)
    head, li, officer = head_of(world, owner), world.person("李强"), world.person("韩磊")
    for someone in (head, li, officer, owner):
        someone.skips()
    blocks(owner)
    (yours,) = head.hears("leaving.yours")
    assert [line["number"] for line in yours.facts["cases"]] == [case.number for case in cases(world)]
    assert all(case.number in head.words() for case in cases(world))
    (told_of,) = officer.hears("platform.unreachable")
    assert (told_of.facts["about"], told_of.facts["total"], len(told_of.facts["heirs"])) == ("", 2, 1)
    li.hears_nothing()
    owner.hears_nothing()
    assert {(case.owner_id, case.state) for case in cases(world)} == {(head.id, "assigned")}
    assert all(kinds_of(world, case.id)[-1] == "handed_over" for case in cases(world))
    blocks(owner)
    head.hears_nothing()
    officer.hears_nothing()


def test_the_head_takes_it_on_as_any_other_task(world: World) -> None:
    owner = two_tasks(world)
    owner.taps("take")
    head = head_of(world, owner)
    blocks(owner)
    head.skips()
    head.taps("to_do")
    head.hears("my.to_do")
    head.sees(cases(world)[0].number)
    head.taps("take")
    assert head.skips()[-1] == "task.taken"
    world.clock.passes(hours=9)
    world.work()
    assert "task.not_taken" in head.skips(), "the other one waits to be taken"


def test_who_comes_back_hears_what_went_over_and_it_stays_there(told: World) -> None:
    world = told
    owner = two_tasks(world)
    head = head_of(world, owner)
    blocks(owner)
    owner.skips()
    world.clock.passes(days=1)
    owner.sends("帮助", "help")
    assert "leaving.back" in owner.skips()
    assert cases(world)[0].number in " ".join(o.text for o in world.platform.to(owner.code))
    assert {case.owner_id for case in cases(world)} == {head.id}
    owner.sends("帮助", "help")
    assert "leaving.back" not in owner.skips()


def test_who_has_another_chat_is_told_there_and_keeps_the_work(world: World) -> None:
    owner = two_tasks(world)
    elsewhere(world, owner, "phone")
    blocks(owner)
    assert {case.owner_id for case in cases(world)} == {owner.id}
    phone = Newcomer(world, "phone")
    li = world.person("李强")
    li.sends("冲压2号机防护罩掉了", photos=1)
    li.taps("submit")
    assert phone.told, "the new task comes to the other chat"


def elsewhere(world: World, someone: Someone, address: str) -> None:
    engine = opened(world.url)
    with write_transaction(engine) as connection:
        row = {"id": new_id(), "person_id": someone.id, "bot": "stub", "address": address}
        connection.execute(insert(tables.addresses), row)
    engine.dispose()


def test_where_there_is_no_head_the_officers_have_it(world: World) -> None:
    owner = two_tasks(world)
    head, officer = head_of(world, owner), world.person("韩磊")
    blocks(head)
    officer.skips()
    blocks(owner)
    assert sorted(officer.skips()) == ["leaving.yours", "platform.unreachable"]
    assert {case.owner_id for case in cases(world)} == {officer.id}


def test_whoever_was_to_check_is_replaced_by_somebody_who_did_not_repair(world: World) -> None:
    owner = report(world)
    owner.taps("take")
    owner.sends("换好了", photos=1)
    owner.taps("submit")
    acceptor = by_id(world, case_of(world).acceptor_id)
    acceptor.skips()
    blocks(acceptor)
    case = case_of(world)
    assert case.state == "awaiting_acceptance"
    assert case.acceptor_id not in (acceptor.id, owner.id)
    heir = by_id(world, case.acceptor_id)
    assert heir.skips()[-1] in ("leaving.yours", "platform.unreachable")
    assert kinds_of(world, case.id)[-1] == "replaced"
    heir.sees(case.number)
    heir.taps("accept")


def test_what_is_repaired_goes_to_nobody_who_is_to_judge_it(world: World) -> None:
    owner = report(world)
    owner.taps("take")
    owner.sends("换好了", photos=1)
    owner.taps("submit")
    judge = case_of(world).acceptor_id
    blocks(owner)
    case = case_of(world)
    assert (case.state, case.acceptor_id) == ("awaiting_acceptance", judge)
    assert case.owner_id not in (owner.id, judge)


def test_the_last_officer_who_leaves_is_news_to_those_above(told: World) -> None:
    world = told
    officers = world.rows(select(tables.memberships).where(tables.memberships.c.role == "safety_officer"))
    for row in officers:
        blocks(by_id(world, row.person_id))
    above = world.rows(select(tables.memberships).where(tables.memberships.c.role == "safety_director"))
    topics = [heard.topic for row in above for heard in by_id(world, row.person_id).everything()]
    assert "platform.unreachable" in topics


def test_a_worker_without_work_goes_quietly(world: World) -> None:
    blocks(world.person("李强"))
    assert not [row for row in world.rows(select(tables.notices)) if row.topic.startswith("leaving")]


def test_the_courier_s_word_that_somebody_is_gone_does_the_same(world: World) -> None:
    """As `hazardline wecom sync` does it: in its own transaction, once for each loss."""
    owner = two_tasks(world)
    head = head_of(world, owner)
    head.skips()
    for _ in range(2):
        with unit_of_work(world.company.house, world.clock()) as unit:
            rows = unreachable.leave(unit, "stub", owner.code, "403 blocked", world.clock())
            deliveries.add(unit.connection, rows, world.clock())
    world.work()
    assert head.skips() == ["leaving.yours"]
    (address,) = world.rows(select(tables.addresses).where(tables.addresses.c.person_id == owner.id))
    assert address.lost_why == "403 blocked"


def test_whose_address_has_changed_keeps_their_work_and_reads_on_under_the_new_one(world: World) -> None:
    owner = report(world)
    world.send(world.envelope(owner.code, event=ChatEvent.MOVED, text="anew"))
    assert case_of(world).owner_id == owner.id
    world.clock.passes(days=5)
    world.work()
    assert "YH-" in world.platform.to("anew")[-1].text
    Newcomer(world, "anew").says("等我办")
    assert case_of(world).number in world.platform.to("anew")[-1].text


def test_who_has_been_lost_and_writes_is_reached_again(world: World) -> None:
    li = world.person("李强")
    blocks(li)
    li.sends("帮助")
    (address,) = world.rows(select(tables.addresses).where(tables.addresses.c.person_id == li.id))
    assert (address.lost_at, address.lost_why) == (None, None)
    assert address.used_at is not None


def test_help_that_was_promised_is_asked_for_again(world: World) -> None:
    report(world)
    helper = world.person("刘洋")
    engine = opened(world.url)
    with write_transaction(engine) as connection:
        (mine,) = {row.department_id for row in memberships_of(world, helper)}
        helped = {"helper_id": helper.id, "helper_department_id": mine}
        connection.execute(update(tables.hazards).values(**helped))
    engine.dispose()
    blocks(helper)
    case = case_of(world)
    assert (case.helper_id, case.helper_department_id) == (None, mine)
    assert kinds_of(world, case.id)[-1] == "replaced"


def memberships_of(world: World, someone: Someone) -> list[Any]:
    return world.rows(select(tables.memberships).where(tables.memberships.c.person_id == someone.id))
