"""Lists, cards by number, the history of a case, and the language all of it is in."""

from sqlalchemy import select

from storage import tables
from tests.scenarios.test_whole_life import report
from tests.world import World, case_of


def test_lists_page_and_open_a_case_by_its_number(world: World) -> None:
    li = world.person("李强")
    for n in range(7):
        li.sends(f"{n}号防护罩松了")
        li.taps("submit")
    li.skips()
    li.sends("我的上报")
    (first,) = li.hears("my.reports")
    assert (first.facts["total"], len(first.facts["items"])) == (7, 5)
    li.taps("more")
    (second,) = li.hears("my.reports")
    assert len(second.facts["items"]) == 2
    li.sends("2")
    li.hears("case.card")


def test_the_next_page_takes_the_place_of_the_last(world: World) -> None:
    li = world.person("李强")
    for n in range(6):
        li.sends(f"{n}号防护罩松了")
        li.taps("submit")
    li.sends("我的上报")
    li.taps("more")
    notices = tables.notices
    lists = world.rows(select(notices).where(notices.c.topic == "my.reports").order_by(notices.c.id))
    assert [row.replaces for row in lists] == [None, lists[0].id]
    assert world.platform.replaced == ["19"]


def test_an_officer_finds_any_case_by_its_number_or_in_the_list_and_verifies_it(world: World) -> None:
    report(world)
    number = case_of(world).number
    officer = world.person("吴静")
    officer.sends(number.lower())
    officer.hears("case.card")
    officer.taps("verify")
    officer.hears("case.verified")
    officer.sends("隐患")
    officer.hears("my.open")
    officer.sends("1")
    officer.hears("case.card")
    assert "verify" not in [c["value"] for c in officer.everything()[-1].choices] or case_of(world).verified_at


def test_a_number_one_may_not_see_is_answered_as_if_it_were_not_there(world: World) -> None:
    report(world)
    wang = world.person("王芳")
    for number in (case_of(world).number, "YH-20200101-0001"):
        wang.sends(number)
        wang.hears("refused.unknown_case")


def test_a_long_history_is_read_from_its_end_a_page_at_a_time(world: World) -> None:
    owner = report(world)
    owner.taps("take")
    for day in range(12):
        owner.sends(f"第 {day} 天：配件还在路上")
        owner.taps("noted")
    owner.sees(case_of(world).number)
    assert "前面还有 10 步" in owner.words()
    owner.picks("history")
    owner.skips()
    assert "第 11 天" in owner.words()
    assert "接单" not in owner.words()
    owner.taps("more")
    assert "接单" in owner.words()
    owner.taps("show")
    assert owner.skips()[-1] == "case.card"


def test_language_is_changed_in_chat(world: World) -> None:
    li = world.person("李强")
    li.sends("language")
    li.taps("en")
    li.skips()
    li.sends("help")
    li.hears("help.main")
    assert "take a photo" in li.words()
