"""A temporary measure in chat: how often it is looked at, until when it holds, and who is called when it has ended."""

from datetime import date

from tests.scenarios.test_whole_life import report
from tests.stories import story
from tests.world import Someone, World, by_id, case_of


def running(world: World) -> list[Someone]:
    """Who was called because nothing holds the danger off, in the order of their codes."""
    heard = {p.code: p for p in world.people() if "danger.running" in [h.topic for h in p.everything()]}
    return [heard[code] for code in sorted(heard)]


def cannot_be_stopped(world: World) -> Someone:
    """A guard is loose and the machine runs; the team leader fences it in."""
    li = world.person("李强")
    li.sends("冲压2号机防护罩松了", "guard of press 2 is loose", photos=1)
    li.skips()
    li.taps("running")
    leader = world.person("孙立军")
    assert leader in running(world)
    leader.taps("contain")
    leader.taps("fenced_in")
    assert leader.skips()[-1] == "danger.held"
    return leader


@story("measure", "临时措施", "Temporary measure")
def test_a_measure_with_its_end_and_rhythm(told: World) -> None:
    world = told
    leader = cannot_be_stopped(world)
    leader.taps("rhythm")
    leader.hears("danger.how_often")
    leader.taps("8")
    leader.hears("danger.held")
    leader.taps("measure_end")
    leader.hears("danger.until_when")
    leader.sends("昨天", "yesterday")
    leader.hears("refused.measure_past", "danger.until_when")
    leader.sends("看情况", "we will see")
    leader.hears("danger.which_day")
    leader.sends("12月3日", "Dec 3")
    leader.hears("danger.held")
    until = case_of(world).measure_until
    assert (until.date(), case_of(world).measure_hours) == (date(2026, 12, 3), 8)
    leader.sees(case_of(world).number)

    world.clock.passes(hours=8)
    world.work()
    leader.hears("danger.check")
    leader.taps("measure")
    leader.hears("danger.checked")
    world.clock.moment = until.replace(hour=6)  # 14:00 of its last day
    world.work()
    assert "danger.ending" in leader.skips()
    owner = by_id(world, case_of(world).owner_id)
    assert "danger.ending" not in owner.skips()
    world.clock.moment = until
    world.work()
    assert leader.skips()[-1] == "danger.running"
    assert case_of(world).danger == "running"
    leader.taps("contain")
    leader.taps("switched_off")
    assert leader.skips()[-1] == "danger.held"
    assert (case_of(world).danger, case_of(world).measure_until) == ("held", None)


def test_renewed_with_a_tap_on_its_last_day_nobody_is_called(world: World) -> None:
    leader = cannot_be_stopped(world)
    leader.taps("measure_end")
    leader.taps("1")
    before = {p.code: len([h for h in p.everything() if h.topic == "danger.running"]) for p in world.people()}
    world.clock.passes(days=1, hours=5)
    world.work()
    assert leader.skips()[-1] == "danger.ending"
    leader.taps("measure_end")
    leader.taps("to_repair")
    assert leader.skips()[-1] == "danger.held"
    world.clock.passes(hours=5)
    world.work()
    assert {p.code: len([h for h in p.everything() if h.topic == "danger.running"]) for p in world.people()} == before


def test_an_unanswered_question_climbs_and_one_answer_settles_it_for_all(world: World) -> None:
    owner = report(world)
    owner.taps("take")
    li = world.person("李强")
    # somebody says that it is under control without having said before that it was not
    li.sees(case_of(world).number)
    li.picks("contain")
    li.taps("guarded")
    assert li.skips()[-1] == "danger.held"
    leader, officers = world.person("孙立军"), [world.person("吴静"), world.person("韩磊")]
    for hours in (24, 4, 4):
        world.clock.passes(hours=hours)
        world.work()
    assert li.skips().count("danger.check") == 3
    assert leader.skips().count("danger.unchecked") == 2
    assert [officer.skips().count("danger.unchecked") for officer in officers] == [1, 1]
    asked = {"zh_CN": "今天 09:00 就问了李强，没人回", "en": "Asked since today 09:00: Li Qiang; nobody"}
    assert asked[world.language] in officers[0].words()
    li.sends("等我办")
    assert [item["number"] for item in li.everything()[-1].facts["items"]] == [case_of(world).number]
    leader.taps("measure")
    assert leader.skips()[-1] == "danger.checked"
    li.sends("等我办")
    assert li.skips()[-1] == "my.to_do_none"
    li.taps("measure")
    assert li.skips()[-1] == "danger.checked", "twice is no fault: both have looked"
    world.clock.passes(hours=4)
    world.work()
    assert "danger.unchecked" not in officers[0].skips()


def test_a_button_of_a_measure_that_is_gone_answers_with_the_state(world: World) -> None:
    leader = cannot_be_stopped(world)
    world.clock.passes(days=1)
    world.work()
    leader.taps("missing")
    assert "danger.missed" in leader.skips()
    for stale in ("measure", "rhythm", "measure_end"):
        leader.taps(stale)
        leader.hears("card.stale")
