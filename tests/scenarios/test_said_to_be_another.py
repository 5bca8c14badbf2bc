"""Who says that it is one more report need not be asked whether it is."""

import pytest

from tests.scenarios.albums import GUARD, GUARD_EN, cases, roles
from tests.scenarios.second_hazards import EXPIRED, SOCKET, asked
from tests.world import World


@pytest.mark.parametrize("seconds", [5, 60])
def test_it_is_opened_at_once_and_the_first_stays_beneath(told: World, seconds: int) -> None:
    li = told.person("李强")
    li.sends(GUARD, GUARD_EN)
    li.skips()
    told.clock.passes(seconds=seconds)
    li.sends("再报一条，食堂灭火器过期了", "another one: extinguisher out of date in the canteen")
    (second,) = li.hears("report.confirm")
    english = told.language == "en"
    assert second.facts["words"] == ("extinguisher out of date in the canteen" if english else "食堂灭火器过期了")
    li.taps("submit")
    _, first = li.hears("report.done", "report.confirm")
    assert first.facts["words"] == (GUARD_EN if english else GUARD)
    li.taps("submit")
    assert len(cases(told)) == 2


def test_the_same_kind_at_the_same_machine_is_another_where_it_is_said(world: World) -> None:
    li = world.person("李强")
    li.sends(GUARD)
    world.clock.passes(seconds=60)
    li.sends(f"再报一条，{GUARD}")
    assert [heard.facts["words"] for heard in li.hears("report.confirm", "report.confirm")] == [GUARD, GUARD]


def test_pictures_ahead_of_it_go_with_it(world: World) -> None:
    li = world.person("李强")
    li.sends(GUARD)
    world.clock.passes(seconds=60)
    li.sends(photos=1)
    li.sends("再报一条，食堂灭火器过期了")
    li.taps("submit")
    li.taps("submit")
    assert roles(world) == [(cases(world)[0], "found")]


def test_it_is_said_with_nothing_open_too(world: World) -> None:
    li = world.person("李强")
    li.sends("再报一条，食堂灭火器过期了")
    (confirm,) = li.hears("report.confirm")
    assert confirm.facts["words"] == "食堂灭火器过期了"


def test_changed_it_is_still_left_out(world: World) -> None:
    li = world.person("李强")
    li.sends(GUARD)
    li.sends("再报一条，食堂灭火器过期了")
    li.edits("再报一条，仓库灭火器过期了")
    assert li.everything()[-1].facts["words"] == "仓库灭火器过期了"


def test_while_it_is_asked_about_another_it_is_one_more(world: World) -> None:
    li = asked(world)
    li.sends(f"再报一条，{SOCKET}")
    which = li.everything()[-1]
    assert which.facts["count"] == 2
    li.taps("apart")
    assert li.everything()[-1].facts["words"] == EXPIRED
    li.taps("submit")
    assert li.everything()[-1].facts["words"] == SOCKET


@pytest.mark.parametrize("said", ["食堂灭火器过期了", "再报一条，食堂灭火器过期了"])
def test_a_correction_in_between_moves_it(world: World, said: str) -> None:
    li = world.person("李强")
    li.sends(GUARD)
    world.clock.passes(seconds=60)
    li.sends(said)
    li.sends("不对，不是食堂，是危化品库")
    if li.everything()[-1].topic == "report.another":
        li.taps("apart")
    second = li.everything()[-1]
    assert (second.topic, second.facts["area"]) == ("report.confirm", "危化品库")
