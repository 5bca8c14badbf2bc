"""Sealed streams: what was sealed comes back, and whatever happened to it on the way is found."""

import os
import random

import pytest

from storage.backup_errors import BackupError
from storage.sealed_stream import CHUNK, HEAD, TAG, seal, sealed_size, unseal

MASTER = bytes(range(32))
NAME = "backups/20261127T020000Z-ab12.database"
SIZES = (0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK)


def sealed(plain: bytes, *, compress: bool = False, name: str = NAME) -> bytes:
    return b"".join(seal([plain], name, MASTER, compress=compress))


def opened(stream: bytes, name: str = NAME, master: bytes = MASTER) -> bytes:
    """In pieces of odd sizes, as a network gives them."""
    return b"".join(unseal((stream[at : at + 70_001] for at in range(0, len(stream), 70_001)), name, master))


def refusal(stream: bytes, name: str = NAME, master: bytes = MASTER) -> str:
    with pytest.raises(BackupError) as refused:
        opened(stream, name, master)
    assert refused.value.facts["name"] == name
    return refused.value.topic


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("compress", [False, True])
def test_what_was_sealed_comes_back(size: int, compress: bool) -> None:
    plain = os.urandom(size)
    stream = sealed(plain, compress=compress)
    assert opened(stream) == plain
    assert compress or len(stream) == sealed_size(size)


def test_pieces_of_any_size_make_the_same_stream() -> None:
    pieces = [os.urandom(size) for size in (0, 1, 5_000_000, 0, 77)]
    assert opened(b"".join(seal(pieces, NAME, MASTER, compress=False))) == b"".join(pieces)


def test_what_compresses_a_thousandfold_comes_out_a_chunk_at_a_time() -> None:
    stream = sealed(bytes(50 * CHUNK), compress=True)
    assert len(stream) < CHUNK
    assert max(map(len, unseal([stream], NAME, MASTER))) <= CHUNK


def test_a_changed_byte_is_found_wherever_it_is() -> None:
    stream = sealed(os.urandom(2 * CHUNK + 1000))
    chance = random.Random(7)
    ends = [HEAD + number * (CHUNK + TAG) for number in range(3)]
    places = [*range(HEAD), *(at + near for at in ends for near in (-1, 0, 1)), len(stream) - 1]
    for place in (*places, *(chance.randrange(len(stream)) for _ in range(60))):
        changed = bytearray(stream)
        changed[place] ^= 1 << chance.randrange(8)
        wanted = {"backup.altered", "backup.wrong_key", "backup.unknown_version"}
        assert refusal(bytes(changed)) in wanted, place


def test_what_is_cut_off_is_found_even_between_two_chunks() -> None:
    stream = sealed(os.urandom(2 * CHUNK + 1000))
    assert refusal(b"") == "backup.empty"
    for length in (1, HEAD - 1, HEAD, HEAD + 1, HEAD + CHUNK + TAG, HEAD + 2 * (CHUNK + TAG), len(stream) - 1):
        assert refusal(stream[:length]) == "backup.altered", length


def test_what_is_added_repeated_or_moved_is_found() -> None:
    stream = sealed(os.urandom(3 * CHUNK))
    head, size = stream[:HEAD], CHUNK + TAG
    first, second, third = (stream[HEAD + number * size : HEAD + (number + 1) * size] for number in range(3))
    for chunks in ((first, second, third, third), (second, first, third), (first, third), (first, second, third, b"x")):
        assert refusal(head + b"".join(chunks)) == "backup.altered"


def test_a_stream_opens_only_under_its_name_and_its_key() -> None:
    stream = sealed(b"x")
    assert refusal(stream, name="backups/another.database") == "backup.wrong_key"
    assert refusal(stream, master=bytes(32)) == "backup.wrong_key"


def test_two_streams_of_the_same_share_no_key_and_no_head() -> None:
    one, other = sealed(os.urandom(CHUNK) + b"end"), sealed(os.urandom(CHUNK) + b"end")
    assert refusal(one[:HEAD] + other[HEAD:]) == "backup.altered"
    assert refusal(one[: HEAD + CHUNK + TAG] + other[HEAD + CHUNK + TAG :]) == "backup.altered"


def test_a_version_from_the_future_is_named() -> None:
    stream = sealed(b"x")
    with pytest.raises(BackupError) as refused:
        opened(stream[:4] + b"\x00\x09" + stream[6:])
    assert refused.value.topic == "backup.unknown_version"
    assert refused.value.facts == {"name": NAME, "version": 9, "known": 1}
