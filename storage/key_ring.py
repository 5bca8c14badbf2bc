"""The keys under which the words and pictures of one company lie: AES-256-GCM, each value bound to its own row.

A nonce is 96 bits of chance from the kernel: neither a fork, nor a second process, nor a database put back from a
backup can make it repeat, as they could with a count. How often that may be done under one key is counted, and ends.
"""

import hmac
import os
import secrets
import threading
import time
from base64 import urlsafe_b64encode
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from typing import Final, Literal
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES: Final = 32
NONCE_BYTES: Final = 12
TAG_BYTES: Final = 16
VERSION: Final = 1
# NIST SP 800-38D, 8.3, allows 2^32 random nonces under one key; half of it keeps a repetition under one in 2^34.
MOST_USES: Final = 1 << 31
BLOCK: Final = 1 << 16  # so many uses a process takes at a time: what it has not used of them when it ends is lost
LOW: Final = BLOCK >> 2
MORE: Final = 4  # times as many are set aside for whoever tries again what they did not suffice for
LOOK_SECONDS: Final = 5.0  # so old may be what a process knows of the keys that another has made
REMEMBERED: Final = 1 << 14  # values that were opened and are kept in memory: the names of some thousand people
KEY_HEAD: Final = 1 + 16
HEAD: Final = KEY_HEAD + NONCE_BYTES

Purpose = Literal["words", "media", "lookup", "chain", "digests"]
PURPOSES: Final[tuple[Purpose, ...]] = ("words", "media", "lookup", "chain", "digests")


class NotOpened(Exception):
    """Sealed under a key that is not here, about something else, cut off, or altered."""


class WornOut(Exception):
    """A key has sealed as often as a key may; `hazardline keys rotate` makes a new one."""


class NoBlock(Exception):
    """Too little was set aside for sealing: whoever seals calls `prepare` first, outside of any transaction.

    What one transaction needs more of succeeds when tried again: the next `prepare` sets four times as many aside.
    """


@dataclass(frozen=True)
class DataKey:
    """One key, unwrapped. id: canonical UUID. retired: nothing is sealed under it any more, what was still opens."""

    id: str
    purpose: Purpose
    secret: bytes = field(repr=False)
    retired: bool = False


class _Sealing:
    """A key at work: its cipher, and how many uses of its block are left."""

    def __init__(self, key: DataKey) -> None:
        self.key = key
        self.name = UUID(key.id).bytes
        self.cipher = AESGCM(key.secret)
        self.left = 0
        self.had = BLOCK  # after some were set aside last


class KeyRing:
    """Every key of one company. Safe to share between threads; a forked process sets its own uses aside.

    keys: in order of making: of each purpose the last that is not retired seals. reread: the same anew, with what other
    processes have made; take_block: sets `BLOCK` uses of the key with an id aside, or raises WornOut.
    """

    def __init__(
        self,
        keys: Iterable[DataKey],
        reread: Callable[[], Iterable[DataKey]],
        take_block: Callable[[str], None],
    ) -> None:
        self._reread = reread
        self._take_block = take_block
        self._lock = threading.Lock()
        self._known: dict[bytes, _Sealing] = {}
        self._active: dict[Purpose, _Sealing] = {}
        self._wanted: dict[Purpose, int] = {}  # so many at least, where those that were set aside did not suffice
        # Short values that are read again and again: (what, how it lies in which row) -> value. It is never an old one.
        self.opened: dict[tuple[str, str], str] = {}
        self._adopt(keys)

    def prepare(self, purpose: Purpose = "words", least: int = 0) -> None:
        """Know the newest key and have uses of it: at once, but a few times a minute. Outside of any transaction.

        least: more than so many. Raises WornOut.
        """
        least = max(least, LOW, self._wanted.pop(purpose, 0))
        if os.getpid() == self._process and time.monotonic() < self._look_at and self._active[purpose].left > least:
            return
        if os.getpid() != self._process or time.monotonic() >= self._look_at:
            self._adopt(self._reread())
        while (sealing := self._active[purpose]).left <= least:
            self._take_block(sealing.key.id)
            with self._lock:
                sealing.left += BLOCK
                sealing.had = sealing.left

    def seal(self, what: str, row_id: str, plain: bytes, purpose: Purpose = "words") -> bytes:
        """A value that opens only as `what` ("table.column") of the row with this id.

        Version, key id, nonce, ciphertext and tag: 45 bytes longer than the plain. Raises NoBlock.
        """
        sealing = self._use(purpose)
        nonce = secrets.token_bytes(NONCE_BYTES)
        about = _about(what, sealing.key.id, row_id)
        return bytes((VERSION,)) + sealing.name + nonce + sealing.cipher.encrypt(nonce, plain, about)

    def open(self, what: str, row_id: str, sealed: bytes) -> bytes:
        """What was sealed. Raises NotOpened."""
        if len(sealed) < HEAD + TAG_BYTES or sealed[0] != VERSION:
            raise NotOpened(what, row_id)
        key = self._known.get(sealed[1:17])
        if key is None:  # another process may have made it just now
            self._adopt(self._reread())
            key = self._known.get(sealed[1:17])
        if key is None:
            raise NotOpened(what, row_id)
        try:
            return key.cipher.decrypt(sealed[17:HEAD], sealed[HEAD:], _about(what, key.key.id, row_id))
        except InvalidTag:
            raise NotOpened(what, row_id) from None

    def look(self) -> None:
        """Know at once what keys others have made."""
        self._adopt(self._reread())

    def digest(self, what: str, value: str) -> str:
        """A digest by which equal values of `what` are found, which needs the key: HMAC-SHA-256, 43 characters."""
        digest = hmac.digest(self.key("digests"), f"{what}\n{value}".encode(), "sha256")
        return urlsafe_b64encode(digest).decode().rstrip("=")

    def key(self, purpose: Purpose) -> bytes:
        """The key of a purpose that is used as it is: 32 bytes."""
        return self._active[purpose].key.secret

    def seals_with(self, purpose: Purpose) -> str:
        """The id of the key that seals now."""
        return self._active[purpose].key.id

    @property
    def ids(self) -> Collection[str]:
        """Of every key that is known."""
        return {sealing.key.id for sealing in self._known.values()}

    def _use(self, purpose: Purpose) -> _Sealing:
        with self._lock:
            sealing = self._active[purpose]
            if os.getpid() != self._process or not sealing.left:
                self._wanted[purpose] = MORE * sealing.had
                raise NoBlock(purpose)
            sealing.left -= 1
        return sealing

    def _adopt(self, keys: Iterable[DataKey]) -> None:
        """Take in what is new; in another process than the one that set uses aside, none are left."""
        fresh = {UUID(key.id).bytes: key for key in keys}
        with self._lock:
            same_process = os.getpid() == getattr(self, "_process", None)
            for name, key in fresh.items():
                sealing = self._known.setdefault(name, _Sealing(key))
                sealing.left = sealing.left if same_process else 0
                if not key.retired:
                    self._active[key.purpose] = sealing
            self._process = os.getpid()
            self._look_at = time.monotonic() + LOOK_SECONDS


def is_under(sealed: bytes, key_id: str) -> bool:
    """Whether a value, of which the first KEY_HEAD bytes will do, lies under this key."""
    return sealed[:KEY_HEAD] == bytes((VERSION,)) + UUID(key_id).bytes


def picture_digest(ring: KeyRing, sha256: str) -> str:
    """What stands in `media.digest` for a sha256 (hex), which by itself would confirm a known photograph."""
    return ring.digest("media.digest", sha256)


def _about(what: str, key_id: str, row_id: str) -> bytes:
    """What a value is bound to. Only the last part may hold a slash: no two readings give the same bytes."""
    return f"{VERSION}/{what}/{key_id}/{row_id}".encode()
