"""What people make of a suggestion becomes a labelled sentence, with who put what right, and with nobody's name."""

import json
from datetime import date
from typing import Any

from bot.corrected import lines
from nlp.labelled import Labelled, parsed
from storage.corrections import Judged, judged, names
from storage.engine import read_transaction
from tests.scenarios.test_set_aside import officer_at
from tests.scenarios.test_whole_life import report
from tests.scenarios.unnamed import accepted, anonymous_report
from tests.world import Someone, World, case_of
from workflow.library import Category, Grade
from workflow.lifecycle import State


def corrections(world: World, since: date | None = None, *, every: bool = False) -> list[dict[str, Any]]:
    engine, calendar = world.company.engine, world.company.house.calendar
    with read_transaction(engine) as names_from, read_transaction(engine) as connection:
        found = lines(judged(connection), names(names_from), calendar, "QH", since, every=every)
        return [json.loads(json.dumps(line)) for line in found]


def of(world: World) -> Judged:
    with read_transaction(world.company.engine) as connection:
        (case,) = judged(connection)
    return case


def reports(world: World, words: str = "冲压2号机防护罩松了") -> Someone:
    li = world.person("李强")
    li.sends(words, photos=1)
    return li


def corrects(li: Someone, field: str, *taps: str) -> None:
    li.taps("wrong")
    li.taps(field)
    for tap in taps:
        li.taps(tap)


def test_what_people_left_as_it_was_is_no_correction(quick_world: World) -> None:
    reports(quick_world).taps("submit")
    assert corrections(quick_world) == []
    (line,) = corrections(quick_world, every=True)
    assert (line["category"], line["entry"], line["grade"], line["by"]) == ("mechanical", "ME-01", "general", {})
    suggestion = {"category": "mechanical", "entry": "ME-01", "grade": "general", "abstained": False}
    assert line["suggested"] == {**suggestion, "confidence": 0.97}
    assert line["model"] == "test/1"


def test_another_kind_said_by_the_reporter_is_one(quick_world: World) -> None:
    li = reports(quick_world)
    corrects(li, "what_it_is", "none")
    if li.everything()[-1].topic == "report.category":
        li.taps("electrical")
    li.taps("submit")
    (line,) = corrections(quick_world)
    assert (line["category"], line["suggested"]["category"]) == ("electrical", "mechanical")
    assert line["by"] == {"category": "worker"}


def test_what_was_asked_because_nothing_was_sure_is_one(quick_world: World) -> None:
    li = reports(quick_world, "这里有点不对劲啊")
    li.taps("ME-07")
    li.taps("submit")
    (line,) = corrections(quick_world)
    assert (line["category"], line["entry"]) == ("mechanical", "ME-07")
    assert (line["suggested"]["category"], line["suggested"]["abstained"]) == (None, True)
    assert line["by"] == {"category": "worker"}


def test_another_grade_is_one_by_the_reporter_and_by_the_officer(quick_world: World) -> None:
    li = reports(quick_world)
    corrects(li, "how_bad", "larger")
    li.taps("submit")
    (line,) = corrections(quick_world)
    assert (line["grade"], line["suggested"]["grade"], line["by"]) == ("larger", "general", {"grade": "worker"})
    officer = officer_at(quick_world, case_of(quick_world).number)
    officer.picks("regrade")
    officer.taps("general")
    officer.sends("只是松了一颗螺丝")
    assert case_of(quick_world).company_grade is Grade.GENERAL
    (line,) = corrections(quick_world)
    assert (line["grade"], line["by"]) == ("general", {"grade": "safety_officer"})


def test_what_is_no_hazard_is_one_with_its_reason(quick_world: World) -> None:
    reports(quick_world).taps("submit")
    officer = officer_at(quick_world, case_of(quick_world).number)
    officer.taps("more")
    officer.taps("invalid")
    officer.picks("not_clear")
    officer.taps("sure")
    (line,) = corrections(quick_world)
    assert (line["by"], line["set_aside"], line["sham"]) == ({"set_aside": "safety_officer"}, "not_clear", True)


def test_what_was_fixed_before_was_a_hazard_all_the_same(quick_world: World) -> None:
    reports(quick_world).taps("submit")
    officer = officer_at(quick_world, case_of(quick_world).number)
    officer.taps("more")
    officer.taps("invalid")
    officer.picks("fixed_before")
    officer.taps("sure")
    (line,) = corrections(quick_world)
    assert (line["set_aside"], line["sham"]) == ("fixed_before", False)


def test_what_was_put_right_and_accepted_is_no_sham_and_of_what_is_open_nobody_knows(quick_world: World) -> None:
    owner = report(quick_world)
    (line,) = corrections(quick_world, every=True)
    assert line["sham"] is None
    owner.taps("take")
    accepted(quick_world, owner)
    (line,) = corrections(quick_world, every=True)
    assert (case_of(quick_world).state, line["sham"], line["by"]) == (State.CLOSED, False, {})


def test_a_reason_in_words_is_kept_back_and_what_is_taken_up_again_is_none(quick_world: World) -> None:
    reports(quick_world).taps("submit")
    officer = officer_at(quick_world, case_of(quick_world).number)
    officer.taps("more")
    officer.taps("invalid")
    officer.sends("李强又乱报")
    officer.taps("sure")
    assert of(quick_world).reason == "李强又乱报"
    (line,) = corrections(quick_world)
    assert line["set_aside"] == "other"
    assert "李强" not in json.dumps(line, ensure_ascii=False)
    officer.taps("reinstate")
    officer.sends("看错了")
    assert corrections(quick_world) == []


def test_names_are_struck_out_of_the_words(quick_world: World) -> None:
    li = reports(quick_world, "张伟没关，防护罩松了，Zhang  WEI 知道")
    corrects(li, "how_bad", "larger")
    li.taps("submit")
    (line,) = corrections(quick_world)
    assert line["text"] == "***没关，防护罩松了，*** 知道"


def test_of_an_anonymous_report_nobody_is_told(quick_world: World) -> None:
    li, _ = anonymous_report(quick_world)
    (line,) = corrections(quick_world, every=True)
    told = json.dumps(line, ensure_ascii=False)
    assert not any(name in told for name in li.names())
    assert of(quick_world).by == {}


def test_a_correction_by_somebody_without_a_name_bears_no_role(world: World) -> None:
    li = world.person("李强")
    li.sends("匿名上报")
    li.sends("冲压2号机防护罩松了")
    corrects(li, "how_bad", "larger")
    li.taps("submit")
    (line,) = corrections(world)
    assert line["by"] == {"grade": "anonymous"}


def test_only_what_was_put_right_since_a_day_by_the_company_s_own_clock(quick_world: World) -> None:
    li = reports(quick_world)
    corrects(li, "how_bad", "larger")
    li.taps("submit")
    today = quick_world.company.house.calendar.local(quick_world.clock.moment).date()
    assert [line["on"] for line in corrections(quick_world, today)] == [today.isoformat()]
    assert corrections(quick_world, date.fromordinal(today.toordinal() + 1)) == []


def test_each_line_is_one_that_can_be_measured_by(world: World) -> None:
    li = reports(world)
    corrects(li, "how_bad", "larger")
    li.taps("submit")
    (line,) = corrections(world)
    (example,) = parsed([json.dumps(line).encode()])
    expected = ("冲压2号机防护罩松了", "zh", Category.MECHANICAL, frozenset[Category](), Grade.LARGER, "QH")
    assert example == Labelled(*expected)
