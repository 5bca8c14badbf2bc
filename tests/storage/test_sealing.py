"""Sealing what was written before, and rotating the keys: in small steps, cut off anywhere, beside whoever writes."""

from collections.abc import Callable, Generator
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import Engine, Text, cast, insert, select, update

from storage import audit, tables
from storage.data_keys import begin_rotation, end_rotation, open_ring, rewrap, rotate_lookup
from storage.engine import read_transaction, write_transaction
from storage.key_ring import picture_digest
from storage.sealed_types import MATCHED, SEALED, InRow, in_row, ring_of
from storage.sealing import AT_ONCE, count_stale, seal_stale
from tests.engines import MASTER_KEY
from workflow.ids import new_id

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
COUNT = 2 * AT_ONCE + 7
OTHERS = 3  # columns of the demo company that are rotated as well: names, in two languages, and a number
texts = tables.texts


def write(engine: Engine, count: int = COUNT, *, plain: bool = False) -> None:
    """Words of so many cases, sealed, or as they lay before there were keys."""
    rows = [{"id": new_id(), "subject_kind": "hazard", "subject_id": new_id(), "field": "words"} for _ in range(count)]
    said = [{"body": f"第{n}条：油 | 漏了", "salt": f"salt {n}"} for n in range(count)]
    with write_transaction(engine) as connection:
        for row, words in zip(rows, said, strict=True):
            connection.execute(insert(texts), row | (words if plain else in_row(row["id"], words)))


def read(engine: Engine) -> list[str]:
    with read_transaction(engine) as connection:
        return list(connection.execute(select(texts.c.body).order_by(texts.c.id)).scalars())


def lie(engine: Engine) -> list[str]:
    with read_transaction(engine) as connection:
        return list(connection.execute(select(cast(texts.c.body, Text)).order_by(texts.c.id)).scalars())


def test_what_was_written_before_there_were_keys_is_sealed_step_by_step(engine: Engine) -> None:
    write(engine, plain=True)
    before = read(engine)
    assert lie(engine) == before
    assert count_stale(engine) == 2 * COUNT  # words and salts
    assert list(seal_stale(engine)) == [AT_ONCE, AT_ONCE, 7] * 2
    assert read(engine) == before
    assert all(raw.startswith(SEALED) for raw in lie(engine))
    assert count_stale(engine) == 0
    assert list(seal_stale(engine)) == []


def test_json_and_raw_messages_are_sealed_too(engine: Engine) -> None:
    with write_transaction(engine) as connection:
        person = connection.execute(select(tables.people.c.id)).scalars().first()
        row = {"person_id": person, "version": 1, "stack": [{"script": "report"}], "kept": []}
        connection.execute(insert(tables.conversations), row)
        message = {"id": new_id(), "bot": "stub", "key": "k", "sender": "li", "body": "漏油", "received_at": NOW}
        connection.execute(insert(tables.inbox), message | {"state": "done"})
    assert sum(seal_stale(engine)) == 3
    with read_transaction(engine) as connection:
        stored = select(tables.conversations.c.stack, cast(tables.conversations.c.stack, Text).label("raw"))
        kept = connection.execute(stored).one()
        assert kept.stack == row["stack"]
        assert kept.raw.startswith(f'"{SEALED}')
        assert connection.execute(select(tables.inbox.c.body)).scalar() == "漏油"


def test_what_is_looked_up_is_sealed_with_the_first_keys(engine: Engine) -> None:
    addresses, people, media = tables.addresses, tables.people, tables.media
    with read_transaction(engine) as connection:
        known = connection.execute(select(addresses).order_by(addresses.c.id)).all()
    digest = "ab" * 32
    photo = {"id": new_id(), "digest": digest, "kind": "image/jpeg", "size": 1, "width": 1, "height": 1, "at": NOW}
    with write_transaction(engine) as connection:
        connection.execute(tables.data_keys.delete())
        for row in known:
            plain = cast(row.address, Text)
            connection.execute(update(addresses).where(addresses.c.id == row.id).values(address=plain))
        connection.execute(update(people).values(phone=cast("138", Text)))
        connection.execute(insert(media), photo)
    open_ring(engine, MASTER_KEY)
    with read_transaction(engine) as connection:
        raw = connection.execute(select(cast(addresses.c.address, Text))).scalars().all()
        assert all(address.startswith(MATCHED) for address in raw)
        assert connection.execute(select(addresses).order_by(addresses.c.id)).all() == known
        found = select(addresses.c.id).where(addresses.c.address == known[0].address)
        assert connection.execute(found).scalars().all() == [known[0].id]
        assert set(connection.execute(select(people.c.phone)).scalars()) == {"138"}
        assert connection.execute(select(media.c.digest)).scalar() == picture_digest(ring_of(engine), digest)


def rotated(engine: Engine) -> Generator[int]:
    begin_rotation(engine, MASTER_KEY)
    ring_of(engine).look()
    yield from seal_stale(engine)
    end_rotation(engine)


def keys(engine: Engine) -> list[Any]:
    with read_transaction(engine) as connection:
        wanted = tables.data_keys.c.purpose == "words"
        return list(connection.execute(select(tables.data_keys).where(wanted).order_by(tables.data_keys.c.id)).all())


def test_rotation_seals_all_anew_and_retires_the_old_key(engine: Engine) -> None:
    write(engine)
    before, lay = read(engine), lie(engine)
    for _ in rotated(engine):
        assert read(engine) == before, "at every moment"
    old, new = keys(engine)
    assert (old.retired_at is None, new.retired_at) == (False, None)
    assert not set(lay) & set(lie(engine))
    assert read(engine) == before
    assert ring_of(engine).seals_with("words") == new.id
    fresh = open_ring(engine, MASTER_KEY)
    assert fresh.seals_with("words") == new.id
    assert fresh.seals_with("lookup") == ring_of(engine).seals_with("lookup")


@pytest.mark.parametrize("steps", range(4))
def test_a_rotation_that_was_cut_off_goes_on_with_the_same_key(engine: Engine, steps: int) -> None:
    write(engine)
    before, going = read(engine), rotated(engine)
    for _ in range(steps):
        next(going)
    going.close()
    open_ring(engine, MASTER_KEY)  # as another process
    assert read(engine) == before
    assert sum(1 for _ in rotated(engine)) <= 6 + OTHERS
    assert len(keys(engine)) == 2 if steps else True
    assert read(engine) == before
    assert count_stale(engine) == 0


def test_what_somebody_writes_meanwhile_is_not_written_over(engine: Engine) -> None:
    write(engine, AT_ONCE + 1)
    begin_rotation(engine, MASTER_KEY)
    ring_of(engine).look()
    going = seal_stale(engine)
    next(going)
    with write_transaction(engine) as connection:
        last = connection.execute(select(texts.c.id).order_by(texts.c.id.desc()).limit(1)).scalar_one()
        connection.execute(update(texts).where(texts.c.id == last).values(body=InRow(last, "rewritten")))
    list(going)
    assert read(engine)[-1] == "rewritten"
    assert count_stale(engine) == 0


def test_another_process_seals_with_the_new_key_once_it_has_looked(engine: Engine) -> None:
    other = open_ring(engine, MASTER_KEY)
    ring = open_ring(engine, MASTER_KEY)
    begin_rotation(engine, MASTER_KEY)
    ring.look()
    assert other.seals_with("words") != ring.seals_with("words")
    other.look()
    assert other.seals_with("words") == ring.seals_with("words")


def matched(engine: Engine) -> dict[str, tuple[str, str]]:
    """Each person's code: what it is, and how it lies."""
    people = tables.people
    with read_transaction(engine) as connection:
        rows = connection.execute(select(people.c.id, people.c.code, cast(people.c.code, Text).label("raw"))).all()
    return {row.id: (row.code, row.raw) for row in rows}


def test_another_key_for_what_is_looked_up_finds_the_same(engine: Engine) -> None:
    before, pictures = matched(engine), picture_digest(ring_of(engine), "ab" * 32)
    assert rotate_lookup(engine, MASTER_KEY) >= len(before)
    open_ring(engine, MASTER_KEY)
    after = matched(engine)
    assert {id_: code for id_, (code, _) in after.items()} == {id_: code for id_, (code, _) in before.items()}
    assert not {raw for _, raw in after.values()} & {raw for _, raw in before.values()}
    assert picture_digest(ring_of(engine), "ab" * 32) == pictures, "which would else be other pictures"
    id_, (code, _) = next(iter(before.items()))
    with read_transaction(engine) as connection:
        assert connection.execute(select(tables.people.c.id).where(tables.people.c.code == code)).scalar() == id_


@pytest.mark.parametrize("change", [rotate_lookup, lambda engine, master: rewrap(engine, master, bytes(32))])
def test_a_change_of_keys_that_is_cut_off_has_changed_nothing(
    engine: Engine, change: Callable[[Engine, bytes], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Cut off before its commit, at the last thing that it does."""
    before = matched(engine)

    def cut_off(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(audit, "record", cut_off)
    with pytest.raises(KeyboardInterrupt):
        change(engine, MASTER_KEY)
    monkeypatch.undo()
    open_ring(engine, MASTER_KEY)
    assert matched(engine) == before
    change(engine, MASTER_KEY)
