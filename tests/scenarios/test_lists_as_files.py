"""Searches narrowed by words and by taps, and any list had as a file by whoever may have it outside the system."""

from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from storage import tables
from storage.audit import Kind
from tests.scenarios.test_whole_life import report
from tests.stories import story
from tests.world import Someone, World, case_of


def found(person: Someone) -> list[str]:
    """The numbers of the cases on the list that was shown last."""
    return [item["number"] for item in person.everything()[-1].facts["items"]]


def has(person: Someone) -> Any:
    """The first sheet of the last file that a person was handed."""
    handed = [sent.document for sent in person.world.platform.to(person.code) if sent.document]
    return load_workbook(BytesIO(handed[-1].read())).worksheets[0]


@story("search_narrowed", "按条件查隐患", "A search that is narrowed")
def test_words_and_filters_in_one_line(told: World) -> None:
    report(told)
    officer, number = told.person("韩磊"), case_of(told).number
    officer.skips()
    officer.sends(
        "查 防护罩 车间:冲压 状态:在办 2026-11-01..2026-11-30", "search guard area:Stamping state:open 2026-11-01.."
    )
    officer.hears("search.found")
    assert found(officer) == [number]
    for zh, en in (
        ("查 防护罩 状态:闭环", "search guard state:closed"),
        ("查 防护罩 车间:仓库", "search guard area:Warehouse"),
        ("查 防护罩 ..2026-10-31", "search guard ..2026-10-31"),
        ("查 防护罩 人:刘洋", "search guard person:Liu"),
    ):
        officer.sends(zh, en)
        officer.hears("search.found_none")
    officer.sends("查 状态:超期", "search state:overdue")
    officer.hears("search.found_none")
    told.clock.passes(days=30)
    officer.sends("查 状态:超期", "search state:overdue")
    assert officer.skips()[-1] == "search.found"


@pytest.mark.parametrize(("said", "topic"), [
    ("查 防护罩 2026-02-30", "search.wrong_day"),
    ("查 2026-10-31..2026-10-01", "search.wrong_order"),
    ("search guard state:nearly", "search.wrong_state"),
])  # fmt: skip
def test_what_cannot_be_read_is_said_and_asked_for_again(quick_world: World, said: str, topic: str) -> None:
    report(quick_world)
    officer = quick_world.person("韩磊")
    officer.skips()
    officer.sends(said)
    officer.hears(topic)
    officer.sends("防护罩 2026-11-01..2026-11-30")
    officer.hears("search.found")


@pytest.mark.parametrize("words", ["%' OR 1=1", "1=1; DROP TABLE hazards", "防护罩%"])
def test_signs_of_a_query_are_only_words(quick_world: World, words: str) -> None:
    report(quick_world)
    officer = quick_world.person("韩磊")
    officer.skips()
    officer.sends(f"查 {words}")
    officer.hears("search.found_none")


@story("search_taps", "点着筛", "A search narrowed by taps")
def test_a_search_is_narrowed_by_taps(told: World) -> None:
    report(told)
    officer = told.person("韩磊")
    officer.skips()
    officer.sends("查 防护罩", "search guard")
    officer.taps("narrow")
    officer.hears("search.found", "search.by")
    officer.taps("state")
    officer.taps("closed")
    officer.hears("search.by_state", "search.found_none")
    officer.sends("查 防护罩", "search guard")
    officer.taps("narrow")
    officer.taps("time")
    officer.taps("week")
    assert officer.skips()[-1] == "search.found"
    officer.taps("narrow")
    officer.taps("place")
    officer.sends("2号冲床", "Press No. 2")
    assert officer.skips()[-1] == "search.found"


@story("list_file", "清单要成表格", "A list as a file")
def test_a_list_is_handed_over_as_a_workbook_and_that_is_on_record(told: World) -> None:
    report(told)
    officer = told.person("韩磊")
    officer.skips()
    officer.sends("在办", "open cases")
    officer.taps("as_file")
    officer.hears("my.open", "file.list")
    sheet = has(officer)
    assert sheet["A3"].value == case_of(told).number
    assert sheet.max_row == 3
    records = tables.audit_records.c
    row = told.rows(select(records.kind, records.facts).where(records.actor_id == officer.id))[-1]
    assert (row.kind, row.facts["what"], row.facts["cases"]) == (Kind.EXPORT, "OpenCases", 1)


def test_what_a_search_has_found_is_had_as_a_file_with_its_filters(quick_world: World) -> None:
    report(quick_world)
    officer = quick_world.person("韩磊")
    officer.skips()
    officer.sends("查 防护罩 车间:冲压")
    officer.taps("as_file")
    officer.hears("search.found", "file.list")
    assert has(officer)["A3"].value == case_of(quick_world).number


def test_whoever_may_not_take_cases_outside_is_not_offered_a_file(quick_world: World) -> None:
    report(quick_world)
    li = quick_world.person("李强")
    li.sends("我的上报")
    assert "as_file" not in [choice["value"] for choice in li.everything()[-1].choices]


def test_what_was_closed_meanwhile_is_not_in_the_file(quick_world: World) -> None:
    """The button stands there for long: the file holds what the list does when it is made."""
    report(quick_world)
    officer = quick_world.person("韩磊")
    officer.sends("在办")
    officer.sends(f"处置 {case_of(quick_world).number}")
    officer.taps("invalid")
    officer.sends("没有这回事")
    officer.taps("sure")
    officer.skips()
    officer.taps("as_file")
    officer.hears("file.nothing")
