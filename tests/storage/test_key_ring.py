"""The keys of a company: what they seal opens in its own place only, and no key seals for ever."""

import hashlib
import hmac
import os
import threading
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterator
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, select, update

from storage import data_keys, key_ring, tables
from storage.data_keys import WrongMasterKey, open_ring
from storage.engine import open_engine, read_transaction, write_transaction
from storage.key_ring import BLOCK, HEAD, LOW, MORE, MOST_USES, DataKey, KeyRing, NoBlock, NotOpened, WornOut, is_under
from storage.schema import migrate
from storage.sealed_types import ring_of
from tests.engines import MASTER_KEY

KEYS = [
    DataKey("0197b0a0-0000-7000-8000-000000000001", "words", bytes(32)),
    DataKey("0197b0a0-0000-7000-8000-000000000002", "media", bytes(range(32))),
    DataKey("0197b0a0-0000-7000-8000-000000000003", "lookup", bytes(range(1, 33))),
    DataKey("0197b0a0-0000-7000-8000-000000000004", "chain", bytes(range(2, 34))),
    DataKey("0197b0a0-0000-7000-8000-000000000005", "digests", bytes(range(4, 36))),
]
LATER = DataKey("0197b0a0-0000-7000-8000-000000000009", "words", bytes(range(3, 35)))


def ring_with(*keys: DataKey, taken: Callable[[str], None] = lambda key_id: None) -> KeyRing:
    ring = KeyRing(keys, lambda: keys, taken)
    ring.prepare()
    ring.prepare("media")
    return ring


RING = ring_with(*KEYS)
KNOWN = "010197b0a0000070008000000000000001000102030405060708090a0b6e77bcb4b24417e80909cdee1b34909173edce99808a"


def test_a_value_is_what_the_standard_makes_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Written down once: what lies in databases is laid out so, and has to open for ever."""
    monkeypatch.setattr("storage.key_ring.secrets.token_bytes", lambda size: bytes(range(size)))
    sealed = RING.seal("texts.body", "t1", "漏油".encode())
    about = f"1/texts.body/{KEYS[0].id}/t1".encode()
    assert sealed[:17] == b"\x01" + UUID(KEYS[0].id).bytes
    assert sealed[17:HEAD] == bytes(range(12))
    assert sealed[HEAD:] == AESGCM(bytes(32)).encrypt(bytes(range(12)), "漏油".encode(), about)
    assert sealed.hex() == KNOWN


def test_the_cipher_is_aes_256_gcm() -> None:
    """Test cases 13 and 14 of the GCM specification (McGrew and Viega): a key and nonce of zeros."""
    assert AESGCM(bytes(32)).encrypt(bytes(12), b"", None).hex() == "530f8afbc74536b9a963b4f1c4cb738b"
    assert AESGCM(bytes(32)).encrypt(bytes(12), bytes(16), None).hex() == (
        "cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919"
    )


@given(st.binary(max_size=300), st.text(max_size=40), st.sampled_from(["words", "media"]))
def test_what_was_sealed_opens(plain: bytes, row_id: str, purpose: key_ring.Purpose) -> None:
    sealed = RING.seal("texts.body", row_id, plain, purpose)
    assert RING.open("texts.body", row_id, sealed) == plain
    assert len(sealed) == len(plain) + 45


@given(st.binary(max_size=100), st.data())
def test_in_another_place_or_altered_it_stays_shut(plain: bytes, data: st.DataObject) -> None:
    place = st.tuples(st.sampled_from(["texts.body", "inbox.body", "texts.salt"]), st.sampled_from(["a", "b", "a/b"]))
    here, there = data.draw(place), data.draw(place)
    sealed = RING.seal(*here, plain)
    if there != here:
        with pytest.raises(NotOpened):
            RING.open(*there, sealed)
    cut = data.draw(st.integers(0, len(sealed) - 1))
    bit = 1 << data.draw(st.integers(0, 7))
    for altered in (sealed[:cut], sealed[:cut] + bytes([sealed[cut] ^ bit]) + sealed[cut + 1 :], sealed + b"\0"):
        with pytest.raises(NotOpened):
            RING.open(*here, altered)


def test_no_two_places_read_alike() -> None:
    sealed = RING.seal("a.b", "c/d", b"")
    for what, row in (("a.b/c", "d"), ("a", "b/c/d"), ("a.b", "c"), ("", "a.b/c/d")):
        with pytest.raises(NotOpened):
            RING.open(what, row, sealed)


def test_under_another_key_it_stays_shut_though_that_bears_the_same_name() -> None:
    other = ring_with(DataKey(KEYS[0].id, "words", bytes(31) + b"\1"), *KEYS[1:])
    with pytest.raises(NotOpened):
        other.open("texts.body", "t1", RING.seal("texts.body", "t1", b"words"))
    renamed = ring_with(DataKey(LATER.id, "words", bytes(32)), *KEYS[1:])
    sealed = RING.seal("texts.body", "t1", b"words")
    for moved in (sealed, sealed[:1] + UUID(LATER.id).bytes + sealed[17:]):
        with pytest.raises(NotOpened):
            renamed.open("texts.body", "t1", moved)


def test_the_same_words_are_sealed_differently_each_time() -> None:
    assert len({RING.seal("texts.body", "t1", b"words")[17:] for _ in range(200)}) == 200


def test_of_two_keys_the_later_seals_and_both_open() -> None:
    before = RING.seal("texts.body", "t1", b"before")
    ring = ring_with(*KEYS, LATER)
    after = ring.seal("texts.body", "t1", b"after")
    assert is_under(before, KEYS[0].id)
    assert is_under(after, LATER.id)
    assert not is_under(after, KEYS[0].id)
    assert [ring.open("texts.body", "t1", sealed) for sealed in (before, after)] == [b"before", b"after"]


def test_a_key_that_another_process_has_made_is_found_when_it_is_needed() -> None:
    there = list(KEYS)
    ring = KeyRing(there, lambda: list(there), lambda key_id: None)
    sealed = ring_with(*KEYS, LATER).seal("texts.body", "t1", b"after")
    with pytest.raises(NotOpened):
        ring.open("texts.body", "t1", sealed)
    there.append(LATER)
    assert ring.open("texts.body", "t1", sealed) == b"after"


def test_equal_values_of_a_column_have_one_digest_and_the_key_is_needed_for_it() -> None:
    digest = hmac.new(bytes(range(4, 36)), b"addresses.address\nzhang", hashlib.sha256).digest()
    expected = urlsafe_b64encode(digest).decode()[:43]
    assert RING.digest("addresses.address", "zhang") == expected
    assert RING.digest("people.phone", "zhang") != expected


def test_keys_are_not_told_by_what_is_printed() -> None:
    assert KEYS[1].secret.hex() not in repr(KEYS[1]) + repr(RING)
    assert repr(KEYS[1].secret) not in repr(KEYS[1])


def test_nothing_is_sealed_before_its_use_was_counted() -> None:
    ring = KeyRing(KEYS, lambda: KEYS, lambda key_id: None)
    with pytest.raises(NoBlock):
        ring.seal("texts.body", "t1", b"")


def test_a_block_is_taken_when_little_is_left_and_not_before() -> None:
    taken: list[str] = []
    ring = ring_with(*KEYS, taken=taken.append)
    assert taken == [KEYS[0].id, KEYS[1].id]
    for _ in range(BLOCK - LOW - 1):
        ring.seal("texts.body", "t1", b"")
    ring.prepare()
    assert len(taken) == 2
    ring.seal("texts.body", "t1", b"")
    ring.prepare()
    assert taken[2:] == [KEYS[0].id]


def test_what_one_block_does_not_suffice_for_finds_more_when_it_is_tried_again() -> None:
    taken: list[str] = []
    ring = ring_with(*KEYS, taken=taken.append)
    tries = 0
    while True:
        tries += 1
        ring.prepare()
        try:
            for _ in range(3 * BLOCK):
                ring.seal("texts.body", "t1", b"")
        except NoBlock:
            continue
        break
    assert tries == 2
    ring.prepare()
    ring.prepare()
    assert len(taken) == 2 + MORE + 1, "and afterwards as usual"


def test_whoever_knows_how_much_it_takes_has_so_much_set_aside() -> None:
    ring = ring_with(*KEYS)
    ring.prepare(least=2 * BLOCK)
    for _ in range(2 * BLOCK):
        ring.seal("texts.body", "t1", b"")


def test_threads_use_no_use_twice() -> None:
    ring = ring_with(*KEYS)
    refused: list[NoBlock] = []

    def seal() -> None:
        for _ in range(BLOCK // 4 + 1):
            try:
                ring.seal("texts.body", "t1", b"")
            except NoBlock as none_left:
                refused.append(none_left)

    threads = [threading.Thread(target=seal) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 4


def uses(engine: Engine) -> dict[str, int]:
    with read_transaction(engine) as connection:
        rows = connection.execute(select(tables.data_keys.c.purpose, tables.data_keys.c.uses)).all()
    return {row.purpose: row.uses for row in rows}


def test_uses_are_counted_in_the_table_before_they_are_used(engine: Engine) -> None:
    before = uses(engine)
    with write_transaction(engine) as connection:
        ring_of(connection).seal("texts.body", "t1", b"")
    assert uses(engine) == before | {"words": before["words"] + BLOCK}
    second = open_ring(engine, MASTER_KEY)
    second.prepare()
    second.prepare("media")
    assert uses(engine) == before | {"words": before["words"] + 2 * BLOCK, "media": BLOCK}


def test_a_key_that_has_sealed_enough_seals_no_more_and_still_opens(engine: Engine) -> None:
    with write_transaction(engine) as connection:
        sealed = ring_of(connection).seal("texts.body", "t1", b"words")
        connection.execute(update(tables.data_keys).values(uses=MOST_USES - BLOCK))
    ring = open_ring(engine, MASTER_KEY)
    ring.prepare()
    assert uses(engine)["words"] == MOST_USES
    with pytest.raises(WornOut):
        open_ring(engine, MASTER_KEY).prepare()
    assert ring.open("texts.body", "t1", sealed) == b"words"


def test_a_forked_process_has_no_uses_until_it_takes_its_own() -> None:
    ring = ring_with(*KEYS)
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        try:
            ring.seal("texts.body", "t1", b"")
        except NoBlock:
            ring.prepare()
            os.write(writing, ring.seal("texts.body", "t1", b"child"))
        finally:
            os._exit(0)
    os.waitpid(child, 0)
    theirs = os.read(reading, 1000)
    assert ring.open("texts.body", "t1", theirs) == b"child"
    assert theirs[17:HEAD] != ring.seal("texts.body", "t1", b"parent")[17:HEAD]


@pytest.fixture
def bare(empty_url: str) -> Iterator[Engine]:
    engine = open_engine(empty_url)
    migrate(engine)
    yield engine
    engine.dispose()


def test_the_first_start_makes_a_key_of_each_purpose_and_the_next_finds_them(bare: Engine) -> None:
    first = open_ring(bare, MASTER_KEY)
    assert first.ids == open_ring(bare, MASTER_KEY).ids
    assert len(first.ids) == 5
    with read_transaction(bare) as connection:
        for row in connection.execute(select(tables.data_keys)):
            assert len(row.wrapped) == 12 + 32 + 16
            assert first.key(row.purpose) not in row.wrapped


def test_two_starts_at_once_make_the_keys_once(bare: Engine) -> None:
    rings: list[KeyRing] = []
    threads = [threading.Thread(target=lambda: rings.append(open_ring(bare, MASTER_KEY))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({frozenset(ring.ids) for ring in rings}) == 1
    assert len(rings[0].ids) == 5


def test_another_master_key_opens_nothing_and_changes_nothing(engine: Engine) -> None:
    before = uses(engine)
    with pytest.raises(WrongMasterKey):
        open_ring(engine, bytes(32))
    assert uses(engine) == before


def test_a_wrapped_key_serves_no_other_purpose_and_no_other_name(engine: Engine) -> None:
    with write_transaction(engine) as connection:
        words = connection.execute(select(tables.data_keys).where(tables.data_keys.c.purpose == "words")).one()
        put = update(tables.data_keys).where(tables.data_keys.c.purpose == "chain").values(wrapped=words.wrapped)
        connection.execute(put)
    with pytest.raises(WrongMasterKey):
        open_ring(engine, MASTER_KEY)


def test_a_new_key_is_the_one_that_seals(engine: Engine) -> None:
    ring = ring_of(engine)
    with write_transaction(engine) as connection:
        before = ring.seal("texts.body", "t1", b"before")
        fresh = data_keys.make(connection, MASTER_KEY, "words")
    ring = open_ring(engine, MASTER_KEY)
    ring.prepare()
    assert ring.seals_with("words") == fresh.id
    assert ring.open("texts.body", "t1", before) == b"before"
