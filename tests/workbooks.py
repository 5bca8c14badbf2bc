"""A small company as a workbook, for tests to alter and save."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from openpyxl import Workbook

from storage.workbook import read_workbook
from storage.workbook_errors import WorkbookError, WorkbookErrors
from storage.workbook_sheets import SHEETS
from storage.workbook_words import headings, titles
from templates.render import Renderer

Sheets = dict[str, list[dict[str, Any]]]


def small_company() -> Sheets:
    """Every sheet by its name, its rows by the names of their fields; row 2 of the sheet is number 0 here."""
    start = date(2026, 1, 5)
    return {
        "company": [
            {"code": "K", "name": "小厂", "name_en": "Small", "demo": "是", "number_prefix": "YH",
             "time_zone": "Asia/Shanghai", "emergency_phone": "8110"},
        ],
        "sites": [{"code": "Z", "name": "主厂区", "name_en": "Main", "time_zone": "Asia/Shanghai"}],
        "areas": [
            {"code": "CY-1", "name": "一线", "name_en": "Line 1", "site": "Z", "parent": "CY"},
            {"code": "CY", "name": "冲压车间", "name_en": "Stamping", "aliases": "冲压；冲床车间", "site": "Z",
             "colour": "橙", "colour_since": start},
            {"code": "CK", "name": "仓库", "name_en": "Warehouse", "site": "Z"},
        ],
        "departments": [
            {"code": "SB", "name": "设备部", "name_en": "Maintenance", "parent": "SC"},
            {"code": "SC", "name": "生产部", "name_en": "Production"},
        ],
        "contractors": [
            {"code": "HY", "name": "宏远", "name_en": "Hongyuan", "host": "zhang", "until": date(2027, 6, 30)},
        ],
        "shifts": [
            {"code": "E", "name": "早班", "name_en": "Early", "starts": "08:00", "ends": "16:00"},
            {"code": "N", "name": "夜班", "name_en": "Night", "starts": "20:00", "ends": "08:00", "weekdays": "六；日"},
            {"code": "A", "name": "甲班", "name_en": "Team A", "cycle": "E；E；N；休", "since": start},
        ],
        "people": [
            {"code": "li", "name": "李强", "name_en": "Li Qiang", "phone": "8211", "hired_on": start, "shift": "A"},
            {"code": "zhang", "name": "张伟", "name_en": "Zhang Wei", "language": "中文"},
            {"code": "zhao", "name": "赵敏", "name_en": "Zhao Min"},
            {"code": "jiang", "name": "蒋波", "name_en": "Jiang Bo", "contractor": "HY"},
        ],
        "memberships": [
            {"person": "li", "role": "员工", "department": "SC", "area": "CY", "since": start},
            {"person": "zhang", "role": "整改责任人", "department": "SB", "since": start},
            {"person": "jiang", "role": "承包商负责人", "since": start},
            {"person": "zhao", "role": "部门负责人", "department": "SC", "since": start},
        ],
        "equipment": [
            {"code": "CC-2", "name": "2号冲床", "name_en": "Press 2", "aliases": "二号冲床；冲压2号机", "area": "CY",
             "kind": "冲床"},
        ],
        "responsibilities": [
            {"code": "R1", "area": "CY", "category": "机械", "department": "SB", "owner": "zhang", "acceptor": "zhao"},
            {"code": "R2", "category": "消防", "department": "SC", "owner": "zhao", "acceptor": "li"},
        ],
        "laws": [{"code": "GS-1", "name": "冲床管理规定", "name_en": "Press rule", "kind": "部门规章和文件",
                  "since": "2025-01-01", "verified": "是"}],
        "library": [
            {"code": "G-01", "name": "防护罩松动", "name_en": "Guard loose", "aliases": "护罩晃；guard is loose",
             "category": "机械", "grade": "一般", "limit_days": 3, "requirement": "停机，紧固后再开",
             "requirement_en": "Stop and tighten", "law": "《安全生产法》第三十六条",
             "law_en": "Work Safety Law, Art. 36", "verified": "是", "law_code": "GS-1"},
        ],
        "calendar": [{"day": date(2026, 10, 1), "kind": "休息"}],
        "roster": [{"day": date(2099, 11, 23), "shift": "夜班", "person": "zhang"}],
        "ladder": [
            {"grade": "一般", "days": "-2", "roles": "整改责任人"},
            {"grade": "一般", "days": 0, "roles": "整改责任人；部门负责人"},
            {"grade": "重大", "days": "每天", "roles": "Owner；部门负责人"},
            {"grade": "重大", "days": 0, "roles": "部门负责人"},
        ],
        "deputies": [{"person": "zhang", "deputy": "zhao", "since": "2026-12-01", "until": "2026-12-10"}],
    }  # fmt: skip


def fill(sheets: Sheets, word: int = 0) -> Workbook:
    """The workbook itself; `word` 0 gives Chinese titles and headings, 1 English ones."""
    workbook = Workbook()
    workbook.remove(workbook.active)
    for name, rows in sheets.items():
        sheet = workbook.create_sheet(titles(name)[word])
        fields = list(dict.fromkeys(field for row in (every_field(name), *rows) for field in row))
        sheet.append([headings(name, field)[word] for field in fields])
        for row in rows:
            sheet.append([row.get(field) for field in fields])
    return workbook


def every_field(sheet: str) -> dict[str, None]:
    """The fields of a sheet in the order of its columns."""
    return dict.fromkeys(next(s for s in SHEETS if s.name == sheet).columns)


def save(sheets: Sheets, folder: Path, word: int = 0) -> Path:
    path = folder / "company.xlsx"
    fill(sheets, word).save(path)
    return path


def errors_of(path: Path) -> tuple[WorkbookError, ...]:
    """Why a file is refused."""
    with pytest.raises(WorkbookErrors) as refused:
        read_workbook(path)
    return refused.value.errors


def said(error: WorkbookError, language: str = "zh_CN") -> str:
    """An error as the operator reads it."""
    renderer = Renderer(ZoneInfo("Asia/Shanghai"))
    return renderer.render(language, error.topic, error.told, datetime(2026, 11, 23, tzinfo=UTC))
