"""More time in chat: asked with days and a reason, granted, and refused."""

from templates.render import label
from tests.scenarios.test_whole_life import report
from tests.stories import story
from tests.world import Someone, World, case_of


def asked(world: World) -> Someone:
    """Who decides the first time, of a general hazard: the safety officers, and nobody above them."""
    people = {p.name: p for p in world.people() if "time.asked" in [h.topic for h in p.everything()]}
    assert set(people) == {"韩磊", "吴静"}
    return people["韩磊"]


@story("more_time", "延期", "More time")
def test_asked_in_words_and_granted(told: World) -> None:
    world = told
    owner = report(world)
    owner.taps("take")
    owner.sees(case_of(world).number)
    due = case_of(world).due_at
    owner.picks("more_time")
    assert owner.skips()[-1] == "time.how_long"
    owner.sends("很久", "long")
    owner.hears("time.how_many_days")
    owner.sends("5天", "5 days")
    owner.hears("time.why")
    owner.taps("waiting_parts")
    assert owner.skips()[0] == "time.sent"
    officer = asked(world)
    officer.hears("time.asked")
    assert label(world.language, "choice", "time_reason.waiting_parts") in officer.words()
    officer.taps("grant")
    officer.hears("time.decided")
    assert "time.granted" in owner.skips()
    assert (case_of(world).due_at - due).days == 5
    world.person("李强").hears("report.time_granted")


def test_refused_with_a_reason(world: World) -> None:
    owner = report(world)
    world.clock.passes(days=4)
    world.work()
    owner.taps("more_time")
    owner.taps("7")
    owner.taps("production")
    officer = asked(world)
    officer.skips()
    officer.taps("refuse")
    officer.taps("can_be_done")
    assert officer.skips()[-1] == "time.decided"
    assert owner.skips()[-1] == "time.refused"
    assert "能按时改" in owner.words()
