"""A message to everybody of a role or a place: sent once, and on record with its words."""

from dataclasses import dataclass
from datetime import datetime

from workflow.desk import Desk
from workflow.errors import Refused
from workflow.events import Event, Fact
from workflow.ids import new_id
from workflow.people import Person, Role

MOST_SIGNS = 500


@dataclass(frozen=True)
class Broadcast:
    """`broadcast_id` is the dialogue's: one dialogue sends once. role, area_id: empty where it is not narrowed."""

    broadcast_id: str
    words: str
    role: str = ""
    area_id: str = ""


def broadcast(desk: Desk, command: Broadcast, by: Person, at: datetime) -> None:
    """Whoever sends it does not hear it themselves. What is sent is not called back."""
    words = command.words.strip()
    if not words or len(words) > MOST_SIGNS:
        raise Refused("broadcast_long", most=MOST_SIGNS)
    area = desk.area(command.area_id) if command.area_id else None
    role = Role(command.role) if command.role else None
    told = [who for who in desk.staff(role, area.path if area else "") if who != by.id]
    if not told:
        raise Refused("broadcast_nobody")
    facts: dict[str, Fact] = {"role": command.role, "area": command.area_id, "told": len(told)}
    record = Event(new_id(), "broadcast", command.broadcast_id, 1, "broadcast", by.id, at, facts, {"words": words})
    desk.record(record)
