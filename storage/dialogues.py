"""What each person is being asked: the stack of open dialogues and those kept for later, one row a person.

Of an anonymous dialogue only the sealed form is stored. A person without dialogues has no row, and a row's version is
chance: neither tells whether somebody has been here with something that was not kept.
"""

import json
import secrets
from base64 import b64decode, b64encode
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, bindparam, delete, select, update

from storage.inbox import insert_or_ignore
from storage.pseudonyms import Pseudonyms
from storage.sealed_types import in_row
from storage.tables import conversations

Dialogue = dict[str, Any]
_VERSIONS = 2**31 - 2


@dataclass(frozen=True)
class Conversation:
    """A person's dialogues as plain JSON values, last one in front; `version` 0 means nothing is stored yet."""

    version: int = 0
    stack: list[Dialogue] = field(default_factory=list)
    kept: list[Dialogue] = field(default_factory=list)


_MINE = conversations.c.person_id == bindparam("person")
_AS_READ = (_MINE, conversations.c.version == bindparam("read"))
_LOAD = select(conversations.c.version, conversations.c.stack, conversations.c.kept).where(_MINE)
_SAVE = (
    update(conversations)
    .where(*_AS_READ)
    .values(version=bindparam("written"), stack=bindparam("open"), kept=bindparam("later"))
)
_DROP = delete(conversations).where(*_AS_READ)


def is_private(dialogue: Dialogue) -> bool:
    """True for a dialogue in which its person is, or is to become, a pseudonym (`as`: which; empty: a new one)."""
    return "as" in dialogue


def load(connection: Connection, person_id: str, key: Pseudonyms | None = None) -> Conversation:
    """The dialogues of a person; sealed ones only with the key."""
    row = connection.execute(_LOAD, {"person": person_id}).one_or_none()
    if row is None:
        return Conversation()
    opened = (_opened(dialogue, person_id, key) for dialogue in row.stack)
    return Conversation(row.version, [dialogue for dialogue in opened if dialogue is not None], row.kept)


def in_private(connection: Connection, person_id: str) -> bool:
    """True while the person is in an anonymous dialogue; without opening it."""
    row = connection.execute(_LOAD, {"person": person_id}).one_or_none()
    return row is not None and any("sealed" in dialogue for dialogue in row.stack)


def save(
    connection: Connection, person_id: str, read: Conversation, written: Conversation, key: Pseudonyms | None = None
) -> bool:
    """Write what follows from `read`; False when somebody else has written since, and nothing was changed."""
    as_read = {"person": person_id, "read": read.version}
    if not written.stack and not written.kept:
        return not read.version or connection.execute(_DROP, as_read).rowcount == 1
    stack = [_sealed(dialogue, person_id, key) for dialogue in written.stack]
    version = 1 + secrets.randbelow(_VERSIONS)
    if read.version:
        values = {**in_row(person_id, {"open": stack, "later": written.kept}), "written": version}
        return connection.execute(_SAVE, {**as_read, **values}).rowcount == 1
    row = {"person_id": person_id, "version": version, **in_row(person_id, {"stack": stack, "kept": written.kept})}
    return connection.execute(insert_or_ignore(connection, conversations), row).rowcount == 1


def _sealed(dialogue: Dialogue, person_id: str, key: Pseudonyms | None) -> Dialogue:
    if not is_private(dialogue):
        return dialogue
    if key is None:
        raise ValueError("an anonymous dialogue without the key to seal it")
    return {"sealed": b64encode(key.seal(json.dumps(dialogue), _about(person_id))).decode()}


def _opened(dialogue: Dialogue, person_id: str, key: Pseudonyms | None) -> Dialogue | None:
    if "sealed" not in dialogue:
        return dialogue
    opened = key.open(b64decode(dialogue["sealed"]), _about(person_id)) if key else None
    return json.loads(opened) if opened is not None else None


def _about(person_id: str) -> str:
    return f"conversations/{person_id}"
