"""`hazardline people erase`: the person is gone, the record of the hazards stands."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

from storage import audit, tables
from storage.engine import read_transaction, write_transaction
from tests.bot.command_line import CommandLine
from tests.engines import address_of
from tests.scenarios.test_whole_life import report
from tests.world import Someone, World, case_of

WORDS = "冲压2号机防护罩松了，找李强，电话13812345678"
PHONE = "13812345678"


@pytest.fixture
def line(hazardline: CommandLine, quick_world: World, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    """At the company of a world, of which 李强 has reported something."""
    with write_transaction(quick_world.company.engine) as connection:
        li = tables.people.c.id == quick_world.person("李强").id
        connection.execute(update(tables.people).where(li).values(phone=PHONE))
    owner = report(quick_world, words=WORDS)
    owner.taps("take")
    owner.sends("李强说备件下午到")
    quick_world.company.chainer.link()
    monkeypatch.setenv("HAZARDLINE_DATABASE_URL", address_of(quick_world.company.engine))
    monkeypatch.setenv("HAZARDLINE_DATA_DIR", str(quick_world.folder))
    return hazardline


def opened_values(world: World) -> str:
    """Every row of all tables, what lies sealed opened."""
    with read_transaction(world.company.engine) as connection:
        rows = (row for table in tables.metadata.sorted_tables for row in connection.execute(select(table)))
        return "\n".join(str(tuple(row)) for row in rows)


def trail(world: World) -> list[Any]:
    events = tables.events
    wanted = select(events.c.id, events.c.kind, events.c.actor_id, events.c.at, events.c.facts).order_by(events.c.id)
    return world.rows(wanted)


def test_a_person_is_erased_and_their_cases_stand(line: CommandLine, quick_world: World) -> None:
    li: Someone = quick_world.person("李强")
    case, before = case_of(quick_world), trail(quick_world)
    shown = line.says("people", "erase", "李强", "--preview")
    assert "1 cases" in shown
    assert "李强" in opened_values(quick_world), "a look changes nothing"
    said = line.says("people", "erase", li.code, "--yes")
    called = f"X-{li.id[-8:].upper()}"
    assert called in said
    everything = opened_values(quick_world)
    for gone in ("李强", PHONE, "LiQiang"):
        assert gone not in everything, gone
    assert f"找{called}" in everything, "what was found is kept"
    assert trail(quick_world) == before
    assert case_of(quick_world).reporter_id == li.id == case.reporter_id
    with read_transaction(quick_world.company.engine) as connection:
        row = connection.execute(select(tables.people).where(tables.people.c.id == li.id)).one()
        assert (row.name, row.code, row.phone, row.left_on is None) == (called, called, "", False)
        record = select(tables.audit_records).where(tables.audit_records.c.kind == audit.Kind.ERASED)
        assert connection.execute(record).one().subject_id == li.id
    assert "All is as it was recorded" in line.says("audit", "verify")


def test_a_name_that_two_bear_stays_in_sentences(line: CommandLine, quick_world: World) -> None:
    """Nobody could tell whom of the two a sentence means."""
    with write_transaction(quick_world.company.engine) as connection:
        other = update(tables.people).where(tables.people.c.id == quick_world.person("王芳").id)
        connection.execute(other.values(name="李强"))
    line.says("people", "erase", quick_world.person("李强").code, "--yes")
    everything = opened_values(quick_world)
    assert "找李强" in everything
    assert PHONE not in everything


def test_whoever_has_work_in_hand_is_not_erased(line: CommandLine, quick_world: World) -> None:
    owner, before = case_of(quick_world).owner_id, opened_values(quick_world)
    [code] = [person.code for person in quick_world.people() if person.id == owner]
    said = line.says("people", "erase", code, "--yes", status=1)
    assert case_of(quick_world).number in said
    assert opened_values(quick_world) == before


def test_the_last_administrator_is_not_erased(line: CommandLine, quick_world: World) -> None:
    memberships = tables.memberships
    [held] = quick_world.rows(select(memberships.c.person_id).where(memberships.c.role == "administrator"))
    [code] = [person.code for person in quick_world.people() if person.id == held.person_id]
    assert "the last administrator" in line.says("people", "erase", code, "--yes", status=1)


@pytest.mark.parametrize("typed", ["", "y"])
def test_nothing_is_erased_unless_the_code_is_typed(
    line: CommandLine, quick_world: World, typed: str, tmp_path: Path
) -> None:
    before = opened_values(quick_world)
    assert "Nothing was changed" in line.says("people", "erase", "李强", status=1, typed=f"{typed}\n")
    assert opened_values(quick_world) == before
