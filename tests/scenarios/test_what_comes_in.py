"""Everything a platform may bring besides words and pictures: what it means, who is told, and how a tap is shown."""

import json
import re
from typing import Any

import pytest
from sqlalchemy import delete, insert, select

from handlers.messages import Envelope
from handlers.platform import NotDelivered
from storage import deliveries, equipment_tokens, tables
from storage.engine import write_transaction
from templates.render import label
from tests.scenarios.test_taking_over import silence_is_over
from tests.scenarios.test_whole_life import report
from tests.world import Someone, World, case_of
from workflow.ids import new_id
from workflow.people import Role

PRESS = "2号冲床"


def brings(someone: Someone, **raw: Any) -> None:
    someone.world.send(someone.world.envelope(someone.code, **raw))


def topics(world: World, *, of: Someone) -> list[str]:
    return [heard.topic for heard in of.everything()]


# What nobody here can look into


@pytest.mark.parametrize(
    ("raw", "topic"),
    [
        ({"voice": "v1"}, "unknown.voice"),
        ({"video": "v1"}, "unknown.video"),
        ({"location": [31.2, 121.5]}, "unknown.location"),
        ({"document": "安全检查表.xlsx"}, "unknown.document"),
    ],
)
def test_what_cannot_be_read_is_said_with_what_to_send(told: World, raw: dict[str, Any], topic: str) -> None:
    li = told.person("李强")
    brings(li, **raw)
    li.hears(topic)
    assert not told.rows(select(tables.hazards))


def test_words_under_a_video_are_a_report_all_the_same(world: World) -> None:
    li = world.person("李强")
    brings(li, video="v1", text="冲压2号机防护罩松了")
    li.hears("unknown.video", "report.confirm")


def test_a_point_on_the_map_is_no_place_when_a_place_is_asked(told: World) -> None:
    li = told.person("李强")
    li.sends("防护罩松了", "the guard is loose", photos=1)
    li.taps("place")
    li.skips()
    brings(li, location=[31.2, 121.5])
    li.hears("unknown.location_asked")


# Codes


def code_of(world: World, name: str = PRESS) -> tuple[str, str]:
    """A code in force, and the id of its machine."""
    (machine,) = world.rows(select(tables.equipment).where(tables.equipment.c.name == name))
    token = equipment_tokens.new_token()
    with write_transaction(world.company.engine) as connection:
        equipment_tokens.enter(connection, machine.id, equipment_tokens.digest(token), world.clock())
    world.pause()
    return token, machine.id


@pytest.mark.parametrize("form", ["eq_{}", "https://t.me/hazard_bot?start=eq_{}", "https://example.org/s/eq_{}"])
def test_a_machines_code_gives_the_report_its_place(told: World, form: str) -> None:
    token, machine = code_of(told)
    wang = told.person("王芳")
    brings(wang, scan=form.format(token))
    wang.hears("report.start_at")
    wang.sends("防护罩松了", "the guard is loose")
    wang.hears("report.confirm")
    wang.taps("submit")
    assert case_of(told).equipment_id == machine


def test_it_gives_a_report_its_place_that_has_begun(world: World) -> None:
    token, machine = code_of(world)
    wang = world.person("王芳")
    wang.sends(photos=1)
    brings(wang, scan=f"eq_{token}")
    wang.sends("防护罩松了")
    wang.skips()
    brings(wang, text=f"eq_{token}")
    wang.hears("report.confirm")
    wang.taps("submit")
    assert case_of(world).equipment_id == machine


def test_words_that_name_another_place_are_believed(world: World) -> None:
    token, machine = code_of(world)
    li = world.person("李强")
    brings(li, scan=f"eq_{token}")
    li.sends("3号冲床防护罩松了")
    li.taps("submit")
    assert case_of(world).equipment_id != machine


def test_a_code_that_was_revoked_or_is_none_of_ours_is_said_to_be(told: World) -> None:
    token, machine = code_of(told)
    with write_transaction(told.company.engine) as connection:
        assert equipment_tokens.revoke(connection, machine, told.clock()) == 1
        assert equipment_tokens.in_force(connection, machine) == 0
    told.pause()
    li = told.person("李强")
    for said in (f"eq_{token}", "eq_AAAAAAAAAAAAAAAAAAAAAA"):
        brings(li, scan=said)
        li.hears("scan.unknown")
    brings(li, scan="https://example.org/menu")
    li.hears("scan.other")


def test_a_token_itself_is_kept_nowhere(world: World) -> None:
    token, _ = code_of(world)
    (row,) = world.rows(select(tables.equipment_tokens))
    assert token not in str(row)


@pytest.mark.parametrize("again", ["more", "replace"])
def test_an_officer_has_a_code_made_and_decides_what_becomes_of_the_old_one(told: World, again: str) -> None:
    officer, wang = told.person("吴静"), told.person("王芳")
    officer.sends("二维码 2号冲床", "qr press 2")
    first = link(told, officer)
    officer.sends("二维码 2号冲床", "qr press 2")
    officer.hears("equipment.again")
    officer.taps(again)
    second = link(told, officer)
    assert first != second
    for code, topic in (
        (second, "report.start_at"),
        (first, "scan.unknown" if again == "replace" else "report.start_at"),
    ):
        brings(wang, scan=code)
        assert wang.skips()[0] == topic


def link(world: World, officer: Someone) -> str:
    """The code that an officer was just sent; nothing of it is left in the database."""
    found = re.search(r"eq_[\w-]{22}", world.platform.to(officer.code)[-1].text)
    assert found is not None
    assert not [row for row in world.rows(select(tables.notices)) if found[0] in json.dumps(row.facts)]
    assert not [row for row in world.rows(select(tables.conversations)) if found[0][3:] in json.dumps(row.stack)]
    return found[0]


def test_a_machine_that_is_not_known_is_asked_for_and_workers_make_no_codes(world: World) -> None:
    officer, li = world.person("吴静"), world.person("李强")
    officer.sends("二维码")
    officer.hears("equipment.which")
    officer.sends("大家伙")
    officer.hears("equipment.which")
    officer.sends("2号冲床")
    link(world, officer)
    li.sends("二维码 2号冲床")
    li.hears("refused.not_yours")


# What becomes of a chat


def test_who_comes_in_is_shown_the_menu_once_a_day(told: World) -> None:
    li = told.person("李强")
    for _ in range(3):
        brings(li, event="arrived")
    li.hears("help.main")
    told.clock.passes(hours=25)
    brings(li, event="arrived")
    li.hears("help.main")


@pytest.mark.parametrize("event", ["nothing", "left", "joined_group", "left_group"])
def test_what_is_nothing_to_answer_is_finished_without_a_word(world: World, event: str) -> None:
    li = world.person("李强")
    brings(li, event=event)
    li.hears_nothing()
    assert [row.state for row in world.rows(select(tables.inbox))] == ["done"]


def test_what_is_only_noticed_leaves_no_trace_in_an_anonymous_dialogue(world: World) -> None:
    li = world.person("李强")
    li.sends("匿名上报")
    brings(li, event="nothing")
    assert not world.rows(select(tables.inbox).where(tables.inbox.c.sender == li.code))


def administrator(world: World, name: str = "周强") -> Someone:
    someone = world.person(name)
    with write_transaction(world.company.engine) as connection:
        role = {"id": new_id(), "person_id": someone.id, "role": Role.ADMINISTRATOR, "since": world.clock().date()}
        connection.execute(insert(tables.memberships), role)
    world.pause()
    return someone


@pytest.mark.parametrize(
    ("said", "topic"),
    [
        ("inactive_alert", "attention.soon_off"),
        ("close_inactive_agent", "attention.off"),
        ("active_restored", "attention.on_again"),
        ("something_new", "attention.other"),
    ],
)
def test_what_the_platform_has_to_say_goes_to_the_administrators(told: World, said: str, topic: str) -> None:
    zhou = administrator(told)
    told.send(told.envelope("sys", event="attention", text=said))
    zhou.hears(topic)
    assert topic not in topics(told, of=told.person("吴静"))


# What cannot be read


def broken(world: World, number: int, sender: str = "E001") -> Envelope:
    return Envelope("stub", f"broken{number}", sender, "{no json")


def test_messages_that_cannot_be_read_are_told_at_once_and_then_once_an_hour(told: World) -> None:
    zhou = administrator(told)
    li = told.person("李强")
    told.send(broken(told, 0))
    (first,) = zhou.hears("attention.unreadable")
    assert first.facts["count"] == 1
    told.send(*(broken(told, n) for n in range(1, 40)), told.envelope(li.code, text="help"))
    assert li.skips()[-1] == "help.main"
    zhou.hears_nothing()
    told.clock.passes(minutes=61)
    told.work()
    (second,) = zhou.hears("attention.unreadable")
    assert second.facts["count"] == 39
    assert "{no json" not in json.dumps(second.facts)
    for _ in range(3):
        told.clock.passes(minutes=61)
        told.work()
    zhou.hears_nothing()
    told.send(broken(told, 99))
    zhou.hears("attention.unreadable")


def test_where_there_is_no_administrator_the_safety_officers_hear_it(world: World) -> None:
    with write_transaction(world.company.engine) as connection:
        connection.execute(delete(tables.memberships).where(tables.memberships.c.role == Role.ADMINISTRATOR))
    world.pause()
    world.send(broken(world, 1))
    assert "attention.unreadable" in topics(world, of=world.person("吴静"))


# Chats of several


def card_in_group(world: World) -> tuple[str, str]:
    """A card about the only case in a chat of several: the tokens of a button to look, and of one that answers."""
    case = case_of(world)
    group = {"id": new_id(), "bot": "stub", "address": "g1", "area_id": case.area_id, "since": world.clock()}
    look = {"value": "show", "label": "show", "text": "", "opens": ["show_case", {"hazard": case.id}]}
    answer = {"value": "yes", "label": "submit", "text": "", "opens": None}
    row = {"cause": "event:x", "topic": "case.card", "recipient_id": group["id"], "choices": [look, answer], "lane": 2}
    with write_transaction(world.company.engine) as connection:
        connection.execute(insert(tables.groups), group)
        deliveries.add(connection, [{**row, "bot": "stub", "address": "g1"}], world.clock())
    world.pause()
    (notice,) = world.rows(select(tables.notices).where(tables.notices.c.recipient_id == group["id"]))
    return deliveries.token(notice.id, 0), deliveries.token(notice.id, 1)


def test_a_tap_in_a_group_is_answered_privately_and_only_opens(told: World) -> None:
    owner = report(told)
    look, answer = card_in_group(told)
    owner.skips()
    brings(owner, choice=look, group="g1")
    owner.hears("case.card")
    assert told.platform.to(owner.code)[-1].group is False
    brings(owner, choice=answer, group="g1")
    owner.hears("card.unknown")
    assert [taken for _, taken in told.platform.acknowledged[-2:]] == ["", ""]


def test_who_may_not_see_the_case_learns_nothing_by_a_tap_in_the_group(world: World) -> None:
    report(world)
    look, _ = card_in_group(world)
    wang = world.person("王芳")
    brings(wang, choice=look, group="g1")
    wang.hears("refused.unknown_case")


def test_what_is_said_in_a_group_is_nothing_to_answer(world: World) -> None:
    li = world.person("李强")
    brings(li, text="冲压2号机防护罩松了", group="g1")
    li.hears_nothing()


# A tap is shown on its card


def acknowledged(world: World) -> list[str]:
    return [taken for _, taken in world.platform.acknowledged]


def words(world: World, name: str) -> str:
    return label(world.language, "choice", name)


def test_a_card_shows_what_was_taken_and_menus_stay_as_they_are(told: World) -> None:
    li = told.person("李强")
    li.sends("help")
    li.taps("report")
    assert acknowledged(told) == [""]  # it only opened something
    li.sends("冲压2号机防护罩松了", "guard of press 2 is loose")
    li.taps("submit")
    assert acknowledged(told)[-1] == words(told, "submit") or acknowledged(told)[-1] == words(told, "stopped")
    case = case_of(told)
    owner = next(p for p in told.people() if p.id == case.owner_id)
    owner.taps("take")
    assert acknowledged(told)[-1] == words(told, "take")  # it opened what gave a command at once
    owner.taps("take")
    assert acknowledged(told)[-1] == ""  # refused: the card is stale


def test_a_list_that_is_turned_to_its_next_page_stays_usable(world: World) -> None:
    li = world.person("李强")
    for number in range(6):
        li.sends(f"{number}号机防护罩松了")
        li.taps("submit")
    li.sends("我的上报")
    li.taps("more")
    assert acknowledged(world)[-1] == ""


def test_a_platform_that_cannot_show_it_delays_and_loses_nothing(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    async def fails(incoming: object, taken: str) -> None:
        raise RuntimeError("no")

    monkeypatch.setattr(world.platform, "acknowledge", fails)
    li = world.person("李强")
    li.sends("冲压2号机防护罩松了")
    li.taps("submit")
    assert li.skips()[-1] == "report.done"


def test_a_platform_flooded_by_it_is_sent_nothing_for_as_long_as_it_asks(
    quick_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def flooded(incoming: object, taken: str) -> None:
        raise NotDelivered("too many", permanent=False, retry_after=3600, floods=True)

    monkeypatch.setattr(quick_world.platform, "acknowledge", flooded)
    li = quick_world.person("李强")
    li.sends("冲压2号机防护罩松了")
    li.taps("submit")
    li.skips()
    li.sends("帮助")
    li.hears_nothing()
    quick_world.stop()
    silence_is_over(quick_world)
    quick_world.clock.passes(hours=2)
    quick_world.work()
    assert li.skips()[-1] == "help.main"
