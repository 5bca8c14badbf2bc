"""Rings of keys without a database, for tests of what is sealed with them."""

from storage.key_ring import PURPOSES, DataKey, KeyRing


def ring(secret: bytes) -> KeyRing:
    """A ring all of whose keys have one secret, and uses without end."""
    keys = [DataKey(f"0197b0a0-0000-7000-8000-00000000000{n}", purpose, secret) for n, purpose in enumerate(PURPOSES)]
    made = KeyRing(keys, lambda: keys, lambda key_id: None)
    made.prepare()
    return made


RING = ring(bytes(range(32)))
