"""Bringing a table to what is wanted: new rows inserted, differing ones changed, equal ones left alone."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Table, and_, insert, select, update

from storage.sealed_types import for_table
from workflow.ids import new_id

Values = dict[str, Any]
# What is really to be changed, given the row as it stands and the differences that were found.
Revision = Callable[[Mapping[str, Any], Values], Values]


@dataclass(frozen=True)
class Tally:
    """How many of the wanted rows were added, changed, and found as wanted."""

    added: int
    changed: int
    unchanged: int


@dataclass(frozen=True)
class Difference:
    """A wanted row as it stands now: old is none where it is to be added; changed is empty where it is as wanted."""

    row: Values
    old: Mapping[str, Any] | None
    changed: Values


def _as_wanted(old: Mapping[str, Any], differences: Values) -> Values:
    return differences


def differences(
    connection: Connection, table: Table, key: Sequence[str], wanted: Iterable[Values], revise: Revision = _as_wanted
) -> Iterator[Difference]:
    """What upsert would do, row by row; nothing is written."""
    rows = (row._asdict() for row in connection.execute(select(table)))
    standing = {_key(row, key): row for row in rows}
    for row in wanted:
        old = standing.get(_key(row, key))
        differing = {name: value for name, value in row.items() if old is not None and old[name] != value}
        yield Difference(row, old, revise(old, differing) if old is not None and differing else {})


def upsert(
    connection: Connection, table: Table, key: Sequence[str], wanted: Iterable[Values], revise: Revision = _as_wanted
) -> Tally:
    """Rows are known again by `key`; one without an id gets a new one. Rows that are not wanted stay as they are."""
    added: list[Values] = []
    changed = unchanged = 0
    for each in list(differences(connection, table, key, wanted, revise)):
        if each.old is None:
            added.append(_with_id(table, each.row))
        elif each.changed:
            same = and_(*(table.c[name] == each.old[name] for name in key))
            connection.execute(update(table).where(same).values(for_table(table, each.changed, each.old)))
            changed += 1
        else:
            unchanged += 1
    if added:
        connection.execute(insert(table), [for_table(table, row) for row in added])
    return Tally(len(added), changed, unchanged)


def _key(row: Mapping[str, Any], names: Sequence[str]) -> tuple[Any, ...]:
    return tuple(row[name] for name in names)


def _with_id(table: Table, row: Values) -> Values:
    return {"id": new_id(), **row} if "id" in table.c else row
