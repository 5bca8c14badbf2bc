"""What says who and what lies sealed: every column that can hold words is on the list or has a reason not to be."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import JSON, Column, Engine, String, Text, cast, insert, select, update

from storage import tables
from storage.engine import read_transaction, write_transaction
from storage.key_ring import NotOpened
from storage.sealed_types import MATCHED, SEALED, InRow, Matched, SealedJson, SealedText, in_row
from storage.tables import sealed
from storage.tables.sealed import State
from storage.types import Coded, Kept
from workflow.ids import new_id

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)


def wordy() -> Iterator[Column[Any]]:
    """Every column that can hold words: not one of codes that Python counts up, nor an id."""
    for table in tables.metadata.sorted_tables:
        for column in table.c:
            words = isinstance(column.type, String | JSON | Kept | SealedText | SealedJson | Matched)
            if words and not isinstance(column.type, Coded):
                yield column


def test_every_column_that_can_hold_words_is_sealed_or_has_a_reason() -> None:
    open_ones = [name for names in sealed.OPEN.values() for name in names]
    assert len(open_ones) == len(set(open_ones))
    assert not set(open_ones) & sealed.SEALED.keys()
    assert {str(column) for column in wordy()} == {*open_ones, *sealed.SEALED}


def test_a_column_lies_as_the_list_says() -> None:
    kinds = {State.SEALED: (SealedText, SealedJson), State.MATCHED: (Matched,), None: (String, JSON, Kept)}
    for column in wordy():
        assert isinstance(column.type, kinds[sealed.SEALED.get(str(column))]), column
        if isinstance(column.type, SealedText | SealedJson):
            assert column.type.what == str(column)
            assert [column.type.row] == [key.name for key in column.table.primary_key]


def lies(engine: Engine, column: Column[Any]) -> list[Any]:
    """What stands in a column, read past its type."""
    with read_transaction(engine) as connection:
        return list(connection.execute(select(cast(column, Text))).scalars())


def a_text(engine: Engine, body: str) -> str:
    row = {"id": new_id(), "subject_kind": "hazard", "subject_id": new_id(), "field": "words"}
    with write_transaction(engine) as connection:
        connection.execute(insert(tables.texts), row | in_row(row["id"], {"body": body, "salt": "s"}))
    return row["id"]


def test_words_lie_sealed_and_are_read_wherever_a_query_names_them(engine: Engine) -> None:
    texts, said = tables.texts, "冲压2号机防护罩松了"
    row_id = a_text(engine, said)
    (body,), (salt,) = lies(engine, texts.c.body), lies(engine, texts.c.salt)
    assert body.startswith(SEALED)
    assert salt.startswith(SEALED)
    other, inner = texts.alias("other"), select(texts.c.id, texts.c.body).subquery()
    with read_transaction(engine) as connection:
        assert connection.execute(select(texts)).one().body == said
        assert connection.execute(select(texts.c.body)).scalar() == said
        assert connection.execute(select(other.c.body.label("words"))).one().words == said
        assert connection.execute(select(inner.c.body)).scalar() == said
    with write_transaction(engine) as connection:
        changed = update(texts).where(texts.c.id == row_id).values(field="news").returning(texts)
        assert connection.execute(changed).mappings().one()["body"] == said


def test_words_that_were_moved_to_another_row_or_column_stay_shut(engine: Engine) -> None:
    texts = tables.texts
    first, second = a_text(engine, "first"), a_text(engine, "second")
    with read_transaction(engine) as connection:
        raw = {row.id: row[1] for row in connection.execute(select(texts.c.id, cast(texts.c.body, Text)))}
    for column, row in ((texts.c.body, first), (texts.c.salt, second)):
        with write_transaction(engine) as connection:
            connection.execute(update(texts).where(texts.c.id == row).values({column: raw[second]}))
        with read_transaction(engine) as connection, pytest.raises(NotOpened):
            connection.execute(select(column).where(texts.c.id == row)).all()


def test_words_from_before_there_were_keys_and_erased_ones_are_read_as_they_lie(engine: Engine) -> None:
    texts = tables.texts
    row_id = a_text(engine, "words")
    for body in ("aus früherer Zeit", ""):
        with write_transaction(engine) as connection:
            connection.execute(update(texts).where(texts.c.id == row_id).values(body=body))
        assert lies(engine, texts.c.body) == [body]
        with read_transaction(engine) as connection:
            assert connection.execute(select(texts.c.body)).scalar() == body
    with write_transaction(engine) as connection:
        connection.execute(update(texts).where(texts.c.id == row_id).values(body=InRow(row_id, "")))
    assert lies(engine, texts.c.body) == [""]


@pytest.mark.parametrize(
    "value", [{}, [], {"name": "李强 | Li", "n": 1.5, "none": None}, ["aes1:", {"a": [1]}], "aes1:x"]
)
def test_a_json_value_lies_sealed_and_comes_back(engine: Engine, value: Any) -> None:
    rows, kept = tables.conversations, value
    with read_transaction(engine) as connection:
        person = connection.execute(select(tables.people.c.id)).scalars().first()
    assert person is not None
    row = {"person_id": person, "version": 1, **in_row(person, {"stack": kept}), "kept": kept}
    with write_transaction(engine) as connection:
        connection.execute(insert(rows), row)
    (raw,) = lies(engine, rows.c.stack)
    assert raw.startswith(f'"{SEALED}')
    with read_transaction(engine) as connection:
        if value != "aes1:x":  # what no column of ours held before there were keys
            assert connection.execute(select(rows.c.kept)).scalar() == kept
        assert connection.execute(select(rows.c.stack)).scalar() == kept


def test_an_address_lies_sealed_and_is_found(engine: Engine) -> None:
    addresses, flights = tables.addresses, tables.flights
    stand = lies(engine, addresses.c.address)
    assert all(raw.startswith(MATCHED) for raw in stand)
    with write_transaction(engine) as connection:
        (row, *_) = connection.execute(select(addresses)).all()
        flight = {"id": new_id(), "bot": row.bot, "address": row.address, "messages": 1, "at": NOW}
        connection.execute(insert(flights), flight)
    assert lies(engine, flights.c.address)[0] in stand
    with read_transaction(engine) as connection:
        same = addresses.c.address == flights.c.address
        assert connection.execute(select(flights.c.address).join(addresses, same)).scalar() == row.address
        found = select(addresses.c.id).where(addresses.c.bot == row.bot, addresses.c.address == row.address)
        assert connection.execute(found).scalars().all() == [row.id]
        assert connection.execute(select(addresses.c.id).where(addresses.c.address == "nobody")).first() is None


def test_an_address_is_no_phone_number(engine: Engine) -> None:
    with write_transaction(engine) as connection:
        connection.execute(update(tables.addresses).values(address=tables.addresses.c.id))
        connection.execute(update(tables.people).values(phone="13800000000"))
    (phone, *others) = lies(engine, tables.people.c.phone)
    assert set(others) == {phone}
    with write_transaction(engine) as connection:
        (row, *_) = connection.execute(select(tables.addresses.c.id)).all()
        as_raw = cast(phone, Text)
        connection.execute(update(tables.addresses).where(tables.addresses.c.id == row.id).values(address=as_raw))
    with read_transaction(engine) as connection, pytest.raises(NotOpened):
        connection.execute(select(tables.addresses.c.address).where(tables.addresses.c.id == row.id)).all()
