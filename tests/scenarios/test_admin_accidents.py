"""事故登记、上级意见: recorded in chat, listed, corrected, withdrawn, and taken back; by whoever may, and on record."""

from typing import Any

import pytest
from sqlalchemy import select

from storage import tables
from storage.audit import Kind
from tests.scenarios.test_whole_life import report
from tests.stories import story
from tests.world import Someone, World, case_of

WHAT = ("手伸进去取料，压伤食指", "reached in for a part, index finger crushed")


def events_of(world: World, kind: str) -> list[Any]:
    return world.rows(select(tables.events).where(tables.events.c.subject_kind == kind).order_by(tables.events.c.id))


def records(officer: Someone, number: str) -> None:
    """An accident of yesterday that a case had told of."""
    officer.sends("事故登记", "/accident")
    officer.taps("record")
    officer.taps("yesterday")
    officer.sends("机械", "machinery")
    officer.taps("minor")
    officer.sends(*WHAT)
    officer.sends(number)


@story("accident", "登记事故", "An accident is recorded")
def test_an_accident_is_recorded_listed_corrected_and_withdrawn(told: World) -> None:
    report(told)
    case = case_of(told)
    officer = told.person("韩磊")
    officer.skips()
    records(officer, case.number)
    shown = officer.everything()[-1]
    assert officer.skips()[-1] == "evidence.sure"
    assert (shown.facts["day"], shown.facts["accident"], shown.facts["severity"]) == (
        "2026-11-22",
        "machinery",
        "minor",
    )
    assert shown.facts["cases"] == [case.number]
    assert events_of(told, "accident") == []
    officer.taps("sure")
    officer.hears("evidence.recorded")
    (event,) = events_of(told, "accident")
    assert (event.kind, event.actor_id, event.facts["cases"]) == ("accident_recorded", officer.id, [case.id])
    assert WHAT[0] not in str(event.facts)
    officer.sends("事故登记", "/accidents")
    officer.taps("1")
    officer.taps("correct")
    officer.taps("severity")
    officer.taps("serious")
    officer.taps("sure")
    assert officer.skips()[-1] == "evidence.corrected"
    officer.taps("undo")
    officer.hears("evidence.put_back")
    officer.sends("事故登记", "/accidents")
    officer.taps("1")
    card = officer.everything()[-1]
    assert (card.topic, card.facts["severity"], card.facts["cases"]) == ("evidence.card", "minor", [case.number])
    officer.taps("withdraw")
    officer.taps("sure")
    assert officer.skips()[-1] == "evidence.withdrawn"
    officer.taps("undo")
    officer.hears("evidence.restored")
    kinds = [event.kind.removeprefix("accident_") for event in events_of(told, "accident")]
    assert kinds == ["recorded", "corrected", "corrected", "withdrawn", "restored"]
    assert [event.version for event in events_of(told, "accident")] == [1, 2, 3, 4, 5]


@story("remark", "登记上级意见", "What an authority has remarked")
def test_a_remark_is_recorded_with_who_has_made_it(told: World) -> None:
    officer = told.person("韩磊")
    officer.sends("上级意见", "/remarks")
    officer.hears("evidence.none")
    officer.taps("record")
    officer.sends("11月20日", "November 20")
    officer.sends("市应急管理局", "City emergency bureau")
    officer.sends("台账齐全，重大隐患五落实到位", "the ledger is complete, plans of major hazards are in order")
    officer.taps("no_case")
    officer.taps("sure")
    assert officer.skips()[-1] == "evidence.recorded"
    officer.sends("上级意见", "/remarks")
    (heard,) = officer.hears("evidence.list")
    (item,) = heard.facts["items"]
    assert (item["day"], item["authority"] in ("市应急管理局", "City emergency bureau")) == ("2026-11-20", True)
    officer.taps("1")
    officer.hears("evidence.card")


def test_what_is_undone_at_once_counts_no_more_and_a_second_tap_does_nothing(quick_world: World) -> None:
    report(quick_world)
    officer = quick_world.person("韩磊")
    officer.skips()
    records(officer, case_of(quick_world).number)
    token = officer.latest("sure").token("sure")
    officer.taps("sure")
    officer.taps_token(token)
    assert len(events_of(quick_world, "accident")) == 1
    officer.taps("undo")
    officer.taps("sure")
    assert officer.skips()[-1] == "evidence.withdrawn"
    officer.sends("事故登记")
    (heard,) = officer.hears("evidence.list")
    assert heard.facts["items"][0]["withdrawn"]


@pytest.mark.parametrize("left", ["not_sure", "cancel"])
def test_on_second_thoughts_nothing_is_recorded(world: World, left: str) -> None:
    report(world)
    officer = world.person("韩磊")
    officer.skips()
    records(officer, case_of(world).number)
    if left == "cancel":
        officer.sends("取消", "cancel")
    else:
        officer.taps("not_sure")
        assert officer.skips()[-1] == "evidence.left"
    assert events_of(world, "accident") == []


def test_days_kinds_and_cases_that_there_are_not_are_asked_again(world: World) -> None:
    officer = world.person("韩磊")
    officer.sends("事故登记", "/accident")
    officer.taps("record")
    officer.sends("2026-02-30")
    officer.sends("12月3日", "December 3")
    officer.taps("today")
    officer.sends("外星人", "aliens")
    officer.sends("触电", "shock")
    officer.taps("near_miss")
    officer.sends("长" * 301)
    officer.sends(*WHAT)
    officer.sends("YH-20990101-0001")
    said = officer.skips()
    for topic in ("day_again", "not_yet", "no_such_accident", "shorter", "no_such_case"):
        assert f"evidence.{topic}" in said
    officer.taps("no_case")
    officer.taps("sure")
    assert officer.skips()[-1] == "evidence.recorded"
    (event,) = events_of(world, "accident")
    assert (event.facts["accident"], event.facts["day"]) == ("electric_shock", "2026-11-23")


def test_of_two_who_correct_at_once_the_later_one_looks_again(quick_world: World) -> None:
    report(quick_world)
    one, other = quick_world.person("韩磊"), quick_world.person("林志远")
    one.skips(), other.skips()
    records(one, case_of(quick_world).number)
    one.taps("sure")
    for officer in (one, other):
        officer.sends("事故登记")
        officer.taps("1")
        officer.taps("correct")
        officer.taps("severity")
        officer.taps("serious")
    one.taps("sure")
    other.taps("sure")
    assert (one.skips()[-1], other.skips()[-1]) == ("evidence.corrected", "refused.evidence_changed")


@pytest.mark.parametrize("name", ["李强", "张伟", "孙立军"])
def test_whoever_may_not_is_told_so_and_it_is_on_record(world: World, name: str) -> None:
    person = world.person(name)
    person.sends("事故登记", "/accident")
    person.hears("evidence.not_yours")
    kinds = select(tables.audit_records.c.kind).where(tables.audit_records.c.actor_id == person.id)
    assert Kind.DENIED in world.rows(kinds)[-1]


def test_the_executive_reads_what_others_record(world: World) -> None:
    report(world)
    officer, executive = world.person("韩磊"), world.person("周建国")
    officer.skips()
    records(officer, case_of(world).number)
    officer.taps("sure")
    executive.skips()
    executive.sends("事故登记", "/accident")
    executive.taps("1")
    assert executive.skips() == ["evidence.list", "evidence.card"]
    assert executive.everything()[-1].choices == []


def test_words_of_an_accident_that_is_over_raise_no_alarm_but_one_of_today_can(world: World) -> None:
    officer = world.person("韩磊")
    officer.sends("事故登记", "/accident")
    officer.taps("record")
    officer.taps("today")
    officer.sends("火灾", "fire")
    officer.taps("damage")
    officer.sends("二号炉着火了", "furnace 2 is on fire")
    officer.taps("no_case")
    assert officer.skips()[-1] == "evidence.sure"
    assert world.rows(select(tables.hazards)) == []
    officer.taps("now")
    assert "alarm.raised" in officer.skips()
    assert events_of(world, "accident") == []
