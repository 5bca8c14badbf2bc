"""The words of the workbook: the same as in chat, complete in both languages, and all in the manual."""

import re
from pathlib import Path

from storage import tables
from storage.workbook_sheets import SHEETS, Column, Kind
from storage.workbook_words import folded, headings, meanings, titles, usual_words
from templates.render import ROOM, labels
from tests.workbooks import errors_of, said, save, small_company
from workflow.library import Category, Grade
from workflow.people import Role

TABLES = {"library": "library_entries", "calendar": "calendar_days", "roster": "duty_roster", "ladder": "ladder_rungs"}

HAN = re.compile("[一-鿿]")
OFFERING = (
    *(("company", "demo"), ("people", "language"), ("areas", "colour"), ("calendar", "kind"), ("library", "grade")),
    *(("memberships", "role"), ("library", "category"), ("laws", "kind"), ("library", "cause"), ("shifts", "weekdays")),
)


def test_the_workbook_calls_things_what_the_chat_calls_them() -> None:
    chinese = labels("zh_CN")
    assert in_chinese("role") == [chinese["role"][role] for role in Role]
    assert in_chinese("category") == [chinese["category"][category] for category in Category]
    assert in_chinese("grade") == [chinese["grade"][grade].removesuffix("隐患") for grade in Grade]


def in_chinese(vocabulary: str) -> list[str]:
    return [word for word, _ in usual_words(vocabulary)]


def test_whoever_reads_english_is_told_english_words_and_they_are_accepted(tmp_path: Path) -> None:
    """Whatever stands for a code; a few that are of one sheet only as it would be wrong there."""
    for sheet, field in OFFERING:
        sheets = small_company()
        sheets[sheet][0][field] = "so"
        (error,) = [one for one in errors_of(save(sheets, tmp_path)) if one.code.startswith("unknown_")]
        english, chinese = said(error, "en"), said(error)
        assert not HAN.search(english.partition("):")[2]), english
        for word, translated in usual_words(column_of(sheet, field).vocabulary):
            assert word in chinese
            assert translated in english
            assert meanings(column_of(sheet, field).vocabulary)[folded(translated)] in column_of(sheet, field).choices


def column_of(sheet: str, field: str) -> Column:
    return next(each for each in SHEETS if each.name == sheet).columns[field]


def test_every_sheet_and_column_has_words_in_both_languages() -> None:
    for sheet in SHEETS:
        words = [titles(sheet.name), *(headings(sheet.name, name) for name in sheet.columns)]
        assert all(len(pair) >= 2 for pair in words)
        heads = [head for pair in words[1:] for head in pair]
        assert len(heads) == len(set(heads)), sheet.name


def test_nothing_longer_is_let_in_than_the_tables_hold() -> None:
    for sheet in SHEETS:
        table = tables.metadata.tables[TABLES.get(sheet.name, sheet.name)]
        for name, column in sheet.columns.items():
            if column.kind is Kind.TEXT and name in table.c:
                room = getattr(table.c[name].type, "length", None)
                assert room is None or column.limit <= room, (sheet.name, name)


def test_the_manual_names_every_sheet_column_and_word() -> None:
    manual = (ROOM.parent / "docs" / "workbook.md").read_text("utf-8")
    for sheet in SHEETS:
        words = [titles(sheet.name), *(headings(sheet.name, name) for name in sheet.columns)]
        assert [word for pair in words for word in pair[:2] if word not in manual] == [], sheet.name
        offered = {column.vocabulary for column in sheet.columns.values() if column.vocabulary}
        assert [
            word for vocabulary in offered for pair in usual_words(vocabulary) for word in pair if word not in manual
        ] == []
