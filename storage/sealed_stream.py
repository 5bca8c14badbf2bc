"""The form in which anything leaves for a backup: compressed, then encrypted in chunks, as a stream of any length.

    "HZLB" | version, 2 bytes | compressed, 1 byte | salt, 16 | wrapped key, 32 + 16 | chunks of 1 MiB + 16

Each stream has a key of its own (AES-256-GCM), wrapped under a key that HKDF-SHA-256 (RFC 5869) makes of the master key
and the salt; name and head are its associated data, so that no stream passes for another. A chunk's nonce is its number
and whether it is the last, as in STREAM (Hoang, Reyhanitabar, Rogaway, Vizár, 2015): what is cut off, moved, repeated
or altered does not open.
"""

import os
import struct
import zlib
from collections.abc import Iterable, Iterator
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from storage.backup_errors import BackupError

MAGIC: Final = b"HZLB"
VERSION: Final = 1
CHUNK: Final = 1 << 20
TAG: Final = 16
SALT: Final = 16
KEY: Final = 32
_PREFIX: Final = struct.Struct(">4sHB")
HEAD: Final = _PREFIX.size + SALT + KEY + TAG
_ONCE: Final = bytes(12)  # the nonce under a wrapping key, which its salt makes for this one use
_WRAPS: Final = b"hazardline backup: wrapping key 1"
_NAMES: Final = b"hazardline backup: names of media 1"
QUICK: Final = 4  # beyond this level zlib takes twice the time for a few per cent


def seal(plain: Iterable[bytes], name: str, master: bytes, *, compress: bool) -> Iterator[bytes]:
    """The sealed stream of what comes in pieces of any size. name: where it will lie; only there it opens again."""
    prefix = _PREFIX.pack(MAGIC, VERSION, compress) + os.urandom(SALT)
    key = AESGCM.generate_key(8 * KEY)
    yield prefix + AESGCM(_wrapping(master, prefix)).encrypt(_ONCE, key, prefix + name.encode())
    cipher = AESGCM(key)
    pieces = _compressed(plain) if compress else plain
    for number, (chunk, last) in enumerate(_marked(_chunks(pieces, CHUNK))):
        yield cipher.encrypt(_nonce(number, last=last), chunk, None)


def unseal(sealed: Iterable[bytes], name: str, master: bytes) -> Iterator[bytes]:
    """What was sealed, each piece checked before it is given out; the whole is sound only once this has ended.

    Raises BackupError for what is no such stream, of a version that is unknown here, under another key, or not as it
    was written.
    """
    pieces = iter(sealed)
    head, rest = _take(pieces, HEAD)
    compressed, cipher = _opened(head, name, master)
    plain = _decrypted(_chunks(_before(rest, pieces), CHUNK + TAG), cipher, name)
    return _decompressed(plain, name) if compressed else plain


def sealed_size(plain: int) -> int:
    """Bytes that so many take when they are sealed as they are, not compressed."""
    return HEAD + plain + TAG * max(1, -(-plain // CHUNK))


def naming_key(master: bytes) -> bytes:
    """The key of the names of media: a plain digest would confirm that a known picture is among them."""
    return HKDF(SHA256(), KEY, None, _NAMES).derive(master)


def _opened(head: bytes, name: str, master: bytes) -> tuple[bool, AESGCM]:
    if not head.startswith(MAGIC):
        raise BackupError("backup.altered" if head else "backup.empty", name=name)
    if len(head) < HEAD:
        raise BackupError("backup.altered", name=name)
    _, version, compressed = _PREFIX.unpack_from(head)
    if version != VERSION:
        raise BackupError("backup.unknown_version", name=name, version=version, known=VERSION)
    prefix, wrapped = head[: -(KEY + TAG)], head[-(KEY + TAG) :]
    try:
        key = AESGCM(_wrapping(master, prefix)).decrypt(_ONCE, wrapped, prefix + name.encode())
    except InvalidTag:
        raise BackupError("backup.wrong_key", name=name) from None
    return bool(compressed), AESGCM(key)


def _wrapping(master: bytes, prefix: bytes) -> bytes:
    return HKDF(SHA256(), KEY, prefix[-SALT:], _WRAPS).derive(master)


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])


def _decrypted(chunks: Iterable[bytes], cipher: AESGCM, name: str) -> Iterator[bytes]:
    for number, (chunk, last) in enumerate(_marked(chunks)):
        try:
            yield cipher.decrypt(_nonce(number, last=last), chunk, None)
        except InvalidTag:
            raise BackupError("backup.altered", name=name) from None


def _compressed(plain: Iterable[bytes]) -> Iterator[bytes]:
    packer = zlib.compressobj(QUICK)
    for piece in plain:
        yield packer.compress(piece)
    yield packer.flush()


def _decompressed(packed: Iterable[bytes], name: str) -> Iterator[bytes]:
    """Never more than a chunk at a time, however well it was compressed."""
    unpacker = zlib.decompressobj()
    for piece in packed:
        while piece:
            yield unpacker.decompress(piece, CHUNK)
            piece = unpacker.unconsumed_tail
    yield unpacker.flush()
    if not unpacker.eof:
        raise BackupError("backup.altered", name=name)


def _chunks(pieces: Iterable[bytes], size: int) -> Iterator[bytes]:
    """The same bytes, so many at a time; the last are fewer, and of nothing there is one that is empty."""
    held = bytearray()
    given = False
    for piece in pieces:
        held += piece
        while len(held) >= size:
            yield bytes(held[:size])
            del held[:size]
            given = True
    if held or not given:
        yield bytes(held)


def _marked(chunks: Iterable[bytes]) -> Iterator[tuple[bytes, bool]]:
    """Each with whether it is the last."""
    following = iter(chunks)
    chunk = next(following)
    for after in following:
        yield chunk, False
        chunk = after
    yield chunk, True


def _take(pieces: Iterator[bytes], size: int) -> tuple[bytes, bytes]:
    held = b""
    while len(held) < size and (piece := next(pieces, None)) is not None:
        held += piece
    return held[:size], held[size:]


def _before(first: bytes, pieces: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from pieces
