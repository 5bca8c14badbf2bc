"""The morning of a manager: one message, of what is theirs, at their hour, whatever happened in the night."""

import asyncio
from datetime import time, timedelta
from io import BytesIO
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import insert, select, update

from storage import tables
from storage.engine import write_transaction
from templates import charts
from templates.drawing import WIDTH
from tests.engines import opened
from tests.scenarios.test_deputies import away
from tests.scenarios.test_major import DIRECTOR, EXECUTIVE, report_major
from tests.scenarios.test_whole_life import report
from tests.world import START, Someone, World, by_id, case_of
from workflow.digest import CLOCK, DIGESTS
from workflow.people import Role

ADMINISTRATOR = "丁毅"
HEAD, OTHER_HEAD = "黄志明", "马海涛"  # of the department of equipment, and of production
TOMORROW = START + timedelta(hours=22, minutes=30)  # 07:30 at the site
FAILED = {"day": START.date(), "tries": 3, "began_at": START, "ended_at": START, "outcome": "failed"}


def begin(world: World) -> None:
    """What a process does when it starts, and every minute."""
    asyncio.run(world.company.clock.count())
    world.pause()


def morning(world: World, days: int = 0) -> None:
    world.clock.moment = TOMORROW + timedelta(days=days)
    world.work()


def change(world: World, statement: Any) -> None:
    engine = opened(world.url)
    with write_transaction(engine) as connection:
        connection.execute(statement)
    engine.dispose()


def clocks(world: World) -> list[Any]:
    return world.rows(select(tables.timers).where(tables.timers.c.clock == CLOCK, tables.timers.c.stopped_at.is_(None)))


def heard(someone: Someone, topic: str = "digest.daily") -> list[Any]:
    return [told for told in someone.everything() if told.topic == topic]


@pytest.fixture
def managed(told: World) -> World:
    begin(told)
    return told


def test_every_manager_gets_a_clock_and_nobody_else(quick_world: World) -> None:
    world = quick_world
    begin(world)
    begin(world)
    names = {by_id(world, row.subject_id).name for row in clocks(world)}
    held = (
        select(tables.people.c.name).join(tables.memberships).where(tables.memberships.c.role == Role.DEPARTMENT_HEAD)
    )
    assert names == {EXECUTIVE, DIRECTOR, *(row.name for row in world.rows(held))}
    assert {HEAD, OTHER_HEAD} < names
    assert {row.due_at for row in clocks(world)} == {TOMORROW}


def test_a_morning_after_a_report(managed: World) -> None:
    world = managed
    report(world)
    world.clock.moment = TOMORROW - timedelta(minutes=1)
    world.work()
    executive = world.person(EXECUTIVE)
    assert not heard(executive)
    morning(world)
    (told,) = heard(executive)
    facts = told.facts
    assert (facts["new"], facts["closed"], facts["open"], facts["overdue"], facts["major"]) == (1, 0, 1, 0, 0)
    assert (
        executive.words().splitlines()
        == {
            "zh_CN": ["11月24日 日报", "昨天新增 1，闭环 0；在办 1", "没有超期的"],
            "en": ["Digest of Nov 24", "Yesterday: 1 new, 0 closed. Open 1", "Nothing overdue"],
        }[world.language]
    )
    assert [choice["value"] for choice in told.choices] == ["hour"]


def test_a_head_reads_of_the_own_department_only(managed: World) -> None:
    world = managed
    report(world)
    morning(world)
    head, other = (heard(world.person(name))[0].facts for name in (HEAD, OTHER_HEAD))
    assert (head["open"], other["open"]) == (1, 0)
    assert len(head["within"]) == 1
    assert other["within"] != head["within"]
    assert len(world.person(OTHER_HEAD).words().splitlines()) == 1


def test_what_is_overdue_opens_from_its_button_and_is_as_many_as_was_told(managed: World) -> None:
    world = managed
    owner = report(world)
    morning(world, days=9)
    head = world.person(HEAD)
    (told,) = heard(head)
    assert told.facts["overdue"] == 1
    head.taps("overdue")
    (page,) = heard(head, "my.overdue")
    assert page.facts["total"] == 1
    head.taps("1")
    assert heard(head, "case.card")
    world.person(OTHER_HEAD).skips()
    assert "overdue" not in {choice["value"] for choice in heard(world.person(OTHER_HEAD))[0].choices}
    owner.skips()


def test_what_is_due_today_is_not_overdue_yet(quick_world: World) -> None:
    world = quick_world
    begin(world)
    report(world)
    due = case_of(world).due_at
    morning(world, days=(due - TOMORROW).days)
    assert due - world.clock() < timedelta(hours=24)
    executive = world.person(EXECUTIVE)
    facts = heard(executive)[0].facts
    assert (facts["due_today"], facts["overdue"]) == (1, 0)
    executive.taps("due_today")
    assert heard(executive, "my.due_today")[0].facts["total"] == 1
    morning(world, days=(due - TOMORROW).days + 1)
    facts = heard(executive)[1].facts
    assert (facts["due_today"], facts["overdue"]) == (0, 1)


def test_a_major_hazard_is_named_and_waits_for_whoever_has_to_say_what_it_is(managed: World) -> None:
    world = managed
    report_major(world)
    morning(world)
    director = world.person(DIRECTOR)
    facts = heard(director)[0].facts
    assert (facts["major"], facts["waits"]) == (1, 1)
    (named,) = facts["majors"]
    assert named["area"] == {"zh_CN": "冲压车间", "en": "Stamping shop"}[world.language]
    director.taps("major")
    assert heard(director, "my.major")[0].facts["total"] == 1
    director.taps("to_do")
    assert heard(director, "my.to_do")[0].facts["total"] == 1


def test_a_major_hazard_that_was_handed_in_waits_for_the_acceptor_and_not_for_the_owner(managed: World) -> None:
    world = managed
    owner = report_major(world)
    change(world, update(tables.hazards).values(state="awaiting_acceptance"))
    acceptor = by_id(world, case_of(world).acceptor_id)
    morning(world, days=9)
    director = world.person(DIRECTOR)
    (line,) = (each for each in director.words().splitlines() if each.startswith(("🔴 重大", "🔴 Major")))
    waits = {"zh_CN": f"等{acceptor.name}验收", "en": "to accept it"}[world.language]
    assert line.endswith(waits)
    assert owner.name not in line


def test_the_chart_comes_with_it_and_holds_nobody_up(managed: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world = managed
    report(world)
    morning(world)
    executive = world.person(EXECUTIVE)
    (picture,) = world.platform.to(executive.code)[-1].photos
    assert Image.open(BytesIO(picture.read())).width == WIDTH
    assert picture.alt == {"zh_CN": "30 天走势", "en": "30 days"}[world.language]
    monkeypatch.setattr(charts, "digest_chart", None)
    morning(world, days=1)
    assert len(heard(executive)) == 2
    assert not world.platform.to(executive.code)[-1].photos


def test_where_nothing_ever_was_there_is_no_chart(quick_world: World) -> None:
    begin(quick_world)
    morning(quick_world)
    assert not quick_world.platform.to(quick_world.person(EXECUTIVE).code)[-1].photos


def test_a_lost_week_costs_one_digest_of_how_it_stands_now(world: World) -> None:
    """A Monday, that is, and the first of a month after it."""
    begin(world)
    report(world)
    morning(world, days=6)
    world.work()
    executive = world.person(EXECUTIVE)
    assert not heard(executive)
    (told,) = heard(executive, "digest.weekly")
    assert told.facts["day"] == "2026-11-30"
    assert {row.due_at for row in clocks(world)} == {TOMORROW + timedelta(days=7)}
    morning(world, days=7)
    assert not heard(executive)
    assert len(heard(executive, "digest.monthly")) == 1


def comes_back(world: World, days: int, hours: float) -> None:
    """After an outage, so long after the first morning's hour."""
    world.clock.moment = TOMORROW + timedelta(days=days, hours=hours)
    world.work()


def test_a_digest_that_was_missed_wakes_nobody_and_is_made_up_for_in_the_mornings(managed: World) -> None:
    """Back at 23:10 of the Monday and at two in the night of the Wednesday: the week's and the month's were lost."""
    world = managed
    executive = world.person(EXECUTIVE)
    morning(world)
    comes_back(world, 6, 15 + 2 / 3)
    assert {row.due_at for row in clocks(world)} == {TOMORROW + timedelta(days=7)}
    comes_back(world, 8, -5.5)
    morning(world, 8)
    morning(world, 9)
    told = [told for told in executive.everything() if told.topic in DIGESTS]
    assert [(each.topic, each.facts["day"]) for each in told] == [
        ("digest.daily", "2026-11-24"),
        ("digest.monthly", "2026-12-02"),
        ("digest.weekly", "2026-12-03"),
    ]


def test_a_digest_that_was_missed_comes_at_once_to_whoever_is_at_work(managed: World) -> None:
    comes_back(managed, 0, 8)
    assert len(heard(managed.person(EXECUTIVE))) == 1


@pytest.mark.parametrize(("late", "comes"), [(0.9, 1), (1.1, 0)], ids=["within the hour", "after it"])
def test_a_digest_is_on_time_for_an_hour(managed: World, late: float, comes: int) -> None:
    """Of whoever is at work from four in the afternoon on, as far as anybody is let be."""
    change(managed, update(tables.people).values(shift="ZHONG"))
    comes_back(managed, 0, late)
    assert len(heard(managed.person(EXECUTIVE))) == comes


def test_of_two_mornings_hours_one_digest_is_read_on_a_day(managed: World) -> None:
    """Who reads at nine has missed yesterday's, which comes at 08:40 of today."""
    world = managed
    change(world, update(tables.people).values(digest_at=time(9)))
    at_nine = update(tables.timers).where(tables.timers.c.clock == CLOCK)
    change(world, at_nine.values(due_at=TOMORROW + timedelta(hours=1.5)))
    executive = world.person(EXECUTIVE)
    for days, hours, read in ((1, 7 / 6, 1), (1, 1.5, 1), (2, 1.5, 2)):
        comes_back(world, days, hours)
        assert len(heard(executive)) == read


def test_a_weeks_whose_monday_was_lost_is_made_up_for_once_and_of_the_right_week(managed: World) -> None:
    world = managed
    report(world)
    executive = world.person(EXECUTIVE)
    for days in (0, 7, 8, 9):  # the Monday is lost, and on the next day the month's is due
        morning(world, days)
    told = [
        (each.topic, each.facts["day"], each.facts.get("first"))
        for each in executive.everything()
        if each.topic in DIGESTS
    ]
    assert told == [
        ("digest.daily", "2026-11-24", None),
        ("digest.monthly", "2026-12-01", "2026-11-01"),
        ("digest.weekly", "2026-12-02", "2026-11-23"),
        ("digest.daily", "2026-12-03", None),
    ]


def test_a_week_beside_the_one_before_with_a_map_and_what_is_to_be_decided(managed: World) -> None:
    world = managed
    report(world)
    morning(world, days=6)
    executive = world.person(EXECUTIVE)
    (told,) = heard(executive, "digest.weekly")
    facts = told.facts
    assert (facts["first"], facts["last"]) == ("2026-11-23", "2026-11-29")
    assert (facts["week"]["new"], facts["before"]["new"], facts["open"]) == (1, 0, 1)
    assert (facts["week"]["kept"], facts["week"]["limits"], facts["overdue"]) == (0, 1, 1)
    assert [case["why"] for case in facts["decide"]] == ["overdue"]
    assert [choice["value"] for choice in told.choices] == ["1", "overdue", "hour"]
    (picture,) = world.platform.to(executive.code)[-1].photos
    assert Image.open(BytesIO(picture.read())).width == WIDTH
    executive.taps("1")
    assert heard(executive, "case.card")


def test_a_head_reads_the_week_and_the_month_of_the_own_department(managed: World) -> None:
    world = managed
    report(world)
    morning(world, days=6)
    morning(world, days=7)
    for name, open_ in ((HEAD, 1), (OTHER_HEAD, 0)):
        week, month = (heard(world.person(name), f"digest.{which}")[0].facts for which in ("weekly", "monthly"))
        assert len(week["within"]) == len(month["within"]) == 1
        assert (week["open"], month["month"]["new"]) == (open_, open_)
        assert month["month"]["part"][1] < heard(world.person(EXECUTIVE), "digest.monthly")[0].facts["month"]["part"][1]
    assert len(world.person(OTHER_HEAD).words().splitlines()) == 1


@pytest.mark.parametrize(("days", "which"), [(6, "digest.weekly"), (7, "digest.monthly")], ids=["week", "month"])
def test_in_the_place_of_a_day_a_week_or_month_tells_what_cannot_wait(managed: World, days: int, which: str) -> None:
    """No digest of the day comes on that morning, and no list of one's own work either."""
    world = managed
    report_major(world)
    change(world, insert(tables.backup_nights).values(**FAILED))
    morning(world, days)
    director = world.person(DIRECTOR)
    (told,) = heard(director, which)
    assert not heard(director)
    today = told.facts["today"]
    assert (today["major"], today["waits"], today["overdue"]) == (1, 1, 1)
    assert today["backup"]["outcome"] == "none", "the last one is of nights ago"
    words = director.words()
    assert {"zh_CN": "重大 1，等你办 1", "en": "ajor 1, waiting for you 1"}[world.language] in words
    assert {"zh_CN": "🔴 备份有问题", "en": "🔴 Something is wrong with the backup"}[world.language] in words
    director.taps("to_do")
    assert heard(director, "my.to_do")[0].facts["total"] == 1


def test_a_month_tells_its_indicators(managed: World) -> None:
    world = managed
    owner = report(world)
    morning(world, days=7)
    executive = world.person(EXECUTIVE)
    (told,) = heard(executive, "digest.monthly")
    month = told.facts["month"]
    assert (told.facts["first"], told.facts["last"]) == ("2026-11-01", "2026-11-30")
    assert (month["on_time"], month["overdue"], month["major"]) == ([0, 1], [1, 1], [0, 1])
    assert month["part"][0] == 1
    assert month["days"] is None
    assert [each["limits"] for each in told.facts["departments"]] == [1]
    assert Image.open(BytesIO(world.platform.to(executive.code)[-1].photos[0].read())).width == WIDTH
    owner.skips()


def test_while_a_manager_is_away_their_deputy_reads_it_and_opens_its_lists(managed: World) -> None:
    world = managed
    report(world)
    head, deputy = world.person(HEAD), world.person("王芳")
    away(world, head, deputy, "14")
    morning(world, days=9)
    assert not [told for told in head.everything() if told.topic in DIGESTS]
    (told,) = [told for told in deputy.everything() if told.topic in DIGESTS]
    name = head.name if world.language == "zh_CN" else head.name_en
    assert name in deputy.words().splitlines()[-1]
    assert (told.facts["overdue"], len(told.facts["within"])) == (1, 1), "of the head's department"
    assert "hour" not in {choice["value"] for choice in told.choices}
    deputy.taps("overdue")
    (page,) = heard(deputy, "my.overdue")
    assert page.facts["total"] == 1
    head.sends("我回来了", "I am back")
    morning(world, days=10)
    assert heard(head)
    assert len([told for told in deputy.everything() if told.topic in DIGESTS]) == 1


def test_whose_own_digest_tells_all_of_it_reads_one(managed: World) -> None:
    world = managed
    head, director = world.person(HEAD), world.person(DIRECTOR)
    away(world, head, director)
    morning(world)
    assert len(heard(director)) == 1
    assert not heard(head)


def test_two_heads_stand_for_each_other_and_each_reads_of_the_own(managed: World) -> None:
    """What the one who stays reads of their own department tells nothing of the other's."""
    world = managed
    report(world)
    head, other = world.person(HEAD), world.person(OTHER_HEAD)
    away(world, head, other)
    morning(world)
    own, for_other = sorted(heard(other), key=lambda told: "for" in told.facts)
    assert (own.facts["open"], for_other.facts["open"]) == (0, 1)
    assert own.facts["within"] != for_other.facts["within"]


SATURDAY = 4  # mornings after the first one


def test_on_a_day_off_nobody_reads_one(managed: World) -> None:
    world = managed
    change(world, update(tables.company).values(quiet=True))
    report(world)
    morning(world, SATURDAY)
    assert not heard(world.person(EXECUTIVE))
    morning(world, SATURDAY + 2)
    assert len(heard(world.person(EXECUTIVE), "digest.weekly")) == 1


def test_on_a_day_off_it_comes_where_a_major_hazard_is_overdue(managed: World) -> None:
    world = managed
    change(world, update(tables.company).values(quiet=True))
    report_major(world)
    change(world, update(tables.hazards).values(due_at=START + timedelta(days=1)))
    morning(world, SATURDAY)
    assert heard(world.person(EXECUTIVE))[0].facts["major"] == 1


def test_of_a_day_off_no_deputy_reads_one_when_they_are_back_at_work(managed: World) -> None:
    """It would come with that of the day itself, and say less."""
    world = managed
    executive, deputy = world.person(EXECUTIVE), world.person("张伟")
    away(world, executive, deputy, days="14")
    change(world, update(tables.company).values(quiet=True))
    report_major(world)
    change(world, update(tables.hazards).values(due_at=START + timedelta(days=1)))
    for days in range(SATURDAY, SATURDAY + 3):
        morning(world, days)
    assert not heard(deputy)
    told = select(tables.notices.c.topic).where(tables.notices.c.recipient_id == deputy.id)
    digests = told.where(tables.notices.c.topic.in_(sorted(DIGESTS)))
    assert [row.topic for row in world.rows(digests)] == ["digest.weekly"]


def test_the_hour_is_changed_by_a_tap_and_in_words(managed: World) -> None:
    world = managed
    executive = world.person(EXECUTIVE)
    executive.sends("日报几点发", "digest time")
    executive.hears("digest.when")
    executive.taps("08:00")
    executive.hears("digest.chosen")
    executive.sends("日报时间", "digest time")
    executive.sends("早点", "earlier")
    executive.sends("六点半", "6:30")
    assert executive.skips() == ["digest.when", "digest.which_hour", "digest.chosen"]
    world.clock.moment = TOMORROW - timedelta(hours=1)
    world.work()
    assert len(heard(executive)) == 1
    morning(world)
    assert len(heard(executive)) == 1, "the hour of before is no more"


def test_it_can_be_read_at_any_time_with_those_of_the_week_and_the_month(managed: World) -> None:
    world = managed
    executive = world.person(EXECUTIVE)
    report(world)
    begin(world)
    executive.sends("日报", "digest")
    (now,) = heard(executive)
    assert now.facts["open"] == 1
    executive.taps("week")
    executive.taps("month")
    assert executive.skips() == ["digest.daily", "digest.weekly", "digest.monthly"]
    executive.taps("day")
    executive.taps("hour")
    assert executive.skips() == ["digest.daily", "digest.when"]
    morning(world)
    assert len(heard(executive)) == 3, "that of the morning comes all the same"


def test_a_head_reads_of_the_own_department_alone(managed: World) -> None:
    world = managed
    report(world)
    world.person(OTHER_HEAD).sends("日报", "digest")
    assert heard(world.person(OTHER_HEAD))[0].facts["open"] == 0


def test_off_is_taken_back_with_one_tap(managed: World) -> None:
    world = managed
    executive = world.person(EXECUTIVE)
    executive.sends("日报时间", "digest time")
    executive.taps("off")
    assert executive.skips() == ["digest.when", "digest.stopped"]
    begin(world)
    morning(world)
    assert not heard(executive)
    executive.taps("undo")
    executive.hears("digest.chosen")
    morning(world, days=1)
    assert len(heard(executive)) == 1


def test_what_was_not_sent_yet_is_not_sent_to_whoever_wants_none(quick_world: World) -> None:
    world = quick_world
    begin(world)
    world.clock.moment = TOMORROW
    asyncio.run(world.company.clock.tick())
    executive = world.person(EXECUTIVE)
    executive.sends("日报时间")
    executive.taps("off")
    world.work()
    told = select(tables.notices.c.state).where(
        tables.notices.c.topic == "digest.daily", tables.notices.c.recipient_id == executive.id
    )
    assert [row.state for row in world.rows(told)] in (["sent"], ["cancelled"])
    assert executive.id not in {row.subject_id for row in clocks(world)}


def test_others_have_no_digest_to_choose(managed: World) -> None:
    worker = managed.person("李强")
    worker.sends("日报", "digest")
    worker.hears("digest.not_yours")


def test_whoever_manages_nothing_any_more_reads_none(quick_world: World) -> None:
    world = quick_world
    begin(world)
    over = update(tables.memberships).where(tables.memberships.c.role == Role.EXECUTIVE)
    change(world, over.values(until=START.date()))
    morning(world)
    executive = world.person(EXECUTIVE)
    assert not heard(executive)
    assert executive.id not in {row.subject_id for row in clocks(world)}


def test_a_head_of_nothing_gets_none_and_the_administrators_hear_it_once(told: World) -> None:
    world = told
    heads = update(tables.memberships).where(tables.memberships.c.role == Role.DEPARTMENT_HEAD)
    change(world, heads.values(department_id=None))
    begin(world)
    for days in range(3):
        morning(world, days)
    assert not heard(world.person(HEAD))
    said = [line.facts["name"] for line in heard(world.person(ADMINISTRATOR), "digest.no_scope")]
    names = {name if world.language == "zh_CN" else world.person(name).name_en for name in (HEAD, OTHER_HEAD)}
    assert names < set(said)
    assert len(said) == len(set(said)) == 5
