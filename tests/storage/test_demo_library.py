"""The demo's hazard library and its workbook as a person opens it."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from storage.workbook import Workbook, read_workbook
from storage.workbook_sheets import SHEETS, Kind
from storage.workbook_words import headings, titles
from workflow.danger import Means, means_of
from workflow.library import Category, Grade

DEMO = Path(__file__).parents[2] / "storage" / "demo" / "company.xlsx"


@pytest.fixture(scope="module")
def book() -> Workbook:
    return read_workbook(DEMO)


def test_the_library_knows_every_category_and_grade(book: Workbook) -> None:
    assert len(book.library) >= 80
    per_category = Counter(entry.category for entry in book.library)
    assert min(per_category[category] for category in Category) >= 4
    grades = Counter(entry.grade for entry in book.library)
    assert grades[Grade.GENERAL] > grades[Grade.LARGER] > grades[Grade.MAJOR] >= 5


def test_every_entry_says_what_to_do_in_both_languages(book: Workbook) -> None:
    for entry in book.library:
        assert all((entry.name, entry.name_en, entry.requirement, entry.requirement_en, entry.law, entry.law_en))
        assert 3 <= len(entry.aliases) <= 6, entry.code
        assert any(alias.isascii() for alias in entry.aliases), entry.code
        assert len(entry.name) <= 25, entry.code
        assert len(entry.requirement) <= 35, entry.code


def test_no_two_entries_go_by_the_same_words(book: Workbook) -> None:
    spoken = Counter(words.casefold() for entry in book.library for words in (entry.name, *entry.aliases))
    assert [words for words, times in spoken.items() if times > 1] == []


def test_the_examples_the_users_gave(book: Workbook) -> None:
    entries = {entry.code: entry for entry in book.library}
    extinguisher, inspection = entries["FI-01"], entries["SP-01"]
    assert ("灭火器过期" in extinguisher.name, extinguisher.grade, extinguisher.limit_days) == (
        True,
        Grade.GENERAL,
        3,
    )
    assert (inspection.grade, inspection.limit_days) == (Grade.MAJOR, 7)
    assert inspection.law == "《特种设备安全法》第四十条"


def test_the_graver_the_hazard_the_sooner_something_is_done(book: Workbook) -> None:
    for entry in book.library:
        if entry.grade is Grade.MAJOR and entry.code != "SP-01":
            assert entry.limit_days <= 1, entry.code
        if entry.grade is Grade.LARGER:
            assert entry.limit_days <= 7, entry.code


def test_what_hurts_whoever_comes_by_is_said_where_the_category_does_not_tell(book: Workbook) -> None:
    undecided = {Category.FIRE, Category.ENVIRONMENT, Category.OCCUPATIONAL_HEALTH}
    assert [entry.code for entry in book.library if entry.category in undecided and entry.hurts is None] == []
    says = {entry.code: entry.hurts for entry in book.library}
    assert says["EN-01"] is says["FI-06"] is says["OH-03"] is True  # oil on the floor, sparks beside paint, smell
    assert says["FI-01"] is says["EN-07"] is says["CH-02"] is False  # expired, no sign, no label
    assert says["ME-01"] is None
    assert {entry.grade for entry in book.library if entry.hurts is False} <= {Grade.GENERAL, Grade.LARGER}


def test_what_is_no_machine_is_not_to_be_switched_off(book: Workbook) -> None:
    says = {entry.code: entry.means for entry in book.library}
    assert says["SP-06"] is says["SP-07"] is says["EN-03"] is says["EN-04"] is Means.UNSTEADY
    assert says["ME-07"] is Means.GROUND  # oil that a machine has lost
    assert says["ME-12"] is Means.OPENING  # hot pipes
    assert says["ME-01"] is None
    assert all(entry.means != means_of(entry.category) for entry in book.library), "only where the category differs"


def test_only_major_entries_rest_on_the_list_of_major_hazards(book: Workbook) -> None:
    listed = {entry.grade for entry in book.library if "重大事故隐患判定标准" in entry.law}
    assert listed == {Grade.MAJOR}


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
            if column.kind is Kind.CHOICE or column.refers:
                assert heads[headings(sheet.name, name)[0]] in offered, (sheet.name, name)


def test_everything_people_read_has_an_english_name(book: Workbook) -> None:
    named: tuple[Any, ...] = (
        book.company,
        *book.sites,
        *book.areas,
        *book.departments,
        *book.contractors,
        *book.people,
        *book.equipment,
    )
    assert [row.code for row in named if not row.name_en.isascii() or not row.name_en] == []
