"""Tasks that change hands, and one that nobody ends in time."""

from tests.scenarios.test_whole_life import report
from tests.world import World, by_id, case_of


def test_an_owner_passes_a_task_on_once_and_then_the_officer_chooses(world: World) -> None:
    owner = report(world)
    owner.taps("pass_on")
    (asked,) = owner.hears("task.new", "task.pass_to")[1:]
    other = by_id(world, asked.choices[0]["value"])
    owner.taps(other.id)
    owner.taps("no_skill")
    assert owner.skips()[-1] == "task.passed_on"
    assert world.person("李强").skips()[-1] == "report.reassigned"
    assert case_of(world).owner_id == other.id
    other.hears("task.new")
    other.taps("pass_on")
    other.hears("task.give_back_reason")
    other.taps("no_time")
    other.hears("task.passed_on")
    officers = [p for p in world.people() if "choose.given_back" in [h.topic for h in p.everything()]]
    assert officers
    officers[0].taps("assign")
    officers[0].sends(owner.name)
    officers[0].taps(owner.id)
    assert case_of(world).owner_id == owner.id
    owner.skips()
    owner.taps("pass_on")
    owner.hears("refused.officer_chose")


def test_of_two_officers_who_choose_at_once_the_later_looks_again(world: World) -> None:
    owner = report(world)
    owner.taps("pass_on")
    owner.taps(by_id(world, owner.everything()[-1].choices[0]["value"]).id)
    owner.taps("no_time")
    second = by_id(world, case_of(world).owner_id)
    second.taps("pass_on")
    second.taps("no_time")
    first, later = (world.person(name) for name in ("吴静", "韩磊"))
    for officer in (first, later):
        officer.taps("assign")
    first_asked, later_asked = (
        next(h for h in officer.everything() if h.topic == "choose.owner") for officer in (first, later)
    )
    first.taps_token(first_asked.token(first_asked.choices[0]["value"]))
    later.skips()
    later.taps_token(later_asked.token(later_asked.choices[1]["value"]))
    assert "refused.changed_since" in later.skips()


def test_an_overdue_case_is_told_to_its_owner_and_leader(world: World) -> None:
    owner = report(world)
    owner.taps("take")
    owner.skips()
    world.clock.passes(days=4)
    world.work()
    owner.hears("overdue.owner")
    world.work()
    owner.hears_nothing()
