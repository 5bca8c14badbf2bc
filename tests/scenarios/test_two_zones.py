"""A company with a site in Berlin: whoever works there reads what their own clock will show, of the same instant."""

import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Connection, insert, select, update

from bot.digest_commands import preview
from storage import directory, tables
from storage.engine import read_transaction, write_transaction
from storage.web_sessions import Session
from tests.scenarios.test_digest import begin
from tests.scenarios.test_major import DIRECTOR, report_major
from tests.world import Someone, World, by_id, case_of
from workflow.ids import new_id

SHANGHAI, BERLIN = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/Berlin")
CLOCK = re.compile(r"\d\d:\d\d")


def works_in_berlin(world: World, name: str) -> Someone:
    """Somebody whose place is at the other site."""
    there = world.person(name)
    with write_transaction(world.company.engine) as connection:
        mine = tables.memberships.c.person_id == there.id
        connection.execute(update(tables.memberships).where(mine).values(area_id=berlin(connection)))
    world.pause()
    return there


def berlin(connection: Connection) -> str:
    known = connection.execute(select(tables.areas.c.id).where(tables.areas.c.code == "BE-1")).scalar()
    if known:
        return str(known)
    site, area = new_id(), new_id()
    site_row = {"id": site, "code": "BE", "name": "柏林厂", "name_en": "Berlin", "time_zone": BERLIN.key}
    connection.execute(insert(tables.sites), site_row)
    area_row = {"id": area, "code": "BE-1", "name": "柏林车间", "name_en": "Berlin shop", "site_id": site}
    connection.execute(insert(tables.areas), {**area_row, "path": f"/{area}/", "aliases": []})
    return area


def reports(world: World) -> tuple[Someone, Someone]:
    """Somebody in Berlin reports what is repaired in Shanghai; they, and the owner."""
    li = works_in_berlin(world, "李强")
    li.sends("冲压2号机防护罩松了", "guard of press 2 is loose", photos=1)
    li.taps("submit")
    return li, by_id(world, case_of(world).owner_id)


def clock_in(zone: ZoneInfo, moment: datetime) -> str:
    return f"{moment.astimezone(zone):%H:%M}"


def test_the_same_limit_is_told_to_each_by_their_own_clock(told: World) -> None:
    li, owner = reports(told)
    due = case_of(told).due_at
    assert due == datetime(2026, 11, 26, 10, tzinfo=UTC), "a limit is the company's: six in the evening there"
    assert (clock_in(BERLIN, due), clock_in(SHANGHAI, due)) == ("11:00", "18:00")
    assert CLOCK.findall(li.words()) == ["11:00"]
    assert CLOCK.findall(owner.words()) == ["18:00"]


def test_lists_and_pages_are_by_the_clock_of_whoever_looks(told: World) -> None:
    _, owner = reports(told)
    assert (listed(owner), on_own_page(owner)) == (["18:00"], ["18:00"])
    works_in_berlin(told, owner.name)
    assert (listed(owner), on_own_page(owner)) == (["11:00"], ["11:00"])


def listed(someone: Someone) -> list[str]:
    someone.sends("等我办", "to do")
    assert someone.skips()[-1] == "my.to_do"
    return CLOCK.findall(someone.words())


def on_own_page(someone: Someone) -> list[str]:
    company = someone.world.company
    with read_transaction(company.engine) as connection:
        person = directory.person(connection, someone.id)
    assert person is not None
    (case,) = company.own_pages().home(Session("s", person, company.now()))["cases"]
    return CLOCK.findall(case["line"])


def test_the_morning_is_read_in_berlin_by_the_clock_of_berlin(told: World) -> None:
    world = told
    works_in_berlin(world, DIRECTOR)
    report_major(world)
    begin(world)
    world.clock.moment = datetime(2026, 11, 24, 7, 30, tzinfo=BERLIN).astimezone(UTC)
    world.work()
    director = world.person(DIRECTOR)
    (digest,) = [heard for heard in director.everything() if heard.topic == "digest.daily"]
    due = case_of(world).due_at
    line = next(line for line in director.words().splitlines() if "🔴" in line and CLOCK.search(line))
    assert CLOCK.findall(line) == [clock_in(BERLIN, due)] != [clock_in(SHANGHAI, due)]
    assert digest.facts["day"] == "2026-11-24"
    _, read = preview(world.company.engine, director.code, now=world.clock())
    assert line in read.words, "what is written beforehand reads the same"


@pytest.mark.parametrize(
    ("reported", "there"),
    [
        (datetime(2027, 3, 26, 1, tzinfo=UTC), "12:00"),  # the clock of Berlin is set forward before it is due
        (datetime(2026, 10, 23, 1, tzinfo=UTC), "11:00"),  # and back
        (datetime(2027, 3, 22, 1, tzinfo=UTC), "11:00"),  # it is due before that
    ],
)
def test_a_day_on_which_the_clock_of_berlin_is_set(reported: datetime, there: str, world: World) -> None:
    world.clock.moment = reported
    li, owner = reports(world)
    due = case_of(world).due_at
    assert due.astimezone(SHANGHAI).hour == 18
    assert due - reported == timedelta(days=3, hours=9), "so many calendar days of the company, whatever Berlin does"
    assert CLOCK.findall(li.words()) == [there]
    assert CLOCK.findall(owner.words()) == ["18:00"]


def test_of_several_places_the_latest_that_is_still_theirs_counts(world: World) -> None:
    li = world.person("李强")
    members = tables.memberships
    with write_transaction(world.company.engine) as connection:
        there = berlin(connection)
        row = {"person_id": li.id, "role": "worker", "area_id": there, "department_id": None}
        moved = {**row, "id": new_id(), "since": date(2026, 11, 1), "until": None}
        connection.execute(insert(members), moved)
        assert zones(connection, li) == {BERLIN}
        connection.execute(update(members).where(members.c.id == moved["id"]).values(until=date(2026, 12, 31)))
        assert zones(connection, li) == {SHANGHAI}, "that ends, and the other does not"
        connection.execute(update(members).where(members.c.person_id == li.id).values(area_id=None))
        assert zones(connection, li) == {None}, "no place is theirs"


def zones(connection: Connection, someone: Someone) -> set[ZoneInfo | None]:
    """As whoever reads all of a person has it, and whoever wants nothing else."""
    person = directory.person(connection, someone.id)
    assert person is not None
    return {person.zone, directory.zone_of(connection, someone.id)}  # type: ignore[arg-type]


def test_everybody_has_one_zone(world: World) -> None:
    works_in_berlin(world, "李强")
    with read_transaction(world.company.engine) as connection:
        found = {person.zone for person in directory.everybody(connection)}
        sites = set(connection.execute(select(tables.sites.c.time_zone)).scalars())
    assert {zone.key for zone in found if isinstance(zone, ZoneInfo)} == sites


def test_a_morning_is_of_the_day_at_its_readers_site(managed_from_afar: World) -> None:
    """The company lies in Los Angeles, its manager in Shanghai: half past seven there is the afternoon before here.

    They read from Monday to Friday, of the day that it is with them, and on Monday of the week until then.
    """
    world, told = managed_from_afar, []
    for day in range(24, 32):  # from a Tuesday on
        world.clock.moment = datetime(2026, 11, 1, 7, 30, tzinfo=SHANGHAI).astimezone(UTC) + timedelta(days=day - 1)
        world.work()
    told = [each for each in world.person(DIRECTOR).everything() if each.topic.startswith("digest.")]
    assert [(each.topic, each.facts["day"], each.facts.get("last")) for each in told] == [
        *(("digest.daily", f"2026-11-{day}", None) for day in range(24, 28)),
        ("digest.weekly", "2026-11-30", "2026-11-29"),
        ("digest.monthly", "2026-12-01", "2026-11-30"),
    ]


@pytest.fixture
def managed_from_afar(told: World) -> World:
    """Where people are let be on their days off."""
    director = told.person(DIRECTOR)
    with write_transaction(told.company.engine) as connection:
        connection.execute(update(tables.company).values(time_zone="America/Los_Angeles", quiet=True))
        area = connection.execute(select(tables.areas.c.id).where(tables.areas.c.code == "CY")).scalar_one()
        mine = tables.memberships.c.person_id == director.id
        connection.execute(update(tables.memberships).where(mine).values(area_id=area))
    told.pause()
    begin(told)
    return told
