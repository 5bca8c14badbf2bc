"""使用情况: what is used by how many, and the slowest step first; for those who run the bot."""

from tests.scenarios.test_whole_life import report
from tests.stories import story
from tests.world import World


@story("usage", "使用情况", "Usage")
def test_what_is_used_and_how_long_steps_take_is_told(told: World) -> None:
    world, admin = told, told.person("丁毅")
    admin.sends("/usage")
    admin.hears("status.unused")
    owner = report(world)
    world.clock.passes(hours=2)
    owner.taps("take")
    world.clock.passes(hours=5)
    owner.sends("换好了", "replaced", photos=1)
    owner.taps("submit")
    admin.sends("使用情况", "usage")
    (heard,) = admin.hears("status.usage")
    counts = {each["name"]: each["people"] for each in heard.facts["used"]}
    assert (counts["report"], counts["task"]) == (1, 1)
    assert [(step["name"], step["seconds"]) for step in heard.facts["steps"]][:2] == [("repair", 18000), ("take", 7200)]
    admin.taps("all")
    (whole,) = admin.hears("status.usage")
    assert {"money", "plan"} <= {each["name"] for each in whole.facts["unused"]}
    assert all(each["people"] for each in whole.facts["rare"])
    assert ("没人用：" in admin.words()) or ("By nobody: " in admin.words())


def test_whoever_does_not_run_it_is_told_so(world: World) -> None:
    li = world.person("李强")
    li.sends("/usage")
    li.hears("refused.not_yours")
