"""Identifiers: UUIDv7 text, sortable by the moment of making, known before any row is written."""

import secrets
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager

_lock = threading.Lock()
_last = 0
_nanoseconds: Callable[[], int] = time.time_ns


def new_id() -> str:
    """A UUIDv7 (RFC 9562, 5.7) in canonical text; two made in one process always sort in order of making."""
    global _last
    with _lock:
        ticks = max(_nanoseconds() // 250_000, _last + 1)  # quarter milliseconds: 12 bits below the millisecond
        _last = ticks
    milliseconds, fraction = divmod(ticks, 4)
    value = (milliseconds & (1 << 48) - 1) << 80 | 0x7 << 76 | fraction << 74 | secrets.randbits(10) << 64
    value |= 0b10 << 62 | secrets.randbits(62)
    text = f"{value:032x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


@contextmanager
def dated_by(nanoseconds: Callable[[], int]) -> Iterator[None]:
    """Within the block ids tell the moment of another clock than the machine's: of a company whose time is virtual."""
    global _last, _nanoseconds
    with _lock:
        before, _nanoseconds, _last = _nanoseconds, nanoseconds, 0
    try:
        yield
    finally:
        with _lock:
            _nanoseconds, _last = before, 0


def joint_id(*ids: str) -> str:
    """The one id of something that belongs to several others together: the same parts give the same id (UUIDv5)."""
    return str(uuid.uuid5(uuid.NAMESPACE_OID, "/".join(ids)))


def random_id() -> str:
    """An id that is pure chance (UUIDv4), for what must not tell when it was made."""
    return str(uuid.uuid4())
