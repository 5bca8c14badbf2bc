"""Bringing a table to what is wanted: new rows inserted, differing ones changed, equal ones left alone."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table, and_, insert, select, update

from storage import right_trail
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
    connection: Connection,
    table: Table,
    key: Sequence[str],
    wanted: Iterable[Values],
    revise: Revision = _as_wanted,
    at: datetime | None = None,
) -> Tally:
    """Rows are known again by `key`; one without an id gets a new one. Rows that are not wanted stay as they are.

    at: the moment; needed where rights hang on the table.
    """
    found = list(differences(connection, table, key, wanted, revise))
    added = [_with_id(table, each.row) for each in found if each.old is None]
    changed = [each for each in found if each.changed]
    with _on_record(connection, table, [*added, *(each.old or {} for each in changed)], at):
        for each in changed:
            same = and_(*(table.c[name] == (each.old or {})[name] for name in key))
            connection.execute(update(table).where(same).values(for_table(table, each.changed, each.old)))
        if added:
            connection.execute(insert(table), [for_table(table, row) for row in added])
    return Tally(len(added), len(changed), len(found) - len(added) - len(changed))


def _on_record(
    connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]], at: datetime | None
) -> AbstractContextManager[None]:
    if table not in right_trail.RIGHTS:
        return nullcontext()
    if at is None:
        raise ValueError(f"rows of {table.name} go on record, with a moment")
    return right_trail.changing(connection, table, [row[right_trail.key_of(table)] for row in rows], at)


def _key(row: Mapping[str, Any], names: Sequence[str]) -> tuple[Any, ...]:
    return tuple(row[name] for name in names)


def _with_id(table: Table, row: Values) -> Values:
    return {"id": new_id(), **row} if "id" in table.c else row
