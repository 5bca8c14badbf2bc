"""The demo's workbook as a person opens it."""

from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from storage.workbook import Workbook, read_workbook
from storage.workbook_sheets import SHEETS, Kind
from storage.workbook_words import headings, titles

DEMO = Path(__file__).parents[2] / "storage" / "demo" / "company.xlsx"


@pytest.fixture(scope="module")
def book() -> Workbook:
    return read_workbook(DEMO)


def test_its_own_entry_rests_on_its_own_rule(book: Workbook) -> None:
    """What comes with the product is not copied into a workbook: it holds only what the company adds."""
    (entry,) = book.library
    (law,) = book.laws
    assert entry.law_code == law.code


# --- as a person sees it ----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def sheets() -> Any:
    return load_workbook(DEMO)


def test_it_opens_with_an_explanation_and_sheets_in_the_order_in_which_they_are_filled(sheets: Any) -> None:
    assert sheets.sheetnames == ["说明", *(titles(sheet.name)[0] for sheet in SHEETS)]
    explained = " ".join(str(cell.value) for row in sheets["说明"].rows for cell in row if cell.value)
    assert all(title in explained for title in sheets.sheetnames[1:])
    assert "hazardline import-company" in explained


def test_headings_stay_in_sight_and_lists_offer_what_may_be_written(sheets: Any) -> None:
    for sheet in SHEETS:
        page = sheets[titles(sheet.name)[0]]
        assert page.freeze_panes.endswith("2")
        heads = {cell.value: cell.column for cell in page[1]}
        offered = {r.min_col for v in page.data_validations.dataValidation if v.type == "list" for r in v.sqref.ranges}
        for name, column in sheet.columns.items():
            assert headings(sheet.name, name)[0] in heads
            if column.kind is Kind.CHOICE or (column.kind is Kind.CODE and column.refers):
                assert heads[headings(sheet.name, name)[0]] in offered, (sheet.name, name)


def test_everything_people_read_has_an_english_name(book: Workbook) -> None:
    named: tuple[Any, ...] = (
        book.company,
        *book.sites,
        *book.areas,
        *book.departments,
        *book.contractors,
        *book.shifts,
        *book.people,
        *book.equipment,
    )
    assert [row.code for row in named if not row.name_en.isascii() or not row.name_en] == []
