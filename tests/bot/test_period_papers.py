"""`hazardline paper period`: statistics, score card and notice, as things stood at the end of the period."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.papers import NotTheirs, Press
from storage import tables
from tests.bot.command_line import CommandLine
from tests.bot.test_paper_command import OFFICER, on_record, person, press, settled
from tests.scenarios.test_major import EXECUTIVE
from tests.scenarios.test_whole_life import report
from tests.templates.documents import words_of
from tests.world import World, by_id, case_of
from workflow.period_papers import OfPeriod

__all__ = ["press", "settled"]


@pytest.mark.parametrize("kind", OfPeriod)
def test_each_is_written_numbered_and_on_record(settled: World, hazardline: CommandLine, kind: OfPeriod) -> None:
    hazardline.says("paper", "period", kind, "2026-11", "--for", EXECUTIVE, "--out", "x.docx")
    (facts,) = on_record(settled)
    read = words_of((hazardline.folder / "x.docx").read_bytes())
    assert str(facts["number"]) in read
    assert facts["period"] == "2026-11"
    assert "2026 年 11 月" in read
    assert "{{" not in read


def test_no_period_is_said_and_neither_written_nor_on_record(settled: World, hazardline: CommandLine) -> None:
    said = hazardline.says("paper", "period", "notice", "2026-02-30", "--for", EXECUTIVE, "--out", "x.docx", status=1)
    assert "2026-Q3" in said
    assert "may not export" in hazardline.says("paper", "period", "notice", "2026-11", "--for", "liqiang", status=1)
    assert not on_record(settled)
    assert not list(hazardline.folder.glob("*.docx"))


def test_a_period_is_told_as_it_stood_at_its_end_whatever_came_later(quick_world: World, press: Press) -> None:
    world = quick_world
    owner = report(world)
    officer = person(world, OFFICER)
    world.clock.passes(days=9)  # into December
    owner.taps("take")
    owner.sends("换好了", photos=1)
    owner.taps("submit")
    acceptor = by_id(world, case_of(world).acceptor_id)
    acceptor.taps("accept")
    acceptor.taps("on_site")
    assert case_of(world).state == "closed"
    november, december = (
        words_of(press.about_period(officer, OfPeriod.NOTICE, named, world.clock(), actor_id=None).document)
        for named in ("2026-11", "2026-12")
    )
    assert "待接单" in november
    assert "已闭环" not in november
    assert "已闭环" in december


def test_it_comes_again_as_it_was(quick_world: World, press: Press) -> None:
    owner = report(quick_world)
    officer = person(quick_world, OFFICER)
    made = press.about_period(officer, OfPeriod.STATISTICS, "2026-Q4", quick_world.clock(), actor_id=None)
    quick_world.clock.passes(days=3)
    owner.taps("take")
    again, same = press.again(made.registered.number)
    assert same
    assert again.document == made.document


def test_whoever_reported_stands_in_no_notice(quick_world: World, press: Press) -> None:
    report(quick_world)
    officer = person(quick_world, OFFICER)
    read = words_of(
        press.about_period(officer, OfPeriod.NOTICE, "2026-11", quick_world.clock(), actor_id=None).document
    )
    assert case_of(quick_world).number in read
    reporter = quick_world.rows(select(tables.people).where(tables.people.c.id == case_of(quick_world).reporter_id))
    assert reporter[0].name not in read


def test_a_head_has_their_department_and_a_worker_nothing(quick_world: World, press: Press) -> None:
    report(quick_world)
    at = quick_world.clock() + timedelta(hours=1)
    with pytest.raises(NotTheirs):
        press.about_period(person(quick_world, "李强"), OfPeriod.SCORECARD, "2026-11", at, actor_id=None)
