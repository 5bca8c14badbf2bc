"""`hazardline paper template take ledger`: the ledger in a company's own columns, and what is no template of them."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from sqlalchemy import select

from bot.package import Packer
from bot.papers import Press
from storage import tables
from tests.bot.command_line import CommandLine
from tests.bot.test_package import opened
from tests.bot.test_paper_command import OFFICER, person, press, settled
from tests.scenarios.test_major import EXECUTIVE
from tests.world import World, case_of
from workflow.ledger import COLUMNS

__all__ = ["press", "settled"]


def own(hazardline: CommandLine, *rows: list[Any], title: str = "隐患台账") -> Path:
    book = Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    file = hazardline.folder / "own.xlsx"
    book.save(file)
    return file


def table(document: bytes) -> list[tuple[Any, ...]]:
    return list(load_workbook(BytesIO(document)).active.iter_rows(min_row=2, values_only=True))


def ledger(hazardline: CommandLine) -> list[tuple[Any, ...]]:
    hazardline.says("ledger", "--for", EXECUTIVE, "--from", "2026-11-01", "--to", "2026-11-30")
    (file,) = hazardline.folder.glob("*台账*.xlsx")
    document = file.read_bytes()
    file.unlink()
    return table(document)


def test_it_has_the_columns_that_the_company_wants_and_one_to_be_filled_in_by_hand(
    settled: World, hazardline: CommandLine
) -> None:
    own(hazardline, ["编号", "问题描述", "处理意见"], ["{number}", "{words}", None])
    assert "is made with it" in hazardline.says("paper", "template", "take", "ledger", "own.xlsx")
    case = case_of(settled)
    assert ledger(hazardline) == [("编号", "问题描述", "处理意见"), (case.number, "冲压2号机防护罩松了", None)]
    hazardline.says("paper", "template", "drop", "ledger")
    assert len(ledger(hazardline)[0]) == len(COLUMNS)


def test_what_is_given_out_is_taken_as_it_is_and_lists_every_field(settled: World, hazardline: CommandLine) -> None:
    before = ledger(hazardline)
    hazardline.says("paper", "template", "give", "ledger", "--out", "given.xlsx")
    hazardline.says("paper", "template", "take", "ledger", "given.xlsx")
    assert ledger(hazardline) == before
    assert hazardline.says("paper", "template", "fields", "ledger").split() == list(COLUMNS)


def test_a_package_comes_again_with_the_columns_that_it_had(
    settled: World, hazardline: CommandLine, press: Press
) -> None:
    own(hazardline, ["编号"], ["{number}"])
    hazardline.says("paper", "template", "take", "ledger", "own.xlsx")
    packed = Packer(press).pack(person(settled, OFFICER), "2026-11", settled.clock())
    (name,) = (name for name in opened(packed.document) if name.startswith("01"))
    assert table(opened(packed.document)[name])[0] == ("编号",)
    hazardline.says("paper", "template", "drop", "ledger")
    again, same = Packer(press).again(packed.registered.number)
    assert same
    assert again.document == packed.document


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ((["编号"], ["{nummer}"]), "no such fields: {nummer}"),
        ((["编号"], ["{number.__class__}"]), "no such fields"),
        ((["编号"],), "two rows"),
        ((["编号"], ["{number}"], ["YH-1"]), "two rows"),
        ((["编号"] * 61, ["{number}"] * 61), "60 columns"),
    ],
)
def test_what_is_wrong_with_one_is_said_and_nothing_changes(
    settled: World, hazardline: CommandLine, rows: tuple[list[Any], ...], says: str
) -> None:
    own(hazardline, *rows)
    said = hazardline.says("paper", "template", "take", "ledger", "own.xlsx", status=1)
    assert says in said
    assert "received_at" in said, "the fields that there are"
    assert not settled.rows(select(tables.report_templates))


def test_what_is_no_sheet_of_a_ledger_is_said(settled: World, hazardline: CommandLine) -> None:
    own(hazardline, ["编号"], ["{number}"], title="别的")
    assert "no Excel workbook" in hazardline.says("paper", "template", "take", "ledger", "own.xlsx", status=1)
    (hazardline.folder / "own.xlsx").write_text("hello")
    assert "no Excel workbook" in hazardline.says("paper", "template", "take", "ledger", "own.xlsx", status=1)
