"""示例案例: a case that was put right is told to everybody on a Monday, without names, in words an officer has read."""

from typing import Any

from sqlalchemy import select

from storage import tables
from tests.scenarios.test_steering import offered
from tests.scenarios.test_telling_many import told_of
from tests.stories import story
from tests.world import Someone, World, by_id, case_of


def closed(world: World) -> Any:
    """A case in whose words a colleague is named, put right and signed off."""
    li = world.person("李强")
    li.sends("冲压2号机防护罩松了，张伟说明天修", "guard of press 2 is loose, Zhang Wei says tomorrow", photos=1)
    li.taps("submit")
    case = case_of(world)
    owner, acceptor = by_id(world, case.owner_id), by_id(world, case.acceptor_id)
    owner.taps("take")
    owner.sends("换了螺栓", "bolts replaced", photos=1)
    owner.taps("submit")
    acceptor.taps("accept")
    acceptor.taps("on_site")
    return case_of(world)


def chooses(world: World, case: Any) -> Someone:
    officer = world.person("韩磊")
    officer.skips()
    officer.sends(f"处置 {case.number}", f"/case {case.number}")
    officer.taps("example")
    return officer


@story("example", "设为案例，周一发给大家", "A case is an example for everybody")
def test_an_example_is_read_first_and_told_once_on_monday(told: World) -> None:
    case = closed(told)
    officer = chooses(told, case)
    (preview,) = officer.hears("steer.menu", "example.sure")[-1:]
    named = {"zh_CN": "张伟", "en": "Zhang Wei"}[told.language]
    assert named not in preview.facts["words"], "names are struck out"
    officer.taps("reword_done")
    officer.sends("螺栓全部换新，张伟加了联锁", "all bolts are new, Zhang Wei has added an interlock")
    officer.skips()
    assert named not in officer.everything()[-1].facts["done"], "out of other words as well"
    officer.taps("sure")
    officer.hears("example.chosen")
    assert told_of(told, "example.told") == []
    told.clock.passes(days=7)
    told.work()
    staff = told.rows(select(tables.people).where(tables.people.c.left_on.is_(None)))
    heard = told_of(told, "example.told")
    assert 5 < len(heard) <= len(staff)
    assert len({row.recipient_id for row in heard}) == len(heard)
    assert named not in str([row.facts for row in heard])
    assert "example.told" in told.person("王芳").skips()
    told.clock.passes(days=7)
    told.work()
    assert len(told_of(told, "example.told")) == len(heard), "once"


def test_what_was_taken_back_or_opened_again_is_not_told(quick_world: World) -> None:
    world = quick_world
    case = closed(world)
    officer = chooses(world, case)
    officer.taps("sure")
    officer.taps("call_back")
    officer.taps("sure")
    assert officer.skips()[-1] == "example.withdrawn"
    chooses(world, case).taps("sure")
    li = world.person("李强")
    li.sends(case.number)
    li.picks("reopen")
    li.sends("又松了")
    world.clock.passes(days=7)
    world.work()
    assert told_of(world, "example.told") == []
    of_examples = select(tables.events).where(tables.events.c.subject_kind == "example")
    kinds = [row.kind for row in world.rows(of_examples.order_by(tables.events.c.at, tables.events.c.id))]
    assert kinds == ["example_chosen", "example_withdrawn", "example_chosen", "example_withdrawn"]


def test_a_no_a_second_choice_and_the_list(quick_world: World) -> None:
    world = quick_world
    officer = world.person("韩磊")
    officer.sends("案例")
    officer.hears("example.none")
    case = closed(world)
    officer = chooses(world, case)
    officer.taps("not_sure")
    assert officer.skips()[-1] == "example.left"
    chooses(world, case).taps("sure")
    officer.skips()
    officer.sends("案例")
    (listed,) = officer.hears("example.list")
    assert [(row["number"], row["told"]) for row in listed.facts["rows"]] == [(case.number, False)]
    officer.taps("1")
    officer.hears("example.chosen_before")
    officer.taps("call_back")
    officer.taps("not_sure")
    assert officer.skips()[-1] == "example.stays"


def test_what_is_not_closed_has_no_such_button(quick_world: World) -> None:
    li = quick_world.person("李强")
    li.sends("冲压2号机防护罩松了", photos=1)
    li.taps("submit")
    officer = quick_world.person("韩磊")
    officer.sends(f"处置 {case_of(quick_world).number}")
    assert "example" not in offered(officer)
