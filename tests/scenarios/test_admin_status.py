"""状态: how the bot is doing, what is wrong first; for officers and administrators, and for nobody else."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, insert, update

from storage import backup_nights, tables
from storage.backup_nights import Night
from storage.engine import write_transaction
from tests.stories import story
from tests.world import START, World
from workflow.ids import new_id

TODAY = START.date()


def kinds(world: World, name: str = "丁毅") -> list[str]:
    """What somebody hears is wrong, all of it."""
    someone = world.person(name)
    someone.sends("状态", "status")
    if any(choice["value"] == "all" for choice in someone.everything()[-1].choices):
        someone.taps("all")
    return [problem["kind"] for problem in someone.everything()[-1].facts["problems"]]


def night(world: World, day: int, outcome: Night) -> None:
    with write_transaction(world.company.engine) as connection:
        backup_nights.end(connection, TODAY + timedelta(days=day), outcome, world.clock())


@story("status", "运行状态", "How the bot is doing")
def test_a_glance_says_what_is_wrong_first_and_what_is_well(told: World) -> None:
    world = told
    admin = world.person("丁毅")
    night(world, 0, Night.GOOD)
    with write_transaction(world.company.engine) as connection:
        connection.execute(delete(tables.duty_roster))
    admin.sends("/status")
    (good,) = admin.hears("status.all")
    assert good.facts["problems"] == []
    assert admin.words().startswith("🟢")
    assert ("上次" in admin.words() or "试恢复" in admin.words()) or "on trial" in admin.words()
    night(world, 0, Night.DOUBTFUL)
    admin.taps("again")
    assert [p["kind"] for p in admin.hears("status.all")[0].facts["problems"]] == ["backup_doubtful"]
    assert admin.words().startswith("🔴")
    assert "restore --check" in admin.words()


def test_what_waits_is_told_with_since_when_and_more_than_a_glance_holds_is_a_tap_away(world: World) -> None:
    admin, then = world.person("丁毅"), world.clock()
    late = {"bot": "stub", "sender": "nobody", "body": "?", "received_at": then, "state": "unparsable"}
    with write_transaction(world.company.engine) as connection:
        connection.execute(delete(tables.duty_roster))
        connection.execute(insert(tables.inbox), {**late, "id": new_id(), "key": "a", "done_at": then})
        connection.execute(
            insert(tables.inbox), {**late, "id": new_id(), "key": "b", "state": "failed", "done_at": then}
        )
        row = {"subject_kind": "person", "subject_id": admin.id, "clock": "nothing", "step": 0}
        connection.execute(insert(tables.timers), {**row, "id": new_id(), "due_at": then})
        connection.execute(insert(tables.bots), {"bot": "other", "silent_until": then + timedelta(hours=3)})
        connection.execute(
            insert(tables.backup_nights), {"day": TODAY, "tries": 3, "began_at": then, "outcome": "failed"}
        )
    world.clock.passes(minutes=30)
    found = kinds(world)
    assert found == ["clock_late", "silenced", "unanswered", "unread", "chain_behind", "backup_failed"]
    assert len(admin.words().splitlines()) == len(found) + 1


def test_a_platform_that_takes_nothing_is_named(world: World) -> None:
    with write_transaction(world.company.engine) as connection:
        connection.execute(delete(tables.duty_roster))
    world.person("李强").sends("帮助")
    with write_transaction(world.company.engine) as connection:
        connection.execute(update(tables.deliveries).values(bot="wecom:1", state="failed"))
    assert kinds(world) == ["undelivered"]
    assert "企业微信" in world.person("丁毅").words()


def test_a_needed_role_that_nobody_is_reached_in_and_a_night_without_watch_are_told(world: World) -> None:
    officers = [world.person("吴静").id, world.person("韩磊").id]
    night(world, 0, Night.GOOD)
    with write_transaction(world.company.engine) as connection:
        connection.execute(
            update(tables.addresses).where(tables.addresses.c.person_id.in_(officers)).values(lost_at=world.clock())
        )
        last = tables.duty_roster.c.day > TODAY + timedelta(days=2)
        connection.execute(delete(tables.duty_roster).where(last))
    found = kinds(world)
    assert found[0] == "role_unreached"
    assert "unwatched" in found


def test_records_that_the_chain_does_not_hold_are_told_after_a_while(world: World) -> None:
    world.person("李强").sends("地上有油")
    world.person("李强").taps("submit")
    assert "chain_behind" not in kinds(world)
    world.clock.passes(minutes=11)
    assert "chain_behind" in kinds(world)


@pytest.mark.parametrize("name", ["李强", "周建国", "马海涛"])
def test_whoever_has_not_the_right_is_told_in_a_sentence_and_it_is_on_record(world: World, name: str) -> None:
    someone = world.person(name)
    someone.sends("/status")
    someone.hears("refused.not_yours")
    rows = world.rows(tables.audit_records.select())
    assert [(row.actor_id, row.facts["right"]) for row in rows if row.kind == "denied"] == [(someone.id, "run")]


# What leads from the page to the cases, and what is answered where nothing was reported yet.
CASES = {
    "steer": "steer.which",
    "score": "score.none",
    "broadcast": "broadcast.what",
    "elsewhere": "elsewhere.no_rounds",
    "figures": "figures.nothing",
    "search": "search.what",
}


def test_each_finds_on_the_page_what_is_theirs(world: World) -> None:
    officer, admin = world.person("韩磊"), world.person("丁毅")
    offered = {}
    for who in (officer, admin):
        who.sends("管理")
        offered[who.name] = {choice["value"] for choice in who.everything()[-1].choices}
    assert {*CASES, "board"} <= offered["韩磊"]
    assert not {"steer", "score", "figures"} & offered["丁毅"]
    assert {"status", "people"} <= offered["丁毅"]


def test_the_page_leads_to_the_cases(world: World) -> None:
    officer = world.person("韩磊")
    for value, topic in CASES.items():
        officer.sends("管理")
        officer.taps(value)
        assert topic in officer.skips()


@story("manage", "管理", "Manage")
def test_the_page_of_whoever_manages_is_behind_help(told: World) -> None:
    officer, worker = told.person("韩磊"), told.person("李强")
    officer.sends("帮助", "help")
    officer.taps("more")
    officer.taps("manage")
    assert officer.skips()[-1] == "admin.menu"
    officer.taps("status")
    assert officer.skips() == ["status.all"]
    worker.sends("帮助", "help")
    worker.taps("more")
    assert "manage" not in [choice["value"] for choice in worker.everything()[-1].choices]
