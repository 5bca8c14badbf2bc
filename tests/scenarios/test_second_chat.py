"""A second chat of somebody who is known already: the code of the first makes it theirs, and nobody else's."""

from typing import Any

from sqlalchemy import select

from storage import tables
from storage.engine import write_transaction
from tests.engines import opened
from tests.scenarios.enrolling import asks_to_join, link_code, officer, person_at, said
from tests.scenarios.newcomers import Newcomer
from tests.world import Someone, World
from workflow.ids import new_id


def test_a_second_chat_is_the_same_person_and_a_dialogue_goes_on_there(told: World) -> None:
    world = told
    li = world.person("李强")
    li.sends("冲压2号机防护罩松了", "guard of press 2 is loose")
    world.clock.passes(minutes=1)
    code = link_code(world, li)
    phone = Newcomer(world, "phone", "Li")
    phone.says(code.lower().replace("-", ""))
    assert li.skips()[-2:] == ["enrol.linked", "enrol.linked_there"]
    assert person_at(world, "phone").id == li.id
    phone.says("提交" if world.language == "zh_CN" else "Submit")
    phone.taps(said(world, "stopped"))
    (case,) = world.rows(select(tables.hazards))
    assert case.reporter_id == li.id


def test_people_are_told_where_they_wrote_last(world: World) -> None:
    li = world.person("李强")
    phone = Newcomer(world, "phone", "Li")
    phone.says(link_code(world, li))
    asks_to_join(world)  # the clock goes on
    world.clock.passes(minutes=1)
    assert reached(world, li) == "phone"
    li.sends("帮助")
    assert reached(world, li) == li.code
    at = used(world, li)
    world.clock.passes(minutes=1)
    li.sends("帮助")
    assert used(world, li) == at, "nothing is written where nothing has changed"
    phone.says("帮助")
    assert reached(world, li) == "phone"


def used(world: World, someone: Someone) -> list[Any]:
    rows = world.rows(select(tables.addresses).where(tables.addresses.c.person_id == someone.id))
    return sorted((row.address, row.used_at) for row in rows)


def reached(world: World, someone: Someone) -> str:
    """Where they are told."""
    return str(max(used(world, someone), key=lambda row: row[1].isoformat() if row[1] else "")[0])


def test_wrong_codes_are_few(told: World) -> None:
    world = told
    li = world.person("李强")
    guesser = Newcomer(world, "x1", "Mallory")
    answers = [guesser.says(f"ABCD-234{figure}") for figure in range(2, 8)]
    assert len(set(answers[:5])) == 1
    assert answers[5] != answers[4]
    code = link_code(world, li)
    guesser.says(code)
    assert person_at(world, "x1") is None, "not even the right one any more"
    world.clock.passes(hours=1, minutes=1)
    guesser.says(link_code(world, li))
    assert person_at(world, "x1").id == li.id


def test_a_link_code_is_good_for_ten_minutes_and_for_the_other_chat(world: World) -> None:
    li = world.person("李强")
    code = link_code(world, li)
    li.sends(code)
    assert "另一个聊天" in li.words()
    world.clock.passes(minutes=11)
    phone = Newcomer(world, "phone", "Li")
    phone.says(code)
    assert person_at(world, "phone") is None


def test_an_address_that_has_become_somebody_s_meanwhile_is_not_given_away(world: World) -> None:
    """As when members were synchronised from the platform's own directory."""
    newcomer = asks_to_join(world)
    li = world.person("李强")
    engine = opened(world.url)
    with write_transaction(engine) as connection:
        row = {"id": new_id(), "person_id": li.id, "bot": "stub", "address": newcomer.address}
        connection.execute(tables.addresses.insert(), row)
    engine.dispose()
    officer(world).skips()
    officer(world).taps("admit")
    officer(world).hears("refused.reached_already")
    assert person_at(world, "x1").id == li.id
