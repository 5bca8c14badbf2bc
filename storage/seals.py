"""The rows of requests to unseal an anonymous report; the link itself lies in `pseudonyms`, and is opened elsewhere."""

from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from storage.queries import Viewer
from storage.tables import hazards, people, pseudonyms, texts, unsealings
from workflow.permissions import Action
from workflow.seals import ASKED, Unsealing
from workflow.unsealing import HOLDS

_PLAIN = [unsealings.c[field.name] for field in fields(Unsealing)]


@dataclass(frozen=True)
class Seals:
    """The desk of workflow/seals.py over an open transaction."""

    connection: Connection

    def is_unnamed(self, hazard_id: str) -> bool:
        row = self.connection.execute(select(pseudonyms.c.id).where(pseudonyms.c.hazard_id == hazard_id)).first()
        return row is not None

    def ask(self, request: Unsealing) -> None:
        self.connection.execute(insert(unsealings), asdict(request))

    def request(self, request_id: str) -> Unsealing | None:
        held = select(*_PLAIN).where(unsealings.c.id == request_id).with_for_update()
        row = self.connection.execute(held).one_or_none()
        return Unsealing(*row) if row is not None else None

    def asked_since(self, hazard_id: str, moment: datetime) -> bool:
        waiting = (unsealings.c.hazard_id == hazard_id, unsealings.c.state == ASKED, unsealings.c.asked_at > moment)
        return self.connection.execute(select(unsealings.c.id).where(*waiting)).first() is not None

    def settle(self, request_id: str, state: str, by: str, at: datetime) -> None:
        settled = {"state": state, "settled_by_id": by, "settled_at": at}
        self.connection.execute(update(unsealings).where(unsealings.c.id == request_id).values(**settled))


def unnamed(connection: Connection, viewer: Viewer, number: str) -> dict[str, str] | None:
    """The case with a number that was reported without a name; None where it is none, or not the viewer's to unseal."""
    of_case = select(hazards).join(pseudonyms, pseudonyms.c.hazard_id == hazards.c.id)
    row = connection.execute(of_case.where(hazards.c.number == number)).one_or_none()
    both = row is not None and all(viewer.may(right).covers(row) for right in (Action.UNSEAL, Action.SEE))
    return {"hazard": row.id, "number": row.number} if row is not None and both else None


def waiting(connection: Connection, viewer: Viewer, request_id: str) -> dict[str, Any] | None:
    """A request that still waits for its second one: who asks, why, and of which case; None for all others."""
    asked = (
        select(unsealings.c.id, hazards.c.number, people.c.name, people.c.name_en, texts.c.body)
        .join_from(unsealings, hazards, hazards.c.id == unsealings.c.hazard_id)
        .join(people, people.c.id == unsealings.c.asked_by_id)
        .join(texts, texts.c.subject_id == unsealings.c.id)
        .where(unsealings.c.id == request_id, unsealings.c.state == ASKED, unsealings.c.asked_at > viewer.now - HOLDS)
    )
    row = connection.execute(asked).one_or_none()
    if row is None or not viewer.may(Action.UNSEAL).company:
        return None
    return {"id": row.id, "number": row.number, "name": viewer.named(row.name, row.name_en), "reason": row.body}
