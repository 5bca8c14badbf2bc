"""Which functions are used by how many, and how long steps take, out of what was answered and what has happened."""

from typing import Any

from sqlalchemy import Connection, select

from storage.queries import Viewer
from storage.tables import events, notices, people
from workflow.notices import Lane
from workflow.permissions import Action
from workflow.usage import FEW, RARE, STEPS, STEPS_WITHIN, WITHIN, functions_of, steps_of


def usage(connection: Connection, viewer: Viewer) -> dict[str, Any] | None:
    """people: who used the bot at all lately; used: functions by how many of them, the most first; rare: the others.

    steps: the slowest first. None where it is not the viewer's to know. Whoever stays unnamed is no part of it.
    """
    if not viewer.may(Action.RUN).company:
        return None
    answered = (notices.c.lane == Lane.ANSWER, ~notices.c.private, notices.c.created_at >= viewer.now - WITHIN)
    here = notices.c.recipient_id.in_(select(people.c.id))
    pairs = connection.execute(select(notices.c.topic, notices.c.recipient_id).where(*answered, here).distinct()).all()
    counts = functions_of((row.topic, row.recipient_id) for row in pairs)
    anybody = len({row.recipient_id for row in pairs})
    ranked = sorted(counts.items(), key=lambda item: -item[1])
    used = [{"name": name, "people": count} for name, count in ranked if count and count >= RARE * anybody]
    rare = [{"name": name, "people": count} for name, count in ranked if not count or count < RARE * anybody]
    return {"people": anybody, "days": WITHIN.days, "used": used, "rare": rare, "steps": _steps(connection, viewer)}


def _steps(connection: Connection, viewer: Viewer) -> list[dict[str, Any]]:
    kinds = sorted({kind for pair in STEPS.values() for kind in pair})
    lately = (events.c.kind.in_(kinds), events.c.subject_kind == "hazard", events.c.at >= viewer.now - STEPS_WITHIN)
    wanted = select(events.c.subject_id, events.c.kind, events.c.at).where(*lately).order_by(events.c.id)
    found = steps_of((row.subject_id, row.kind, row.at) for row in connection.execute(wanted))
    return [
        {"name": step.name, "seconds": step.seconds, "cases": step.cases, "few": step.cases < FEW} for step in found
    ]
