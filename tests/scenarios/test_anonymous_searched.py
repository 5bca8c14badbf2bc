"""Anonymous reports are searched for whoever made them, by somebody who has all that is stored but the key."""

import logging
import re
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.faults import Discreet
from storage import tables
from tests.scenarios.hiding import (
    columns_with,
    compact,
    files,
    ids_in,
    in_bytes,
    joined_to,
    moments_of,
    raw_database,
    stored,
)
from tests.scenarios.unnamed import anonymous_case, anonymous_report, life
from tests.world import World, case_of
from workflow.ids import joint_id


def test_nobody_finds_the_reporter_in_anything_that_is_stored(
    told: World, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    world = told
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.WARNING, "PIL")  # as the program sets it
    li = life(world)
    case = anonymous_case(world)

    # every table: the person's ordinary life, and nothing of the other
    named = {row.id for row in world.rows(select(tables.hazards).where(tables.hazards.c.reporter_id == li.id))}
    for table, rows in stored(world).items():
        for row in rows:
            told_ids = set().union(*map(ids_in, row.values()))
            told_names = [name for name in li.names() if any(name in str(value) for value in row.values())]
            if case.id in told_ids or case.reporter_id in told_ids:
                assert not told_names, (table, row)
            if told_names:
                assert not {case.id, case.reporter_id} & told_ids
    assert len(named) == 1
    words = ["我是李强" if world.language == "zh_CN" else "Li Qiang here", "李强看到的", "Li Qiang saw"]
    assert columns_with(world, *words, "SN-4711-0815", joint_id(li.id, case.id)) == set()
    assert columns_with(world, li.name, li.name_en) == set()
    said = world.rows(select(tables.texts.c.body).where(tables.texts.c.subject_id == case.id))
    assert any("***" in row.body for row in said)

    # every file, and the pictures made of them
    seen = 0
    for path, data in files(tmp_path):
        seen += 1
        assert in_bytes(data, *li.names(), "SN-4711-0815") == [], path
    assert seen > 6
    bare = world.rows(select(tables.media.c.id).where(tables.media.c.bare))
    assert len(bare) == 2
    assert not any(world.company.store.path(row.id, "sealed").exists() for row in bare)
    assert all(world.company.store.path(row.id, "clean").exists() for row in bare)

    # every message to anybody else
    for outgoing in world.platform.sent:
        if outgoing.address != li.code and case.number in outgoing.text:
            assert not [name for name in li.names() if name in outgoing.text], outgoing
            assert all(not in_bytes(picture.read(), *li.names()) for picture in outgoing.photos)

    # every line of the log, whoever formats it
    discreet = "\n".join(Discreet().format(record) for record in caplog.records)
    assert not [name for name in li.names() if name in discreet + caplog.text]


def test_no_chain_of_ids_and_no_moment_leads_from_the_reporter_to_the_case(told: World) -> None:
    li = life(told)
    case = anonymous_case(told)
    reached = joined_to(told, li)
    named = told.rows(select(tables.hazards.c.id).where(tables.hazards.c.reporter_id == li.id))
    assert {row.id for row in named} <= reached, "the search finds what there is to find"
    trail = told.rows(select(tables.events.c.id).where(tables.events.c.subject_id == case.id))
    assert not {case.id, case.reporter_id, *(row.id for row in trail)} & reached
    assert moments_of(told, li, li.began, li.ended) == []  # type: ignore[attr-defined]


def test_freed_pages_and_the_log_of_sqlite_keep_nothing_either(told: World, tmp_path: Path) -> None:
    if not told.url.startswith("sqlite"):
        pytest.skip("PostgreSQL keeps dead rows until it is vacuumed: docs/anonymity.md")
    li = life(told)
    raw, live = raw_database(told), compact(told, tmp_path / "compact.copy")
    words = ["我是李强", "李强看到的", "Li Qiang here", "Li Qiang saw", "SN-4711-0815"]
    assert in_bytes(raw, *words) == []
    for name in li.names():
        assert raw.count(name.encode()) <= live.count(name.encode()) + _indexes(told, name)


def _indexes(world: World, name: str) -> int:
    """How often an id stands in interior pages of indexes, which a compact copy lays out anew."""
    return 0 if not re.fullmatch(r"[0-9a-f-]{36}", name) else 8


def test_the_timeline_says_anonymous_to_everybody(world: World) -> None:
    li, owner = anonymous_report(world)
    case = case_of(world)
    for name in (owner.name, "吴静", "林志远", "周建国"):
        someone = world.person(name)
        someone.sends(case.number)
        assert "匿名" in someone.words(), name
        assert li.name not in someone.words()


def test_a_snapshot_that_narrows_down_a_team_is_not_made(world: World) -> None:
    anonymous_report(world)
    (first,) = world.rows(select(tables.events.c.facts).where(tables.events.c.kind == "reported"))
    assert not [fact for fact in first.facts if fact.startswith("actor")]
