"""What each table should hold by a workbook: its rows, with codes turned into ids."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Table, select

from storage import tables
from storage.shipped_library import shipped
from storage.upsert import Revision, Values
from storage.workbook import Workbook
from workflow.ids import new_id
from workflow.library import Law

WEBCHAT = "webchat"


class Ids:
    """Which id a code has: the one in the database, or a new one for a code not seen before."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._known: dict[str, dict[str, str]] = {}
        self._codes: dict[str, str] = {}  # by id

    def of(self, table: Table, code: str) -> str:
        if table.name not in self._known:
            rows = self._connection.execute(select(table.c.code, table.c.id))
            self._known[table.name] = {row.code: row.id for row in rows}
            self._codes |= {id_: code for code, id_ in self._known[table.name].items()}
        known = self._known[table.name]
        if code not in known:
            known[code] = new_id()
            self._codes[known[code]] = code
        return known[code]

    def code(self, id_: str) -> str:
        """The code behind an id that was asked for; what is none stays as it is."""
        return self._codes.get(id_, id_)

    def maybe(self, table: Table, code: str | None) -> str | None:
        return None if code is None else self.of(table, code)


@dataclass(frozen=True)
class Step:
    """One table: the rows it should hold, the columns they are known by, and what a change may not overrule."""

    table: Table
    rows: Callable[[Workbook, Ids], Iterable[Values]]
    key: tuple[str, ...] = ("code",)
    revise: Revision = lambda old, differences: differences


def paths(parents: Mapping[str, str | None]) -> dict[str, str]:
    """Each id's way from its root to itself, as "/id/id/"."""
    found: dict[str, str] = {}

    def path(id_: str) -> str:
        if id_ not in found:
            parent = parents[id_]
            found[id_] = f"{path(parent) if parent else '/'}{id_}/"
        return found[id_]

    return {id_: path(id_) for id_ in parents}


def _named(row: Any) -> Values:
    return {"code": row.code, "name": row.name, "name_en": row.name_en}


def _company(book: Workbook, ids: Ids) -> Iterable[Values]:
    company = book.company
    sums = ("head_limit", "director_limit", "notices_a_day")
    plain = ("demo", "number_prefix", "time_zone", "emergency_phone", "quiet", *sums)
    industries = [str(industry) for industry in company.industries]
    yield {**_named(company), **{name: getattr(company, name) for name in plain}, "industries": industries}


def _sites(book: Workbook, ids: Ids) -> Iterable[Values]:
    for row in book.sites:
        yield {"id": ids.of(tables.sites, row.code), **_named(row), "time_zone": row.time_zone}


def _departments(book: Workbook, ids: Ids) -> Iterable[Values]:
    rows = [
        {
            "id": ids.of(tables.departments, row.code),
            **_named(row),
            "parent_id": ids.maybe(tables.departments, row.parent),
        }
        for row in book.departments
    ]
    return _parents_first(rows)


def _areas(book: Workbook, ids: Ids) -> Iterable[Values]:
    rows: list[Values] = [
        {
            "id": ids.of(tables.areas, row.code),
            **_named(row),
            "aliases": list(row.aliases),
            "site_id": ids.of(tables.sites, row.site),
            "parent_id": ids.maybe(tables.areas, row.parent),
        }
        for row in book.areas
    ]
    way = paths({row["id"]: row["parent_id"] for row in rows})
    return [{**row, "path": way[row["id"]]} for row in _parents_first(rows)]


def _parents_first(rows: list[Values]) -> list[Values]:
    """A row can only refer to one that is there."""
    way = paths({row["id"]: row["parent_id"] for row in rows})
    return sorted(rows, key=lambda row: len(way[row["id"]]))


def _area_risks(book: Workbook, ids: Ids) -> Iterable[Values]:
    for row in book.areas:
        if row.colour is not None:
            yield {"area_id": ids.of(tables.areas, row.code), "since": row.colour_since, "colour": row.colour.value}


def _contractors(book: Workbook, ids: Ids) -> Iterable[Values]:
    for row in book.contractors:
        host = ids.maybe(tables.people, row.host)
        yield {"id": ids.of(tables.contractors, row.code), **_named(row), "host_id": host, "until": row.until}


def _shifts(book: Workbook, ids: Ids) -> Iterable[Values]:
    for row in book.shifts:
        yield {**vars(row), "weekdays": list(row.weekdays), "cycle": list(row.cycle)}


def _people(book: Workbook, ids: Ids) -> Iterable[Values]:
    for row in book.people:
        yield {
            "id": ids.of(tables.people, row.code),
            **_named(row),
            "language": row.language.value,
            "phone": row.phone,
            "hired_on": row.hired_on,
            "left_on": row.left_on,
            "shift": row.shift or "",
            "contractor_id": ids.maybe(tables.contractors, row.contractor),
        }


def _without_chosen_language(old: Mapping[str, Any], differences: Values) -> Values:
    """The language somebody chose in chat is theirs."""
    if old["language_chosen"]:
        return {name: value for name, value in differences.items() if name != "language"}
    return differences


def _memberships(book: Workbook, ids: Ids) -> Iterable[Values]:
    for row in book.memberships:
        yield {
            "person_id": ids.of(tables.people, row.person),
            "role": row.role.value,
            "department_id": ids.maybe(tables.departments, row.department),
            "area_id": ids.maybe(tables.areas, row.area),
            "since": row.since,
            "until": row.until,
        }


def _addresses(book: Workbook, ids: Ids) -> Iterable[Values]:
    """In a demo everybody is reached by web chat under their own code."""
    for row in book.people if book.company.demo else ():
        yield {"person_id": ids.of(tables.people, row.code), "bot": WEBCHAT, "address": row.code}


def _equipment(book: Workbook, ids: Ids) -> Iterable[Values]:
    for row in book.equipment:
        yield {
            "id": ids.of(tables.equipment, row.code),
            **_named(row),
            "aliases": list(row.aliases),
            "area_id": ids.of(tables.areas, row.area),
            "kind": row.kind,
        }


def _responsibilities(book: Workbook, ids: Ids) -> Iterable[Values]:
    for row in book.responsibilities:
        yield {
            "code": row.code,
            "equipment_id": ids.maybe(tables.equipment, row.equipment),
            "area_id": ids.maybe(tables.areas, row.area),
            "category": row.category.value if row.category else None,
            "department_id": ids.of(tables.departments, row.department),
            "owner_id": ids.maybe(tables.people, row.owner),
            "acceptor_id": ids.maybe(tables.people, row.acceptor),
        }


def _laws(book: Workbook, ids: Ids) -> Iterable[Values]:
    for row in book.laws:
        yield {**vars(row), "kind": row.kind.value, "shipped": False}


def _library(book: Workbook, ids: Ids) -> Iterable[Values]:
    laws = {**shipped().laws, **{row.code: Law(**vars(row)) for row in book.laws}}
    for row in book.library:
        law = laws.get(row.law_code)
        yield {
            **vars(row),
            "aliases": list(row.aliases),
            "law": row.law or (law.cited(row.clause) if law else ""),
            "law_en": row.law_en or (law.cited_en(row.clause) if law else ""),
            "shipped": False,
        }


def _next_version(old: Mapping[str, Any], differences: Values) -> Values:
    """A case tells by which version of an entry it was judged. Said as it is shipped, it stays a shipped one."""
    return {**differences, "version": old["version"] + 1} if differences.keys() - {"shipped"} else {}


def _calendar_days(book: Workbook, ids: Ids) -> Iterable[Values]:
    for row in book.calendar:
        yield {"day": row.day, "kind": row.kind.value, "shipped": False}


def _duty_roster(book: Workbook, ids: Ids) -> Iterable[Values]:
    for row in book.roster:
        hours = {"starts": row.starts, "ends": row.ends}
        yield {"day": row.day, "shift": row.shift, "person_id": ids.of(tables.people, row.person), **hours}


def _ladder_rungs(book: Workbook, ids: Ids) -> Iterable[Values]:
    for row in book.ladder:
        yield {"grade": row.grade.value, "days": row.days, "roles": [role.value for role in row.roles]}


def _deputies(book: Workbook, ids: Ids) -> Iterable[Values]:
    for row in book.deputies:
        both = {"person_id": ids.of(tables.people, row.person), "deputy_id": ids.of(tables.people, row.deputy)}
        yield {**both, "since": row.since, "until": row.until}


# In the order in which the tables refer to each other.
STEPS = (
    Step(tables.company, _company),
    Step(tables.sites, _sites),
    Step(tables.departments, _departments),
    Step(tables.areas, _areas),
    Step(tables.area_risks, _area_risks, ("area_id", "since")),
    Step(tables.contractors, _contractors),
    Step(tables.shifts, _shifts),
    Step(tables.people, _people, revise=_without_chosen_language),
    Step(tables.memberships, _memberships, ("person_id", "role", "department_id", "area_id", "since")),
    Step(tables.addresses, _addresses, ("bot", "address")),
    Step(tables.equipment, _equipment),
    Step(tables.responsibilities, _responsibilities),
    Step(tables.laws, _laws),
    Step(tables.library_entries, _library, revise=_next_version),
    Step(tables.calendar_days, _calendar_days, ("day",)),
    Step(tables.duty_roster, _duty_roster, ("day", "shift", "person_id")),
    Step(tables.ladder_rungs, _ladder_rungs, ("grade", "days")),
    Step(tables.deputies, _deputies, ("person_id", "since")),
)
