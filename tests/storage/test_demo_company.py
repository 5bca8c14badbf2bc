"""The demo company as an officer would check it: complete, consistent, and ready to be walked through."""

from collections import Counter
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine, select

from nlp.places import FoundPlace, Place, PlaceFinder
from storage import directory
from storage.engine import read_transaction
from storage.shifts import patterns
from storage.tables import areas
from storage.workbook import Workbook, read_workbook
from workflow.library import Category
from workflow.people import Language, Person, Role
from workflow.responsibility import Responsibility, responsible
from workflow.shifts import Hours

DEMO = Path(__file__).parents[2] / "storage" / "demo" / "company.xlsx"
TODAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def book() -> Workbook:
    return read_workbook(DEMO)


@pytest.fixture
def people(engine: Engine) -> dict[str, Person]:
    with read_transaction(engine) as connection:
        return {person.name: person for person in directory.everybody(connection)}


# --- people -----------------------------------------------------------------------------------------------------------


def test_25_people_hold_all_the_roles(book: Workbook, people: dict[str, Person]) -> None:
    assert (book.company.demo, len(book.people), len(book.departments)) == (True, 25, 6)
    assert {role for person in people.values() for role in person.roles_on(TODAY)} == set(Role)
    assert sum(Role.SAFETY_OFFICER in person.roles_on(TODAY) for person in people.values()) == 2
    assert max(len(person.roles_on(TODAY)) for person in people.values()) >= 3


@pytest.mark.parametrize(
    ("name", "role", "department"),
    [
        ("李强", Role.WORKER, "生产部"),
        ("王芳", Role.WORKER, "仓储部"),
        ("张伟", Role.OWNER, "设备部"),
        ("刘洋", Role.OWNER, "仓储部"),
        ("陈刚", Role.DEPARTMENT_HEAD, "仓储部"),
        ("赵敏", Role.ACCEPTOR, "生产部"),
        ("周强", Role.DUTY_LEADER, "生产部"),
        ("孙立军", Role.TEAM_LEADER, "生产部"),
        ("林志远", Role.SAFETY_DIRECTOR, "安全环保部"),
        ("周建国", Role.EXECUTIVE, None),
        ("袁丽", Role.UNION, "综合管理部"),
        ("丁毅", Role.ADMINISTRATOR, "综合管理部"),
        ("蒋波", Role.CONTRACTOR_LEAD, None),
    ],
)
def test_whom_the_scenes_know(
    name: str, role: Role, department: str | None, book: Workbook, people: dict[str, Person]
) -> None:
    codes = {row.name: row.code for row in book.departments}
    first = next((m.department for m in book.memberships if m.person == people[name].code and m.department), None)
    assert role in people[name].roles_on(TODAY)
    assert first == (codes[department] if department else None)


def test_one_engineer_reads_english(book: Workbook) -> None:
    assert [person.name for person in book.people if person.language is Language.EN] == ["David Miller"]


def test_the_contractor_has_a_host_of_the_company(book: Workbook) -> None:
    hosts = {contractor.host for contractor in book.contractors}
    assert hosts <= {person.code for person in book.people if person.contractor is None}
    assert [person.name for person in book.people if person.contractor] == ["蒋波"]


def test_who_is_on_the_roster_is_a_duty_leader_and_no_night_is_left_out(book: Workbook) -> None:
    leaders = {m.person for m in book.memberships if m.role is Role.DUTY_LEADER and m.until is None}
    assert {row.person for row in book.roster} <= leaders
    assert {(row.shift, row.starts, row.ends) for row in book.roster} == {
        ("夜班", time(20), time(8)),
        ("白班", time(8), time(20)),
    }
    nights = sorted(row.day for row in book.roster if row.shift == "夜班")
    assert (nights[-1] - nights[0]).days + 1 == len(nights)
    assert all(row.day.weekday() >= 5 for row in book.roster if row.shift == "白班" and row.day.month != 1)


def test_four_teams_take_turns_so_that_one_is_always_there(engine: Engine) -> None:
    """By day and by night, on holidays too; whoever has no team works by the week."""
    with read_transaction(engine) as connection:
        shifts = patterns(connection)
    zone, start = ZoneInfo("Asia/Shanghai"), datetime(2026, 10, 1, 0, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
    teams = [Hours(zone, {}, shifts[code]) for code in ("JIA", "YI", "BING", "DING")]
    for hour in range(0, 24 * 8):
        assert sum(team.on_shift(start + timedelta(hours=hour)) for team in teams) == 1, hour


def test_everybody_has_a_shift(book: Workbook) -> None:
    assert {row.shift for row in book.people} <= {row.code for row in book.shifts}
    assert any(row.cycle for row in book.shifts if row.code in {person.shift for person in book.people})


# --- places -----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def finder(book: Workbook) -> PlaceFinder:
    places = [Place(row.code, (row.name, row.name_en, *row.aliases), None) for row in book.areas]
    machines = [Place(row.code, (row.name, row.name_en, *row.aliases), row.area) for row in book.equipment]
    return PlaceFinder(places, machines)


@pytest.mark.parametrize(
    ("words", "area", "equipment"),
    [
        ("冲压2号机防护罩松了", "CY", "CC-2"),
        ("冲压车间二号冲床防护罩松了", "CY", "CC-2"),
        ("三号门口地上一大滩油", "CK-M3", None),
        ("焊接车间乙炔瓶没固定", "HJ", None),
        ("危化品库可燃气体报警器坏了", "WH", None),
        ("油漆库报警器不响", "WH", "BJ-2"),
        ("饭堂地上全是水", "ST", None),
        ("forklift No. 1 brakes are bad", "CK", "CHC-1"),
        ("robot cell fence is open", "HJ-JQ", None),
    ],
)
def test_places_are_found_by_the_words_people_use(
    words: str, area: str, equipment: str | None, finder: PlaceFinder
) -> None:
    found: FoundPlace = finder.find(words)
    assert found.area_id == area
    assert equipment is None or found.equipment_id == equipment


def test_areas_form_a_tree_of_two_or_three_levels_with_colours(book: Workbook) -> None:
    parents = {row.code: row.parent for row in book.areas}
    levels = Counter(1 + (p is not None) + (p is not None and parents[p] is not None) for p in parents.values())
    assert levels[1] >= 8
    assert levels[2] > levels[1]
    assert levels[3] >= 1
    assert {row.colour for row in book.areas if row.parent is None} == {"red", "orange", "yellow", "blue"}
    assert len(book.equipment) >= 25


# --- whose hazard it is -----------------------------------------------------------------------------------------------


@pytest.fixture
def matrix(engine: Engine) -> list[Responsibility]:
    with read_transaction(engine) as connection:
        return directory.matrix(connection)


def paths(engine: Engine) -> dict[str, str]:
    with read_transaction(engine) as connection:
        return {row.code: row.path for row in connection.execute(select(areas.c.code, areas.c.path))}


def test_every_place_and_category_has_an_owner_and_another_acceptor_at_work(
    engine: Engine, matrix: list[Responsibility], people: dict[str, Person]
) -> None:
    by_id = {person.id: person for person in people.values()}
    for path in paths(engine).values():
        for category in Category:
            row = responsible(matrix, path, None, category)
            assert row is not None
            assert row.owner_id is not None
            assert row.acceptor_id not in (None, row.owner_id)
            assert by_id[row.owner_id].works_on(TODAY)


@pytest.mark.parametrize(
    ("area", "category", "owner"),
    [
        ("CY", Category.MECHANICAL, "张伟"),
        ("CK-M3", Category.ENVIRONMENT, "刘洋"),
        ("WH-YQ", Category.CHEMICAL, "陈刚"),
        ("HJ", Category.SPECIAL_EQUIPMENT, "张伟"),
        ("HJ-JQ", Category.MECHANICAL, "David Miller"),
        ("TZ-PF", Category.FIRE, "谢辉"),
        ("ST-HC", Category.ELECTRICAL, "彭飞"),
    ],
)
def test_the_hazards_of_the_scenes_find_their_owner(
    area: str, category: Category, owner: str, engine: Engine, matrix: list[Responsibility], people: dict[str, Person]
) -> None:
    row = responsible(matrix, paths(engine)[area], None, category)
    assert row is not None
    assert row.owner_id == people[owner].id


def test_owners_own(book: Workbook) -> None:
    owners = {m.person for m in book.memberships if m.role in (Role.OWNER, Role.SAFETY_OFFICER)}
    assert {row.owner for row in book.responsibilities} <= owners
