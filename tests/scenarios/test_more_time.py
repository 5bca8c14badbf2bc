"""More time in chat: asked with days and a reason, granted, and refused."""

from datetime import timedelta

import pytest

from templates.render import label
from tests.scenarios.test_whole_life import report
from tests.stories import story
from tests.world import Someone, World, case_of


def asked(world: World) -> Someone:
    """Who decides the first time, of a general hazard: the safety officers, and nobody above them."""
    people = {p.name: p for p in world.people() if "time.asked" in [h.topic for h in p.everything()]}
    assert set(people) == {"韩磊", "吴静"}
    return people["韩磊"]


@story("more_time", "延期", "More time")
def test_asked_in_words_and_granted(told: World) -> None:
    world = told
    owner = report(world)
    owner.taps("take")
    owner.sees(case_of(world).number)
    due = case_of(world).due_at
    owner.picks("more_time")
    assert owner.skips()[-1] == "time.how_long"
    owner.sends("3-5天", "3-5 days")
    owner.hears("time.how_many_days")
    owner.sends("12月1日", "1 December")
    (asked_why,) = owner.hears("time.why")
    assert asked_why.facts["until"].startswith("2026-12-01")
    assert ("12月1日" if world.language == "zh_CN" else "Dec 1") in owner.words()
    owner.taps("waiting_parts")
    assert owner.skips()[0] == "time.sent"
    sent = next(said for said in reversed(world.platform.to(owner.code)) if case_of(world).number in said.text)
    assert ("12月1日" if world.language == "zh_CN" else "Dec 1") in sent.text
    officer = asked(world)
    officer.hears("time.asked")
    assert label(world.language, "choice", "time_reason.waiting_parts") in officer.words()
    officer.taps("grant")
    officer.hears("time.decided")
    assert "time.granted" in owner.skips()
    assert case_of(world).due_at - due == timedelta(days=5)
    world.person("李强").hears("report.time_granted")


def asks(world: World) -> Someone:
    """An owner who is asked how much longer: it is Monday, the limit is Thursday the 26th."""
    owner = report(world)
    owner.taps("take")
    owner.sees(case_of(world).number)
    owner.picks("more_time")
    owner.skips()
    return owner


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("5", 5),
        ("3", 3),
        ("三天", 3),
        ("再要5天吧", 5),
        ("two weeks", 14),
        ("下周五", 8),
        ("到9号", 13),
        ("12月20日", 24),
    ],
)
def test_a_number_of_days_counts_from_the_limit_and_a_day_is_that_day(quick_world: World, text: str, days: int) -> None:
    owner = asks(quick_world)
    due = case_of(quick_world).due_at
    owner.sends(text)
    owner.hears("time.why")
    owner.taps("waiting_parts")
    assert case_of(quick_world).asked_until - due == timedelta(days=days)


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("很久", "time.how_many_days"),
        ("1.5天", "time.how_many_days"),
        ("5天吧，最多7天", "time.how_many_days"),
        ("3到5天", "time.how_many_days"),
        ("周四", "time.not_later"),
        ("明天", "time.not_later"),
        ("0", "time.not_later"),
        ("6个月", "time.at_most"),
    ],
)
def test_what_is_no_later_day_is_asked_again(quick_world: World, text: str, topic: str) -> None:
    owner = asks(quick_world)
    owner.sends(text)
    owner.hears(topic)
    owner.taps("7")
    owner.hears("time.why")


def test_past_the_limit_a_day_is_counted_from_today(quick_world: World) -> None:
    """Ten days on it is Thursday, 3 December."""
    owner = asks(quick_world)
    quick_world.clock.passes(days=10)
    quick_world.work()
    owner.sees(case_of(quick_world).number)
    owner.picks("more_time")
    owner.skips()
    owner.sends("12月3日")
    owner.hears("time.not_later")
    owner.sends("12月4日")
    owner.hears("time.why")
    owner.taps("waiting_parts")
    assert case_of(quick_world).asked_until == quick_world.clock.moment + timedelta(days=1)


def test_refused_with_a_reason(world: World) -> None:
    owner = report(world)
    world.clock.passes(days=4)
    world.work()
    owner.taps("more_time")
    owner.taps("7")
    owner.taps("production")
    officer = asked(world)
    officer.skips()
    officer.taps("refuse")
    officer.taps("can_be_done")
    assert officer.skips()[-1] == "time.decided"
    assert owner.skips()[-1] == "time.refused"
    assert "能按时改" in owner.words()
