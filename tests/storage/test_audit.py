"""What is on record is codes and ids, and nobody changes it, on either engine."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import Connection, Engine, delete, insert, select, text, update
from sqlalchemy.exc import DBAPIError

from storage import tables, vouching
from storage.audit import Kind, NoCode, record
from storage.engine import read_transaction, write_transaction
from workflow.events import Fact
from workflow.ids import new_id

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


def put(engine: Engine, **facts: Fact) -> str:
    with write_transaction(engine) as connection:
        return record(connection, Kind.DENIED, NOW, new_id(), facts=facts)


def enter_event(connection: Connection) -> str:
    event_id = new_id()
    event = {"id": event_id, "subject_kind": "group", "subject_id": new_id(), "version": 1, "kind": "bound"}
    vouching.enter(connection, "event", {**event, "at": NOW, "facts": {}, "actor_id": None})
    return event_id


def enter_link(connection: Connection, source_id: str) -> None:
    row = {"position": 1, "source": "event", "source_id": source_id, "link": "00" * 32}
    connection.execute(insert(tables.chain), row)


def test_a_record_is_kept_as_it_was_put(engine: Engine) -> None:
    actor, case = new_id(), new_id()
    with write_transaction(engine) as connection:
        put = record(
            connection, Kind.READ, NOW, actor, subject_kind="hazard", subject_id=case, facts={"by": "card", "count": 2}
        )
    with read_transaction(engine) as connection:
        (row,) = connection.execute(select(tables.audit_records).where(tables.audit_records.c.id == put)).all()
    assert {name: value for name, value in row._asdict().items() if name != "mac"} == {
        "id": put,
        "at": NOW,
        "actor_id": actor,
        "kind": "read",
        "subject_kind": "hazard",
        "subject_id": case,
        "facts": {"by": "card", "count": 2},
    }


@pytest.mark.parametrize("words", ["冲压2号机漏油", "Li Lei", "a sentence of words", "x" * 129])
def test_words_are_refused(engine: Engine, words: str) -> None:
    with pytest.raises(NoCode):
        put(engine, said=words)
    with pytest.raises(NoCode):
        put(engine, said=["fine", words])


@pytest.mark.parametrize("kept", ["events", "audit_records", "chain"])
def test_what_is_on_record_is_neither_changed_nor_removed(engine: Engine, kept: str) -> None:
    with write_transaction(engine) as connection:
        enter_link(connection, enter_event(connection))
        record(connection, Kind.LOGIN, NOW)
    table = tables.metadata.tables[kept]
    column = "link" if kept == "chain" else "kind"
    for change in (update(table).values({column: "other"}), delete(table)):
        with pytest.raises(DBAPIError, match="neither changed nor removed"), write_transaction(engine) as connection:
            connection.execute(change)
    if engine.dialect.name == "postgresql":
        emptied = text(f"TRUNCATE {kept}")
        with pytest.raises(DBAPIError, match="neither changed nor removed"), write_transaction(engine) as connection:
            connection.execute(emptied)
