"""The chat of an area: who gives it one, what is posted there and what never is, and who may open what it shows."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from handlers.bound_groups import settle_robots
from handlers.messages import ChatEvent, Outgoing
from storage import groups, tables
from storage.engine import write_transaction
from storage.unit_of_work import unit_of_work
from tests.engines import opened
from tests.scenarios.test_major import DIRECTOR, OFFICER, report_major
from tests.world import START, Someone, World, by_id, case_of
from workflow.people import Language

CHAT = "-1001234567890"


def says(someone: Someone, text: str, chat: str = CHAT) -> None:
    """One line in a chat of several."""
    someone.world.send(someone.world.envelope(someone.code, text=text, group=chat))


def bind(world: World, area: str = "冲压车间", en: str = "Stamping shop", chat: str = CHAT) -> None:
    said = en if world.language == "en" else area
    says(world.person(OFFICER), f"/area {said}", chat)


def posts(world: World, chat: str = CHAT) -> list[Outgoing]:
    return world.platform.to(chat)


def chats(world: World) -> list[Any]:
    return world.rows(select(tables.groups).order_by(tables.groups.c.id))


def area_of(world: World, group: Any) -> str:
    (area,) = world.rows(select(tables.areas).where(tables.areas.c.id == group.area_id))
    return str(area.name)


def test_an_officer_gives_a_group_its_area_and_both_hear_of_it(told: World) -> None:
    world = told
    bind(world)
    (group,) = chats(world)
    assert (group.bot, group.address, group.language) == ("stub", CHAT, world.language)
    assert area_of(world, group) == "冲压车间"
    world.person(OFFICER).hears("group.bound")
    (post,) = posts(world)
    assert post.group
    assert {"zh_CN": "冲压车间", "en": "Stamping shop"}[world.language] in post.text


def test_bound_anew_it_says_what_it_was(told: World) -> None:
    world = told
    bind(world)
    bind(world, "涂装车间", "Paint shop")
    (group,) = chats(world)
    assert area_of(world, group) == "涂装车间"
    before = {"zh_CN": "原来是冲压车间的", "en": "before that of Stamping shop"}[world.language]
    assert before in posts(world)[-1].text
    assert world.person(OFFICER).hears("group.bound", "group.bound")[-1].facts["was"]


def test_nobody_else_says_whose_a_group_is(told: World) -> None:
    world = told
    li = world.person("李强")
    says(li, "/area 冲压车间")
    li.hears("group.denied")
    says(world.person(OFFICER), "/area")
    world.person(OFFICER).hears("group.which_area")
    says(world.person(OFFICER), "/区域 月球背面")
    world.person(OFFICER).hears("group.which_area")
    assert not posts(world)
    assert not chats(world)


def test_a_bot_taken_in_says_what_it_needs_and_one_thrown_out_says_nothing_more(world: World) -> None:
    li = world.person("李强")
    world.send(world.envelope(li.code, group=CHAT, event=ChatEvent.JOINED_GROUP))
    assert "/area" in posts(world)[-1].text
    bind(world)
    world.send(world.envelope(li.code, group=CHAT, event=ChatEvent.LEFT_GROUP))
    (group,) = chats(world)
    assert group.lost_at == START
    count = len(posts(world))
    report_major(world)
    world.clock.passes(days=1)
    world.work()
    assert len(posts(world)) == count
    world.send(world.envelope(li.code, group=CHAT, event=ChatEvent.JOINED_GROUP))
    assert "/area" in posts(world)[count].text, "taken in again it has to be bound again"
    bind(world)
    assert chats(world)[0].lost_at is None
    li.skips()


def test_a_group_that_goes_on_elsewhere_is_told_there_and_lost_to_nobody(world: World) -> None:
    li = world.person("李强")
    bind(world)
    world.send(world.envelope(li.code, group=CHAT, event=ChatEvent.MOVED, text="-1005"))
    world.send(world.envelope(li.code, group=CHAT, event=ChatEvent.LEFT_GROUP))
    (group,) = chats(world)
    assert (group.address, group.lost_at) == ("-1005", None)
    count = len(posts(world))
    report_major(world)
    assert posts(world, "-1005")
    assert len(posts(world)) == count


def test_a_group_without_an_area_reads_the_language_of_whoever_has_taken_the_bot_in(told: World) -> None:
    known = told.person("李强")
    told.send(told.envelope(known.code, group=CHAT, event=ChatEvent.JOINED_GROUP))
    told.send(told.envelope("x1", group="-7", event=ChatEvent.JOINED_GROUP, language="en"))
    told.send(told.envelope("x1", group="-8", event=ChatEvent.JOINED_GROUP))
    spoken = {"zh_CN": "请安全员", "en": "Safety officer"}
    assert spoken[told.language] in posts(told)[-1].text
    assert spoken["en"] in posts(told, "-7")[-1].text
    assert spoken["zh_CN"] in posts(told, "-8")[-1].text


def test_a_major_hazard_is_posted_with_number_place_and_grade_alone(told: World) -> None:
    world = told
    bind(world)
    report_major(world)
    case = case_of(world)
    post = posts(world)[-1]
    assert post.group
    grade, place = {
        "zh_CN": ("重大隐患", "冲压车间 2号冲床"),
        "en": ("Major hazard", "Stamping shop, Press No. 2"),
    }[world.language]
    assert post.text == f"🔴 {grade} {case.number}\n{place}"
    assert not post.photos
    assert [len(choice.label) > 0 for choice in post.choices] == [True]


def test_what_a_group_gets_names_nobody_and_repeats_nothing(told: World) -> None:
    """Through a whole stormy life: no name of anybody, no word of the report, no picture, on paper or on the wire."""
    world = told
    bind(world)
    owner = report_major(world)
    director = world.person(DIRECTOR)
    director.taps("confirm_major")
    director.sees(case_of(world).number)
    director.picks("not_major")
    director.taps("larger")
    director.sends("够不上重大，是误会", "not on the list, a mistake")
    said = [post.text for post in posts(world)]
    assert len(said) == 4  # bound, new, confirmed, lowered
    names = [name for person in world.people() for name in (person.name, person.name_en) if name]
    words = ("松", "loose", "guard of", "防护罩", "误会", "mistake")
    rows = world.rows(select(tables.notices).where(tables.notices.c.to_group))
    for text in (*said, *(str(dict(row.facts)) for row in rows)):
        assert not [word for word in (*names, *words) if word in text]
    assert not any(post.photos or post.document for post in posts(world))
    assert owner.skips()


def test_groups_around_hear_it_and_others_do_not(quick_world: World) -> None:
    world = quick_world
    bind(world, "涂装车间", chat="-2")
    (top,) = world.rows(select(tables.areas).where(tables.areas.c.code == "CY"))
    says(world.person(OFFICER), f"/area {top.name}", "-3")
    bind(world)
    report_major(world)
    assert [len(posts(world, chat)) for chat in (CHAT, "-2", "-3")] == [2, 1, 2]


def test_a_button_in_the_group_opens_the_case_for_whoever_may_see_it(told: World) -> None:
    world = told
    bind(world)
    report_major(world)
    token = posts(world)[-1].choices[0].token
    officer, stranger = world.person(OFFICER), world.person("陈刚")
    officer.skips(), stranger.skips()
    for someone in (officer, stranger):
        world.send(world.envelope(someone.code, choice=token, group=CHAT))
    officer.hears("case.card")
    stranger.hears("refused.unknown_case")
    assert len(posts(world)) == 2  # what the card says is between the bot and whoever tapped


def test_an_exercise_is_posted_nowhere(quick_world: World) -> None:
    world = quick_world
    bind(world)
    report_major(world)
    engine = opened(world.url)
    with write_transaction(engine) as connection:
        connection.execute(update(tables.hazards).values(practice=True))
    engine.dispose()
    count = len(posts(world))
    director = world.person(DIRECTOR)
    director.taps("confirm_major")
    world.clock.passes(days=1)
    world.work()
    assert count + 1 == len(posts(world))
    assert "也没有在办的" in posts(world)[-1].text


def test_the_figures_come_at_eight_and_once_for_lost_nights(told: World) -> None:
    world = told
    bind(world)
    li = world.person("李强")
    li.sends("冲压2号机防护罩松了", "guard of press 2 is loose", photos=1)
    li.taps("submit")
    owner = by_id(world, case_of(world).owner_id)
    count = len(posts(world))
    world.clock.moment = START + timedelta(hours=22, minutes=59)  # 07:59 at the site
    world.work()
    assert len(posts(world)) == count
    world.clock.passes(minutes=1)
    world.work()
    lines = posts(world)[-1].text.splitlines()
    heading = {"zh_CN": "冲压车间 昨天 08:00 以来", "en": "Stamping shop since yesterday 08:00"}[world.language]
    assert lines[0] == heading
    assert [line.split()[-1] for line in lines[1:]] == ["1", "0", "1", "0"]
    world.clock.passes(days=6, hours=3)
    world.work()
    world.work()
    assert len(posts(world)) == count + 2
    assert [line.split()[-1] for line in posts(world)[-1].text.splitlines()[1:]] == ["0", "0", "1", "1"]
    world.clock.passes(hours=20)
    world.work()
    assert len(posts(world)) == count + 2
    world.clock.passes(hours=1)
    world.work()
    assert len(posts(world)) == count + 3
    owner.skips()


def test_an_area_with_nothing_to_tell_says_so_in_one_line(told: World) -> None:
    world = told
    bind(world, "涂装车间", "Paint shop")
    world.clock.passes(days=1)
    world.work()
    assert len(posts(world)[-1].text.splitlines()) == 1


@pytest.mark.parametrize("event", [None, ChatEvent.JOINED_GROUP, ChatEvent.LEFT_GROUP])
def test_a_chat_of_two_is_no_group(quick_world: World, event: ChatEvent | None) -> None:
    officer = quick_world.person(OFFICER)
    quick_world.send(quick_world.envelope(officer.code, text="/area 冲压车间", event=event))
    assert not chats(quick_world)


def test_robots_have_the_groups_that_the_settings_name(quick_world: World) -> None:
    world = quick_world
    codes = [row.code for row in world.rows(select(tables.areas.c.code).order_by(tables.areas.c.code))][:2]
    assert settle(world, *codes) == []
    assert settle(world, *codes) == []  # each start does it
    assert settle(world, codes[0], "MOON") == ["MOON"]
    rows = chats(world)
    assert [(row.bot, row.address, row.lost_at is None) for row in rows] == [
        (groups.ROBOTS, codes[0], True),
        (groups.ROBOTS, codes[1], False),
    ]
    clocks = world.rows(select(tables.timers).where(tables.timers.c.subject_kind == "group"))
    assert len(clocks) == 2
    assert [trail(world, row) for row in rows] == [
        [("bound", None, row.area_id)] + [("unbound", None, row.area_id)] * (row.lost_at is not None) for row in rows
    ]


def settle(world: World, *codes: str, language: Language = Language.ZH_CN) -> list[str]:
    """A start with the robots of these areas in the settings."""
    with unit_of_work(world.company.house, world.clock()) as unit:
        return settle_robots(unit, dict.fromkeys(codes, language), world.clock())


def trail(world: World, group: Any) -> list[tuple[str, str | None, str]]:
    """What was done with a group, by whom, and which area it was about."""
    of_group = (tables.events.c.subject_kind == "group", tables.events.c.subject_id == group.id)
    rows = world.rows(select(tables.events).where(*of_group).order_by(tables.events.c.version))
    assert [row.version for row in rows] == list(range(1, len(rows) + 1))
    return [(row.kind, row.actor_id, row.facts["area"]) for row in rows]


def test_who_gave_a_group_its_area_and_who_has_thrown_the_bot_out_is_on_record(world: World) -> None:
    officer, li = world.person(OFFICER), world.person("李强")
    bind(world)
    stamping = chats(world)[0].area_id
    bind(world, "涂装车间")
    (group,) = chats(world)
    for _ in range(2):
        world.send(world.envelope(li.code, group=CHAT, event=ChatEvent.LEFT_GROUP))
    assert trail(world, group) == [
        ("bound", officer.id, stamping),
        ("bound", officer.id, group.area_id),
        ("unbound", li.id, group.area_id),
    ]


def test_what_a_robot_says_has_no_button(quick_world: World) -> None:
    world = quick_world
    world.bots = ("stub", groups.ROBOTS)
    (stamping,) = world.rows(select(tables.areas).where(tables.areas.c.name == "冲压车间"))
    settle(world, stamping.code)
    report_major(world)
    (post,) = posts(world, stamping.code)
    assert post.group
    assert not post.choices


def test_a_robot_speaks_the_language_of_its_group_also_when_that_changes(quick_world: World) -> None:
    world = quick_world
    world.bots = ("stub", groups.ROBOTS)
    (stamping,) = world.rows(select(tables.areas).where(tables.areas.c.name == "冲压车间"))
    for language in (Language.ZH_CN, Language.EN, Language.EN):
        settle(world, stamping.code, language=language)
    report_major(world)
    (post,) = posts(world, stamping.code)
    assert (post.language, post.text.partition(" ")[2][:12]) == ("en", "Major hazard")
    live = (tables.timers.c.subject_kind == "group", tables.timers.c.stopped_at.is_(None))
    assert len(world.rows(select(tables.timers).where(*live))) == 1
    assert len(trail(world, chats(world)[0])) == 2, "and a start that changes nothing is no event"
