"""What was written about a case: the authority's order that it is under, and how a message of it reads now."""

from sqlalchemy import Connection, select

from storage.queries import Viewer, case_card
from storage.tables import events, texts
from workflow.lifecycle import EVENT_OF, Verb
from workflow.sources import Source


def order_of(connection: Connection, viewer: Viewer, hazard_id: str) -> dict[str, str] | None:
    """The order that a case is under; None where there is none, or the case is not the viewer's to see."""
    card = case_card(connection, viewer, hazard_id)
    if card is None or card["source"] != Source.AUTHORITY:
        return None
    reported = card["timeline"][0]
    kept = {"authority": reported["words"]["authority"], "until": reported["facts"]["due_at"][:10]}
    return {**kept, "number": card["source_id"], "same": hazard_id}


def last_said(connection: Connection, viewer: Viewer, hazard_id: str, message: str) -> str | None:
    """How a message of the viewer's to a case reads after its latest change; None where they have not changed it."""
    theirs = (events.c.subject_id == hazard_id, events.c.actor_id == viewer.person.id)
    said = select(events.c.facts).where(*theirs, events.c.kind == EVENT_OF[Verb.AMEND])
    changes = connection.execute(said.order_by(events.c.version.desc())).scalars()
    latest = next((facts for facts in changes if facts["message"] == message), None)
    if latest is None:
        return None
    kept = latest.get("words", {}).get("said")
    return connection.execute(select(texts.c.body).where(texts.c.id == kept["text"])).scalar_one() if kept else ""
