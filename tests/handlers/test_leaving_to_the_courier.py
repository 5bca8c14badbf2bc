"""Whatever a turn comes to, its notices are left to the process that sends: one that does not claims none."""

from typing import Any

import pytest
from sqlalchemy import select

from storage import tables
from tests.world import World


@pytest.mark.parametrize("said", [{"event": "arrived"}, {"text": "你好"}, {"text": "/area 冲压车间", "group": "-1"}])
def test_a_process_that_does_not_send_claims_nothing(quick_world: World, said: dict[str, Any]) -> None:
    world = quick_world
    world.company.turns._sends = lambda: False
    company = world.company
    world._runner.run(company.intake.accept(world.envelope("wujing", **said)))
    world._runner.run(company.intake.settle())
    rows = world.rows(select(tables.notices))
    assert rows
    assert {row.claimed_until for row in rows} == {None}


def test_nor_does_it_where_a_message_cannot_be_read(quick_world: World) -> None:
    world = quick_world
    world.company.turns._sends = lambda: False
    envelope = world.envelope("wujing")
    world._runner.run(world.company.intake.accept(type(envelope)(envelope.bot, envelope.key, "wujing", "no json")))
    world._runner.run(world.company.intake.settle())
    rows = world.rows(select(tables.notices))
    assert rows
    assert {row.claimed_until for row in rows} == {None}
