"""What has been tried with a case: who has it, what they did, and whom the clocks have told; four steps at most."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Connection, Engine, insert

from storage import directory, tables
from storage.engine import read_transaction, write_transaction
from storage.tried import MOST_STEPS, Step, tried
from templates.render import Renderer
from workflow.ids import new_id
from workflow.people import Language, Person, Role, in_words
from workflow.rungs import ON_LADDERS

MONDAY = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
CASE = new_id()


def event(kind: str, hours: float, **words: str) -> dict[str, Any]:
    return {"kind": kind, "at": MONDAY + timedelta(hours=hours), "words": words}


@pytest.fixture
def people(engine: Engine) -> Callable[[Role], Person]:
    def holder(role: Role) -> Person:
        """Somebody who is nothing higher."""
        higher = {*ON_LADDERS[ON_LADDERS.index(role) + 1 :]}
        with read_transaction(engine) as connection:
            holders = directory.holders(connection, role, MONDAY.date())
        return next(person for person in holders if not person.roles_on(MONDAY.date()) & higher)

    return holder


def tell(connection: Connection, person: Person, topic: str, hours: float, *, state: str = "sent") -> None:
    notice = new_id()
    row = {"id": notice, "cause": f"timer:{notice}:0", "topic": topic, "recipient_id": person.id, "facts": {}}
    at = MONDAY + timedelta(hours=hours)
    waits = {"choices": [], "card": False, "lane": 2, "created_at": at, "not_before": at, "state": state}
    connection.execute(insert(tables.notices), {**row, **waits, "subject_id": CASE, "timer_id": new_id()})
    if state == "sent":
        made = {"id": new_id(), "notice_id": notice, "bot": "webchat", "address": "x", "state": "sent", "at": at}
        connection.execute(insert(tables.deliveries), made)


def steps(
    engine: Engine, timeline: list[dict[str, Any]], owner: Person, reader: Person, state: str = "rectifying"
) -> list[Step]:
    card = {"id": CASE, "timeline": timeline, "owner": owner.name, "state": state}
    with read_transaction(engine) as connection:
        return tried(connection, reader, card, owner.id, partial(directory.person, connection))


TIMELINE = [event("reported", 0, words="漏油"), event("assigned", 0), event("taken", 1)]


def test_it_begins_with_who_has_it_and_since_when(engine: Engine, people: Callable[[Role], Person]) -> None:
    owner, director = people(Role.OWNER), people(Role.SAFETY_DIRECTOR)
    (first,) = steps(engine, TIMELINE, owner, director)
    taken = MONDAY + timedelta(hours=1)
    assert first == {"kind": "given", "at": MONDAY, "who": owner.name, "you": False, "taken": taken}
    (untaken,) = steps(engine, TIMELINE[:2], owner, director)
    assert untaken["taken"] is None


def test_reminders_are_one_step_and_who_was_told_stands_by_role(
    engine: Engine, people: Callable[[Role], Person]
) -> None:
    owner, leader, director = people(Role.OWNER), people(Role.TEAM_LEADER), people(Role.SAFETY_DIRECTOR)
    with write_transaction(engine) as connection:
        tell(connection, owner, "task.due_soon", 24)
        tell(connection, owner, "overdue.owner", 48)
        tell(connection, leader, "overdue.leader", 48)
        tell(connection, leader, "overdue.leader", 72)
        tell(connection, director, "overdue.leader", 72, state="pending")
    _, reminded, told = steps(engine, TIMELINE, owner, director)
    assert (reminded["times"], reminded["at"]) == (2, MONDAY + timedelta(hours=48))
    assert told["people"] == [{"name": leader.name, "you": False, "role": "team_leader"}]
    assert told["at"] == MONDAY + timedelta(hours=48), "when they were told first; what was not sent was told to nobody"


@pytest.mark.parametrize(
    ("language", "telling", "of_others"),
    [
        (Language.ZH_CN, ("派给你", "第 2 次提醒你", "告诉你"), ("派给{}", "提醒{}", "告诉班组长{}")),
        (Language.EN, ("given to you", "you were reminded", "told you"), ("given to {}", "{} reminded", "told {} (")),
    ],
)
def test_whoever_reads_of_themselves_is_spoken_to(
    engine: Engine,
    people: Callable[[Role], Person],
    language: Language,
    telling: tuple[str, str, str],
    of_others: tuple[str, str, str],
) -> None:
    owner, leader = (replace(people(role), language=language) for role in (Role.OWNER, Role.TEAM_LEADER))
    with write_transaction(engine) as connection:
        tell(connection, owner, "task.due_soon", 24)
        tell(connection, owner, "overdue.owner", 48)
        tell(connection, leader, "overdue.leader", 49)
    names = [in_words(each.name, each.name_en, language) for each in (owner, owner, leader)]
    others = [words.format(name) for words, name in zip(of_others, names, strict=True)]
    for reader, spoken_to in ((owner, (True, True, False)), (leader, (False, False, True))):
        found = steps(engine, TIMELINE, replace(owner, name=names[0]), reader)
        told = read_by(language, found)
        assert [telling[n] in told for n in range(3)] == [*spoken_to], told
        assert [others[n] in told for n in range(3)] == [not each for each in spoken_to], told


def read_by(language: Language, found: list[Step]) -> str:
    """The lines as they stand on a card; only the steps of it are looked at."""
    case = {"number": "YH-1", "acceptor": "A", "area": "B", "words": "C", "last": {"at": MONDAY}, "tried": found}
    now = MONDAY + timedelta(days=4)
    return Renderer(ZoneInfo("Asia/Shanghai")).render(language, "overdue.acceptance", {"case": case}, now)


def test_what_was_tried_with_another_owner_before_is_not_theirs(
    engine: Engine, people: Callable[[Role], Person]
) -> None:
    owner, leader = people(Role.OWNER), people(Role.TEAM_LEADER)
    with write_transaction(engine) as connection:
        tell(connection, leader, "overdue.leader", 10)
        tell(connection, leader, "overdue.leader", 30)
    timeline = [*TIMELINE, event("snoozed", 5, reason="等停机"), event("passed_on", 20, reason="不归我管")]
    given, told = steps(engine, timeline, owner, leader)
    assert (given["at"], given["taken"]) == (MONDAY + timedelta(hours=20), None)
    assert told["at"] == MONDAY + timedelta(hours=30)


def test_the_latest_steps_are_kept_and_of_each_kind_the_last(engine: Engine, people: Callable[[Role], Person]) -> None:
    owner, director = people(Role.OWNER), people(Role.SAFETY_DIRECTOR)
    happened = [
        *(event("progress_posted", n, remark=f"第{n}次") for n in (2, 3)),
        event("time_asked", 4, reason="等备件"),
        event("time_refused", 5, reason="能按时改"),
        event("snoozed", 6, reason="手上有急活"),
    ]
    found = steps(engine, [*TIMELINE, *happened], owner, director)
    assert len(found) == MOST_STEPS
    assert [step["kind"] for step in found] == ["given", "time_asked", "time_refused", "snoozed"]
    assert found[-1]["words"] == ["手上有急活"]
    early = steps(engine, [*TIMELINE, *happened[:2]], owner, director)
    assert [step.get("words") for step in early] == [None, ["第3次"]]


def test_whoever_was_told_on_watch_is_named_as_that(engine: Engine, people: Callable[[Role], Person]) -> None:
    watch = people(Role.TEAM_LEADER)
    with write_transaction(engine) as connection:
        tell(connection, watch, "overdue.watch", 5)
    _, told = steps(engine, TIMELINE, people(Role.OWNER), people(Role.SAFETY_DIRECTOR))
    assert [each["role"] for each in told["people"]] == ["duty_leader"]


def test_of_what_waits_for_its_acceptor_it_begins_with_the_handing_in(
    engine: Engine, people: Callable[[Role], Person]
) -> None:
    owner, acceptor, officer = people(Role.OWNER), people(Role.TEAM_LEADER), people(Role.SAFETY_OFFICER)
    with write_transaction(engine) as connection:
        tell(connection, owner, "overdue.owner", 2)
        tell(connection, acceptor, "accept.waiting", 30)
        tell(connection, acceptor, "accept.waiting", 54)
        tell(connection, officer, "overdue.acceptance", 54)
    timeline = [*TIMELINE, event("submitted", 6, remark="换好了")]
    handed_in, reminded, told = steps(engine, timeline, owner, officer, "awaiting_acceptance")
    assert (handed_in["kind"], handed_in["at"]) == ("submitted", MONDAY + timedelta(hours=6))
    assert (reminded["who"], reminded["times"]) == (acceptor.name, 2)
    assert [each["name"] for each in told["people"]] == [officer.name]


def test_of_what_waits_for_an_answer_each_who_was_reminded_is_named(
    engine: Engine, people: Callable[[Role], Person]
) -> None:
    owner, granter, director = people(Role.OWNER), people(Role.SAFETY_OFFICER), people(Role.SAFETY_DIRECTOR)
    with write_transaction(engine) as connection:
        tell(connection, granter, "time.asked", 24)
        tell(connection, director, "overdue.unanswered", 48)
    asked = event("time_asked", 5, reason="等备件")
    _, first, reminded, told = steps(engine, [*TIMELINE, asked], owner, director)
    assert first["kind"] == "time_asked"
    assert (reminded["who"], reminded["times"]) == (granter.name, 1)
    assert told["at"] == MONDAY + timedelta(hours=48)
