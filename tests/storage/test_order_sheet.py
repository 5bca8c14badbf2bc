"""The findings of an order as a workbook: read row by row, or refused with what is wrong by row and column."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from openpyxl import Workbook

from storage.order_sheet import ItemRow, items_in
from storage.workbook_errors import WorkbookErrors

TODAY = date(2026, 11, 23)
HEADS = ("地点", "问题", "整改要求", "期限")
GUARD = ("冲压2号机", "防护罩松了", "紧固", "2026-12-03")


def sheet(*rows: tuple[Any, ...], heads: tuple[str, ...] = HEADS, title: str = "整改项目", merged: str = "") -> bytes:
    book = Workbook()
    page = book.active
    assert page is not None
    page.title = title
    for row in (heads, *rows):
        page.append(row)
    if merged:
        page.merge_cells(merged)
    data = BytesIO()
    book.save(data)
    return data.getvalue()


def wrong(data: bytes) -> list[tuple[str, int | None, str | None]]:
    with pytest.raises(WorkbookErrors) as refused:
        items_in(data, TODAY)
    return [(error.code, error.row, error.column) for error in refused.value.errors]


def test_each_row_is_a_finding_and_what_need_not_be_there_may_be_missing() -> None:
    read = items_in(sheet(GUARD, ("仓库", "插座烧黑了", None, None)), TODAY)
    assert read == [
        ItemRow("冲压2号机", "防护罩松了", "紧固", date(2026, 12, 3)),
        ItemRow("仓库", "插座烧黑了", "", None),
    ]
    assert items_in(sheet(GUARD[:2], heads=("Place", "Finding"), title="Findings"), TODAY) == [
        ItemRow("冲压2号机", "防护罩松了", "", None)
    ]


def test_another_workbook_is_none() -> None:
    assert items_in(sheet(GUARD, title="人员"), TODAY) is None


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (sheet((*GUARD[:3], "2026-02-30")), ("bad_date", 2, "期限")),
        (sheet((*GUARD[:3], "2026-11-22")), ("past_day", 2, "期限")),
        (sheet(("", "漏油", "", "")), ("missing_value", 2, "地点")),
        (sheet(GUARD, ("仓库", "=A2", "", "")), ("formula_without_value", 3, "问题")),
        (sheet((*GUARD, "张三"), heads=(*HEADS, "负责人")), ("strange_column", 1, "负责人")),
        (sheet(GUARD, GUARD, merged="A2:A3"), ("merged_cells", 2, None)),
        (sheet(GUARD[:1], heads=("地点",)), ("missing_column", 1, "问题")),
        (sheet(), ("no_rows", None, None)),
        (sheet(*[GUARD] * 51), ("too_many_rows", None, None)),
        (sheet(("仓库", "油" * 201, "", "")), ("too_long", 2, "问题")),
    ],
    ids=lambda value: value[0] if isinstance(value, tuple) else "",
)
def test_what_is_wrong_is_said_by_row_and_column(data: bytes, found: tuple[str, int | None, str | None]) -> None:
    assert found in wrong(data)
