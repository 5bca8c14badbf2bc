"""A hazard that can hurt somebody now: stopped or not in the same tap that submits, and safe until it is repaired."""

import pytest

from templates.render import label
from tests.scenarios.test_whole_life import report
from tests.stories import story
from tests.world import World, case_of


@story("danger", "停不了", "It cannot be stopped")
def test_what_cannot_be_stopped_calls_people_until_it_is_under_control(told: World) -> None:
    world = told
    li = world.person("李强")
    li.sends("冲压2号机防护罩松了", "guard of press 2 is loose", photos=1)
    (asked,) = li.hears("report.confirm")
    assert [choice["label"] for choice in asked.choices][:2] == ["stopped", "running"]
    li.taps("running")
    li.hears("report.done")
    warned = [someone for someone in world.people() if "danger.running" in [h.topic for h in someone.everything()]]
    assert len(warned) >= 2
    leader = warned[0]
    called = {"zh_CN": "今天 09:00 就叫了", "en": "Called since today 09:00: "}[world.language]
    assert called not in leader.words(), "they are the first"
    world.clock.passes(minutes=15)
    world.work()
    assert leader.skips().count("danger.running") == 2
    (line,) = (line for line in leader.words().splitlines() if called in line)
    assert {"zh_CN": "你", "en": "you"}[world.language] in line
    leader.taps("contain")
    leader.hears("danger.how")
    leader.sends(photos=1)
    leader.hears("danger.how_pictured")
    leader.taps("switched_off")
    leader.hears("danger.held")
    li.hears("danger.contained")
    assert case_of(world).danger == "held"
    world.clock.passes(hours=3)
    world.work()
    assert "danger.running" not in leader.skips()

    world.clock.passes(days=1)
    world.work()
    assert "danger.check" in leader.skips()
    leader.taps("measure")
    leader.hears("danger.checked")


def test_stopped_and_submitted_is_one_tap_and_calls_nobody(world: World) -> None:
    report(world)
    assert case_of(world).danger == "stopped"
    assert not [p for p in world.people() if "danger.running" in [h.topic for h in p.everything()]]


@pytest.mark.parametrize(
    ("name", "words", "submit"),
    [("李强", "冲压2号机防护罩松了", "提交"), ("David Miller", "guard of press 2 is loose", "Submit")],
)
def test_submit_in_words_says_nothing_of_the_danger_and_is_asked_again(
    world: World, name: str, words: str, submit: str
) -> None:
    someone = world.person(name)
    someone.sends(words)
    if someone.everything()[-1].topic == "report.kind":
        someone.taps(someone.everything()[-1].choices[0]["value"])
    someone.skips()
    someone.sends(submit)
    (asked,) = someone.hears("report.confirm")
    assert asked.facts["dangerous"]
    assert submit not in asked.facts["words"]


@pytest.mark.parametrize(
    ("words", "en"),
    [
        ("冲压车间灭火器过期了", "the extinguisher in the stamping shop has expired"),
        ("冲压车间分装瓶没贴标签", "unlabelled bottle in the stamping shop"),
    ],
)
def test_where_nobody_is_hurt_nothing_is_asked(told: World, words: str, en: str) -> None:
    li = told.person("李强")
    li.sends(words, en)
    (asked,) = li.hears("report.confirm")
    assert not asked.facts["dangerous"]
    assert [choice["label"] for choice in asked.choices] == ["submit", "change_place", "wrong"]


def test_oil_on_the_floor_is_no_machine_and_is_asked_about_all_the_same(told: World) -> None:
    world = told
    li = world.person("李强")
    li.sends("冲压车间地上有油", "oil on the floor of the stamping shop", photos=1)
    (asked,) = li.hears("report.confirm")
    assert [choice["label"] for choice in asked.choices][:2] == ["made_safe", "not_yet_safe"]
    assert label(world.language, "ask_safe", "ground") in li.words()
    li.taps("running")
    li.hears("report.done")
    assert case_of(world).danger == "running"
    warned = [someone for someone in world.people() if "danger.running" in [h.topic for h in someone.everything()]]
    assert len(warned) >= 2, "team leader and duty leader"
    leader = warned[0]
    assert label(world.language, "make_safe", "ground").casefold() in leader.words().casefold()
    leader.skips()
    leader.taps("contain")
    (asked,) = leader.hears("danger.how")
    assert [choice["label"] for choice in asked.choices][:1] == ["measure.fenced_in"]
    leader.taps("fenced_in")
    assert case_of(world).danger == "held"


def test_what_was_made_safe_for_now_calls_nobody(told: World) -> None:
    world = told
    li = world.person("李强")
    li.sends("冲压车间焊渣掉在纸箱旁", "sparks beside the boxes in the stamping shop")
    li.hears("report.confirm")
    assert label(world.language, "ask_safe", "fire") in li.words()
    li.taps("submit")
    assert case_of(world).danger == "stopped"
    assert not [p for p in world.people() if "danger.running" in [h.topic for h in p.everything()]]
    li.skips()
    li.sees(case_of(world).number)
    li.picks("missing")
    li.hears("danger.missed")
    assert case_of(world).danger == "running"


def test_a_gas_cylinder_is_secured_not_switched_off(told: World) -> None:
    li = told.person("李强")
    li.sends("冲压车间氧气瓶没固定", "a gas cylinder is loose in the stamping shop")
    (asked,) = li.hears("report.confirm")
    assert label(told.language, "ask_safe", "unsteady") in li.words()
    assert [choice["label"] for choice in asked.choices][:2] == ["made_safe", "not_yet_safe"]
    li.taps("running")
    warned = [p for p in told.people() if "danger.running" in [heard.topic for heard in p.everything()]]
    assert label(told.language, "make_safe", "unsteady") in warned[0].words().lower()


def test_who_says_that_it_can_hurt_is_asked_whatever_the_library_says(world: World) -> None:
    li = world.person("李强")
    li.sends("冲压车间灭火器过期了")
    li.taps("wrong")
    li.taps("how_bad")
    li.taps("larger")
    asked = li.everything()[-1]
    assert asked.facts["dangerous"]
    assert [choice["label"] for choice in asked.choices][:2] == ["made_safe", "not_yet_safe"]


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("电焊的火星溅到油桶旁边", "fire"),
        ("燃气灶关不严一直有味", "environment"),
        ("烤漆房苯味重头晕", "occupational_health"),
    ],
)
def test_what_the_library_does_not_know_is_asked_about(world: World, words: str, kind: str) -> None:
    li = world.person("李强")
    li.sends(words)
    li.taps("none")
    li.picks(kind)
    asked = li.everything()[-1]
    assert (asked.topic, asked.facts["name"], asked.facts["dangerous"]) == ("report.confirm", "", True)
    assert [choice["label"] for choice in asked.choices][:2] == ["made_safe", "not_yet_safe"]
