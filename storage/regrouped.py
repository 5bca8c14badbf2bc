"""Pictures that turn out to belong elsewhere: some of an album's, or of a case's, by what the platform calls them."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Connection, update

from storage.tables import attachments


def draw(connection: Connection, draft: str, names: Sequence[str], to: str) -> None:
    """Give some pictures of a draft, as the platform calls them, to another draft."""
    named = (*_of("draft", draft), attachments.c.remote.in_(names))
    connection.execute(update(attachments).where(*named).values(subject_id=to))


def take_out(connection: Connection, hazard: str, draft: str, names: Sequence[str]) -> Sequence[str]:
    """Give pictures that a case was found with, as the platform calls them, to a draft; which those are."""
    named = (*_of("hazard", hazard), attachments.c.role == "found", attachments.c.remote.in_(names))
    to_draft = {"subject_kind": "draft", "subject_id": draft, "role": "draft"}
    moved = update(attachments).where(*named).values(to_draft).returning(attachments.c.id)
    return connection.execute(moved).scalars().all()


def _of(kind: str, subject: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return attachments.c.subject_kind == kind, attachments.c.subject_id == subject
