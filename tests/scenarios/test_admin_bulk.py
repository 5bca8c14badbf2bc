"""A workbook sent in chat: what it would change is shown row by row, and all of it is applied or nothing."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlalchemy import select, update

from storage import key_ring, tables
from storage.engine import write_transaction
from storage.sealed_types import ring_of
from storage.workbook_file import MAX_FILE_BYTES
from tests.scenarios.test_admin_people import opens
from tests.stories import story
from tests.world import Someone, World

DEMO = Path(__file__).parents[2] / "storage" / "demo" / "company.xlsx"
Edit = Callable[[Any], None]


def workbook(*edits: Edit) -> bytes:
    """The demo company's own, altered."""
    book = load_workbook(DEMO)
    for edit in edits:
        edit(book)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def column(sheet: Any, *heads: str) -> Any:
    return next(cell.column for cell in sheet[1] if cell.value in heads)


def rename(sheet: str, code: str, name: str) -> Edit:
    def edit(book: Any) -> None:
        page = book[sheet]
        row = next(
            row for row in page.iter_rows(min_row=2) if row[column(page, "区域编号", "人员编号") - 1].value == code
        )
        row[column(page, "区域名称", "姓名") - 1].value = name

    return edit


def add_person(code: str, name: str) -> Edit:
    def edit(book: Any) -> None:
        page = book["人员"]
        page.append([None])
        row = page.max_row + 1
        page.cell(row, column(page, "区域编号", "人员编号"), code)
        page.cell(row, column(page, "姓名"), name)

    return edit


def give_role(code: str, role: str) -> Edit:
    def edit(book: Any) -> None:
        page = book["任职"]
        row = page.max_row + 1
        page.cell(row, column(page, "人员"), code)
        page.cell(row, column(page, "角色"), role)
        page.cell(row, column(page, "开始日期"), "2026-01-01")

    return edit


def name_deputy(code: str, deputy: str) -> Edit:
    def edit(book: Any) -> None:
        page = book["代理人"]
        for name, value in (("人员", code), ("代理人", deputy), ("从", "2026-11-20"), ("到", "2026-12-20")):
            page.cell(2, column(page, name), value)

    return edit


def names(world: World) -> set[str]:
    found = world.rows(select(tables.areas.c.name)) + world.rows(select(tables.people.c.name))
    return {row.name for row in found}


@story("bulk", "发一张表来修改", "A workbook that changes the company")
def test_what_would_change_is_shown_and_applied_at_once(told: World) -> None:
    officer = told.person("韩磊")
    before = workbook()
    with write_transaction(told.company.engine) as connection:  # in chat: what a workbook says of it is passed over
        connection.execute(update(tables.people).values(language_chosen=True))
    officer.sends_file("公司.xlsx", workbook(rename("区域", "ST", "职工食堂"), add_person("xin", "新来的")))
    (heard,) = officer.hears("sheet.would")
    assert (heard.facts["added"], heard.facts["changed"]) == (1, 1)
    assert [row["kind"] for row in heard.facts["rows"]] == ["changed", "added"]
    assert "职工食堂" in officer.words()
    assert "职工食堂" not in names(told)
    officer.taps("apply")
    officer.hears("sheet.applied")
    assert {"职工食堂", "新来的"} <= names(told)
    (event,) = told.rows(select(tables.events).where(tables.events.c.subject_kind == "workbook"))
    assert (event.kind, event.actor_id, event.facts["changed"]) == ("workbook_applied", officer.id, 1)
    officer.sends_file("公司.xlsx", before)
    officer.taps("apply")
    officer.skips()
    assert "食堂" in names(told)
    officer.sends_file("公司.xlsx", before)
    officer.hears("sheet.same")


def test_left_as_it_is_nothing_changes(world: World) -> None:
    officer = world.person("韩磊")
    officer.sends_file("公司.xlsx", workbook(rename("区域", "ST", "职工食堂")))
    officer.taps("nothing")
    assert officer.skips()[-1] == "staff.as_it_was"
    officer.sends_file("公司.xlsx", workbook(rename("区域", "ST", "职工食堂")))
    officer.sends("取消")
    assert officer.skips()[-1] == "dialogue.cancelled"
    assert "职工食堂" not in names(world)


def test_many_rows_are_turned_page_by_page(world: World) -> None:
    officer = world.person("韩磊")
    officer.sends_file("公司.xlsx", workbook(*(add_person(f"x{n}", f"新人{n}") for n in range(7))))
    officer.hears("sheet.would")
    officer.taps("more")
    (heard,) = officer.hears("sheet.would")
    assert heard.facts["first"] == 5
    officer.taps("apply")
    officer.hears("sheet.applied")
    assert {f"新人{n}" for n in range(7)} <= names(world)


def test_more_rows_than_keys_were_set_aside_for_are_applied_all_the_same(
    quick_world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    world, officer = quick_world, quick_world.person("韩磊")
    monkeypatch.setattr(key_ring, "BLOCK", 300)
    monkeypatch.setattr(key_ring, "LOW", 80)
    ring = ring_of(world.company.engine)
    monkeypatch.setattr(ring._active["words"], "left", 300)
    officer.sends_file("公司.xlsx", workbook(*(add_person(f"x{n}", f"新人{n}") for n in range(400))))
    officer.taps("apply")
    assert officer.skips()[-1] == "sheet.applied"
    assert {f"新人{n}" for n in range(400)} <= names(world)
    assert not [record for record in caplog.records if record.levelname == "ERROR"], "within its turn"


def without_sheet(book: Any) -> None:
    del book["区域"]


def formula(book: Any) -> None:
    book["人员"].cell(2, column(book["人员"], "姓名"), "=A2&B2")


def merged(book: Any) -> None:
    book["人员"].merge_cells("A3:A4")


def unknown_area(book: Any) -> None:
    book["任职"].cell(2, column(book["任职"], "区域"), "没有这里")


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (without_sheet, "缺少工作表“区域”"),
        (formula, "公式没有算出结果"),
        (merged, "合并单元格"),
        (unknown_area, "没有区域"),
    ],
)
def test_what_is_wrong_is_told_by_sheet_row_and_column_and_nothing_changes(world: World, edit: Edit, said: str) -> None:
    officer = world.person("韩磊")
    officer.sends_file(
        "公司.xlsx", workbook(rename("区域", "BG", "新办公楼"), edit) if edit is not without_sheet else workbook(edit)
    )
    (heard,) = officer.hears("sheet.errors")
    assert any(said in error for error in heard.facts["errors"])
    assert heard.choices == []
    assert "新办公楼" not in names(world)


def bomb() -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (65 * 1024 * 1024))
    return data.getvalue()


@pytest.mark.parametrize(
    ("data", "topic"),
    [
        (b"%PDF-1.7 not a workbook", "sheet.not_workbook"),
        (b"\xd0\xcf\x11\xe0" + b"old", "sheet.old_excel"),
        (b"PK\x03\x04" + b"cut off", "sheet.errors"),
    ],
)
def test_what_is_no_workbook_is_known_by_its_bytes(world: World, data: bytes, topic: str) -> None:
    officer = world.person("韩磊")
    officer.sends_file("公司.xlsx", data)
    officer.hears(topic)


def test_a_bomb_and_what_is_too_large_are_not_unpacked(world: World) -> None:
    officer = world.person("韩磊")
    officer.sends_file("公司.xlsx", bomb())
    (heard,) = officer.hears("sheet.errors")
    assert "64 MB" in heard.facts["errors"][0]
    officer.sends_file("公司.xlsx", b"PK\x03\x04", size=MAX_FILE_BYTES + 1)
    officer.hears("sheet.too_large")


def test_roles_of_the_whole_company_come_by_an_administrators_workbook_alone(world: World) -> None:
    officer, admin = world.person("韩磊"), world.person("丁毅")
    data = workbook(give_role("wangfang", "安全员"))
    officer.sends_file("公司.xlsx", data)
    (heard,) = officer.hears("sheet.errors")
    assert "由管理员任免" in heard.facts["errors"][0]
    admin.sends_file("公司.xlsx", data)
    admin.hears("sheet.would")
    admin.taps("apply")
    admin.hears("sheet.applied")


def test_nobody_stands_in_for_the_director_by_an_officers_workbook(world: World) -> None:
    """They would have the director's rights."""
    officer = world.person("韩磊")
    officer.sends_file("公司.xlsx", workbook(name_deputy("linzhiyuan", "hanlei")))
    (heard,) = officer.hears("sheet.errors")
    assert "由管理员任免" in heard.facts["errors"][0]
    officer.sends_file("公司.xlsx", workbook(name_deputy("zhangwei", "hanlei")))
    officer.hears("sheet.would")


def test_whoever_may_not_is_told_what_can_be_sent_and_nothing_is_fetched(world: World) -> None:
    someone = world.person("李强")
    someone.sends_file("公司.xlsx", workbook())
    someone.hears("unknown.document")
    assert not list((world.folder / "sheets").glob("*"))


def test_a_right_that_is_gone_meanwhile_applies_nothing(world: World) -> None:
    officer, admin = world.person("韩磊"), world.person("丁毅")
    officer.sends_file("公司.xlsx", workbook(rename("区域", "ST", "职工食堂")))
    token = officer.latest("apply").token("apply")
    held = tables.memberships
    (own,) = [row.id for row in world.rows(select(held).where(held.c.person_id == officer.id))]
    opens(admin, officer)
    admin.taps("roles")
    admin.taps(own)
    admin.taps("yes")
    officer.taps_token(token)
    assert "职工食堂" not in names(world)


def test_a_workbook_that_lay_too_long_is_asked_for_again(world: World) -> None:
    officer = world.person("韩磊")
    officer.sends_file("公司.xlsx", workbook(rename("区域", "ST", "职工食堂")))
    for file in (world.folder / "sheets").glob("*"):
        file.unlink()
    officer.taps("apply")
    assert officer.skips()[-1] == "refused.sheet_gone"


def test_nothing_of_it_lies_in_clear(world: World, tmp_path: Path) -> None:
    who: Someone = world.person("韩磊")
    who.sends_file("公司.xlsx", workbook(add_person("x1", "新人")))
    (file,) = (world.folder / "sheets").glob("*")
    assert not file.read_bytes().startswith(b"PK")
