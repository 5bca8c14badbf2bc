"""An order whose findings are typed one a line: read back row by row, and entered all at once or not at all."""

from typing import Any

import pytest
from sqlalchemy import select

from storage import tables
from tests.scenarios.test_authority_orders import cases, opened
from tests.storage.test_order_sheet import sheet
from tests.stories import story
from tests.world import Someone, World, by_id

ZH = "1. 冲压2号机防护罩松了\n2、仓库3号门插座烧黑了\n\n3 食堂灭火器过期了"
EN = "1. guard of press 2 is loose\n2) burnt socket at gate 3\n\n3 extinguisher in the canteen has expired"


def order(world: World) -> Someone:
    officer = world.person("吴静")
    officer.sends("上级检查", "authority finding")
    officer.sends(photos=1)
    officer.sends("市应急管理局", "City Emergency Management Bureau")
    officer.sends("应急责改〔2026〕15号", "EM (2026) 15")
    officer.sends("12月3日前", "by Dec 3")
    officer.skips()
    return officer


def rows(officer: Someone) -> list[Any]:
    (card,) = officer.hears("finding.rows")
    return list(card.facts["rows"])


@story("order_together", "上级文书，几条一起录", "Several findings of an order at once")
def test_what_is_written_one_a_line_becomes_a_case_each(told: World) -> None:
    officer = order(told)
    officer.sends(ZH, EN)
    read = rows(officer)
    assert [row["category"] for row in read] == ["mechanical", "electrical", "fire"]
    assert all(row["place"] for row in read)
    assert cases(told) == [], "nothing is entered before it is looked at"
    officer.taps("enter_all")
    officer.hears("finding.rows_hurt")
    token = officer.latest("all_safe").token("all_safe")
    officer.taps("all_safe")
    officer.hears("finding.rows_done")
    officer.taps_token(token)
    officer.skips()
    found = cases(told)
    assert [(case.source_kind, case.due_locked, f"{case.due_at:%m-%d}") for case in found] == [
        ("authority", True, "12-03")
    ] * 3
    assert [case.danger for case in found][:2] == ["stopped", "stopped"]
    for case in found:
        assert "task.new" in by_id(told, case.owner_id).skips()
    pages = select(tables.attachments.c.subject_id).where(tables.attachments.c.role == "order")
    assert sorted(row.subject_id for row in told.rows(pages)) == sorted(case.id for case in found)
    assert opened(officer) == "open"


def test_a_row_is_put_right_by_its_number(world: World) -> None:
    officer = order(world)
    officer.sends("冲压2号机防护罩松了\n插座烧黑了")
    (card,) = officer.hears("finding.rows")
    assert (card.facts["nowhere"], [c["value"] for c in card.choices]) == ([2], ["not_sure"])
    officer.sends("那条在仓库")
    officer.hears("finding.rows_again")
    officer.sends("2 仓库3号门插座烧黑了")
    (card,) = officer.hears("finding.rows")
    assert card.facts["nowhere"] == []
    officer.taps("enter_all")
    officer.taps("not_all")
    assert officer.skips()[-1] == "finding.rows_done"
    assert [case.danger for case in cases(world)] == ["running", "running"]


def test_all_of_it_is_written_anew(quick_world: World) -> None:
    officer = order(quick_world)
    officer.sends("这里\n那里")
    officer.hears("finding.rows")
    officer.sends("\n".join(f"冲压{n}号机防护罩松了" for n in (1, 2, 1, 2, 1)))
    (card,) = officer.hears("finding.rows")
    assert (card.facts["total"], len(card.facts["rows"])) == (5, 4)
    officer.taps("more")
    (card,) = officer.hears("finding.rows")
    assert [row["number"] for row in card.facts["rows"]] == [5]


@pytest.mark.parametrize("way", ["no", "cancel"])
def test_on_second_thoughts_nothing_is_entered(quick_world: World, way: str) -> None:
    officer = order(quick_world)
    officer.sends(ZH)
    if way == "no":
        officer.taps("not_sure")
        assert officer.skips()[-1] == "finding.rows_left"
    else:
        officer.sends("取消")
        assert officer.skips()[-1] == "dialogue.cancelled"
    assert cases(quick_world) == []


def test_more_than_can_be_looked_at_is_not_entered(quick_world: World) -> None:
    officer = order(quick_world)
    officer.sends("\n".join(["冲压2号机防护罩松了"] * 51))
    (card,) = officer.hears("finding.rows")
    assert "enter_all" not in [choice["value"] for choice in card.choices]
    assert "50" in officer.words()


def test_what_may_be_major_is_said_to_whoever_decides(quick_world: World) -> None:
    officer = order(quick_world)
    officer.sends("冲压车间叉车刹车失灵还在叉货\n冲压2号机防护罩松了")
    (card,) = officer.hears("finding.rows")
    assert [row["major"] for row in card.facts["rows"]] == [True, False]
    officer.taps("enter_all")
    officer.taps("all_safe")
    officer.skips()
    first = min(cases(quick_world), key=lambda case: case.number)
    reported = quick_world.rows(
        select(tables.events.c.facts).where(tables.events.c.subject_id == first.id, tables.events.c.kind == "reported")
    )
    assert reported[0].facts["suggested_major_answer"] == "unsure"


@story("order_sheet", "上级文书，用表录", "The findings of an order in a workbook")
def test_a_workbook_is_looked_through_and_entered_at_once(told: World) -> None:
    officer = told.person("吴静")
    rows = (("冲压2号机", "防护罩松了", "换新的，装联锁", None), ("仓库3号门", "插座烧黑了", None, "2026-12-10"))
    officer.sends_file("整改项目.xlsx", sheet(*rows))
    officer.hears("finding.photo")
    officer.sends(photos=1)
    officer.sends("市应急管理局", "City Emergency Management Bureau")
    officer.sends("应急责改〔2026〕15号", "EM (2026) 15")
    officer.sends("12月3日前", "by Dec 3")
    (*_, card) = officer.hears("finding.authority", "finding.number", "finding.until", "finding.rows")
    assert [row["until"] for row in card.facts["rows"]] == ["", "2026-12-10"]
    officer.taps("enter_all")
    officer.taps("all_safe")
    officer.skips()
    first, second = cases(told)
    assert [f"{case.due_at:%m-%d}" for case in (first, second)] == ["12-03", "12-10"]
    owner = by_id(told, first.owner_id)
    owner.sees(first.number)
    assert "换新的，装联锁" in owner.words(), "what the authority wants done, in its own words"


def test_a_workbook_with_a_day_that_there_is_not_enters_nothing(quick_world: World) -> None:
    officer = quick_world.person("吴静")
    officer.sends_file("整改项目.xlsx", sheet(("冲压2号机", "防护罩松了", None, "2026-02-30")))
    officer.hears("sheet.errors")
    assert "D2（期限）" in officer.words()
    assert cases(quick_world) == []
