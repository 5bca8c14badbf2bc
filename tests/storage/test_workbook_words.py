"""The words of the workbook: the same as in chat, complete in both languages, and all in the manual."""

from storage import tables
from storage.workbook_sheets import SHEETS, Kind
from storage.workbook_words import headings, titles, usual_words
from templates.render import ROOM, labels
from workflow.library import Category, Grade
from workflow.people import Role

TABLES = {"library": "library_entries", "calendar": "calendar_days", "roster": "duty_roster", "ladder": "ladder_rungs"}


def test_the_workbook_calls_things_what_the_chat_calls_them() -> None:
    chinese = labels("zh_CN")
    assert usual_words("role") == [chinese["role"][role] for role in Role]
    assert usual_words("category") == [chinese["category"][category] for category in Category]
    assert usual_words("grade") == [chinese["grade"][grade].removesuffix("隐患") for grade in Grade]


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
        assert [word for vocabulary in offered for word in usual_words(vocabulary) if word not in manual] == []
