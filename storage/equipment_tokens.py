"""What the QR code on a machine carries: a token that names the machine and allows nothing."""

import secrets
from datetime import datetime
from hashlib import sha256

from sqlalchemy import Connection, bindparam, func, insert, select, update

from storage.tables import equipment, equipment_tokens
from workflow.ids import new_id

TOKEN_BYTES = 16


def new_token() -> str:
    """128 bits of chance, as they stand in a link."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def digest(token: str) -> str:
    """As which a token is kept: whoever has the database can print no code that somebody else has made."""
    return sha256(token.encode()).hexdigest()


def enter(connection: Connection, equipment_id: str, token_digest: str, now: datetime) -> None:
    row = {"id": new_id(), "equipment_id": equipment_id, "token_digest": token_digest, "made_at": now}
    connection.execute(insert(equipment_tokens), row)


def revoke(connection: Connection, equipment_id: str, now: datetime) -> int:
    """All codes of a machine that are in force; how many those were."""
    theirs = (equipment_tokens.c.equipment_id == equipment_id, equipment_tokens.c.revoked_at.is_(None))
    return connection.execute(update(equipment_tokens).where(*theirs).values(revoked_at=now)).rowcount


def in_force(connection: Connection, equipment_id: str) -> int:
    """How many codes of a machine are valid."""
    theirs = (equipment_tokens.c.equipment_id == equipment_id, equipment_tokens.c.revoked_at.is_(None))
    return connection.execute(select(func.count()).select_from(equipment_tokens).where(*theirs)).scalar() or 0


_PLACE = (
    select(equipment.c.id, equipment.c.area_id)
    .join(equipment_tokens, equipment_tokens.c.equipment_id == equipment.c.id)
    .where(equipment_tokens.c.token_digest == bindparam("digest"), equipment_tokens.c.revoked_at.is_(None))
)


def place(connection: Connection, token: str) -> dict[str, str] | None:
    """Area and machine behind a token; None where it is unknown or has been revoked."""
    row = connection.execute(_PLACE, {"digest": digest(token)}).one_or_none()
    return {"area": row.area_id, "equipment": row.id} if row else None
