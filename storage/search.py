"""Looking for cases: what an index of their words is made of, what else a word may name, and who may see what is found.

What people have reported is looked through in memory; the tables know names and numbers, and whose to see a case is.
"""

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ColumnElement, Connection, and_, bindparam, cast, false, func, or_, select, union_all

from storage.lists import PAGE, Page
from storage.names import ids_called
from storage.queries import CARD, Viewer, covered, line
from storage.tables import areas, equipment, hazards, texts
from storage.types import Id
from workflow.library import Grade
from workflow.lifecycle import OPEN, State
from workflow.permissions import Action

MOST_WORDS = 6
LONGEST_WORD = 40  # characters
MOST_FOUND = 200  # cases counted: who finds more asks for more
DAY_COUNTER = 4  # digits of a number's last part
# How many cases are looked at first, and how many times more each time after that: most people may see most of what
# they look for, and few have to have everything looked through for them.
_AT_FIRST, _MORE = 500, 4
_AT_ONCE = 500  # ids in one question


@dataclass(frozen=True)
class Worded:
    """A case as a search finds it. about: the ids and codes of its place, machine, owner and category."""

    id: str
    words: str
    about: tuple[str, ...]
    is_open: bool
    received: float  # seconds since the epoch


def all_worded(connection: Connection) -> Iterator[Worded]:
    """Every case there is."""
    return map(_worded, connection.execute(_WORDED.order_by(hazards.c.id).execution_options(yield_per=5000)))


def worded(connection: Connection, ids: Sequence[str]) -> Iterator[Worded]:
    for start in range(0, len(ids), _AT_ONCE):
        yield from map(_worded, connection.execute(_WORDED.where(hazards.c.id.in_(ids[start : start + _AT_ONCE]))))


_ABOUT = (hazards.c.area_id, hazards.c.equipment_id, hazards.c.owner_id, hazards.c.category)
_REPORTED = and_(texts.c.subject_id == hazards.c.id, texts.c.field == "words")
_WORDED = select(hazards.c.id, hazards.c.state, hazards.c.received_at, texts.c.body, *_ABOUT).join_from(
    hazards, texts, _REPORTED, isouter=True
)


def _worded(row: Any) -> Worded:
    about = tuple(str(code) for code in (row.area_id, row.equipment_id, row.owner_id, row.category) if code)
    return Worded(row.id, row.body or "", about, row.state in OPEN, row.received_at.timestamp())


def split(words: str) -> list[str]:
    """The words to look for, as far as the search reads them."""
    return [word[:LONGEST_WORD] for word in words.split()][:MOST_WORDS]


def named(connection: Connection, word: str) -> set[str]:
    """The ids of the machines, owners and places that this word is part of the name of; with all places within one."""
    within = func.substr(areas.c.path, 1, func.length(_around.c.path)) == _around.c.path
    places = select(areas.c.id).join_from(areas, _around, within).where(_named(_around.c, word))
    machines = select(equipment.c.id).where(_named(equipment.c, word))
    return {*connection.execute(union_all(places, machines)).scalars(), *ids_called(connection, word)}


def numbered(connection: Connection, word: str) -> list[str]:
    """The ids of the cases whose number this is, whole or its tail; a bare 7 means 0007."""
    if not any(c.isdecimal() for c in word):
        return []
    tail = f"-{word:0>{DAY_COUNTER}}" if word.isdecimal() and len(word) <= DAY_COUNTER else word
    # the index of numbers is looked through, not the cases themselves
    ending = select(_numbers.c.number).where(_numbers.c.number.iendswith(tail, autoescape=True))
    return list(connection.execute(select(hazards.c.id).where(hazards.c.number.in_(ending))).scalars())


@dataclass(frozen=True)
class Narrowed:
    """What besides words narrows a search; what is empty narrows nothing.

    state: one of State, or open, overdue, suspended, major. span: received from, and before.
    """

    area: str = ""
    person: str = ""
    state: str = ""
    span: tuple[datetime | None, datetime | None] = (None, None)


EVERYTHING = Narrowed()


def conditions(connection: Connection, viewer: Viewer, narrowed: Narrowed) -> list[ColumnElement[bool]]:
    """As SQL has them. Whose find a case is narrows it only for those who may know that of every case."""
    found: list[ColumnElement[bool]] = []
    if narrowed.area:
        ids = named(connection, narrowed.area)
        found.append(or_(hazards.c.area_id.in_(ids), hazards.c.equipment_id.in_(ids)))
    if narrowed.person:
        ids = ids_called(connection, narrowed.person)
        whose = [hazards.c.owner_id, hazards.c.acceptor_id]
        whose += [hazards.c.reporter_id] if viewer.may(Action.SEE).company else []
        found.append(or_(*(column.in_(ids) for column in whose)))
    if narrowed.state:
        found.append(_in_state(narrowed.state, viewer.now))
    begins, ends = narrowed.span
    found += [hazards.c.received_at >= begins] if begins else []
    return [*found, hazards.c.received_at < ends] if ends else found


def _in_state(state: str, now: datetime) -> ColumnElement[bool]:
    is_open = hazards.c.state.in_(sorted(OPEN))
    of_several = {
        "open": is_open,
        "overdue": and_(is_open, hazards.c.due_at < now),
        "suspended": hazards.c.suspended_until.is_not(None),
        "major": and_(is_open, hazards.c.company_grade == Grade.MAJOR),
    }
    return of_several[state] if state in of_several else hazards.c.state == State(state)


def page_of(
    connection: Connection, viewer: Viewer, found: Sequence[str], page: int, narrowed: Narrowed = EVERYTHING
) -> Page:
    """Of what was found those that the viewer may see, in the same order; at most MOST_FOUND are counted."""
    seen = _visible(connection, viewer, found, narrowed)
    shown = seen[page * PAGE : (page + 1) * PAGE]
    rows = {row.id: row for row in connection.execute(_THESE, {"these": shown})} if shown else {}
    return Page([line(rows[case], viewer) for case in shown], page, len(seen))


def _visible(connection: Connection, viewer: Viewer, found: Sequence[str], narrowed: Narrowed) -> list[str]:
    right, seen, sieve = viewer.may(Action.SEE), list[str](), conditions(connection, viewer, narrowed)
    start, count = 0, _AT_FIRST
    while start < len(found) and len(seen) < MOST_FOUND:
        some = found[start : start + count]
        visible = select(hazards.c.id).where(_is_among(connection, some), covered(right), *sieve)
        theirs = set(connection.execute(visible).scalars())
        seen += [case for case in some if case in theirs]
        start, count = start + count, count * _MORE
    return seen[:MOST_FOUND]


_around = areas.alias("around")
_numbers = hazards.alias("numbers")
_THESE = CARD.where(hazards.c.id.in_(bindparam("these", expanding=True)))


def _is_among(connection: Connection, ids: Collection[str]) -> ColumnElement[bool]:
    """One parameter, however many they are: databases take only so many."""
    if not ids:
        return false()
    if connection.dialect.name == "sqlite":
        return hazards.c.id.in_(select(func.json_each(json.dumps([*ids])).table_valued("value").c.value))
    each = func.json_array_elements_text(cast([*ids], JSON)).table_valued("value")
    return hazards.c.id.in_(select(cast(each.c.value, Id)))


def _named(columns: Any, word: str) -> ColumnElement[bool]:
    return or_(*(column.icontains(word, autoescape=True) for column in (columns.name, columns.name_en)))
