"""What each person is being asked: the stack of open dialogues and those kept for later, one row a person."""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, bindparam, select, update

from storage.inbox import insert_or_ignore
from storage.tables import conversations


@dataclass(frozen=True)
class Conversation:
    """A person's dialogues as plain JSON values, last one in front; `version` 0 means nothing is stored yet."""

    version: int = 0
    stack: list[dict[str, Any]] = field(default_factory=list)
    kept: list[dict[str, Any]] = field(default_factory=list)


_LOAD = select(conversations.c.version, conversations.c.stack, conversations.c.kept).where(
    conversations.c.person_id == bindparam("person")
)
_SAVE = (
    update(conversations)
    .where(conversations.c.person_id == bindparam("person"), conversations.c.version == bindparam("read"))
    .values(version=bindparam("written"), stack=bindparam("open"), kept=bindparam("later"))
)


def load(connection: Connection, person_id: str) -> Conversation:
    row = connection.execute(_LOAD, {"person": person_id}).one_or_none()
    return Conversation(*row) if row else Conversation()


def save(connection: Connection, person_id: str, read: Conversation, written: Conversation) -> bool:
    """Write what follows from `read`; False when somebody else has written since, and nothing was changed."""
    if read.version:
        values = {"open": written.stack, "later": written.kept, "written": read.version + 1}
        return connection.execute(_SAVE, {"person": person_id, "read": read.version, **values}).rowcount == 1
    row = {"person_id": person_id, "version": 1, "stack": written.stack, "kept": written.kept}
    return connection.execute(insert_or_ignore(connection, conversations), row).rowcount == 1
