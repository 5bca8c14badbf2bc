"""One person of each role and one case of each kind, in the demo company: rows beside those that it has."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, insert, select, update

from storage import deputies, pseudonyms, tables
from storage.engine import read_transaction, write_transaction
from storage.pseudonyms import Pseudonyms
from storage.queries import Viewer
from tests.matrix.reading import Post, Who
from tests.world import START, World
from workflow.ids import new_id
from workflow.keeps import Plan
from workflow.people import Deputyship, Person, Role

TODAY = date(2026, 11, 23)
LONG_AGO, YESTERDAY, TOMORROW = date(2020, 1, 1), TODAY - timedelta(days=1), TODAY + timedelta(days=1)
WORDS = "吊钩开口变形"  # of every case here, and of nothing else
KEY = bytes(range(32))


def words_of(number: str) -> str:
    """What was said of the case with a number, and of no other."""
    return f"{WORDS}，{number[-4:]}号起重机"


@dataclass
class Plant:
    """The company with its cast, by their codes, and its cases, by what they are to whom."""

    world: World
    cast: dict[str, Who]
    cases: dict[str, Any]  # rows of hazards
    photos: dict[str, str]  # the attachment of each case

    people: dict[str, Person] = field(default_factory=dict)  # as a turn reads them

    def person(self, code: str) -> Person:
        if code not in self.people:
            with read_transaction(self.world.company.engine) as connection:
                found = deputies.acting(connection, self.cast[code].id, TODAY)
            assert found is not None
            self.people[code] = found
        return self.people[code]

    def viewer(self, code: str) -> Viewer:
        return Viewer(self.person(code), self.world.clock(), TODAY)

    def near(self, code: str) -> Iterator[tuple[str, Any]]:
        """The cases that are to be tried for somebody: everybody's, and their own."""
        for name, row in self.cases.items():
            if "/" not in name or name.endswith(f"/{code}"):
                yield name, row


def settle(world: World) -> Plant:
    """The cast and its cases, beside a picture that was really sent."""
    mei = world.person("王芳")
    mei.sends("地上有油", photos=1)
    mei.taps("submit")
    (picture,) = world.rows(select(tables.attachments).where(tables.attachments.c.role == "found"))
    with write_transaction(world.company.engine) as connection:
        connection.execute(update(tables.people).values(to_do_off=True, digest_off=True))
        cast = _cast(connection)
        plant = Plant(world, cast, {}, {})
        for name, row in _cases(connection, cast):
            _enter(connection, plant, name, row, picture)
        plant.cases = {name: connection.execute(_row(id_)).one() for name, id_ in plant.cases.items()}
    return plant


def _row(case_id: str) -> Any:
    return select(tables.hazards).where(tables.hazards.c.id == case_id)


def _ids(connection: Connection, table: Any) -> dict[str, Any]:
    return {row.code: row for row in connection.execute(select(table))}


def _cast(connection: Connection) -> dict[str, Who]:
    here = _ids(connection, tables.areas)["CY"]
    house = _ids(connection, tables.departments)["SC"].id
    posts = {str(role): Post(role, house, here.path, LONG_AGO) for role in Role}
    officer = Post(Role.SAFETY_OFFICER, house, here.path, LONG_AGO)
    posts |= {
        "mate": Post(Role.WORKER, house, here.path, LONG_AGO),
        "was_officer": replace(officer, until=YESTERDAY),
        "will_be_officer": replace(officer, since=TOMORROW),
        "left_officer": officer,
        "deputy": Post(Role.WORKER, None, "", LONG_AGO),
    }
    for n, (code, post) in enumerate(posts.items()):
        left = YESTERDAY if code == "left_officer" else None
        person_id = new_id()
        person = {"id": person_id, "code": code, "name": f"甲{n:02}", "left_on": left}
        connection.execute(insert(tables.people), person)
        _post(connection, person_id, post, here.id if post.area else None)
        for bot in ("stub", "webchat"):
            address = {"id": new_id(), "person_id": person_id, "bot": bot, "address": code}
            connection.execute(insert(tables.addresses), address)
    ids = {row.code: row.id for row in connection.execute(select(tables.people))}
    cast = {code: Who(ids[code], code, [post]) for code, post in posts.items()}
    cast["left_officer"] = replace(cast["left_officer"], left_on=YESTERDAY)
    stands = Deputyship(new_id(), ids[str(Role.SAFETY_OFFICER)], ids["deputy"], YESTERDAY, TOMORROW)
    deputies.enter(connection, stands, datetime.now(UTC))
    everybody = tuple(cast.values())
    cast["deputy"] = replace(cast["deputy"], stands_for=[cast[str(Role.SAFETY_OFFICER)]])
    return {code: replace(who, everybody=everybody) for code, who in cast.items()}


def _post(connection: Connection, person_id: str, post: Post, area_id: str | None) -> None:
    row = {"person_id": person_id, "role": post.role, "department_id": post.department, "area_id": area_id}
    connection.execute(insert(tables.memberships), {"id": new_id(), **row, "since": post.since, "until": post.until})


def _cases(connection: Connection, cast: dict[str, Who]) -> Iterator[tuple[str, dict[str, Any]]]:
    """What each is like, by what it is to whom; the rest of it lies elsewhere and is somebody else's."""
    houses, areas = _ids(connection, tables.departments), _ids(connection, tables.areas)
    here = {"area_id": areas["CY-1"].id, "area_path": areas["CY-1"].path}
    yield "elsewhere", {}
    yield "area", here
    yield "department", {"department_id": houses["SC"].id}
    yield "team", {"owner_id": cast["mate"].id}
    yield "closed", {"state": "closed", "closed_at": START}
    yield "closed_area", {"state": "closed", "closed_at": START, **here}
    yield "anonymous", {"reporter_id": None}
    yield "anonymous_area", {"reporter_id": None, **here}
    yield "alarm", {"state": "alarm", "source_kind": "emergency"}
    yield "published", {"company_grade": "major", "major_confirmed_at": START}
    yield "long_term", {"plan": Plan(long_term=True)}
    yield "overdue", {"due_at": START - timedelta(days=2), "department_id": houses["SC"].id}
    yield "asked_to_help", {"helper_department_id": houses["SC"].id}
    for code, who in cast.items():
        yield f"own/{code}", {"reporter_id": who.id}
        yield f"same/{code}", {"also_reported_by": [who.id]}
        yield f"task/{code}", {"owner_id": who.id}
        yield f"acceptance/{code}", {"acceptor_id": who.id}
        yield f"called/{code}", {"called": [who.id]}
        yield f"helper/{code}", {"helper_department_id": houses["ZL"].id, "helper_id": who.id}


def _enter(connection: Connection, plant: Plant, name: str, given: dict[str, Any], picture: Any) -> None:
    houses, areas = _ids(connection, tables.departments), _ids(connection, tables.areas)
    other = plant.world.person("刘洋").id
    row = {
        "id": new_id(),
        "number": f"YH-20261122-{len(plant.cases) + 1:04}",
        "version": 1,
        "state": "rectifying",
        "category": "mechanical",
        "company_grade": "general",
        "statutory_grade": "general",
        "area_id": areas["WH"].id,
        "area_path": areas["WH"].path,
        **dict.fromkeys(("requirement", "requirement_en", "law", "law_en"), ""),
        "source_kind": "worker",
        "reporter_id": other,
        "also_reported_by": [],
        "department_id": houses["CC"].id,
        "owner_id": other,
        "acceptor_id": plant.world.person("陈刚").id,
        "repairers": [],
        "called": [],
        "found_at": START,
        "received_at": START,
        "due_at": START + timedelta(hours=2),
        "extensions": 0,
        **given,
    }
    hidden = row["reporter_id"] is None
    connection.execute(insert(tables.hazards), {**row, "reporter_id": new_id()} if hidden else row)
    if hidden:
        party = pseudonyms.enter(connection, Pseudonyms(KEY), row["id"], plant.world.person("李强").id)
        connection.execute(update(tables.hazards).where(tables.hazards.c.id == row["id"]).values(reporter_id=party))
    event = {"subject_kind": "hazard", "subject_id": row["id"], "version": 1, "kind": "reported", "facts": {}}
    connection.execute(insert(tables.events), {"id": new_id(), **event, "actor_id": other, "at": START})
    words = {"id": new_id(), "subject_kind": "hazard", "subject_id": row["id"], "field": "words"}
    connection.execute(insert(tables.texts), {**words, "body": words_of(row["number"]), "salt": "salt"})
    shown = {"id": new_id(), "subject_kind": "hazard", "subject_id": row["id"], "role": "found", "state": "ready"}
    kept = {"media_id": picture.media_id, "added_at": START}
    connection.execute(insert(tables.attachments), {**shown, **kept})
    plant.cases[name], plant.photos[name] = row["id"], shown["id"]
