"""The ledger's workbook, opened again: its columns, its days, and words that are never a formula."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from openpyxl import load_workbook

from templates import ledger_book
from templates.ledger_book import Title
from templates.render import LANGUAGES, labels
from workflow.ledger import COLUMNS, Entry

SHANGHAI = ZoneInfo("Asia/Shanghai")
AT = datetime(2026, 11, 23, 0, 30, 15, tzinfo=UTC)
TITLE = Title("青禾机械", date(2026, 11, 1), date(2026, 11, 30), "吴静", AT)
ENTRY = Entry(
    number="YH-20261123-0001",
    source="worker",
    order="",
    found_at=AT,
    received_at=AT,
    finder="李强",
    anonymous=False,
    place="冲压车间",
    equipment="冲压2号机",
    words="防护罩松了",
    category="mechanical",
    grade="major",
    statutory_grade="general",
    cause=2,
    requirement="紧固防护罩",
    law="《安全生产法》第三十六条",
    measures="",
    budget=123_450,
    spent=None,
    department="设备部",
    owner="张伟",
    due_at=AT,
    acceptor="赵敏",
    closed_at=None,
    stands="rectifying",
    light="red",
)


def sheet(folder: Path, *entries: Entry, language: str = "zh_CN") -> Any:
    file = folder / "ledger.xlsx"
    assert ledger_book.write(entries, file, TITLE, language, SHANGHAI) == len(entries)
    return load_workbook(file).active


def cell(page: Any, name: str, row: int = 3) -> Any:
    return page.cell(row, COLUMNS.index(name) + 1)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_column_has_its_heading_and_every_code_its_words(tmp_path: Path, language: str) -> None:
    page, words = sheet(tmp_path, ENTRY, language=language), labels(language)
    assert [each.value for each in page[2]] == [words["ledger"][name] for name in COLUMNS]
    assert "2026-11-01" in page["A1"].value
    assert "2026-11-23 08:30" in page["A1"].value
    told = {name: cell(page, name).value for name in COLUMNS}
    assert (told["category"], told["stands"]) == (words["category"]["mechanical"], words["state"]["rectifying"])
    assert (told["grade"], told["statutory_grade"]) == (words["grade"]["major"], words["grade"]["general"])
    assert told["cause"] == words["ledger"]["causes"]["2"]


def test_days_are_days_at_the_site_and_money_is_yuan(tmp_path: Path) -> None:
    page = sheet(tmp_path, ENTRY)
    assert cell(page, "due_at").value == datetime(2026, 11, 23, 8, 30)
    assert cell(page, "closed_at").value is None
    assert (cell(page, "budget").value, cell(page, "spent").value) == (1234.5, None)


@pytest.mark.parametrize("words", ["=1+1", "+86 138", "-5 度", "@here", '=HYPERLINK("http://x","y")', "\t=1"])
def test_what_people_write_is_never_a_formula(tmp_path: Path, words: str) -> None:
    page = sheet(tmp_path, replace(ENTRY, words=words), replace(ENTRY, words="油"))
    assert (cell(page, "words").value, cell(page, "words").data_type) == (words, "s")
    assert cell(page, "words").quotePrefix
    assert not cell(page, "words", 4).quotePrefix, "the next row's words are plain"


def test_signs_that_no_sheet_can_hold_are_left_out_and_the_longest_words_cut(tmp_path: Path) -> None:
    page = sheet(tmp_path, replace(ENTRY, words="油\x00\x0b漏", measures="长" * 40_000))
    assert cell(page, "words").value == "油漏"
    assert len(cell(page, "measures").value) == ledger_book.MOST_SIGNS


def test_what_is_late_is_red_and_what_is_over_is_not(tmp_path: Path) -> None:
    page = sheet(tmp_path, ENTRY, replace(ENTRY, light="none"), replace(ENTRY, light="yellow"))
    fills = [cell(page, "due_at", row).fill.fgColor.rgb for row in (3, 4, 5)]
    assert fills[0].endswith("F8CBAD")
    assert fills[2].endswith("FFE699")
    assert not fills[1].endswith(("F8CBAD", "FFE699"))


def test_nobody_can_name_who_was_anonymous(tmp_path: Path) -> None:
    page = sheet(tmp_path, replace(ENTRY, anonymous=True, finder=""))
    assert cell(page, "finder").value == "匿名"


def test_the_headings_stay_in_sight_and_stand_on_each_page(tmp_path: Path) -> None:
    page = sheet(tmp_path, ENTRY, ENTRY)
    assert (page.freeze_panes, page.auto_filter.ref, page.print_title_rows) == ("B3", "A2:X4", "$1:$2")
