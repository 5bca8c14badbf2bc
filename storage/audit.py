"""What is on record beside the events of cases: who was refused, who read, exported, came in, changed a setting.

Whatever is an event already (of a case, a group, a deputyship) stands in the trail, and needs no second row.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection

from storage import vouching
from workflow.events import Fact
from workflow.ids import new_id

_CODE = re.compile(r"[\w.:/*+-]{0,128}", re.ASCII)


class Kind(StrEnum):
    """What a record is of."""

    DENIED = "denied"  # an attempt at what one may not do or see
    READ = "read"  # a case, by somebody outside it
    EXPORT = "export"
    LOGIN = "login"
    SETTING = "setting"
    UNSEALED = "unsealed"  # who is behind an anonymous report
    ERASED = "erased"  # words and names of a person
    KEYS = "keys"  # data keys were rotated, or wrapped under another master key
    PHOTO = "photo"  # it became part of a case, or is so no more
    CASE = "case"  # it changed without an event of its own: storage/case_rows.py
    RIGHT = "right"  # a row of which it hangs who may what: storage/right_trail.py
    BACKUP = "backup"
    RESTORE = "restore"  # an epoch: what follows was written over a restored database


class NoCode(ValueError):
    """A fact that may be words or a name, which have no place in what nobody can erase."""


def record(
    connection: Connection,
    kind: Kind,
    at: datetime,
    actor_id: str | None = None,
    *,
    subject_kind: str = "",
    subject_id: str | None = None,
    facts: Mapping[str, Fact] | None = None,
) -> str:
    """Put something on record within an open write transaction; its id, a UUIDv7.

    at: aware. actor_id: a party id, of whoever asked unnamed their pseudonym; none for the command line, a clock, or
    somebody unknown. subject_kind, subject_id: as events have them ("hazard" and the id of its row, "person" ...).
    facts: codes, ids, numbers: ASCII without spaces, 128 signs at most. Raises NoCode for anything else.
    """
    row = _row(kind, at, actor_id, subject_kind, subject_id, facts or {})
    vouching.enter(connection, "record", row)
    return str(row["id"])


def record_all(
    connection: Connection, kind: Kind, at: datetime, told: Iterable[tuple[str, str | None, Mapping[str, Fact]]]
) -> None:
    """The same of many things at once, without a person. told: subject kind, subject id and facts of each."""
    vouching.enter(connection, "record", *(_row(kind, at, None, *one) for one in told))


def cases_read(connection: Connection, cases: Iterable[str], actor_id: str, at: datetime) -> None:
    """Somebody outside these cases has read them, in chat or on a page. cases: ids of hazards."""
    for case in sorted(cases):
        record(connection, Kind.READ, at, actor_id, subject_kind="hazard", subject_id=case)


def _row(
    kind: Kind, at: datetime, actor_id: str | None, about: str, subject_id: str | None, facts: Mapping[str, Fact]
) -> dict[str, Any]:
    told = dict(facts)
    _check(told)
    row = {"id": new_id(), "at": at, "actor_id": actor_id, "kind": kind, "facts": told}
    return {**row, "subject_kind": about, "subject_id": subject_id}


def _check(facts: Mapping[str, Fact]) -> None:
    for name, fact in facts.items():
        for part in fact if isinstance(fact, list) else [fact]:
            if isinstance(part, str) and not _CODE.fullmatch(part):
                raise NoCode(name)
