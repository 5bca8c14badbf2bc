"""The orders of authorities that cases are under."""

from sqlalchemy import Connection

from storage.queries import Viewer, case_card
from workflow.sources import Source


def order_of(connection: Connection, viewer: Viewer, hazard_id: str) -> dict[str, str] | None:
    """The order that a case is under; None where there is none, or the case is not the viewer's to see."""
    card = case_card(connection, viewer, hazard_id)
    if card is None or card["source"] != Source.AUTHORITY:
        return None
    reported = card["timeline"][0]
    kept = {"authority": reported["words"]["authority"], "until": reported["facts"]["due_at"][:10]}
    return {**kept, "number": card["source_id"], "same": hazard_id}
