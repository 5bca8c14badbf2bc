"""The master key as two halves for two people: either is chance by itself, both together are the key."""

import secrets
from base64 import b64decode, b64encode
from typing import Final

KEY_BYTES: Final = 32


def split(key: bytes) -> tuple[str, str]:
    """Two halves, in base64; others each time."""
    pad = secrets.token_bytes(len(key))
    return b64encode(pad).decode(), b64encode(_both(pad, key)).decode()


def join(one: str, other: str) -> bytes | None:
    """The key of two halves; None where either is no half. Whether it is the right one shows where it opens nothing."""
    try:
        halves = [b64decode(half.strip(), validate=True) for half in (one, other)]
    except ValueError:
        return None
    return _both(*halves) if all(len(half) == KEY_BYTES for half in halves) else None


def _both(one: bytes, other: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(one, other, strict=True))
