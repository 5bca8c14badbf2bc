"""Whoever writes a row vouches for all of it, whatever the database makes of it; nobody else can."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from sqlalchemy import Engine, insert, select

from storage import vouching
from storage.engine import read_transaction, write_transaction
from storage.links import EVENT, SOURCES, row_texts
from storage.sealed_types import ring_of
from workflow.ids import new_id

FACTS: list[dict[str, Any]] = [
    {},
    {"b": [1, "二", None, True], "aa": {"z": 0.5, "é": '\\u0041 "'}, "a": -3},
    {"seniority": None, "count": 10**15, "at": "2026-11-23T01:00:00+00:00"},
]


def row(facts: dict[str, Any]) -> dict[str, Any]:
    at = datetime(2026, 11, 23, 1, 0, 0, 7, timezone(timedelta(hours=8)))
    about = {"subject_kind": "group", "subject_id": new_id(), "version": 1, "kind": "bound", "actor_id": None}
    return {"id": new_id(), **about, "at": at, "facts": facts}


def texts_of(engine: Engine, id_: str) -> list[str | None]:
    table, _ = SOURCES["event"]
    with read_transaction(engine) as connection:
        return list(connection.execute(select(*row_texts("event", connection.dialect)).where(table.c.id == id_)).one())


@pytest.mark.parametrize("facts", FACTS)
def test_a_row_is_vouched_for_as_the_database_gives_it(engine: Engine, facts: dict[str, Any]) -> None:
    written = row(facts)
    with write_transaction(engine) as connection:
        vouching.enter(connection, "event", written)
    texts = texts_of(engine, written["id"])
    key = ring_of(engine).key("chain")
    assert vouching.is_vouched(key, "event", texts)
    assert not vouching.is_vouched(bytes(32), "event", texts)
    assert not vouching.is_vouched(key, "record", texts)
    for number, name in enumerate(EVENT):
        for other in ("other", None, "{", b"1"):
            changed: list[Any] = [*texts[:number], other, *texts[number + 1 :]]
            assert changed == texts or not vouching.is_vouched(key, "event", changed), (name, other)


def test_without_keys_a_row_is_vouched_for_by_nobody(engine: Engine) -> None:
    written = {**row({}), "at": datetime(2026, 11, 23, tzinfo=UTC)}
    with write_transaction(engine) as connection:
        connection.execute(insert(SOURCES["event"][0]), written)
    assert not vouching.is_vouched(ring_of(engine).key("chain"), "event", texts_of(engine, written["id"]))
