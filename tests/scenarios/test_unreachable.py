"""Who cannot be reached any more: it is told to those who can help, once, and what can take another way takes it."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import insert, select, update

from handlers.bound_groups import settle_robots
from handlers.messages import ChatEvent, Outgoing, Receipt
from handlers.platform import NotDelivered
from storage import deliveries, groups, tables
from storage.engine import write_transaction
from storage.unit_of_work import unit_of_work
from tests.scenarios.test_failures import deliveries_of
from tests.scenarios.test_groups import CHAT, bind, chats, trail
from tests.scenarios.test_leaving import head_of, two_tasks
from tests.scenarios.test_major import report_major
from tests.scenarios.test_whole_life import report
from tests.world import Someone, World, by_id, case_of
from workflow.ids import new_id
from workflow.people import Language, Role


def gone() -> NotDelivered:
    return NotDelivered("bot was blocked by the user", permanent=True, gone=True)


def answers(world: World, *refusing: str, how: Callable[[], NotDelivered] = gone) -> list[Outgoing]:
    """The platform refuses what goes to some addresses; what it was asked to send."""
    send, asked = type(world.platform).send, list[Outgoing]()

    async def refuse(outgoing: Outgoing) -> Receipt:
        asked.append(outgoing)
        if outgoing.address in refusing:
            raise how()
        return await send(world.platform, outgoing)

    world.platform.send = refuse  # type: ignore[method-assign]
    return asked


def holders(world: World, role: Role) -> list[Someone]:
    members = select(tables.memberships.c.person_id).where(tables.memberships.c.role == role)
    return [by_id(world, row.person_id) for row in world.rows(members.distinct())]


def tell(world: World, someone: Someone, *topics: str, **more: Any) -> None:
    rows = [{"cause": f"event:{new_id()}", "topic": topic, "recipient_id": someone.id, "lane": 2} for topic in topics]
    with write_transaction(world.company.engine) as connection:
        deliveries.add(connection, [{**row, **more} for row in rows], world.clock())


def heard_by(world: World, role: Role) -> list[list[str]]:
    return [[heard.topic for heard in someone.everything()] for someone in holders(world, role)]


def test_the_officers_hear_who_is_not_reached_why_and_of_what(told: World) -> None:
    owner = report(told)
    answers(told, owner.code)
    told.clock.passes(hours=9)
    told.work()
    told.work()
    for officer in holders(told, Role.SAFETY_OFFICER):
        (heard,) = [each for each in officer.everything() if each.topic == "platform.unreachable"]
        name = owner.name_en if told.language == "en" else owner.name
        number = case_of(told).number
        missed = {"name": name, "why": "gone", "about": "task", "number": number}
        assert heard.facts == {**missed, **in_hand(told, 1, head_of(told, owner))}
    (made,) = deliveries_of(told, "task.not_taken")
    assert (made.state, made.error) == ("failed", "bot was blocked by the user")
    (address,) = told.rows(select(tables.addresses).where(tables.addresses.c.person_id == owner.id))
    assert (address.lost_at, address.lost_why) == (told.clock(), "bot was blocked by the user")


def in_hand(world: World, total: int, *heirs: Someone) -> dict[str, Any]:
    """What a message says of the work of somebody who is lost."""
    names = [heir.name_en if world.language == "en" else heir.name for heir in heirs]
    return {"total": total, "left": 0, "heirs": names}


def test_of_whoever_had_work_each_officer_reads_in_one_message_what_was_missed_and_where_it_went(told: World) -> None:
    owner = two_tasks(told)
    answers(told, owner.code)
    officers = holders(told, Role.SAFETY_OFFICER)
    for officer in officers:
        officer.skips()
    tell(told, owner, *["help.main"] * 3)
    for _ in range(3):
        told.work()
        told.send(told.envelope(owner.code, event=ChatEvent.LEFT))  # the platform says so too, before or after
    for officer in officers:
        (heard,) = officer.hears("platform.unreachable")
        assert heard.facts["about"] == "other"
        assert {name: heard.facts[name] for name in ("total", "left", "heirs")} == in_hand(
            told, 2, head_of(told, owner)
        )
        assert officer.words().count("\n") == 3


def test_an_address_of_a_bot_that_is_not_here_is_none(quick_world: World) -> None:
    wang, whose = quick_world.person("王芳"), tables.addresses.c.person_id
    with write_transaction(quick_world.company.engine) as connection:
        connection.execute(update(tables.addresses).where(whose == wang.id).values(bot="wecom:1000002"))
    tell(quick_world, wang, "help.main")
    quick_world.work()
    (made,) = deliveries_of(quick_world, "help.main")
    assert (made.state, made.error) == ("failed", "no_address")
    (officer, *_) = holders(quick_world, Role.SAFETY_OFFICER)
    assert officer.everything()[-1].facts["why"] == "no_address"


def test_what_is_missed_by_somebody_who_has_said_goodbye_is_no_second_message(quick_world: World) -> None:
    owner = two_tasks(quick_world)
    officer = holders(quick_world, Role.SAFETY_OFFICER)[0]
    officer.skips()
    quick_world.send(quick_world.envelope(owner.code, event=ChatEvent.LEFT))
    tell(quick_world, owner, "help.main")
    quick_world.work()
    quick_world.work()
    assert officer.skips() == ["platform.unreachable"]


def test_forty_notices_to_one_who_has_gone_are_one_message(quick_world: World) -> None:
    li = quick_world.person("李强")
    asked = answers(quick_world, li.code)
    tell(quick_world, li, *["help.main"] * 40)
    quick_world.work()
    quick_world.work()
    assert [outgoing.address for outgoing in asked].count(li.code) == 1, "nobody knocks where nobody lives"
    assert heard_by(quick_world, Role.SAFETY_OFFICER) == [["platform.unreachable"]] * len(
        holders(quick_world, Role.SAFETY_OFFICER)
    )
    assert [made.state for made in deliveries_of(quick_world, "help.main")] == ["failed"] * 40


def test_who_comes_back_and_goes_again_is_told_of_again(quick_world: World) -> None:
    li, addresses = quick_world.person("李强"), tables.addresses
    answers(quick_world, li.code)
    for _ in range(2):
        tell(quick_world, li, "help.main")
        quick_world.work()
        quick_world.work()
        quick_world.clock.passes(hours=1)
        with write_transaction(quick_world.company.engine) as connection:
            connection.execute(update(addresses).where(addresses.c.person_id == li.id).values(lost_at=None))
    assert heard_by(quick_world, Role.SAFETY_OFFICER)[0] == ["platform.unreachable"] * 2


def test_a_second_address_takes_over_and_nobody_need_hear_of_it(quick_world: World) -> None:
    li = quick_world.person("李强")
    with write_transaction(quick_world.company.engine) as connection:
        other = {"id": new_id(), "person_id": li.id, "bot": "stub", "address": "li at home"}
        connection.execute(insert(tables.addresses), other)
    answers(quick_world, li.code)
    li.sends("帮助")
    quick_world.work()
    li.hears("help.main")
    assert [outgoing.address for outgoing in quick_world.platform.sent] == ["li at home"]
    assert [made.state for made in deliveries_of(quick_world, "help.main")] == ["sent"]
    assert not any(heard_by(quick_world, Role.SAFETY_OFFICER))


def test_what_is_refused_day_after_day_is_told_once_a_day(quick_world: World) -> None:
    li = quick_world.person("李强")
    answers(quick_world, li.code, how=lambda: NotDelivered("too large", permanent=True))
    tell(quick_world, li, "help.main", "help.main")
    quick_world.work()
    quick_world.work()
    assert heard_by(quick_world, Role.SAFETY_OFFICER)[0] == ["platform.unreachable"]
    quick_world.clock.passes(days=1)
    tell(quick_world, li, "help.main")
    quick_world.work()
    quick_world.work()
    assert heard_by(quick_world, Role.SAFETY_OFFICER)[0] == ["platform.unreachable"] * 2


def test_where_no_officer_is_reached_the_next_ones_hear_of_all_of_them(quick_world: World) -> None:
    li, officers = quick_world.person("李强"), holders(quick_world, Role.SAFETY_OFFICER)
    answers(quick_world, li.code, *(officer.code for officer in officers))
    tell(quick_world, li, "help.main")
    for _ in range(len(officers) + 2):
        quick_world.work()
    for director in holders(quick_world, Role.SAFETY_DIRECTOR):
        told = {heard.facts["name"] for heard in director.everything() if heard.topic == "platform.unreachable"}
        assert told == {li.name, *(officer.name for officer in officers)}


def test_nobody_left_to_tell_is_written_into_the_log(quick_world: World, caplog: pytest.LogCaptureFixture) -> None:
    answers(quick_world, *(someone.code for someone in quick_world.people()))
    li = quick_world.person("李强")
    tell(quick_world, li, "help.main")
    for _ in range(8):
        quick_world.work()
    assert "nobody can be told that person" in caplog.text
    assert not quick_world.rows(select(tables.notices).where(tables.notices.c.state == "pending"))


def test_of_an_anonymous_reporter_nobody_hears_anything(quick_world: World, caplog: pytest.LogCaptureFixture) -> None:
    li = quick_world.person("李强")
    answers(quick_world, li.code)
    tell(quick_world, li, "help.main", private=True)
    quick_world.work()
    quick_world.work()
    assert not any(heard_by(quick_world, Role.SAFETY_OFFICER))
    (address,) = quick_world.rows(select(tables.addresses).where(tables.addresses.c.person_id == li.id))
    assert address.lost_at is None
    assert li.code not in caplog.text
    assert "blocked" not in caplog.text


def test_a_chat_that_has_moved_is_followed_at_once(quick_world: World) -> None:
    li, area = quick_world.person("李强"), quick_world.rows(select(tables.areas.c.id))[0].id
    group = {"id": new_id(), "bot": "stub", "address": "old", "area_id": area, "since": quick_world.clock()}
    with write_transaction(quick_world.company.engine) as connection:
        connection.execute(insert(tables.groups), group)
    answers(quick_world, "old", how=lambda: NotDelivered("moved", permanent=False, moved_to="new"))
    tell(quick_world, li, "help.main", "unknown.words", bot="stub", address="old")
    quick_world.work()
    assert [outgoing.address for outgoing in quick_world.platform.sent] == ["new", "new"]
    assert [row.address for row in quick_world.rows(select(tables.groups))] == ["new"]
    assert [made.address for made in deliveries_of(quick_world, "help.main")] == ["new"]


def test_a_person_whose_address_has_moved_is_known_under_the_new_one(quick_world: World) -> None:
    li = quick_world.person("李强")
    answers(quick_world, li.code, how=lambda: NotDelivered("moved", permanent=False, moved_to="li anew"))
    tell(quick_world, li, "help.main")
    quick_world.work()
    (address,) = quick_world.rows(select(tables.addresses).where(tables.addresses.c.person_id == li.id))
    assert address.address == "li anew"
    li.hears("help.main")


def test_a_group_that_moved_to_one_already_bound_is_followed_once_and_then_lost(quick_world: World) -> None:
    area = quick_world.rows(select(tables.areas.c.id))[0].id
    rows = [
        {"id": new_id(), "bot": "stub", "address": address, "area_id": area, "since": quick_world.clock()}
        for address in ("old", "new")
    ]
    with write_transaction(quick_world.company.engine) as connection:
        connection.execute(insert(tables.groups), rows)
        told = {"cause": f"event:{new_id()}", "topic": "group.closed", "lane": 1, "to_group": True}
        facts = {"number": "YH-20261123-0001", "area": "冲压车间", "equipment": ""}
        deliveries.add(connection, [{**told, "recipient_id": rows[0]["id"], "facts": facts}], quick_world.clock())
    asked = answers(quick_world, "old", how=lambda: NotDelivered("moved", permanent=False, moved_to="new"))
    quick_world.work()
    assert len(asked) == 1, "not in circles"
    lost = {row.address: row.lost_at is not None for row in quick_world.rows(select(tables.groups))}
    assert lost == {"old": True, "new": False}
    assert {row.address: trail(quick_world, row) for row in chats(quick_world)} == {
        "old": [("unbound", None, area)],
        "new": [],
    }
    assert not quick_world.rows(select(tables.notices).where(tables.notices.c.state == "pending"))


def test_who_moves_in_circles_is_given_up(quick_world: World) -> None:
    li = quick_world.person("李强")
    turns = iter(["x", "y", "x", "y", "x"])
    asked = answers(
        quick_world, li.code, "x", "y", how=lambda: NotDelivered("moved", permanent=False, moved_to=next(turns))
    )
    tell(quick_world, li, "help.main")
    quick_world.work()
    assert [outgoing.address for outgoing in asked if outgoing.address in (li.code, "x", "y")] == [li.code, "x"]


def post(world: World) -> None:
    """Two posts to the one group."""
    (group,) = chats(world)
    facts = {"area": "", "new": 0, "closed": 0, "open": 0, "overdue": 0}
    to_group = {"bot": group.bot, "address": group.address, "to_group": True}
    tell(world, group, *["group.daily"] * 2, facts=facts, **to_group)


def test_a_group_that_reads_nothing_any_more_is_told_once_by_its_area(told: World) -> None:
    bind(told)
    answers(told, CHAT, how=lambda: NotDelivered("not enough rights", permanent=True, gone=True))
    area = {"zh_CN": "冲压车间", "en": "Stamping shop"}[told.language]
    post(told)
    told.work()
    told.send(told.envelope("x1", group=CHAT, event=ChatEvent.LEFT_GROUP))
    for officer in holders(told, Role.SAFETY_OFFICER):
        (heard,) = [each for each in officer.everything() if each.topic == "platform.group_lost"]
        assert heard.facts == {"area": area, "why": "gone", "robot": False}
    (group,) = chats(told)
    assert group.lost_at is not None
    assert trail(told, group)[1:] == [("unbound", None, group.area_id)], "nobody is known to have done it"


def test_the_officers_hear_who_has_thrown_the_bot_out_before_anything_is_posted_in_vain(quick_world: World) -> None:
    li = quick_world.person("李强")
    for event in (ChatEvent.JOINED_GROUP, ChatEvent.LEFT_GROUP):  # of no area yet: nobody misses anything
        quick_world.send(quick_world.envelope(li.code, group=CHAT, event=event))
    assert "platform.group_lost" not in heard_by(quick_world, Role.SAFETY_OFFICER)[0]
    for count in (1, 2):
        bind(quick_world)
        for _ in range(2):
            quick_world.send(quick_world.envelope(li.code, group=CHAT, event=ChatEvent.LEFT_GROUP))
        assert heard_by(quick_world, Role.SAFETY_OFFICER)[0].count("platform.group_lost") == count
        quick_world.clock.passes(hours=1)


def test_a_group_in_which_a_post_is_refused_stays_and_is_told_of_once_a_day(quick_world: World) -> None:
    bind(quick_world)
    answers(quick_world, CHAT, how=lambda: NotDelivered("have no rights to send", permanent=True))
    for count in (1, 1, 2):
        quick_world.clock.passes(days=count - 1)
        post(quick_world)
        quick_world.work()
        assert heard_by(quick_world, Role.SAFETY_OFFICER)[0].count("platform.group_lost") == count
    assert chats(quick_world)[0].lost_at is None


def test_the_robot_of_a_group_needs_another_key(quick_world: World) -> None:
    code = quick_world.rows(select(tables.areas.c.code).where(tables.areas.c.name == "冲压车间"))[0].code
    with unit_of_work(quick_world.company.house, quick_world.clock()) as unit:
        settle_robots(unit, {code: Language.ZH_CN}, quick_world.clock())
    quick_world.bots = ("stub", groups.ROBOTS)
    quick_world.stop()
    answers(quick_world, code)
    report_major(quick_world)
    quick_world.work()
    officer = holders(quick_world, Role.SAFETY_OFFICER)[0]
    (heard,) = [each for each in officer.everything() if each.topic == "platform.group_lost"]
    assert heard.facts["robot"] is True
    assert any("密钥" in outgoing.text for outgoing in quick_world.platform.to(officer.code))
