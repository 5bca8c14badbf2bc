"""Reading a company's workbook: what an operator may write, and what each mistake is answered with."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from storage.shipped_library import shipped
from storage.workbook import Workbook, read_workbook
from storage.workbook_errors import WorkbookError
from storage.workbook_sheets import Colour
from templates.render import LANGUAGES, ROOM
from tests.workbooks import Sheets, errors_of, fill, said, save, small_company
from workflow.library import Category, Grade, Industry
from workflow.people import Language, Role


def read(sheets: Sheets, folder: Path) -> Workbook:
    return read_workbook(save(sheets, folder))


# --- what may stand in it -------------------------------------------------------------------------------------------


def test_rows_come_typed(tmp_path: Path) -> None:
    book = read(small_company(), tmp_path)
    assert book.company.demo is True
    assert book.areas[1].aliases == ("冲压", "冲床车间")
    assert (book.areas[1].colour, book.areas[1].colour_since) == (Colour.ORANGE, date(2026, 1, 5))
    assert (book.areas[0].parent, book.areas[1].parent) == ("CY", None)
    assert (book.people[2].language, book.people[2].phone, book.people[2].hired_on) == (Language.ZH_CN, "", None)
    assert book.memberships[0].role is Role.WORKER
    assert (book.library[0].category, book.library[0].grade) == (Category.MECHANICAL, Grade.GENERAL)
    assert (book.library[0].limit_days, book.library[0].verified, book.library[0].retired) == (3, True, False)


def test_english_titles_headings_and_words_read_the_same(tmp_path: Path) -> None:
    chinese = read(small_company(), tmp_path)
    sheets = small_company()
    sheets["company"][0]["demo"] = "Yes"
    sheets["areas"][1]["colour"] = "orange"
    sheets["memberships"][1]["role"] = "rectification owner"
    sheets["responsibilities"][0]["category"] = "mechanical"
    sheets["library"][0] |= {"category": "Machinery", "grade": "GENERAL", "verified": True}
    english = read_workbook(save(sheets, tmp_path, word=1))
    assert {**vars(english), "digest": ""} == {**vars(chinese), "digest": ""}


@pytest.mark.parametrize("written", ["2026-03-01", "2026/3/1", "2026年3月1日", "2026.3.1", datetime(2026, 3, 1, 8, 30)])
def test_a_day_may_be_written_as_people_write_it(written: object, tmp_path: Path) -> None:
    sheets = small_company()
    sheets["people"][0]["hired_on"] = written
    assert read(sheets, tmp_path).people[0].hired_on == date(2026, 3, 1)


def test_blanks_width_and_unseen_characters_make_no_other_code(tmp_path: Path) -> None:
    sheets = small_company()
    sheets["people"][0]["code"] = 1008
    sheets["memberships"][0]["person"] = " １００８\u200b"
    sheets["responsibilities"][1]["acceptor"] = "1008"
    sheets["areas"][1]["name"] = "冲压 \n 车间_x000D_"
    book = read(sheets, tmp_path)
    assert book.memberships[0].person == book.people[0].code == "1008"
    assert book.areas[1].name == "冲压 车间"


def test_columns_in_any_order_with_columns_and_sheets_of_ones_own(tmp_path: Path) -> None:
    workbook = fill(small_company())
    workbook.create_sheet("说明", 0).merge_cells("A1:C3")
    people = workbook["人员"]
    people.insert_cols(1)
    people["A1"], people["A2"], people["A9"] = "备注（自己看）", "=B2", "下面没有人了"
    people.move_range("B1:B9", cols=20)
    workbook.save(tmp_path / "own.xlsx")
    assert [person.name for person in read_workbook(tmp_path / "own.xlsx").people] == ["李强", "张伟", "赵敏", "蒋波"]


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("20:00", time(20)),
        ("8:05", time(8, 5)),
        ("２０：３０", time(20, 30)),
        ("20点", time(20)),
        ("20.30", time(20, 30)),
        (time(20, 0), time(20)),
        ("24:00", time(0)),
        (timedelta(days=1), time(0)),
        (None, None),
    ],
)
def test_a_time_of_day_however_it_is_written(written: Any, read_as: time | None, tmp_path: Path) -> None:
    sheets = small_company()
    sheets["roster"][0] |= {"starts": written, "ends": written}
    assert read(sheets, tmp_path).roster[0].starts == read_as


def test_hours_and_cycles_of_shifts_are_read_as_they_are_written(tmp_path: Path) -> None:
    early, night, team = read(small_company(), tmp_path).shifts
    assert (early.starts, early.ends, early.weekdays, early.cycle) == (time(8), time(16), (), ())
    assert night.weekdays == (5, 6)
    assert (team.starts, team.cycle, team.since) == (None, ("E", "E", "N", None), date(2026, 1, 5))


def test_a_ladder_is_read_as_it_is_written_and_may_be_left_out(tmp_path: Path) -> None:
    sheets = small_company()
    before, at, daily, _ = read(sheets, tmp_path).ladder
    assert (before.grade, before.days, before.roles) == (Grade.GENERAL, -2, (Role.OWNER,))
    assert (at.days, at.roles) == (0, (Role.OWNER, Role.DEPARTMENT_HEAD))
    assert (daily.grade, daily.days) == (Grade.MAJOR, None)
    sheets["ladder"][2]["roles"] = None
    assert read(sheets, tmp_path).ladder[2].roles == (), "a step that is to be dropped again"
    del sheets["ladder"]
    assert read(sheets, tmp_path).ladder == ()


def test_a_workbook_older_than_the_shifts_says_of_people_what_it_said(tmp_path: Path) -> None:
    sheets = small_company()
    del sheets["shifts"]
    sheets["people"][0]["shift"] = "长白班"
    older = read(sheets, tmp_path)
    assert (older.shifts, older.people[0].shift) == ((), "长白班")


def test_a_workbook_older_than_the_hours_of_the_roster_is_read_as_before(tmp_path: Path) -> None:
    workbook = fill(small_company())
    workbook["值班表"].delete_cols(4, 2)
    workbook.save(tmp_path / "older.xlsx")
    (watch,) = read_workbook(tmp_path / "older.xlsx").roster
    assert (watch.person, watch.starts, watch.ends) == ("zhang", None, None)


def test_a_beginning_without_a_column_for_the_end_is_told(tmp_path: Path) -> None:
    workbook = fill(small_company())
    workbook["值班表"]["D2"] = "20:00"
    workbook["值班表"].delete_cols(5)
    workbook.save(tmp_path / "half.xlsx")
    (error,) = errors_of(tmp_path / "half.xlsx")
    assert (error.code, error.sheet, error.column) == ("missing_column", "值班表", "结束时间")


def test_a_workbook_is_known_again_by_its_digest(tmp_path: Path) -> None:
    sheets = small_company()
    first = read(sheets, tmp_path)
    assert read_workbook(tmp_path / "company.xlsx").digest == first.digest
    sheets["people"][0]["phone"] = "8999"
    assert read(sheets, tmp_path).digest != first.digest


# --- each mistake ---------------------------------------------------------------------------------------------------


def put(sheet: str, row: int, **cells: Any) -> Callable[[Sheets], None]:
    """Write cells into a row as it is numbered in the sheet."""
    return lambda sheets: sheets[sheet][row - 2].update(cells)


def again(sheet: str, row: int, **cells: Any) -> Callable[[Sheets], None]:
    """The same row once more, with some cells changed."""
    return lambda sheets: sheets[sheet].append({**sheets[sheet][row - 2], **cells})


def a_long_chain(sheets: Sheets) -> None:
    for n in range(11):
        sheets["departments"].append({"code": f"D{n}", "name": "组", "parent": f"D{n - 1}" if n else "SB"})


def a_short_night(sheets: Sheets) -> None:
    sheets["shifts"][1]["ends"] = "08:30"
    sheets["shifts"][2]["cycle"] = "E；休；N"  # and the early shift again on the morning on which the night ends


MISTAKES = [
    (put("people", 2, name=None), "missing_value", "人员", 2, "姓名"),
    (put("areas", 3, colour_since=None), "missing_value", "区域", 3, "颜色起始日期"),
    (put("areas", 4, colour_since="2026-01-05"), "missing_value", "区域", 4, "风险颜色"),
    (put("people", 3, name="张" * 201), "too_long", "人员", 3, "姓名"),
    (put("people", 3, phone="8" * 33), "too_long", "人员", 3, "电话"),
    (put("equipment", 2, aliases="冲床；" + "很" * 61), "too_long", "设备", 2, "俗称"),
    (put("equipment", 2, code=date(2026, 3, 1)), "bad_code", "设备", 2, "设备编号"),
    (put("people", 2, hired_on="去年春天"), "bad_date", "人员", 2, "入职日期"),
    (put("people", 2, hired_on="2026-02-30"), "bad_date", "人员", 2, "入职日期"),
    (put("people", 2, hired_on=46082), "bad_date", "人员", 2, "入职日期"),
    (put("roster", 2, starts="晚上八点", ends="08:00"), "bad_time", "值班表", 2, "开始时间"),
    (put("roster", 2, starts="25:00", ends="08:00"), "bad_time", "值班表", 2, "开始时间"),
    (put("roster", 2, starts=20, ends="08:00"), "bad_time", "值班表", 2, "开始时间"),
    (put("roster", 2, starts="20:00"), "missing_value", "值班表", 2, "结束时间"),
    (put("roster", 2, ends="08:00"), "missing_value", "值班表", 2, "开始时间"),
    (put("library", 2, limit_days="三天"), "bad_number", "隐患库", 2, "期限天数"),
    (put("library", 2, limit_days=-1), "bad_number", "隐患库", 2, "期限天数"),
    (put("library", 2, limit_days=1.5), "bad_number", "隐患库", 2, "期限天数"),
    (put("library", 2, limit_days=99999), "bad_number", "隐患库", 2, "期限天数"),
    (put("library", 2, limit_days=True), "bad_number", "隐患库", 2, "期限天数"),
    (put("sites", 2, time_zone="北京时间"), "unknown_time_zone", "厂区", 2, "时区"),
    (put("sites", 2, time_zone="../etc/passwd"), "unknown_time_zone", "厂区", 2, "时区"),
    (put("company", 2, demo="也许"), "unknown_yes_no", "公司", 2, "演示公司"),
    (put("people", 2, language="日文"), "unknown_language", "人员", 2, "语言"),
    (put("areas", 3, colour="紫"), "unknown_colour", "区域", 3, "风险颜色"),
    (put("calendar", 2, kind="放假"), "unknown_day_kind", "日历", 2, "类型"),
    (put("library", 2, grade="特大"), "unknown_grade", "隐患库", 2, "等级"),
    (put("memberships", 2, role="老板"), "unknown_role", "任职", 2, "角色"),
    (put("responsibilities", 2, category="机器"), "unknown_category", "责任矩阵", 2, "分类"),
    (put("areas", 4, site="Q"), "unknown_site", "区域", 4, "厂区"),
    (put("equipment", 2, area="CZ"), "unknown_area", "设备", 2, "区域"),
    (put("memberships", 3, department="D9"), "unknown_department", "任职", 3, "部门"),
    (put("people", 5, contractor="HX"), "unknown_contractor", "人员", 5, "承包商"),
    (put("roster", 2, person="wang"), "unknown_person", "值班表", 2, "人员"),
    (put("people", 3, shift="B"), "unknown_shift", "人员", 3, "班次"),
    (put("shifts", 4, cycle="E；F；休"), "unknown_shift", "班次", 4, "轮班"),
    (put("shifts", 4, cycle="E；A"), "cycle_in_cycle", "班次", 4, "轮班"),
    (put("shifts", 4, cycle="休；Off"), "cycle_of_rest", "班次", 4, "轮班"),
    (a_short_night, "cycle_overlaps", "班次", 4, "轮班"),
    (put("shifts", 4, since=None), "missing_value", "班次", 4, "轮班起始日"),
    (put("shifts", 4, starts="08:00"), "cycle_with_hours", "班次", 4, "开始时间"),
    (put("shifts", 2, ends=None), "missing_value", "班次", 2, "结束时间"),
    (put("shifts", 3, starts=None), "missing_value", "班次", 3, "开始时间"),
    (put("shifts", 3, starts="08:00"), "same_hours", "班次", 3, "结束时间"),
    (put("shifts", 3, starts="八点"), "bad_time", "班次", 3, "开始时间"),
    (put("shifts", 3, weekdays="六；礼拜八"), "unknown_weekday", "班次", 3, "上班日"),
    (put("company", 2, quiet="有时"), "unknown_yes_no", "公司", 2, "下班不打扰"),
    (put("company", 2, notices_a_day="六条"), "bad_number", "公司", 2, "每日提醒上限"),
    (put("company", 2, notices_a_day=-1), "bad_number", "公司", 2, "每日提醒上限"),
    (put("company", 2, notices_a_day=100), "bad_number", "公司", 2, "每日提醒上限"),
    (put("responsibilities", 3, equipment="CC-9"), "unknown_equipment", "责任矩阵", 3, "设备"),
    (again("people", 2, name="李刚"), "duplicate_code", "人员", 6, "人员编号"),
    (again("people", 2, code="LI"), "duplicate_code", "人员", 6, "人员编号"),
    (again("memberships", 3, until="2027-01-01"), "duplicate_row", "任职", 6, "人员"),
    (again("calendar", 2), "duplicate_row", "日历", 3, "日期"),
    (again("responsibilities", 2, code="R3"), "duplicate_scope", "责任矩阵", 4, "设备"),
    (put("areas", 4, parent="CK"), "area_cycle", "区域", 4, "上级区域"),
    (put("departments", 3, parent="SC"), "department_cycle", "部门", 3, "上级部门"),
    (a_long_chain, "too_deep", "部门", 14, "上级部门"),
    (put("laws", 2, kind="口头"), "unknown_law_kind", "法规", 2, "种类"),
    (put("library", 2, cause="天气"), "unknown_cause", "隐患库", 2, "原因类别"),
    (put("library", 2, industry="农业"), "unknown_industry", "隐患库", 2, "行业"),
    (put("library", 2, law_code="GB 1-1900"), "law_dangling", "隐患库", 2, "法规编号"),
    (put("library", 2, law_code="O4-2020"), "law_repealed", "隐患库", 2, "法规编号"),
    (put("laws", 2, since="2999-01-01"), "law_not_yet", "隐患库", 2, "法规编号"),
    (put("laws", 2, until="2020-01-01"), "law_repealed", "隐患库", 2, "法规编号"),
    (put("laws", 2, replaced_by="GB 1-1900"), "law_dangling", "法规", 2, "替代法规"),
    (put("laws", 2, until="2024-12-31"), "ends_before_start", "法规", 2, "废止日期"),
    (put("responsibilities", 2, acceptor="zhang"), "owner_accepts", "责任矩阵", 2, "验收人"),
    (put("people", 2, left_on="2025-12-31"), "ends_before_start", "人员", 2, "离职日期"),
    (put("memberships", 2, until="2026-01-04"), "ends_before_start", "任职", 2, "结束日期"),
    (put("company", 2, industries="机械；仓储业"), "unknown_industry", "公司", 2, "行业"),
    (put("company", 2, head_limit="两千"), "bad_number", "公司", 2, "部门负责人批款上限"),
    (put("company", 2, head_limit=-1), "bad_number", "公司", 2, "部门负责人批款上限"),
    (put("company", 2, director_limit=10_000_001), "bad_number", "公司", 2, "安全总监批款上限"),
    (put("company", 2, head_limit=5000, director_limit=4999), "sums_fall", "公司", 2, "部门负责人批款上限"),
    (put("company", 2, head_limit=20001), "sums_fall", "公司", 2, "部门负责人批款上限"),
    (put("company", 2, director_limit=1999), "sums_fall", "公司", 2, "安全总监批款上限"),
    (put("ladder", 2, grade="特大"), "unknown_grade", "升级阶梯", 2, "等级"),
    (put("ladder", 3, roles="整改责任人；厂长"), "unknown_role", "升级阶梯", 3, "告诉谁"),
    (put("ladder", 3, roles="部门负责人；员工"), "role_off_ladder", "升级阶梯", 3, "告诉谁"),
    (put("ladder", 2, days="三天前"), "bad_distance", "升级阶梯", 2, "到期天数"),
    (put("ladder", 2, days=-366), "bad_distance", "升级阶梯", 2, "到期天数"),
    (put("ladder", 2, days=-1.5), "bad_distance", "升级阶梯", 2, "到期天数"),
    (put("ladder", 2, days=None), "missing_value", "升级阶梯", 2, "到期天数"),
    (put("ladder", 2, days=0), "duplicate_row", "升级阶梯", 3, "等级"),
    (again("ladder", 4), "duplicate_row", "升级阶梯", 6, "等级"),
    (put("ladder", 3, days=1), "no_step_at_limit", "升级阶梯", 2, "到期天数"),
    (put("ladder", 5, roles=None), "no_step_at_limit", "升级阶梯", 4, "到期天数"),
    (put("ladder", 3, roles="整改责任人"), "ladder_tells_nobody", "升级阶梯", 3, "告诉谁"),
    (put("ladder", 5, roles="整改责任人；主要负责人"), "ladder_tells_nobody", "升级阶梯", 5, "告诉谁"),
    (again("company", 2, code="B", name="另一家"), "one_company", "公司", None, None),
    (put("deputies", 2, until=None), "missing_value", "代理人", 2, "到"),
    (put("deputies", 2, deputy="zhang"), "deputy_self", "代理人", 2, "代理人"),
    (put("deputies", 2, deputy="wang"), "unknown_person", "代理人", 2, "代理人"),
    (put("deputies", 2, until="2026-11-30"), "ends_before_start", "代理人", 2, "到"),
    (put("deputies", 2, until="2027-03-02"), "deputy_long", "代理人", 2, "到"),
    (put("people", 4, left_on="2026-12-09"), "deputy_left", "代理人", 2, "代理人"),
    (again("deputies", 2, since="2026-12-10", until="2026-12-12"), "deputy_twice", "代理人", 3, "从"),
    (again("deputies", 2, person="zhao", deputy="zhang", since="2026-12-10"), "deputy_circle", "代理人", 3, "代理人"),
]  # fmt: skip


@pytest.mark.parametrize(("mistake", "code", "sheet", "row", "column"), MISTAKES)
def test_a_mistake_is_told_by_sheet_row_and_column(
    mistake: Callable[[Sheets], None], code: str, sheet: str, row: int, column: str, tmp_path: Path
) -> None:
    sheets = small_company()
    mistake(sheets)
    errors = [error for error in errors_of(save(sheets, tmp_path)) if error.code == code]
    assert [(error.sheet, error.row, error.column) for error in errors] == [(sheet, row, column)]
    for language in LANGUAGES:
        assert sheet in said(errors[0], language)


def test_whoever_held_a_role_until_lately_is_told_of_nothing(tmp_path: Path) -> None:
    sheets = small_company()
    head = sheets["memberships"][3]
    head["until"] = date.today()
    assert read(sheets, tmp_path)
    head["until"] = date.today() - timedelta(days=1)
    errors = errors_of(save(sheets, tmp_path))
    assert [(error.code, error.row) for error in errors] == [("ladder_tells_nobody", 3), ("ladder_tells_nobody", 5)]


def has_left(sheets: Sheets) -> None:
    sheets["people"][2]["left_on"] = date.today() - timedelta(days=1)
    sheets["deputies"] = []


def begins_tomorrow(sheets: Sheets) -> None:
    sheets["memberships"][3]["since"] = date.today() + timedelta(days=1)


def told_after(days: int) -> Callable[[Sheets], None]:
    def later(sheets: Sheets) -> None:
        sheets["ladder"][1]["roles"] = "整改责任人"
        sheets["ladder"].append({"grade": "一般", "days": days, "roles": "部门负责人"})

    return later


def has_nobody_above(sheets: Sheets) -> None:
    sheets["ladder"], sheets["memberships"][3]["role"] = [], "员工"


USUAL = ("nobody_above", "任职", None)


@pytest.mark.parametrize(
    ("mistake", "told"),
    [
        (has_left, [*(("ladder_without_holders", "升级阶梯", row) for row in (3, 5)), USUAL]),
        (begins_tomorrow, [*(("ladder_without_holders", "升级阶梯", row) for row in (3, 5)), USUAL]),
        (told_after(31), [("ladder_tells_late", "升级阶梯", 6)]),
        (told_after(30), []),
        (has_nobody_above, [USUAL]),
    ],
    ids=["left", "begins tomorrow", "told late", "told in a month", "nobody at all"],
)
def test_a_grade_of_which_nobody_above_hears_is_read_with_a_warning(
    mistake: Callable[[Sheets], None], told: list[tuple[str, str, int | None]], tmp_path: Path
) -> None:
    """Larger hazards have the usual ladder here, the others one of the company's own."""
    sheets = small_company()
    mistake(sheets)
    warnings = read(sheets, tmp_path).warnings
    assert [(error.code, error.sheet, error.row) for error in warnings] == told
    if told == [USUAL]:
        assert warnings[0].facts["grades"] == ["general", "larger", "major"]
        assert "班组长、部门负责人、安全员、安全总监、主要负责人" in said(warnings[0], Language.ZH_CN)


def test_a_roster_with_holes_is_read_with_a_warning_of_each(tmp_path: Path) -> None:
    sheets = small_company()
    off, worked = (date(2026, 11, 25), "休息"), (date(2026, 11, 28), "上班")
    sheets["calendar"] = [{"day": day, "kind": kind} for day, kind in (off, worked)]
    days = [day for day in range(1, 31) if day not in range(12, 18) and day != 28]
    hours = {"starts": "20:00", "ends": "08:00"}
    nights = [{"day": date(2026, 11, day), "shift": "夜班", "person": "zhang", **hours} for day in days]
    daytime = [
        {"day": date(2026, 11, day), "shift": "白班", "person": "zhao", "starts": "8:00", "ends": "20:00"}
        for day in (1, 7, 8, 14, 15, 21, 22, 29)
    ]
    sheets["roster"] = [*nights, *daytime]
    warnings = [error for error in read(sheets, tmp_path).warnings if error.code == "nobody_on_watch"]
    told = [(error.code, error.sheet, error.row, error.facts["part"], error.facts["last"]) for error in warnings]
    assert told == [
        ("nobody_on_watch", "值班表", 12, "night", "2026-11-17"),
        ("nobody_on_watch", "值班表", 20, "day_off", "2026-11-25"),
        ("nobody_on_watch", "值班表", 22, "night", "2026-11-28"),
    ]
    assert "A12" in said(warnings[0], Language.ZH_CN)
    assert "11月12日–11月17日" in said(warnings[0], Language.ZH_CN)


FIRE_LAW = {"code": "消防法-2021", "name": "消防法", "kind": "法律", "since": "2021-04-29"}


def warned(sheets: Sheets, folder: Path) -> list[tuple[str, str | None, int | None, str | None]]:
    return [(error.code, error.sheet, error.row, error.column) for error in read(sheets, folder).warnings]


def test_a_law_that_is_repealed_under_shipped_entries_names_them(tmp_path: Path) -> None:
    sheets = small_company()
    sheets["laws"].append({**FIRE_LAW, "until": "2026-01-01", "replaced_by": "GS-1"})
    (warning,) = read(sheets, tmp_path).warnings
    assert (warning.code, warning.sheet, warning.row) == ("law_still_cited", "法规", 3)
    citing = [row["code"] for row in shipped().entries if row["law_code"] == "消防法-2021"]
    assert warning.facts["count"] == len(citing)
    for language in LANGUAGES:
        assert citing[0] in said(warning, language)


@pytest.mark.parametrize("until", [None, "2999-01-01"])
def test_a_law_that_still_holds_is_no_matter(until: str | None, tmp_path: Path) -> None:
    sheets = small_company()
    sheets["laws"].append({**FIRE_LAW, "until": until})
    assert warned(sheets, tmp_path) == []


def test_an_entry_that_the_workbook_changes_cites_what_the_workbook_says(tmp_path: Path) -> None:
    sheets = small_company()
    sheets["laws"].append({**FIRE_LAW, "until": "2026-01-01"})
    own = {**sheets["library"][0], "law": ""}
    citing = [row["code"] for row in shipped().entries if row["law_code"] == "消防法-2021"]
    sheets["library"] += [{**own, "code": code, "name": f"改过的 {code}"} for code in citing]
    assert warned(sheets, tmp_path) == []


@pytest.mark.parametrize(
    ("row", "warns"),
    [
        ({}, True),
        ({"fact": "罩子真的没有吗？"}, False),
        ({"fact_en": "Is there really no guard?"}, False),
        ({"grade": "较大"}, False),
        ({"retired": "是"}, False),
    ],
)
def test_a_major_hazard_that_nobody_can_be_asked_about_is_told(
    row: dict[str, Any], warns: bool, tmp_path: Path
) -> None:
    sheets = small_company()
    sheets["library"][0] |= {"grade": "重大", **row}
    assert warned(sheets, tmp_path) == ([("major_never_asked", "隐患库", 2, "等级")] if warns else [])


@pytest.mark.parametrize(
    ("text", "warns"),
    [
        ("GB 2894-2008《安全标志及其使用导则》第4条", True),
        ("ＧＢ2894—2008 第 4 条", True),
        ("GB 2894-2025《安全色和安全标志》", False),
        ("GB 12894-2008", False),
        ("GB 2894-20081", False),
        ("《安全生产法》第三十六条", False),
    ],
)
def test_a_repealed_standard_named_in_the_text_is_told(text: str, warns: bool, tmp_path: Path) -> None:
    sheets = small_company()
    sheets["library"][0]["law"] = text
    assert warned(sheets, tmp_path) == ([("text_names_repealed", "隐患库", 2, "依据")] if warns else [])
    if warns:
        (warning,) = read(sheets, tmp_path).warnings
        assert "GB 2894-2025" in said(warning, Language.ZH_CN)


def test_a_watch_of_somebody_who_has_left_by_then_is_a_hole(tmp_path: Path) -> None:
    sheets = small_company()
    first, gone = date.today() + timedelta(days=10), date.today() + timedelta(days=11)
    sheets["people"].append({"code": "ma", "name": "马海涛", "left_on": gone})
    days = [first + timedelta(days=n) for n in range(4)]
    sheets["roster"] = [{"day": day, "shift": "夜班", "person": "ma"} for day in days]
    warnings = [error for error in read(sheets, tmp_path).warnings if error.facts.get("part") == "night"]
    assert [(error.code, error.row, error.facts["first"]) for error in warnings] == [
        ("nobody_on_watch", 4, days[2].isoformat())
    ]


def test_a_roster_that_has_ended_is_told_by_its_last_row(tmp_path: Path) -> None:
    sheets = small_company()
    days = [date.today() - timedelta(days=n) for n in (2, 1, 3)]
    sheets["roster"] = [{"day": day, "shift": "夜班", "person": "zhang"} for day in days]
    (warning,) = read(sheets, tmp_path).warnings
    assert (warning.code, warning.row, warning.facts["last"]) == ("roster_over", 3, days[1].isoformat())
    sheets["roster"][2]["day"] = date.today()
    assert not [error for error in read(sheets, tmp_path).warnings if error.code == "roster_over"]


@pytest.mark.parametrize(
    ("row", "warns"),
    [
        ({"role": "部门负责人"}, True),
        ({"role": "部门负责人", "area": "CY"}, True),
        ({"role": "部门负责人", "department": "SB"}, False),
        ({"role": "员工"}, False),
        ({"role": "安全总监"}, False),
        ({"role": "部门负责人", "since": date(2026, 1, 1), "until": date(2026, 1, 31)}, False),
    ],
    ids=["none", "an area only", "a department", "no manager", "the whole company", "not any more"],
)
def test_a_manager_of_nothing_is_told_by_row_and_column(row: dict[str, Any], *, warns: bool, tmp_path: Path) -> None:
    sheets = small_company()
    start = date(2026, 2, 1)
    sheets["memberships"] += [{"person": "li", "since": start, **row}]
    warnings = read(sheets, tmp_path).warnings
    assert [(error.code, error.sheet, error.row, error.column) for error in warnings] == (
        [("manages_nothing", "任职", 6, "部门")] if warns else []
    )
    if warns:
        assert "C6" in said(warnings[0], Language.ZH_CN)
        assert "department head" in said(warnings[0], Language.EN)


def test_all_mistakes_are_told_at_once_from_top_to_bottom(tmp_path: Path) -> None:
    sheets = small_company()
    for mistake in (
        put("roster", 2, person="wang"),
        put("people", 4, name=None),
        put("people", 2, hired_on="昨天"),
        put("memberships", 2, role="老板", department="D9"),
    ):
        mistake(sheets)
    found = [(error.code, error.sheet, error.row) for error in errors_of(save(sheets, tmp_path))]
    assert found == [
        ("bad_date", "人员", 2),
        ("missing_value", "人员", 4),
        ("unknown_role", "任职", 2),
        ("unknown_department", "任职", 2),
        ("unknown_person", "值班表", 2),
    ]


def test_a_name_in_the_place_of_a_code_is_answered_with_the_code(tmp_path: Path) -> None:
    sheets = small_company()
    sheets["roster"][0]["person"] = "张伟"
    (error,) = errors_of(save(sheets, tmp_path))
    assert error.told["cell"] == "C2"
    assert said(error) == "“值班表”C2（人员）没有人员“张伟”：要填编号，叫这个名字的编号是 zhang"


def test_deputies_in_turn_are_no_circle_and_a_circle_names_its_way(tmp_path: Path) -> None:
    sheets = small_company()
    sheets["deputies"].append({"person": "zhao", "deputy": "li", "since": "2026-12-05", "until": "2026-12-20"})
    sheets["deputies"].append({"person": "li", "deputy": "zhang", "since": "2026-12-11", "until": "2026-12-20"})
    assert len(read(sheets, tmp_path).deputies) == 3
    sheets["deputies"][2]["since"] = "2026-12-10"
    (error,) = errors_of(save(sheets, tmp_path))
    assert (error.row, error.told["way"]) == (4, "zhang → zhao → li → zhang")


def test_a_circle_through_several_areas_names_the_way(tmp_path: Path) -> None:
    sheets = small_company()
    sheets["areas"][1]["parent"] = "CY-1"
    ways = [error.told["way"] for error in errors_of(save(sheets, tmp_path))]
    assert ways == ["CY-1 → CY → CY-1", "CY → CY-1 → CY"]


def test_a_missing_sheet_is_one_error_not_a_flood(tmp_path: Path) -> None:
    sheets = small_company()
    del sheets["departments"]
    (error,) = errors_of(save(sheets, tmp_path))
    assert (error.code, error.sheet) == ("missing_sheet", "部门")
    assert "部门" in said(error)


def test_the_same_sheet_in_two_languages_is_refused(tmp_path: Path) -> None:
    workbook = fill(small_company())
    workbook.create_sheet("People").append(["Code"])
    workbook.save(tmp_path / "two.xlsx")
    (error,) = errors_of(tmp_path / "two.xlsx")
    assert (error.code, error.sheet, error.told["other"]) == ("duplicate_sheet", "人员", "People")


def altered(folder: Path, alter: Callable[[Any], None], sheet: str = "部门") -> tuple[WorkbookError, ...]:
    workbook = fill(small_company())
    alter(workbook[sheet])
    workbook.save(folder / "altered.xlsx")
    return errors_of(folder / "altered.xlsx")


@pytest.mark.parametrize(("heading", "field"), [("现在会伤人", "hurts"), ("先怎么办", "means")])
def test_a_workbook_from_before_its_library_said_what_hurts_leaves_it_to_the_category(
    tmp_path: Path, heading: str, field: str
) -> None:
    workbook = fill(small_company())
    (column,) = (cell.column for cell in workbook["隐患库"][1] if cell.value == heading)
    workbook["隐患库"].delete_cols(column)
    workbook.save(tmp_path / "older.xlsx")
    assert getattr(read_workbook(tmp_path / "older.xlsx").library[0], field) is None


def test_a_missing_column_is_one_error(tmp_path: Path) -> None:
    (error,) = altered(tmp_path, lambda sheet: sheet.delete_cols(1))
    assert (error.code, error.sheet, error.row, error.column) == ("missing_column", "部门", 1, "部门编号")
    assert "Code" in said(error, "en")


def test_a_workbook_from_before_its_sums_is_read_as_it_was(tmp_path: Path) -> None:
    workbook = fill(small_company())
    workbook["公司"].delete_cols(8, 3)
    workbook.save(tmp_path / "older.xlsx")
    company = read_workbook(tmp_path / "older.xlsx").company
    assert (company.emergency_phone, company.head_limit, company.director_limit) == ("8110", None, None)


def test_a_sum_of_the_company_s_own_may_be_nothing(tmp_path: Path) -> None:
    sheets = small_company()
    sheets["company"][0] |= {"head_limit": 0, "director_limit": 5000}
    company = read(sheets, tmp_path).company
    assert (company.head_limit, company.director_limit) == (0, 5000)


def test_a_company_names_the_industries_it_is_of(tmp_path: Path) -> None:
    sheets = small_company()
    assert read(sheets, tmp_path).company.industries == ()
    sheets["company"][0] |= {"industries": "机械；Warehousing"}
    assert read(sheets, tmp_path).company.industries == (Industry.MACHINERY, Industry.WAREHOUSE)


def test_headings_that_stand_twice_or_not_at_all(tmp_path: Path) -> None:
    def twice(sheet: Any) -> None:
        sheet["F1"] = "Name"

    def none(sheet: Any) -> None:
        sheet.delete_rows(1, 9)

    (error,) = altered(tmp_path, twice)
    assert (error.code, error.column, error.told["cell"], error.told["other"]) == (
        "duplicate_column",
        "部门名称",
        "B1",
        "F",
    )
    (error,) = altered(tmp_path, none)
    assert (error.code, error.sheet) == ("no_headings", "部门")


def test_merged_cells_are_refused(tmp_path: Path) -> None:
    (error, *_) = altered(tmp_path, lambda sheet: sheet.merge_cells("A2:A3"))
    assert (error.code, error.sheet, error.row, error.told["area"]) == ("merged_cells", "部门", 2, "A2:A3")


def test_a_formula_must_have_been_calculated(tmp_path: Path) -> None:
    def formula(sheet: Any) -> None:
        sheet["B2"] = '="设备"&"部"'  # written by a program: no result is kept beside it

    (error,) = altered(tmp_path, formula)
    assert (error.code, error.row, error.column) == ("formula_without_value", 2, "部门名称")


def test_an_error_value_is_told_as_it_shows(tmp_path: Path) -> None:
    def broken(sheet: Any) -> None:
        sheet["B2"] = "#REF!"

    (error,) = altered(tmp_path, broken)
    assert (error.code, error.told["value"]) == ("error_value", "#REF!")


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_mistake_has_its_sentence_and_each_sentence_its_mistake(language: str) -> None:
    text = (ROOM / "messages" / language / "workbook.txt").read_text("utf-8")
    blocks = {line.split()[2] for line in text.splitlines() if line.startswith("{% block")}
    of_file = {"no_file", "not_workbook", "too_large", "unpacks_too_large", "too_many_rows"}
    of_sheet = {"missing_sheet", "duplicate_sheet", "no_headings", "missing_column", "duplicate_column", "merged_cells"}
    of_cell = {"formula_without_value", "error_value"}
    of_import = {"other_company", "real_company", "last_administrator", "appoints"}
    of_orders = {"no_rows", "strange_column", "past_day", "formula"}  # see test_order_sheet.py
    of_ladders = {"nobody_above", "ladder_without_holders", "ladder_tells_late"}
    of_laws = {"law_still_cited", "major_never_asked", "text_names_repealed"}
    warnings = {"nobody_on_watch", "roster_over", "manages_nothing", *of_laws, *of_ladders}
    expected = {code for _, code, *_ in MISTAKES} | of_file | of_sheet | of_cell | of_import | of_orders | warnings
    assert blocks == expected


def test_a_workbook_that_opens_in_excel_stays_readable_after_it_is_saved_again(tmp_path: Path) -> None:
    path = save(small_company(), tmp_path)
    before = read_workbook(path)
    load_workbook(path).save(path)
    assert {**vars(read_workbook(path)), "digest": ""} == {**vars(before), "digest": ""}
