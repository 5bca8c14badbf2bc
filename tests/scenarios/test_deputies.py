"""代理人: named in chat, able to refuse, told in the other's place with a line that says so, and over again."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from storage import tables
from tests.scenarios.test_budget import at, told_to
from tests.scenarios.test_to_do import TUESDAY, taken
from tests.scenarios.test_whole_life import report
from tests.stories import story
from tests.world import Someone, World, by_id, case_of, kinds_of
from workflow.to_do import MORNING


def away(world: World, person: Someone, deputy: Someone, days: str = "7") -> None:
    """Somebody is away from today and says who stands in."""
    person.sends("代理", "deputy")
    person.sends(deputy.name_en if world.language == "en" else deputy.name)
    person.taps(deputy.id)
    person.taps("0")
    person.taps(days)
    person.taps("yes")
    assert "deputy.named" in person.skips()


def owner_of(world: World) -> Someone:
    """Whoever the matrix names for the press."""
    return report(world)


@story("deputy", "代理人", "A deputy")
def test_the_deputy_is_told_does_it_and_the_history_says_for_whom(told: World) -> None:
    world = told
    owner, deputy = world.person("张伟"), world.person("王芳")
    away(world, owner, deputy)
    deputy.hears("deputy.yours")
    report(world)
    assert "task.new" not in owner.skips()
    deputy.hears("task.new")
    assert (owner.name_en if world.language == "en" else owner.name) in deputy.words().splitlines()[-1]
    assert case_of(world).owner_id == owner.id
    deputy.sends("等我办", "to do")
    assert deputy.skips()[-1] == "my.to_do"
    deputy.taps("take")
    deputy.sends("换好了", "replaced", photos=1)
    deputy.taps("submit")
    case = case_of(world)
    assert case.state == "awaiting_acceptance"
    acts = world.rows(select(tables.events).where(tables.events.c.kind == "taken"))
    assert (acts[0].actor_id, acts[0].facts["for"]) == (deputy.id, owner.id)
    acceptor = by_id(world, case.acceptor_id)
    assert acceptor.id not in (deputy.id, owner.id)
    owner.sends("我回来了", "I am back")
    owner.hears("deputy.back")
    deputy.skips()
    owner.sees(case.number)
    assert ("代张伟" if world.language == "zh_CN" else "in place of Zhang Wei") in owner.words()


def test_who_cannot_says_so_and_the_other_is_told_again(world: World) -> None:
    owner, deputy = world.person("张伟"), world.person("王芳")
    away(world, owner, deputy)
    deputy.skips()
    deputy.taps("refuse")
    deputy.hears("deputy.declined")
    owner.hears("deputy.refused")
    report(world)
    owner.hears("task.new")
    assert "task.new" not in deputy.skips()


def test_another_is_named_while_one_stands_in(world: World) -> None:
    owner, first, second = world.person("张伟"), world.person("王芳"), world.person("刘洋")
    away(world, owner, first)
    first.skips()
    away(world, owner, second)
    second.hears("deputy.yours")
    assert first.skips() == ["deputy.replaced"]
    report(world)
    assert "task.new" in second.skips()
    assert "task.new" not in (*owner.skips(), *first.skips())


def test_of_days_that_are_anothers_only_in_part_the_rest_stays_theirs_and_they_are_told_which(world: World) -> None:
    owner, first, second = world.person("张伟"), world.person("王芳"), world.person("刘洋")
    away(world, owner, first, "14")
    first.skips()
    away(world, owner, second, "3")
    assert first.skips() == ["deputy.replaced", "deputy.yours"]
    gone, left = [heard.facts for heard in first.everything()[-2:]]
    day = timedelta(days=1)
    assert date.fromisoformat(left["since"]) == date.fromisoformat(gone["until"]) + day
    world.clock.passes(days=4)
    report(world)
    first.hears("task.new")
    assert "task.new" not in (*owner.skips(), *second.skips())


def test_longer_with_the_same_deputy_tells_them_the_new_days_only(world: World) -> None:
    owner, deputy = world.person("张伟"), world.person("王芳")
    away(world, owner, deputy, "3")
    deputy.skips()
    away(world, owner, deputy, "14")
    assert deputy.skips() == ["deputy.yours"]


def test_it_ends_by_itself(world: World) -> None:
    owner, deputy = world.person("张伟"), world.person("王芳")
    away(world, owner, deputy, "3")
    deputy.skips()
    world.clock.passes(days=4)
    report(world)
    assert "task.new" in owner.skips()
    assert "task.new" not in deputy.skips()


def test_once_over_the_card_of_before_is_not_theirs_any_more(world: World) -> None:
    owner, deputy = world.person("张伟"), world.person("王芳")
    away(world, owner, deputy)
    report(world)
    deputy.skips()
    owner.sends("我回来了")
    deputy.taps("take")
    assert "taken" not in kinds_of(world, case_of(world).id)
    owner.sends("等我办")
    assert owner.everything()[-1].topic == "my.to_do"


@pytest.mark.parametrize("words", ["请假", "deputy"])
def test_nobody_is_their_own_deputy(world: World, words: str) -> None:
    owner = world.person("张伟")
    owner.sends(words)
    owner.hears("deputy.who")
    assert owner.id not in [choice["value"] for choice in owner.everything()[-1].choices]
    owner.sends(owner.name)
    owner.hears("deputy.who_else")
    owner.sends(world.person("王芳").name)
    owner.hears("deputy.who")


def test_days_that_cannot_be_are_asked_for_again_and_the_quick_ones_count_from_the_first(world: World) -> None:
    owner, deputy = world.person("张伟"), world.person("王芳")
    owner.sends("代理")
    owner.sends(deputy.name)
    owner.taps(deputy.id)
    owner.sends("昨天")
    assert owner.skips()[-1] == "deputy.since_past"
    owner.sends("12月20日")
    owner.sends("12月19日")
    assert owner.skips()[-1] == "deputy.until_before"
    owner.taps("3")
    owner.taps("yes")
    deputy.hears("deputy.yours")
    (row,) = world.rows(select(tables.deputies))
    assert (row.since.isoformat(), row.until.isoformat()) == ("2026-12-20", "2026-12-23")


def test_major_decisions_reach_the_deputy_of_the_director_who_may_make_them(world: World) -> None:
    roles = tables.memberships.c
    director = by_id(world, world.rows(select(roles.person_id).where(roles.role == "safety_director"))[0].person_id)
    deputy = world.person("张伟")
    away(world, director, deputy)
    deputy.skips()
    li = world.person("李强")
    li.sends("冲压2号机防护罩松了", photos=1)
    li.taps("wrong")
    li.taps("how_bad")
    li.taps("major")
    li.taps(next(choice["value"] for choice in li.everything()[-1].choices))
    assert "major.new" not in director.skips()
    heard = [heard for heard in deputy.everything() if heard.topic == "major.new"]
    assert heard


def test_who_is_away_is_let_be_and_finds_it_all_on_the_first_morning_back(world: World) -> None:
    owner = taken(world)
    away(world, owner, world.person("王芳"), "3")
    at(world, TUESDAY)
    at(world, TUESDAY + timedelta(days=1))
    assert not told_to(owner, MORNING)
    owner.sends("我回来了")
    at(world, TUESDAY + timedelta(days=2))
    (message,) = told_to(owner, MORNING)
    assert message.facts["total"] == 1
