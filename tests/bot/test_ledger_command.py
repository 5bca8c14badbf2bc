"""`hazardline ledger`: whose, of which days, where to, and that it goes on record."""

import hashlib
from pathlib import Path

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from storage import tables
from tests.bot.command_line import CommandLine
from tests.scenarios.test_major import EXECUTIVE
from tests.scenarios.test_whole_life import report
from tests.world import World, case_of

NOVEMBER = ("--from", "2026-11-01", "--to", "2026-11-30")


@pytest.fixture
def settled(quick_world: World, hazardline: CommandLine, monkeypatch: pytest.MonkeyPatch) -> World:
    """A company with a case, reached by the command line."""
    report(quick_world)
    monkeypatch.setenv("HAZARDLINE_DATABASE_URL", quick_world.url)
    return quick_world


def exports(world: World) -> list[dict[str, object]]:
    rows = world.rows(select(tables.audit_records).where(tables.audit_records.c.kind == "export"))
    return [row.facts for row in rows if row.facts.get("what") == "ledger"]


def test_the_ledger_of_some_days_is_a_workbook_and_stands_on_record(settled: World, hazardline: CommandLine) -> None:
    said = hazardline.says("ledger", "--for", EXECUTIVE, *NOVEMBER, "--out", "new/folder")
    (file,) = (hazardline.folder / "new/folder").iterdir()
    assert file.name == "隐患台账 2026-11-01 至 2026-11-30.xlsx"
    assert "1 case" in said
    assert load_workbook(file).active["A3"].value == case_of(settled).number
    (facts,) = exports(settled)
    assert facts["sha256"] == hashlib.sha256(file.read_bytes()).hexdigest()
    assert (facts["first"], facts["last"], facts["cases"]) == ("2026-11-01", "2026-11-30", 1)


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--for", "liqiang"), "may export no ledger"),
        (("--for", "nobody"), "Nobody in the company"),
        (("--for", EXECUTIVE, "--from", "2026-12-01", "--to", "2026-11-01"), "before the first"),
    ],
)
def test_what_cannot_be_had_is_said_and_neither_written_nor_on_record(
    settled: World, hazardline: CommandLine, options: tuple[str, ...], says: str
) -> None:
    assert says in hazardline.says("ledger", *options, "--out", "new", status=1)
    assert not (hazardline.folder / "new").exists()
    assert not exports(settled)


def test_a_place_that_cannot_be_written_to_is_named(settled: World, hazardline: CommandLine) -> None:
    Path(hazardline.folder / "taken").write_text("")
    said = hazardline.says("ledger", "--for", EXECUTIVE, *NOVEMBER, "--out", "taken", status=1)
    assert "Cannot write to taken" in said
    assert not exports(settled)
