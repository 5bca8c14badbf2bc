"""What an authority has found, in chat: the order once, a case for each finding, a limit that stands."""

import pytest
from sqlalchemy import select

from storage import tables
from tests.scenarios.test_whole_life import report
from tests.stories import story
from tests.world import Someone, World, by_id
from workflow.lifecycle import State


def cases(world: World) -> list[tuple[str, str | None, bool, str]]:
    rows = world.rows(select(tables.hazards).order_by(tables.hazards.c.number))
    return [(row.source_kind, row.source_id, row.due_locked, f"{row.due_at:%Y-%m-%d %H:%M}") for row in rows]


def pictures(world: World) -> list[tuple[str, int]]:
    """Role and number of the pictures of each case."""
    of_case, role = tables.attachments.c.subject_id, tables.attachments.c.role
    rows = world.rows(select(of_case, role).where(tables.attachments.c.subject_kind == "hazard").order_by(role))
    counted = {(case, kind): rows.count((case, kind)) for case, kind in rows}
    return sorted((kind, count) for (_, kind), count in counted.items())


def order(world: World, who: str = "吴静") -> Someone:
    """The order, as far as what was found."""
    officer = world.person(who)
    officer.sends("上级检查", "authority finding")
    officer.hears("finding.photo")
    officer.sends(photos=1)
    officer.hears("finding.authority")
    officer.sends("市应急管理局", "City Emergency Management Bureau")
    officer.hears("finding.number")
    officer.sends(photos=1)  # the second page
    (added,) = officer.hears("photo.added")
    assert added.facts["total"] == 2, "both pages of the order"
    officer.sends("应急责改〔2026〕15号", "EM (2026) 15")
    officer.hears("finding.until")
    officer.sends("12月3日前", "by Dec 3")
    officer.hears("finding.what")
    return officer


def test_what_an_authority_has_found_may_be_major_as_well(world: World) -> None:
    officer = order(world)
    officer.sends("叉车刹车失灵还在叉货，地上有油", "forklift brake pedal goes to the floor, oil on the floor")
    officer.hears("report.major")
    officer.taps("yes")
    officer.hears("report.confirm")
    officer.taps("submit")
    (case,) = world.rows(select(tables.hazards))
    assert (case.company_grade, case.library_code) == ("major", "SPM-17")


@story("authority_finding", "上级检查", "What an authority has found")
def test_one_order_with_two_findings(told: World) -> None:
    world = told
    officer = order(world)
    officer.sends("冲压2号机防护罩松了", "guard of press 2 is loose", photos=1)
    officer.hears("report.confirm")
    officer.taps("submit")
    officer.hears("finding.done")
    (first,) = world.rows(select(tables.hazards))
    owner = by_id(world, first.owner_id)
    owner.hears("task.new")
    assert ("City" if world.language == "en" else "市应急") in owner.words()
    owner.taps("take")
    owner.sees(first.number)
    assert all(c["value"] != "more_time" for heard in owner.everything() for c in heard.choices)
    officer.taps("same_order")
    officer.hears("finding.what")
    officer.sends("仓库3号门插座烧黑了", "burnt socket at gate 3 of the warehouse", photos=2)
    officer.hears("report.confirm")
    officer.taps("submit")
    officer.hears("finding.done")
    number = "EM (2026) 15" if world.language == "en" else "应急责改〔2026〕15号"
    assert cases(world) == [("authority", number, True, "2026-12-03 10:00")] * 2  # 18:00 in Shanghai
    assert pictures(world) == [("found", 1), ("found", 2), ("order", 2), ("order", 2)]
    officer.sees(world.rows(select(tables.hazards.c.number).order_by(tables.hazards.c.number))[1].number)
    assert number in officer.words()


@pytest.mark.parametrize("who", ["李强", "孙立军", "周建国"])
def test_whoever_is_no_officer_is_told_so_and_asked_nothing(quick_world: World, who: str) -> None:
    someone = quick_world.person(who)
    someone.sends("上级检查")
    someone.hears("finding.officers")


def test_the_menu_offers_it_to_officers_only(quick_world: World) -> None:
    for who, offered in (("吴静", True), ("林志远", True), ("李强", False)):
        someone = quick_world.person(who)
        someone.sends("帮助")
        someone.taps("more")
        assert any(c["value"] == "finding" for c in someone.everything()[-1].choices) is offered


def test_what_is_no_photo_no_number_or_no_day_is_asked_again(quick_world: World) -> None:
    world = quick_world
    officer = world.person("吴静")
    officer.sends("上级检查")
    officer.sends("没带文书")
    assert officer.skips()[-1] == "finding.photo"
    officer.sends(photos=1)
    officer.sends("😀")
    officer.sends("市应急管理局")
    assert officer.skips()[-1] == "finding.number"
    for no_number in ("号" * 61, "——"):
        officer.sends(no_number)
        officer.hears("finding.number_again")
    officer.sends("YH-20261123-0007")  # as a case of ours is numbered, and still the number of the document
    officer.hears("finding.until")
    officer.sends("尽快")
    officer.hears("finding.until_again")
    officer.sends("昨天")
    officer.hears("finding.until_past")
    officer.sends("11月1日")
    officer.hears("finding.until_past")
    officer.sends("下周五")
    officer.hears("finding.what")
    officer.sends("冲压2号机防护罩松了")
    officer.taps("submit")
    assert cases(world) == [("authority", "YH-20261123-0007", True, "2026-12-04 10:00")]


def test_a_limit_that_passes_while_it_is_written_is_corrected(world: World) -> None:
    officer = world.person("吴静")
    officer.sends("上级检查")
    officer.sends(photos=1)
    officer.sends("消防大队")
    officer.sends("15")
    officer.sends("今天")
    officer.sends("冲压2号机防护罩松了")
    officer.skips()
    world.clock.passes(hours=10)  # 19:00: the day of the order is over
    officer.taps("submit")
    assert officer.skips()[-2:] == ["refused.limit_past", "report.confirm"]
    officer.taps("wrong")
    officer.taps("order")
    assert officer.skips()[-1] == "finding.authority", "the photo of the order is there"
    officer.sends("消防大队")
    officer.sends("15")
    officer.sends("后天")
    officer.hears("finding.number", "finding.until", "report.confirm")
    officer.taps("submit")
    assert cases(world) == [("authority", "15", True, "2026-11-25 10:00")]


def test_put_aside_unfinished_it_is_taken_up_with_its_pages(world: World) -> None:
    officer = order(world)
    officer.sends("取消")
    officer.hears("dialogue.cancelled")
    officer.sends("继续")
    officer.hears("finding.what")
    officer.sends("冲压2号机防护罩松了")
    officer.taps("submit")
    assert pictures(world) == [("order", 2)]


def test_a_second_tap_on_the_same_order_starts_no_case_twice(world: World) -> None:
    officer = order(world)
    officer.sends("冲压2号机防护罩松了")
    officer.taps("submit")
    token = officer.latest("same_order").token("same_order")
    for words in ("仓库3号门插座烧黑了", "仓库3号门漏油"):
        officer.taps_token(token)
        officer.sends(words)
        officer.taps("submit")
    assert len(cases(world)) == 3
    assert len(set(cases(world))) == 1


def test_a_workers_case_has_no_source_line(world: World) -> None:
    owner = report(world)
    assert "来源" not in owner.words()
    assert world.rows(select(tables.hazards.c.state)) == [(State.ASSIGNED,)]
