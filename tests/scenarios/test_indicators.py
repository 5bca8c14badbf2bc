"""The figures in chat: of any period and part, as of any day, beside others, and down to the cases behind them."""

import asyncio
from typing import Any

import pytest
from sqlalchemy import select

from storage import tables
from storage.audit import Kind
from tests.scenarios.test_whole_life import report
from tests.stories import story
from tests.world import Someone, World, by_id, case_of

OFFICER, HEAD, OTHER_HEAD, WORKER = "吴静", "黄志明", "马海涛", "李强"


def count(world: World) -> None:
    """What the process that sends does every minute."""
    asyncio.run(world.company.clock.count())
    world.pause()


def closed(world: World) -> None:
    """A case that was sent back once."""
    owner = report(world)
    owner.taps("take")
    world.clock.passes(hours=2)
    owner.sends("装好了", "Fitted it", photos=1)
    owner.taps("submit")
    acceptor = by_id(world, case_of(world).acceptor_id)
    acceptor.taps("send_back")
    acceptor.sends("还是松的", "It is still loose")
    world.clock.passes(hours=3)
    owner.taps("submit")
    owner.sends(photos=1)
    acceptor.taps("accept")
    acceptor.taps("on_site")
    for each in (owner, acceptor):
        each.skips()


def opens(someone: Someone, topic: str = "figures.sheet") -> Any:
    someone.skips()
    someone.sends("指标", "figures")
    return someone.hears(topic)[0].facts


@story("figures", "看指标", "The figures")
def test_from_the_sheet_to_the_case(told: World) -> None:
    world = told
    closed(world)
    count(world)
    officer = world.person(OFFICER)
    opens(officer)
    officer.taps("apart")
    officer.hears("figures.by_what")
    officer.taps("department")
    officer.hears("figures.apart")
    officer.taps("1")
    officer.hears("figures.sheet")
    officer.taps("compare")
    officer.hears("figures.compared")
    officer.taps("back")
    assert officer.hears("figures.sheet")[0].choices[0]["value"] == "all"
    officer.taps("cases")
    officer.hears("figures.which")
    officer.taps("more")
    officer.hears("figures.which")
    officer.taps("passed_others")
    officer.hears("figures.cases")
    officer.taps("counted")
    officer.hears("figures.cases")


def test_the_sheet_says_what_has_happened(quick_world: World) -> None:
    world = quick_world
    closed(world)
    count(world)
    figures = opens(world.person(OFFICER))["f"]
    assert [figures[name]["counts"] for name in ("reported", "closed", "open")] == [1, 1, 0]
    assert figures["passed"] == {"value": 0.5, "counts": 1, "of": 2, "small": True}
    assert figures["first_time"]["value"] == 0
    assert figures["repair_time"] == {"value": 120, "counts": 2, "of": 2, "small": True}
    people = len({row.person_id for row in world.rows(select(tables.memberships))})
    assert figures["per_head"]["of"] == people
    assert figures["per_head"]["counts"] == 1


def test_a_case_is_opened_from_behind_its_figure_by_its_number(quick_world: World) -> None:
    world = quick_world
    report(world)
    count(world)
    officer = world.person(OFFICER)
    opens(officer)
    for value in ("cases", "open"):
        officer.taps(value)
    assert officer.skips()[-1] == "figures.cases"
    officer.sends("1")
    officer.hears("case.card")


def test_a_day_shows_what_was_known_on_it(quick_world: World) -> None:
    world = quick_world
    owner = report(world)
    count(world)
    officer = world.person(OFFICER)
    then = opens(officer)["f"]
    world.clock.passes(days=6)
    owner.taps("take")
    owner.sends("装好了", photos=1)
    owner.taps("submit")
    count(world)
    now = opens(officer)["f"]
    assert (now["on_time"]["value"], now["overdue"]["counts"]) == (0, 0)
    officer.taps("period")
    officer.hears("figures.when")
    officer.sends("6天前")
    shown = officer.hears("figures.sheet")[0].facts
    assert shown["f"] == then
    assert shown["as_of"]


def test_a_period_is_said_in_words_and_asked_for_again_where_it_is_none(quick_world: World) -> None:
    world = quick_world
    report(world)
    count(world)
    officer = world.person(OFFICER)
    opens(officer)
    officer.taps("period")
    officer.hears("figures.when")
    for words in ("不知道", "2026-02-30", "2031年"):
        officer.sends(words)
        officer.hears("figures.which_period")
    officer.sends("2025年")
    assert officer.hears("figures.nothing")[0].facts["first"] == "2025-01-01"
    officer.taps("period")
    officer.hears("figures.when")
    officer.taps("quarter")
    assert officer.hears("figures.sheet")[0].facts["unit"] == "quarter"


def test_a_report_in_between_is_a_report(quick_world: World) -> None:
    world = quick_world
    report(world)
    count(world)
    officer = world.person(OFFICER)
    opens(officer)
    officer.sends("三号门地上一大滩油")
    assert not officer.skips()[0].startswith("figures.")


def test_a_head_has_the_figures_of_the_own_department(quick_world: World) -> None:
    world = quick_world
    report(world)
    count(world)
    assert opens(world.person(HEAD))["f"]["reported"]["counts"] == 1
    others = opens(world.person(OTHER_HEAD))
    assert [others["f"][name]["counts"] for name in ("reported", "per_head")] == [0, 1], "one of them has reported it"
    assert others["within"]


@pytest.mark.parametrize("button", ["sheet", "cases"])
def test_whoever_has_lost_the_right_opens_nothing_by_an_old_button(quick_world: World, button: str) -> None:
    world = quick_world
    report(world)
    count(world)
    head = world.person(HEAD)
    opens(head)
    with world.company.engine.begin() as connection:
        theirs = tables.memberships.c.person_id == head.id
        connection.execute(tables.memberships.update().where(theirs).values(role="worker"))
    if button == "sheet":
        head.sends("指标")
    else:
        head.taps("cases")
    head.hears("figures.not_yours")


def test_a_worker_is_told_whose_they_are(quick_world: World) -> None:
    worker = quick_world.person(WORKER)
    worker.sends("指标")
    worker.hears("figures.not_yours")
    refused = select(tables.audit_records).where(tables.audit_records.c.kind == Kind.DENIED)
    assert len(quick_world.rows(refused)) == 1
