"""A case as far as its likeness to others goes: its words, where it is, what its pictures look like."""

from dataclasses import dataclass
from datetime import datetime

BITS_APART = 12  # of 143; the same as storage/likeness.py takes for one picture


@dataclass(frozen=True)
class KnownCase:
    """A case as far as likeness goes, or a report that may become one.

    area_path: "/id/id/", empty where the place is not known for sure. photos: likenesses, 36 hexadecimal digits each.
    closed_at: none while it is open.
    """

    id: str
    words: str
    area_path: str = ""
    equipment: str | None = None
    photos: tuple[str, ...] = ()
    closed_at: datetime | None = None


def same_picture(one: str, other: str) -> bool:
    """True when two likenesses are of one picture."""
    return bool(one) and bool(other) and (int(one, 16) ^ int(other, 16)).bit_count() <= BITS_APART


def same_spot(one: KnownCase, other: KnownCase) -> bool:
    """True at one machine, or at one place as far as both are known; a place within another one is that."""
    if one.equipment and other.equipment:
        return one.equipment == other.equipment
    return bool(one.area_path and other.area_path) and nested(one.area_path, other.area_path)


def nested(one: str, other: str) -> bool:
    """True when one of two places, by their paths, lies within the other or is it."""
    return one.startswith(other) or other.startswith(one)
