"""Heads of the chain in a file outside the database: whoever cuts the chain's end has to know of it, too.

A line of JSON for each batch: number (the position), link, words to compare it by, at. After a restore stands one with
"restored": what was linked beyond it before is given up, by whoever was entitled to restore.
"""

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from storage.chain import Head
from storage.links import FIRST
from storage.settled import settle

LONGEST = 1024  # bytes of a line, more than any has


class BadHeads(Exception):
    """A line of the file is no head: (its number, from 1)."""


@dataclass(frozen=True)
class Written:
    """A line: the head, when it was written, and whether a restore began with it."""

    head: Head
    at: datetime
    restored: bool = False


def append(path: Path, head: Head, at: datetime, words: Mapping[str, str], *, restored: bool = False) -> None:
    """Write a head at the end; on the disk when this returns. words: by which people compare it. Raises OSError."""
    line: dict[str, object] = {"number": head.position, "link": head.link, "words": {**words}}
    line["at"] = at.astimezone(UTC).isoformat()
    if restored:
        line["restored"] = True
    new = not path.exists()
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "wb") as file:
        file.write(json.dumps(line, ensure_ascii=False).encode() + b"\n")
        file.flush()
        os.fsync(file.fileno())
    if new:
        settle(path.parent)


def read(path: Path) -> Iterator[Written]:
    """Every head of the file, oldest first; a last line that a power cut left unfinished is passed over.

    Raises OSError, BadHeads.
    """
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            if line.endswith(b"\n"):
                yield _read(number, line)


def newest(path: Path) -> Head:
    """The head of the last whole line; 0 and noughts where there is none. Raises OSError, BadHeads."""
    with path.open("rb") as file:
        file.seek(max(file.seek(0, os.SEEK_END) - LONGEST, 0))
        *lines, _ = file.read().split(b"\n")
    return _read(0, lines[-1]).head if lines else Head(0, FIRST)


def standing(path: Path, until: datetime | None = None) -> tuple[dict[int, str], int]:
    """The heads that the chain has to go through, by position, and how many a restore has given up.

    until: of these, those that stood there at a moment; without it all.
    """
    kept: dict[int, str] = {}
    given_up = 0
    for written in read(path):
        if until is not None and written.at > until:
            break
        if written.restored:
            lost = [position for position in kept if position > written.head.position]
            given_up += len(lost)
            for position in lost:
                del kept[position]
        if kept.setdefault(written.head.position, written.head.link) != written.head.link:
            kept[written.head.position] = ""  # two heads of one number: no chain goes through both
    return kept, given_up


def _read(number: int, line: bytes) -> Written:
    try:
        told = json.loads(line)
        head, at = Head(int(told["number"]), str(told["link"])), datetime.fromisoformat(told["at"])
        return Written(head, at, bool(told.get("restored", False)))
    except (ValueError, KeyError, TypeError) as error:
        raise BadHeads(number) from error
