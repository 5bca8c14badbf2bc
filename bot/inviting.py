"""The first way in: a one-time code for somebody of the workbook, where nobody is reached yet who could admit them."""

from collections.abc import Iterable
from datetime import UTC, datetime

from sqlalchemy import Engine

from handlers.codes import fresh
from handlers.platform import Linked, Platform, Unusable
from storage import names
from storage.engine import write_transaction
from storage.enrolling import Entrance
from workflow.enrolling import INVITATION_HOLDS


class Nobody(Exception):
    """No person of the company has this code."""


def invite(engine: Engine, person_code: str, now: datetime | None = None) -> tuple[str, str]:
    """A code for one person, and their id. It is good once and as long as an invitation; its digest alone is kept.

    Raises Nobody.
    """
    made = fresh(short=False)
    at = now or datetime.now(UTC)
    with write_transaction(engine) as connection:
        person = names.coded(connection, person_code)
        if person is None:
            raise Nobody(person_code)
        Entrance(connection, at).offer(made["digest"], person, at, at + INVITATION_HOLDS, None, person)
    return made["code"], person


async def links_to(code: str, platforms: Iterable[Platform]) -> list[str]:
    """Where it can be opened instead of being typed; a platform that does not answer now gives none."""
    found = []
    for platform in platforms:
        try:
            await platform.check()
        except Unusable:
            continue
        finally:
            await platform.close()
        found.append(platform.link(code) if isinstance(platform, Linked) else "")
    return [link for link in found if link]
