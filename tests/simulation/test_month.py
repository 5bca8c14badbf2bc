"""A month of a company's life keeps every rule of telling, and the checker that says so can tell where it does not."""

import shutil
from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, insert, select, update

from storage.engine import open_engine, read_transaction, write_transaction
from storage.tables import deliveries, events, hazards, media, notices, people, timers
from tests.engines import opened
from tests.simulation import rules
from tests.simulation.living import live, report_on
from tests.unguarded import unguard
from workflow.ids import new_id

ANSWER, NOTICE = 0, 2
DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database after a month, to be copied."""
    folder = tmp_path_factory.mktemp("month")
    engine = open_engine(f"sqlite:///{folder / 'hazardline.db'}")
    live(engine, folder)
    engine.dispose()
    return folder / "hazardline.db"


@pytest.fixture
def spoiled(lived: Path, tmp_path: Path) -> Callable[[Callable[[Connection], None]], Counter[str]]:
    """What the checker finds, by rule, after something was changed in a copy."""

    def spoil(change: Callable[[Connection], None]) -> Counter[str]:
        copy = tmp_path / "copy.db"
        shutil.copy(lived, copy)
        engine = opened(f"sqlite:///{copy}")
        with write_transaction(engine) as connection:
            change(connection)
        engine.dispose()
        return report_on(f"sqlite:///{copy}").by_rule

    return spoil


def test_a_month_keeps_the_rules(lived: Path) -> None:
    report = report_on(f"sqlite:///{lived}")

    assert report.told > 500
    assert report.violations == []


def test_all_kinds_of_things_happen_in_it(lived: Path) -> None:
    engine = opened(f"sqlite:///{lived}")
    with read_transaction(engine) as connection:
        kinds = Counter(connection.scalars(select(events.c.kind)))
        states = Counter(map(str, connection.scalars(select(hazards.c.state))))
        pictures = len(connection.scalars(select(media.c.id)).all())
        pending = connection.execute(select(notices.c.not_before).where(notices.c.state == "pending")).all()
        last = max(connection.scalars(select(events.c.at)))
    engine.dispose()

    assert {"reported", "assigned", "taken", "submitted", "accepted"} <= kinds.keys()
    assert len(kinds) > 12
    assert states["closed"] > sum(states.values()) / 3
    assert pictures > 3
    assert all(each.not_before > last for each in pending), "only what is held back for a later shift waits"


def test_the_same_seed_tells_the_same_story(tmp_path: Path) -> None:
    def told(name: str, seed: int) -> list[tuple[str, str]]:
        engine = open_engine(f"sqlite:///{tmp_path / name}.db")
        live(engine, tmp_path / name, days=4, seed=seed, first=date(2026, 1, 5), cases=1500)
        with read_transaction(engine) as connection:
            rows = connection.execute(select(events.c.kind, events.c.at).order_by(events.c.id)).all()
        engine.dispose()
        return [(row.kind, row.at.isoformat()) for row in rows]

    first = told("first", 3)
    assert len(first) > 15
    assert told("again", 3) == first
    assert told("other", 4) != first


def _one_reminder(connection: Connection, clock: str = "due") -> str:
    """A notice that a clock of a case has told by ringing."""
    told = select(notices.c.id).join_from(notices, timers, notices.c.timer_id == timers.c.id)
    rung = (notices.c.cause.startswith("timer:"), notices.c.state == "sent", timers.c.subject_kind == "hazard")
    return str(connection.scalars(told.where(*rung, timers.c.clock == clock)).first())


def test_a_reminder_off_shift_is_found(spoiled: Callable[..., Counter[str]]) -> None:
    def at_night(connection: Connection) -> None:
        told = _one_reminder(connection)
        at = connection.scalars(select(deliveries.c.at).where(deliveries.c.notice_id == told)).one()
        connection.execute(
            update(deliveries).where(deliveries.c.notice_id == told).values(at=at.replace(hour=17, minute=30))
        )

    assert spoiled(at_night)["told off shift"] == 1


def test_who_has_left_is_found(spoiled: Callable[..., Counter[str]]) -> None:
    def gone(connection: Connection) -> None:
        connection.execute(update(people).where(people.c.code == "hanlei").values(left_on=date(2026, 7, 10)))

    assert spoiled(gone)["told who has left"] > 1


def test_a_cause_that_had_ended_is_found(spoiled: Callable[..., Counter[str]]) -> None:
    def ended(connection: Connection) -> None:
        told = _one_reminder(connection)
        timer, at = connection.execute(
            select(notices.c.timer_id, notices.c.created_at).where(notices.c.id == told)
        ).one()
        connection.execute(update(timers).where(timers.c.id == timer).values(stopped_at=at - timedelta(hours=1)))

    assert spoiled(ended)["told of a cause that had ended"] >= 1


def test_a_line_of_a_list_whose_cause_had_ended_is_found(spoiled: Callable[..., Counter[str]]) -> None:
    def listed(connection: Connection) -> None:
        reminder = connection.execute(select(notices).where(notices.c.id == _one_reminder(connection))).mappings().one()
        sent = connection.execute(select(deliveries).where(deliveries.c.notice_id == reminder["id"])).mappings().one()
        line = {**reminder, "id": new_id(), "cause": "timer:listed:0", "state": "listed"}
        told = {**reminder, "id": new_id(), "cause": "timer:list:0", "topic": "gathered.list"}
        told |= {"facts": {"notices": [line["id"]]}, "timer_id": None, "subject_kind": None, "subject_id": None}
        connection.execute(insert(notices), [line, told])
        connection.execute(insert(deliveries), {**sent, "id": new_id(), "notice_id": told["id"]})
        ended = update(timers).where(timers.c.id == line["timer_id"])
        connection.execute(ended.values(stopped_at=sent["at"] - timedelta(minutes=1)))

    assert spoiled(listed)["listed what had ended"] >= 1


def test_an_open_case_without_a_clock_is_found(spoiled: Callable[..., Counter[str]]) -> None:
    def stopped(connection: Connection) -> None:
        case = connection.execute(select(hazards).where(hazards.c.state.in_(rules.OPEN))).first()
        assert case is not None
        live = (timers.c.subject_id == case.id, timers.c.stopped_at.is_(None))
        connection.execute(update(timers).where(*live).values(stopped_at=case.received_at + timedelta(minutes=1)))

    assert spoiled(stopped)["open without a clock"] == 1


def test_a_limit_long_over_of_which_the_top_never_heard_is_found(spoiled: Callable[..., Counter[str]]) -> None:
    def long_ago(connection: Connection) -> None:
        unguard(connection)
        owed = (hazards.c.state.in_(rules.OWED), hazards.c.company_grade == "general", hazards.c.due_at.is_not(None))
        case = connection.scalars(select(hazards.c.id).where(*owed).order_by(hazards.c.number)).first()
        for event in connection.execute(select(events).where(events.c.subject_id == case)).all():
            stands = event.facts.get("stands", {})
            if stands.get("due"):
                stands = {**stands, "due": (datetime.fromisoformat(stands["due"]) - 60 * DAY).isoformat()}
            facts = {**event.facts, "stands": stands} if stands else event.facts
            moved = update(events).where(events.c.id == event.id)
            connection.execute(moved.values(at=event.at - 60 * DAY, facts=facts))

    assert spoiled(long_ago)["late for long, and the top was never told"] == 1


def test_a_cause_told_twice_is_found(spoiled: Callable[..., Counter[str]]) -> None:
    def again(connection: Connection) -> None:
        row = connection.execute(select(notices).where(notices.c.id == _one_reminder(connection))).mappings().one()
        sent = connection.execute(select(deliveries).where(deliveries.c.notice_id == row["id"])).mappings().one()
        copy = {**row, "id": new_id(), "topic": "overdue.leader2"}
        connection.execute(insert(notices), copy)
        connection.execute(insert(deliveries), {**sent, "id": new_id(), "notice_id": copy["id"]})

    assert spoiled(again)["told twice for one cause"] == 1


def test_a_notice_sent_twice_is_found(spoiled: Callable[..., Counter[str]]) -> None:
    def again(connection: Connection) -> None:
        told = _one_reminder(connection)
        sent = connection.execute(select(deliveries).where(deliveries.c.notice_id == told)).mappings().one()
        connection.execute(insert(deliveries), {**sent, "id": new_id()})

    assert spoiled(again)["sent twice"] == 1


def test_a_reminder_before_its_time_is_found(spoiled: Callable[..., Counter[str]]) -> None:
    def early(connection: Connection) -> None:
        told = _one_reminder(connection, "taking")
        at = connection.scalars(select(notices.c.created_at).where(notices.c.id == told)).one()
        connection.execute(update(notices).where(notices.c.id == told).values(created_at=at - timedelta(days=30)))

    assert spoiled(early)["reminded too early by taking"] == 1


def test_a_reminder_to_somebody_else_is_found(spoiled: Callable[..., Counter[str]]) -> None:
    def else_where(connection: Connection) -> None:
        told = _one_reminder(connection)
        worker = connection.scalar(select(people.c.id).where(people.c.code == "dingyi"))
        connection.execute(update(notices).where(notices.c.id == told).values(recipient_id=worker))

    found = spoiled(else_where)
    assert sum(count for rule, count in found.items() if rule.startswith("not on the ladder")) == 1


def test_a_day_over_the_budget_is_found(spoiled: Callable[..., Counter[str]]) -> None:
    def all_of_it(connection: Connection) -> None:
        connection.execute(update(notices).where(notices.c.lane == ANSWER).values(lane=NOTICE))

    assert spoiled(all_of_it)["over the budget of a day"] > 10


def test_what_asked_to_be_seen_and_was_not_is_found(spoiled: Callable[..., Counter[str]]) -> None:
    """A notice that stands for one that nobody has answered: nothing comes of it in its case any more."""

    def unanswered(connection: Connection) -> None:
        row = connection.execute(select(notices).where(notices.c.id == _one_reminder(connection))).mappings().one()
        sent = connection.execute(select(deliveries).where(deliveries.c.notice_id == row["id"])).mappings().one()
        case = {"subject_id": row["subject_id"], "subject_kind": "hazard"}
        unguard(connection)
        gone = events.c.subject_id == row["subject_id"], events.c.kind.in_(rules.SEES | rules.ENDS | {rules.ASKS_ON})
        connection.execute(update(events).where(*gone).values(kind="noted"))
        asks = {**row, **case, "id": new_id(), "topic": "danger.running", "cause": "event:planted", "lane": -1}
        connection.execute(insert(notices), asks)
        connection.execute(insert(deliveries), {**sent, "id": new_id(), "notice_id": asks["id"]})

    assert spoiled(unanswered)["unseen, and nobody else was asked"] == 1


def test_who_was_asked_next_and_told_nothing_is_found(spoiled: Callable[..., Counter[str]]) -> None:
    def asked(connection: Connection) -> None:
        event = connection.execute(select(events).where(events.c.kind == "taken")).first()
        person = connection.scalar(select(people.c.id).where(people.c.code == "dingyi"))
        assert event is not None
        facts = {**event.facts, "called": [person]}
        unguard(connection)
        connection.execute(update(events).where(events.c.id == event.id).values(kind=rules.ASKS_ON, facts=facts))

    assert spoiled(asked)["asked next and not told"] == 1


def test_what_went_past_a_deputy_is_found(spoiled: Callable[..., Counter[str]]) -> None:
    def away(connection: Connection) -> None:
        told = connection.execute(select(notices).where(notices.c.id == _one_reminder(connection))).one()
        event = connection.execute(select(events)).mappings().first()
        deputy = connection.scalar(select(people.c.id).where(people.c.code == "dingyi"))
        assert event is not None
        day = told.created_at.date()
        days = {"since": str(day - timedelta(days=1)), "until": str(day + timedelta(days=1))}
        planted = {**event, "id": new_id(), "subject_kind": "deputyship", "subject_id": new_id(), "version": 1}
        planted |= {"kind": "deputy_named", "at": told.created_at - timedelta(hours=1)}
        planted["facts"] = {"person": told.recipient_id, "deputy": deputy, **days}
        connection.execute(insert(events), planted)

    assert spoiled(away)["told another than who acts for them"] >= 1
