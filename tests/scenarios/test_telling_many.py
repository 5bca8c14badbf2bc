"""Reports are scored card after card, many are told something once, and like places are asked for the same."""

from typing import Any

import pytest
from sqlalchemy import select

from handlers.routing import opened_by
from storage import tables
from storage.audit import Kind
from tests.scenarios.test_steering import offered
from tests.scenarios.test_whole_life import report
from tests.stories import story
from tests.world import Someone, World, case_of

REPORTS = (
    ("地上有油", "oil on the floor"),
    ("灭火器过期了", "extinguisher has expired"),
    ("插座坏了", "socket is broken"),
)


def three_reports(world: World) -> Someone:
    """Three reports of 王芳's, and the officer who is to score them."""
    wang = world.person("王芳")
    for zh, en in (
        ("地上有油", "oil on the floor"),
        ("灭火器过期了", "extinguisher has expired"),
        ("插座坏了", "socket is broken"),
    ):
        wang.sends(zh, en, photos=1)
        wang.taps("submit")
        world.clock.passes(minutes=5)
    officer = world.person("韩磊")
    officer.skips()
    return officer


def scores(world: World) -> list[tuple[str, bool]]:
    """What counts, in the order in which it was given."""
    rows = world.rows(select(tables.quality_scores).order_by(tables.quality_scores.c.id))
    return [(row.score, row.undone_at is None) for row in rows]


@story("quality", "给上报打分", "Reports are scored")
def test_card_after_card_one_tap_each_and_the_last_one_undone(told: World) -> None:
    officer = three_reports(told)
    officer.sends("打分", "/score")
    (first,) = officer.hears("score.card")
    assert (first.facts["number"], first.facts["of"]) == (1, 3)
    officer.taps("valuable")
    (second,) = officer.hears("score.card")
    assert (second.facts["number"], second.subject_id != first.subject_id) == (2, True)
    officer.taps("sham")
    officer.taps("undo_score")
    (_, again) = officer.hears("score.card", "score.card")
    assert (again.facts["number"], again.subject_id) == (2, second.subject_id)
    officer.taps("vague")
    officer.taps("genuine")
    officer.hears("score.card", "score.done")
    assert scores(told) == [("valuable", True), ("sham", False), ("vague", True), ("genuine", True)]
    officer.sends("打分", "/score")
    officer.hears("score.none")


def test_what_is_skipped_waits_for_another_day(quick_world: World) -> None:
    officer = three_reports(quick_world)
    officer.sends("打分")
    for _ in range(3):
        officer.taps("skip")
    assert officer.skips()[-1] == "score.skipped"
    assert officer.everything()[-1].facts["skipped"] == 3
    officer.sends("打分")
    officer.taps("genuine")
    officer.taps("skip")
    officer.taps("genuine")
    officer.taps("skip")
    assert officer.skips()[-1] == "score.done"
    assert officer.everything()[-1].facts == {"done": 2, "skipped": 1}
    assert scores(quick_world) == [("genuine", True)] * 2


def test_the_last_score_is_undone_from_the_end_too(quick_world: World) -> None:
    officer = three_reports(quick_world)
    officer.sends("打分")
    for _ in range(3):
        officer.taps("genuine")
    assert officer.skips()[-1] == "score.done"
    officer.taps("undo_score")
    assert officer.skips()[-1] == "score.card"
    assert [counts for _, counts in scores(quick_world)] == [True, True, False]


@pytest.mark.parametrize("value", ["genuine", "skip"])
def test_a_second_tap_on_a_card_says_nothing_of_the_case(quick_world: World, value: str) -> None:
    officer = three_reports(quick_world)
    officer.sends("打分")
    token = officer.latest(value).token(value)
    officer.taps_token(token)
    officer.skips()
    officer.taps_token(token)
    officer.hears("card.passed")
    assert len(scores(quick_world)) == (value == "genuine")


def test_nobody_scores_their_own_report(quick_world: World) -> None:
    officer = quick_world.person("韩磊")
    officer.sends("冲压2号机防护罩松了", photos=1)
    officer.taps("submit")
    officer.skips()
    officer.sends("打分")
    officer.hears("score.none")


@pytest.mark.parametrize("said", ["打分", "/broadcast"])
def test_a_worker_is_told_whose_that_is(quick_world: World, said: str) -> None:
    li = quick_world.person("李强")
    li.sends(said)
    li.hears("refused.not_yours")
    kinds = select(tables.audit_records.c.kind).where(tables.audit_records.c.actor_id == li.id)
    assert Kind.DENIED in quick_world.rows(kinds)[-1]


def told_of(world: World, topic: str) -> list[Any]:
    return world.rows(select(tables.notices).where(tables.notices.c.topic == topic))


@story("broadcast", "通知一个角色的人", "Everybody of a role is told")
def test_a_notice_is_seen_with_its_number_of_readers_and_sent_once(told: World) -> None:
    officer = told.person("韩磊")
    officer.sends("广播", "/broadcast")
    officer.hears("broadcast.what")
    officer.sends("周五 14:00 全厂停电检修", "No power on Friday from 14:00")
    officer.taps("role")
    officer.taps("team_leader")
    (preview,) = officer.hears("broadcast.whom", "broadcast.which_role", "broadcast.sure")[-1:]
    readers = preview.facts["readers"]
    assert readers > 0
    assert told_of(told, "broadcast.told") == []
    token = officer.latest("sure").token("sure")
    officer.taps("sure")
    officer.hears("broadcast.sent")
    assert len(told_of(told, "broadcast.told")) == readers
    officer.taps_token(token)
    assert len(told_of(told, "broadcast.told")) == readers, "a second tap sends nothing"
    (event,) = told.rows(select(tables.events).where(tables.events.c.kind == "broadcast"))
    assert (event.actor_id, event.facts["told"], event.facts["role"]) == (officer.id, readers, "team_leader")


@story("broadcast_left", "想了想，不发", "On second thoughts, not sent")
def test_what_is_rewritten_is_looked_at_again_and_a_no_sends_nothing(told: World) -> None:
    officer = told.person("韩磊")
    officer.sends("群发", "/announce")
    officer.sends("明天停水", "no water tomorrow")
    officer.taps("place")
    officer.sends("冲压车间", "Stamping shop")
    officer.taps("rewrite")
    officer.sends("后天停水", "no water the day after tomorrow")
    assert officer.skips()[-1] == "broadcast.sure"
    assert officer.everything()[-1].facts["words"] in ("后天停水", "no water the day after tomorrow")
    officer.taps("not_sure")
    officer.hears("broadcast.left")
    assert told_of(told, "broadcast.told") == []


def test_what_is_too_long_or_for_nobody_is_said(quick_world: World) -> None:
    officer = quick_world.person("韩磊")
    officer.sends("广播")
    officer.sends("停" * 501)
    assert officer.skips()[-1] == "broadcast.shorter"
    officer.sends("停电")
    officer.taps("place")
    officer.sends("月球背面")
    assert officer.skips()[-1] == "broadcast.no_such_place"


def lesson(world: World) -> tuple[Someone, Any]:
    """The same at the warehouse and at a press; the officer with the question about the press before them, its case."""
    for name, zh, en in (
        ("王芳", "仓库货架防护罩松了", "guard is loose at the warehouse"),
        ("李强", "冲压2号机防护罩松了", "guard of press 2 is loose"),
    ):
        person = world.person(name)
        person.sends(zh, en, photos=1)
        person.taps("submit")
    case = max(world.rows(select(tables.hazards)), key=lambda row: row.number)
    officer = world.person("韩磊")
    officer.skips()
    officer.sends(f"处置 {case.number}", f"/case {case.number}")
    officer.taps("elsewhere")
    return officer, case


def asked_by(world: World) -> list[tuple[Someone, Any]]:
    """Who was asked about like places, with the row of the message."""
    people = {person.id: person for person in world.people()}
    return [(people[row.recipient_id], row) for row in told_of(world, "elsewhere.asked")]


@story("elsewhere", "举一反三", "The same elsewhere?")
def test_like_places_are_asked_and_what_they_find_is_heard_at_once(told: World) -> None:
    officer, _ = lesson(told)
    (_, preview) = officer.hears("steer.menu", "elsewhere.sure")
    assert len(preview.facts["places"]) == 1
    officer.taps("sure")
    officer.hears("elsewhere.sent")
    told.clock.passes(hours=1)
    told.work()
    ((leader, _),) = asked_by(told)
    leader.taps("here_too")
    leader.sends("货架的防护罩也松了", "the guard of the rack is loose too")
    assert "elsewhere.found_what" in leader.skips()
    officer.hears("elsewhere.answered")
    officer.sends("举一反三", "like places")
    officer.taps("1")
    (_, progress) = officer.hears("elsewhere.rounds", "elsewhere.progress")
    assert (progress.facts["answered"], progress.facts["found"]) == (1, 1)
    kinds = [
        event.kind for event in told.rows(select(tables.events).where(tables.events.c.subject_kind == "elsewhere"))
    ]
    assert sorted(kinds) == ["elsewhere_answered", "elsewhere_asked"]


@story("elsewhere_none", "别处没有", "Nothing of the kind elsewhere")
def test_a_place_that_has_none_says_what_was_looked_at_once(told: World) -> None:
    officer, _ = lesson(told)
    officer.taps("other_day")
    officer.taps("3")
    officer.taps("sure")
    officer.skips()
    ((leader, _),) = asked_by(told)
    leader.taps("not_here")
    leader.sends("三台都看了，没松", "all three looked at, none loose")
    assert leader.skips()[-1] == "elsewhere.thanks"
    leader.taps("not_here")
    leader.hears("elsewhere.over")
    officer.hears("elsewhere.answered")
    officer.taps("look_round")
    officer.hears("elsewhere.progress")


def test_a_day_on_which_nobody_can_answer_is_asked_again(quick_world: World) -> None:
    officer, _ = lesson(quick_world)
    officer.taps("other_day")
    officer.skips()
    officer.sends("昨天")
    officer.hears("refused.elsewhere_day")
    officer.sends("2026-12-03")
    officer.hears("elsewhere.sure")
    assert "12月3日" in officer.words()
    officer.taps("sure")
    officer.hears("elsewhere.sent")


def test_what_is_to_be_told_may_stand_behind_the_word(quick_world: World) -> None:
    officer = quick_world.person("韩磊")
    for said in ("群发 明天停电\n8 点开始", "/broadcast 明天停电\n8 点开始"):
        officer.sends(said)
        officer.hears("broadcast.whom")
        officer.taps("all")
        (preview,) = officer.hears("broadcast.sure")
        assert preview.facts["words"] == "明天停电\n8 点开始"
        officer.taps("not_sure")
        officer.hears("broadcast.left")
    officer.sends("/broadcast " + "停电" * 300)
    officer.hears("broadcast.shorter")


@pytest.mark.parametrize(
    ("said", "script"),
    [("打分 1", "score_reports"), ("/score 1", "score_reports"), ("管理 人员", "people"), ("/manage now", "manage")],
)
def test_what_stands_behind_a_command_that_takes_nothing_is_no_hazard(said: str, script: str) -> None:
    opens = opened_by(said)
    assert opens is not None
    assert (opens.script, opens.args) == (script, {})


@pytest.mark.parametrize(
    "said", ["管理 混乱，通道堵了", "广播 坏了", "broadcast system is broken", "区域 漏油", "通知大家 3号门漏电"]
)
def test_a_hazard_that_begins_like_a_command_is_a_hazard(said: str) -> None:
    assert opened_by(said) is None


@pytest.mark.parametrize(("name", "way"), [("李强", False), ("韩磊", True)])
def test_whoever_cannot_ask_elsewhere_is_not_told_how(quick_world: World, name: str, way: bool) -> None:
    someone = quick_world.person(name)
    someone.sends("举一反三")
    someone.hears("elsewhere.no_rounds")
    assert ("处置" in someone.words()) is way


def test_a_no_asks_nobody_and_a_yes_asks_once(quick_world: World) -> None:
    officer, _ = lesson(quick_world)
    officer.taps("not_sure")
    assert officer.skips()[-1] == "elsewhere.left"
    assert asked_by(quick_world) == []
    officer.taps("elsewhere")
    officer.taps("sure")
    officer.skips()
    officer.taps("elsewhere")
    officer.hears("elsewhere.progress")
    assert len(asked_by(quick_world)) == 1


def test_what_is_found_nowhere_else_has_nobody_to_ask(quick_world: World) -> None:
    report(quick_world)
    officer = quick_world.person("韩磊")
    officer.skips()
    officer.sends(f"处置 {case_of(quick_world).number}")
    officer.taps("elsewhere")
    officer.hears("steer.menu", "elsewhere.none")


def test_what_was_asked_of_somebody_else_is_theirs_to_answer(quick_world: World) -> None:
    officer, _ = lesson(quick_world)
    officer.taps("sure")
    ((leader, row),) = asked_by(quick_world)
    other = quick_world.person("李强")
    other.skips()
    other.taps_token(next(heard.token("not_here") for heard in leader.everything() if heard.topic == row.topic))
    assert other.skips()[-1] == "card.unknown"


@pytest.mark.parametrize(("typed", "meant"), [("/serch", "search"), ("/tsaks", "to_do"), ("/cas", "find_case")])
def test_an_unknown_command_gets_the_nearest_ones(quick_world: World, typed: str, meant: str) -> None:
    officer = quick_world.person("韩磊")
    officer.sends(typed)
    officer.hears("unknown.command")
    assert meant in offered(officer)


@story("typo", "命令打错了", "A command with a slip")
def test_a_slip_leads_to_what_was_meant_and_to_nothing_that_is_not_theirs(told: World) -> None:
    li = told.person("李强")
    li.sends("/brodcast")
    li.skips()
    assert "broadcast" not in offered(li)
    li.sends("/reprot")
    li.hears("unknown.command")
    li.taps("report_hazard")
    assert li.skips()[-1] != "unknown.command"
    li.sends("/xqzzy")
    li.hears("unknown.no_command")
