"""Who stands behind an anonymous report: one table whose links are sealed under a key that is not in the database."""

import secrets
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Connection, Row, String, bindparam, insert, select

from storage.tables import hazards, pseudonyms
from workflow.ids import random_id

KEY_BYTES = 32
_NONCE = 12


class Pseudonyms:
    """The key to the links: AES-256-GCM. `about` binds what is sealed to its row: moved to another, it stays shut."""

    def __init__(self, key: bytes) -> None:
        if len(key) != KEY_BYTES:
            raise ValueError(f"{KEY_BYTES} bytes")
        self._cipher = AESGCM(key)

    def seal(self, text: str, about: str) -> bytes:
        nonce = secrets.token_bytes(_NONCE)
        return nonce + self._cipher.encrypt(nonce, text.encode(), about.encode())

    def open(self, sealed: bytes, about: str) -> str | None:
        """What was sealed; None where it was sealed under another key, about something else, or altered."""
        try:
            return self._cipher.decrypt(sealed[:_NONCE], sealed[_NONCE:], about.encode()).decode()
        except (InvalidTag, ValueError):
            return None


_OF_CASE = select(pseudonyms.c.id, pseudonyms.c.sealed).where(pseudonyms.c.hazard_id == bindparam("hazard"))
_NUMBERED = select(hazards.c.id).where(hazards.c.number == bindparam("number"))
_ENDING = (
    select(hazards.c.id)
    .join(pseudonyms, pseudonyms.c.hazard_id == hazards.c.id)
    .where(hazards.c.number.endswith("-" + bindparam("number", type_=String)))
)
_CASE = select(hazards).where(hazards.c.id == bindparam("hazard"))
_PARTY = select(pseudonyms.c.hazard_id, pseudonyms.c.sealed).where(pseudonyms.c.id == bindparam("party"))


def enter(connection: Connection, key: Pseudonyms, hazard_id: str, person_id: str) -> str:
    """A new party for one case; its id is pure chance, and tells no time."""
    party = random_id()
    sealed = key.seal(person_id, _about(hazard_id))
    connection.execute(insert(pseudonyms), {"id": party, "hazard_id": hazard_id, "sealed": sealed})
    return party


def party_of(connection: Connection, key: Pseudonyms | None, hazard_id: str, person_id: str) -> str | None:
    """The party as which this person reported this case; None where they did not, or not anonymously."""
    row = connection.execute(_OF_CASE, {"hazard": hazard_id}).one_or_none() if key else None
    return row.id if row is not None and key and key.open(row.sealed, _about(hazard_id)) == person_id else None


def person_in(key: Pseudonyms, sealed: bytes, hazard_id: str) -> str | None:
    """The id that lies sealed in the link of a case."""
    return key.open(sealed, _about(hazard_id))


def behind(connection: Connection, key: Pseudonyms | None, party: str) -> str | None:
    """The id of the person behind a party, to reach them; None for no such party, or without its key."""
    row = connection.execute(_PARTY, {"party": party}).one_or_none() if key else None
    return key.open(row.sealed, _about(row.hazard_id)) if row is not None and key else None


def case_of(connection: Connection, party: str) -> str | None:
    """The one case of a party; None for no such party."""
    row = connection.execute(_PARTY, {"party": party}).one_or_none()
    return row.hazard_id if row is not None else None


def is_one(connection: Connection, party: str) -> bool:
    return case_of(connection, party) is not None


def fits(connection: Connection, key: Pseudonyms | None) -> bool:
    """False where there are parties, and this is not their key."""
    row = connection.execute(select(pseudonyms).limit(1)).one_or_none()
    return row is None or (key is not None and key.open(row.sealed, _about(row.hazard_id)) is not None)


def case_numbered(connection: Connection, number: str) -> str | None:
    """The id of the case with a number, whoever asks: only for finding out whether it is theirs.

    Of one reported without a name, also by the day and count at its end.
    """
    return connection.execute(_ENDING if number[0].isdigit() else _NUMBERED, {"number": number}).scalar()


def standing(connection: Connection, hazard_id: str) -> Row[Any] | None:
    """The case as far as the tables of rights look at it: for deciding as whom it is looked at."""
    return connection.execute(_CASE, {"hazard": hazard_id}).one_or_none()


def _about(hazard_id: str) -> str:
    return f"pseudonyms/{hazard_id}"
