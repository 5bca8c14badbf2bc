"""Quiet time: a notice that is not urgent waits for the next shift of its reader, whichever way it is written."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine, insert, select, update

from storage import claims, deliveries, held_back, tables
from storage.engine import write_transaction
from tests.named import called
from tests.storage.test_budget import change, id_of
from workflow.digest import DAILY_DIGEST
from workflow.ids import new_id
from workflow.notice import Lane

SHANGHAI = ZoneInfo("Asia/Shanghai")
NIGHT = datetime(2026, 11, 23, 22, 0, tzinfo=SHANGHAI)  # of a Monday


@pytest.fixture(autouse=True)
def quiet(engine: Engine) -> None:
    change(engine, quiet=True)


def _shift(engine: Engine, name: str, code: str) -> None:
    with write_transaction(engine) as connection:
        connection.execute(update(tables.people).where(called(connection, name)).values(shift=code))


def _add(engine: Engine, recipient: str, now: datetime, lane: Lane = Lane.NOTICE, **more: Any) -> datetime:
    """When a notice that is written now may be sent."""
    row = {"cause": f"test:{new_id()}", "topic": "a", "recipient_id": recipient, "lane": lane, **more}
    with write_transaction(engine) as connection:
        deliveries.add(connection, [row], now)
        wanted = select(tables.notices.c.not_before).where(tables.notices.c.cause == row["cause"])
        not_before: datetime = connection.execute(wanted).scalar_one()
    return not_before.astimezone(SHANGHAI)


def test_a_digest_comes_at_its_hour(engine: Engine) -> None:
    assert _add(engine, id_of(engine, "李强"), NIGHT, Lane.BULK) > NIGHT
    assert _add(engine, id_of(engine, "李强"), NIGHT, Lane.BULK, topic=DAILY_DIGEST) == NIGHT
    anothers = _add(engine, id_of(engine, "李强"), NIGHT, Lane.BULK, topic=DAILY_DIGEST, facts={"for": "somebody"})
    assert anothers > NIGHT, "a deputy has not chosen it"


@pytest.mark.parametrize(
    ("shift", "written", "waits_until"),
    [
        ("BAI", "2026-11-23 17:59", None),
        ("BAI", "2026-11-23 18:00", "2026-11-24 08:00"),
        ("BAI", "2026-11-20 22:00", "2026-11-23 08:00"),
        ("BAI", "2026-10-03 10:00", "2026-10-08 08:00"),
        ("BAI", "2026-10-10 10:00", None),
        ("BAI", "2026-12-31 10:00", "2027-01-01 08:00"),
        ("ZAO", "2026-11-21 10:00", None),
        ("ZHONG", "2026-11-23 10:00", "2026-11-23 16:00"),
        ("ZHONG", "2026-11-23 23:59", None),
        ("JIA", "2026-10-03 10:00", "2026-10-03 16:00"),
    ],
    ids=[
        "at work",
        "the shift has just ended",
        "a weekend",
        "the October week",
        "a Saturday worked for it",
        "a day the company takes off, before a year nobody knows",
        "a Saturday of theirs",
        "before their shift",
        "late in it",
        "a team in the October week",
    ],
)
def test_a_notice_waits_for_the_next_shift_of_its_reader(
    shift: str, written: str, waits_until: str | None, engine: Engine
) -> None:
    _shift(engine, "李强", shift)
    now = datetime.fromisoformat(written).replace(tzinfo=SHANGHAI)
    sent = _add(engine, id_of(engine, "李强"), now)
    assert sent.strftime("%Y-%m-%d %H:%M") == (waits_until or written)


@pytest.mark.parametrize("lane", Lane)
def test_only_what_is_not_urgent_waits(lane: Lane, engine: Engine) -> None:
    waits = _add(engine, id_of(engine, "张伟"), NIGHT, lane) > NIGHT
    assert waits is (lane in (Lane.NOTICE, Lane.BULK))


def test_what_takes_the_place_of_a_message_that_stands_is_no_message(engine: Engine) -> None:
    assert _add(engine, id_of(engine, "张伟"), NIGHT, replaces=new_id()) == NIGHT


def test_whoever_is_on_watch_by_the_roster_is_at_work(engine: Engine) -> None:
    """马海涛 has the night of the 23rd and works by day; 周强 has it on the 25th."""
    assert _add(engine, id_of(engine, "马海涛"), NIGHT) == NIGHT
    assert _add(engine, id_of(engine, "周强"), NIGHT) > NIGHT


def test_strangers_and_groups_have_no_shift(engine: Engine) -> None:
    assert _add(engine, new_id(), NIGHT, bot="stub", address="x1") == NIGHT
    assert _add(engine, new_id(), NIGHT, bot="stub", address="g1", to_group=True) == NIGHT


def test_nobody_can_tell_by_the_hour_who_an_anonymous_reporter_is(engine: Engine) -> None:
    """Their notices keep anybody's hours; what was said to them in private is gone at once, for it is not kept."""
    assert _add(engine, new_id(), NIGHT, private=True) == NIGHT + timedelta(hours=10)
    assert _add(engine, id_of(engine, "李强"), NIGHT, private=True) == NIGHT


@pytest.mark.parametrize(
    ("company", "waits"),
    [
        ({"quiet": None, "demo": True}, False),
        ({"quiet": None, "demo": False}, True),
        ({"quiet": False, "demo": False}, False),
    ],
    ids=["a demo", "a company", "a company that wants none"],
)
def test_who_tries_the_demo_at_night_hears_at_once(company: dict[str, Any], waits: bool, engine: Engine) -> None:
    change(engine, **company)
    assert (_add(engine, id_of(engine, "张伟"), NIGHT) > NIGHT) is waits


def test_two_sites_have_two_nights(engine: Engine) -> None:
    """The stamping shop of 李强 stands in Germany now: there the afternoon has begun."""
    site = {"id": new_id(), "code": "EU", "name": "欧洲厂", "time_zone": "Europe/Berlin"}
    with write_transaction(engine) as connection:
        connection.execute(insert(tables.sites), site)
        connection.execute(update(tables.areas).where(tables.areas.c.code == "CY").values(site_id=site["id"]))
    assert _add(engine, id_of(engine, "李强"), NIGHT) == NIGHT
    assert _add(engine, id_of(engine, "张伟"), NIGHT) == NIGHT, "his area is the same"
    assert _add(engine, id_of(engine, "林志远"), NIGHT) > NIGHT
    late = datetime(2026, 3, 29, 23, 0, tzinfo=SHANGHAI)  # the day on which the clocks there go forward
    assert _add(engine, id_of(engine, "李强"), late).astimezone(ZoneInfo("Europe/Berlin")).hour == 8


def test_what_is_held_back_goes_with_the_shift_and_holds_up_nothing(engine: Engine) -> None:
    zhang = id_of(engine, "张伟")
    rows = [
        {"cause": f"test:{lane}", "topic": lane.name, "recipient_id": zhang, "lane": lane}
        for lane in (Lane.NOTICE, Lane.MAJOR)
    ]
    with write_transaction(engine) as connection:
        outgone = deliveries.add_claimed(connection, rows, NIGHT)
    assert [claimed.topic for claimed in outgone.claimed] == ["MAJOR"]
    assert not outgone.others
    for when, expected in ((NIGHT + timedelta(hours=9), []), (NIGHT + timedelta(hours=10), ["NOTICE"])):
        with write_transaction(engine) as connection:
            claims.release_all(connection, when, when)
            connection.execute(update(tables.notices).where(tables.notices.c.topic == "MAJOR").values(state="sent"))
            assert [claimed.topic for claimed in claims.claim(connection, when, 10)] == expected


def test_only_what_nobody_has_begun_to_send_is_dropped(engine: Engine) -> None:
    zhang, later = id_of(engine, "张伟"), NIGHT + timedelta(hours=10)
    _add(engine, zhang, NIGHT)
    _add(engine, zhang, later)
    with write_transaction(engine) as connection:
        everything = connection.execute(select(tables.notices.c.id)).scalars().all()
        assert len(held_back.drop(connection, everything)) == 1
    _add(engine, zhang, NIGHT + timedelta(minutes=1))
    with write_transaction(engine) as connection:
        claims.claim(connection, later, 10)
        everything = connection.execute(select(tables.notices.c.id)).scalars().all()
        assert held_back.drop(connection, everything) == set()
        assert held_back.drop(connection, ()) == set()


def test_a_workday_of_the_company_is_one_of_everybody_who_works_by_the_week(engine: Engine) -> None:
    with write_transaction(engine) as connection:
        connection.execute(insert(tables.calendar_days), {"day": date(2026, 11, 28), "kind": "work"})
    saturday = datetime(2026, 11, 28, 10, 0, tzinfo=SHANGHAI)
    assert _add(engine, id_of(engine, "张伟"), saturday) == saturday
