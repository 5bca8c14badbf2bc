"""Importing a company's workbook: added, changed, left alone; twice changes nothing; all of it or nothing."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Connection, Engine, Table, event, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from storage import case_rows, directory, key_ring, ladders, tables, vouching
from storage.company_import import ImportReport, import_company, is_imported
from storage.engine import read_transaction, write_transaction
from storage.sealed_types import ring_of
from storage.workbook import Workbook, read_workbook
from storage.workbook_errors import WorkbookErrors
from tests.unguarded import unguard
from tests.workbooks import Sheets, save, small_company
from workflow.escalation import LADDERS, ladder_of
from workflow.ids import new_id
from workflow.library import Grade

NOON = datetime(2026, 11, 23, 4, tzinfo=UTC)


@pytest.fixture
def empty(engine: Engine) -> Engine:
    """A migrated database without a company."""
    with write_transaction(engine) as connection:
        unguard(connection)
        for table in reversed(tables.metadata.sorted_tables):
            connection.execute(table.delete())
    return engine


@pytest.fixture
def book(tmp_path: Path) -> Callable[..., Workbook]:
    """The small company as a workbook, after some changes to its sheets."""

    def made(*changes: Callable[[Sheets], object]) -> Workbook:
        sheets = small_company()
        for change in changes:
            change(sheets)
        return read_workbook(save(sheets, tmp_path))

    return made


def put(sheet: str, row: int, **cells: Any) -> Callable[[Sheets], None]:
    """Write cells into a row, counted from 0."""
    return lambda sheets: sheets[sheet][row].update(cells)


def without(sheet: str, row: int) -> Callable[[Sheets], object]:
    return lambda sheets: sheets[sheet].pop(row)


def rows(engine: Engine, table: Table, **equal: Any) -> list[Any]:
    with read_transaction(engine) as connection:
        return list(connection.execute(select(table).filter_by(**equal)))


def one(engine: Engine, table: Table, **equal: Any) -> Any:
    (row,) = rows(engine, table, **equal)
    return row


def non_zero(counts: dict[str, int]) -> dict[str, int]:
    return {name: count for name, count in counts.items() if count}


@contextmanager
def statements(engine: Engine) -> Iterator[list[str]]:
    """What is sent to the database meanwhile."""
    sent: list[str] = []

    def keep(connection: Connection, cursor: Any, statement: str, *rest: Any) -> None:
        sent.append(statement)

    event.listen(engine, "before_cursor_execute", keep)
    yield sent
    event.remove(engine, "before_cursor_execute", keep)


def writes(sent: list[str]) -> list[str]:
    return [statement for statement in sent if re.match(r"\s*(INSERT|UPDATE|DELETE)", statement)]


def test_a_new_company_is_entered_row_by_row(empty: Engine, book: Callable[..., Workbook]) -> None:
    report = import_company(empty, book())
    assert non_zero(report.added) == {
        "company": 1, "sites": 1, "departments": 2, "areas": 3, "area_risks": 1, "contractors": 1, "people": 4,
        "shifts": 3,
        "memberships": 4, "addresses": 4, "equipment": 1, "responsibilities": 2, "laws": 1,
        "library_entries": 1,
        "calendar_days": 1, "duty_roster": 1, "ladder_rungs": 4, "deputies": 1,
    }  # fmt: skip
    assert (non_zero(report.changed), non_zero(report.unchanged), report.same) == ({}, {}, False)


def test_a_company_s_own_ladder_counts_and_a_step_without_roles_is_dropped_again(
    empty: Engine, book: Callable[..., Workbook]
) -> None:
    def days(grade: Grade) -> list[int | None]:
        with read_transaction(empty) as connection:
            return [rung.days for rung in ladder_of(ladders.rungs(connection, grade), grade).rungs]

    def without_the_reminder(sheets: Sheets) -> None:
        sheets["ladder"][0]["roles"] = None

    usual = [rung.days for rung in LADDERS[Grade.LARGER].rungs]
    import_company(empty, book())
    assert (sorted(map(str, days(Grade.GENERAL))), days(Grade.LARGER)) == (["-2", "0"], usual)
    assert set(days(Grade.MAJOR)) == {None, 0}
    import_company(empty, book(without_the_reminder))
    assert days(Grade.GENERAL) == [0]


def test_however_many_people_there_are_keys_are_set_aside_for_them(
    empty: Engine, book: Callable[..., Workbook], monkeypatch: pytest.MonkeyPatch
) -> None:
    def many(sheets: Any) -> None:
        last = sheets["people"][-1]
        sheets["people"] += [{**last, "code": f"x{n}", "name": f"新人{n}"} for n in range(100)]

    monkeypatch.setattr(key_ring, "BLOCK", 150)
    monkeypatch.setattr(key_ring, "LOW", 80)
    ring = ring_of(empty)
    monkeypatch.setattr(ring, "_take_block", lambda key_id: None)  # the rows of the keys are gone as well
    monkeypatch.setattr(ring._active["words"], "left", 150)
    assert import_company(empty, book(many)).added["people"] == 104


def test_codes_become_ids(empty: Engine, book: Callable[..., Workbook]) -> None:
    import_company(empty, book())
    zhang = one(empty, tables.people, code="zhang")
    assert one(empty, tables.contractors).host_id == zhang.id
    assert one(empty, tables.people, code="jiang").contractor_id == one(empty, tables.contractors).id
    assert one(empty, tables.responsibilities, code="R1").owner_id == zhang.id
    assert one(empty, tables.duty_roster).person_id == zhang.id
    maintenance, production = one(empty, tables.departments, code="SB"), one(empty, tables.departments, code="SC")
    assert (maintenance.parent_id, production.parent_id) == (production.id, None)


def test_the_hours_of_a_watch_are_kept_and_changed(empty: Engine, book: Callable[..., Workbook]) -> None:
    import_company(empty, book())
    assert one(empty, tables.duty_roster).starts is None
    hours = put("roster", 0, starts="20:00", ends="08:00")
    assert import_company(empty, book(hours)).changed["duty_roster"] == 1
    watch = one(empty, tables.duty_roster)
    assert (watch.starts, watch.ends) == (time(20), time(8))
    night = datetime(2099, 11, 24, 2, tzinfo=ZoneInfo("Asia/Shanghai"))
    with read_transaction(empty) as connection:
        assert [person.code for person in directory.on_duty(connection, night)] == ["zhang"]
        assert directory.on_duty(connection, night.replace(hour=9)) == []


def test_an_area_knows_its_way_from_the_root(empty: Engine, book: Callable[..., Workbook]) -> None:
    import_company(empty, book())
    shop, line = one(empty, tables.areas, code="CY"), one(empty, tables.areas, code="CY-1")
    assert shop.path == f"/{shop.id}/"
    assert line.path == f"/{shop.id}/{line.id}/"
    assert shop.aliases == ["冲压", "冲床车间"]
    assert one(empty, tables.area_risks).colour == "orange"


def test_in_a_demo_everybody_is_reached_by_web_chat_and_elsewhere_nobody(
    empty: Engine, book: Callable[..., Workbook]
) -> None:
    import_company(empty, book(put("company", 0, demo="否")))
    assert rows(empty, tables.addresses) == []


def test_a_demo_address_is_the_code_of_the_person(empty: Engine, book: Callable[..., Workbook]) -> None:
    import_company(empty, book())
    address = one(empty, tables.addresses, person_id=one(empty, tables.people, code="li").id)
    assert (address.bot, address.address) == ("webchat", "li")


# --- again ----------------------------------------------------------------------------------------------------------


def test_the_same_workbook_again_is_passed_over(empty: Engine, book: Callable[..., Workbook]) -> None:
    same = book()
    import_company(empty, same)
    with statements(empty) as sent:
        assert import_company(empty, same) == ImportReport(same=True)
    assert writes(sent) == []


def test_forced_it_still_changes_nothing(empty: Engine, book: Callable[..., Workbook]) -> None:
    same = book()
    first = import_company(empty, same)
    with statements(empty) as sent:
        report = import_company(empty, same, force=True)
    assert writes(sent) == []
    assert (non_zero(report.added), non_zero(report.changed)) == ({}, {})
    assert report.unchanged == first.added


def test_saved_again_without_a_change_it_is_only_remembered(empty: Engine, book: Callable[..., Workbook]) -> None:
    import_company(empty, book())
    saved_again = replace(book(), digest="0" * 64)
    report = import_company(empty, saved_again)
    assert (non_zero(report.added), non_zero(report.changed), report.same) == ({}, {}, False)
    assert import_company(empty, saved_again).same


def test_a_file_is_known_without_reading_it(empty: Engine, book: Callable[..., Workbook], tmp_path: Path) -> None:
    import_company(empty, book())
    assert is_imported(empty, tmp_path / "company.xlsx")
    book(put("people", 0, phone="8000"))
    assert not is_imported(empty, tmp_path / "company.xlsx")


def test_a_changed_cell_changes_its_row_alone(empty: Engine, book: Callable[..., Workbook]) -> None:
    import_company(empty, book())
    before = one(empty, tables.people, code="li")
    report = import_company(empty, book(put("people", 0, phone="8999")))
    after = one(empty, tables.people, code="li")
    assert (non_zero(report.added), non_zero(report.changed)) == ({}, {"people": 1})
    assert (after.id, after.phone, after.name) == (before.id, "8999", "李强")


def test_rows_that_are_missing_stay(empty: Engine, book: Callable[..., Workbook]) -> None:
    import_company(empty, book())
    fewer = [without(sheet, 0) for sheet in ("library", "memberships", "people")]
    report = import_company(empty, book(*fewer, put("responsibilities", 1, acceptor=None)))
    assert non_zero(report.changed) == {"responsibilities": 1}
    assert one(empty, tables.people, code="li").name == "李强"
    assert len(rows(empty, tables.memberships)) == 4
    assert len(rows(empty, tables.library_entries)) == 1


def test_a_membership_ends_by_its_date_and_a_new_one_begins(empty: Engine, book: Callable[..., Workbook]) -> None:
    import_company(empty, book())
    moved = {"person": "zhang", "role": "整改责任人", "department": "SB", "since": date(2026, 12, 1), "area": "CK"}
    report = import_company(
        empty, book(put("memberships", 1, until="2026-11-30"), lambda s: s["memberships"].append(moved))
    )
    assert (report.added["memberships"], report.changed["memberships"]) == (1, 1)
    held = rows(empty, tables.memberships, person_id=one(empty, tables.people, code="zhang").id)
    assert sorted((m.since, m.until) for m in held) == [
        (date(2026, 1, 5), date(2026, 11, 30)),
        (date(2026, 12, 1), None),
    ]


def test_an_entry_that_changes_rises_by_one_version(empty: Engine, book: Callable[..., Workbook]) -> None:
    import_company(empty, book())
    import_company(empty, book(put("library", 0, limit_days=1)))
    import_company(empty, book(put("library", 0, limit_days=1, aliases="护罩晃"), put("people", 0, phone="1")))
    import_company(empty, book(put("library", 0, limit_days=1, aliases="护罩晃")))
    assert one(empty, tables.library_entries).version == 3


@pytest.mark.parametrize(("written", "kept"), [("是", True), ("No", False), ("", None)])
def test_an_entry_says_whether_it_hurts_now_or_leaves_that_to_its_category(
    empty: Engine, book: Callable[..., Workbook], written: str, kept: bool | None
) -> None:
    import_company(empty, book(put("library", 0, hurts=written)))
    assert one(empty, tables.library_entries).hurts is kept
    with read_transaction(empty) as connection:
        entry = directory.entry(connection, "G-01")
    assert entry is not None
    assert entry.hurts is kept


@pytest.mark.parametrize(
    ("written", "kept"), [("固定移走", "unsteady"), ("Fencing in", "ground"), ("machine", "machine"), ("", None)]
)
def test_an_entry_says_by_what_means_people_are_kept_from_it(
    empty: Engine, book: Callable[..., Workbook], written: str, kept: str | None
) -> None:
    import_company(empty, book(put("library", 0, means=written)))
    assert one(empty, tables.library_entries).means == kept


def test_an_entry_is_retired_not_removed(empty: Engine, book: Callable[..., Workbook]) -> None:
    import_company(empty, book())
    import_company(empty, book(put("library", 0, retired="是")))
    assert one(empty, tables.library_entries).retired is True


# --- what was done in chat --------------------------------------------------------------------------------------------


def test_a_language_chosen_in_chat_survives(empty: Engine, book: Callable[..., Workbook]) -> None:
    import_company(empty, book())
    with write_transaction(empty) as connection:
        chosen = {"language": "en", "language_chosen": True}
        connection.execute(update(tables.people).where(tables.people.c.code == "li").values(chosen))
    report = import_company(empty, book(put("people", 1, language="英文"), put("people", 0, phone="8999")))
    li, zhang = one(empty, tables.people, code="li"), one(empty, tables.people, code="zhang")
    assert (li.language, li.phone, zhang.language) == ("en", "8999", "en")
    assert report.changed["people"] == 2
    assert import_company(empty, book(put("people", 1, language="英文")), force=True).changed["people"] == 1


def test_other_settings_of_the_company_survive(empty: Engine, book: Callable[..., Workbook]) -> None:
    import_company(empty, book())
    with write_transaction(empty) as connection:
        connection.execute(update(tables.company).values(settings={"hide_reporter": False}))
    import_company(empty, book(put("people", 0, phone="8999")))
    settings = one(empty, tables.company).settings
    assert settings["hide_reporter"] is False
    assert len(settings["workbook"]) == 64


def a_case_in(connection: Connection, area: Any, reporter: Any) -> None:
    texts = dict.fromkeys(("requirement", "requirement_en", "law", "law_en"), "")
    codes = {"category": "fire", "company_grade": "general", "statutory_grade": "general", "source_kind": "worker"}
    moments = dict.fromkeys(("found_at", "received_at", "due_at"), NOON)
    place = {"area_id": area.id, "area_path": area.path, "reporter_id": reporter.id}
    case = {"id": new_id(), "number": "YH-1", "version": 1, "state": "reported", "repairers": [], **place}
    connection.execute(insert(tables.hazards), {**case, **texts, **codes, **moments})
    told = {"id": new_id(), "subject_kind": "hazard", "subject_id": case["id"], "version": 1, "kind": "reported"}
    vouching.enter(connection, "event", {**told, "actor_id": reporter.id, "at": NOON, "facts": {}})


def test_what_lies_in_an_area_moves_with_it(empty: Engine, book: Callable[..., Workbook]) -> None:
    import_company(empty, book())
    with write_transaction(empty) as connection:
        line = connection.execute(select(tables.areas).filter_by(code="CY-1")).one()
        a_case_in(connection, line, connection.execute(select(tables.people)).first())
    # The line itself is not in the new workbook; its shop now lies within the warehouse.
    import_company(empty, book(put("areas", 1, parent="CK"), without("areas", 0)))
    house, shop = one(empty, tables.areas, code="CK"), one(empty, tables.areas, code="CY")
    line = one(empty, tables.areas, code="CY-1")
    assert line.path == f"/{house.id}/{shop.id}/{line.id}/"
    case = one(empty, tables.hazards)
    assert case.area_path == line.path
    with read_transaction(empty) as connection:
        key = ring_of(connection).key("chain")
        ((event_id, sealed),) = case_rows.sealed_anew(connection).items()
    assert case_rows.fits(key, event_id, case, sealed), "no event tells of it: it is sealed as it lies now"


# --- all or nothing, and not into another company ---------------------------------------------------------------------


def test_a_failure_at_the_very_end_leaves_nothing(empty: Engine, book: Callable[..., Workbook]) -> None:
    sound = book()
    broken = replace(sound, roster=(replace(sound.roster[0], person="nobody"),))
    with pytest.raises(IntegrityError):
        import_company(empty, broken)
    with read_transaction(empty) as connection:
        counts = {
            t.name: connection.execute(select(func.count()).select_from(t)).scalar()
            for t in tables.metadata.sorted_tables
        }
    assert not any(counts.values())
    assert import_company(empty, sound).added["people"] == 4


def test_another_company_does_not_enter_the_database(empty: Engine, book: Callable[..., Workbook]) -> None:
    import_company(empty, book())
    with pytest.raises(WorkbookErrors) as refused:
        import_company(empty, book(put("company", 0, code="B"), put("people", 0, name="别人")))
    (error,) = refused.value.errors
    assert (error.code, error.sheet, dict(error.facts)) == ("other_company", "公司", {"value": "B", "known": "K"})
    assert one(empty, tables.people, code="li").name == "李强"


def test_a_real_company_never_becomes_a_demo(empty: Engine, book: Callable[..., Workbook]) -> None:
    import_company(empty, book(put("company", 0, demo="否")))
    with pytest.raises(WorkbookErrors) as refused:
        import_company(empty, book())
    assert refused.value.errors[0].code == "real_company"
    assert rows(empty, tables.addresses) == []


def test_a_demo_may_become_a_real_company(empty: Engine, book: Callable[..., Workbook]) -> None:
    import_company(empty, book())
    more = {"emergency_phone": "119", "head_limit": 500, "industries": "机械"}
    report = import_company(empty, book(put("company", 0, demo="否", **more)))
    assert non_zero(report.changed) == {"company": 1}
    row = one(empty, tables.company)
    assert (row.demo, row.emergency_phone, row.head_limit, row.director_limit) == (False, "119", 500, None)
    assert row.industries == ["machinery"]


ADMIN = {"person": "li", "role": "系统管理员", "department": "SC", "since": date(2026, 1, 5)}
ENDED = {**ADMIN, "until": date(2026, 6, 30)}


def with_row(sheet: str, **cells: Any) -> Callable[[Sheets], object]:
    return lambda sheets: sheets[sheet].append(cells)


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ((with_row("memberships", **ENDED),), ("任职", 6, "结束日期")),
        ((with_row("memberships", **ADMIN), put("people", 0, left_on=date(2026, 6, 30))), ("人员", 2, "离职日期")),
        ((with_row("memberships", **ADMIN), put("people", 0, left_on=date(2099, 6, 30))), ("人员", 2, "离职日期")),
    ],
)
def test_nobody_ends_as_the_last_administrator(
    empty: Engine, book: Callable[..., Workbook], changes: Any, place: tuple[str, int, str]
) -> None:
    import_company(empty, book(with_row("memberships", **ADMIN)))
    with pytest.raises(WorkbookErrors) as refused:
        import_company(empty, book(*changes))
    assert [(e.code, (e.sheet, e.row, e.column)) for e in refused.value.errors] == [("last_administrator", place)]
    assert rows(empty, tables.memberships, role="administrator")[0].until is None
    assert [row.left_on for row in rows(empty, tables.people)] == [None] * 4


def test_an_administrator_may_go_when_another_one_has_come(empty: Engine, book: Callable[..., Workbook]) -> None:
    import_company(empty, book(with_row("memberships", **ADMIN)))
    heir = {**ADMIN, "person": "zhang", "since": date(2026, 6, 1)}
    import_company(empty, book(with_row("memberships", **ENDED), with_row("memberships", **heir)))
    ends = {row.until for row in rows(empty, tables.memberships, role="administrator")}
    assert ends == {None, ENDED["until"]}
