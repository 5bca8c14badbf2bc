"""What a turn puts on record beside the events of cases: what somebody was denied, and what they read from outside."""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from handlers.denials import DENIALS
from handlers.questions import Lookup
from handlers.replies import Reply
from handlers.turn_plan import Plan
from handlers.wanted import CaseNow
from storage import audit
from storage.audit import Kind
from workflow.permissions import Action

_CODE = re.compile(r"[A-Z0-9-]{1,40}")  # of a number that was asked for: what else is written there is words


def cases_in(lookup: Lookup, found: Any) -> list[str]:
    """The cases that a lookup has shown: one that was opened or is to be judged, or the lines of a list."""
    if isinstance(lookup, CaseNow):
        return [lookup.hazard] if found is not None else []
    if not isinstance(found, dict):
        return []
    lines = [*found.get("items", ()), *([found["case"]] if isinstance(found.get("case"), dict) else [])]
    return [line["id"] for line in lines if "number" in line]


def put_on_record(connection: Connection, plan: Plan, person_id: str, now: datetime) -> None:
    """Of what is said without a name, who was denied it is the pseudonym; nothing is read from outside there."""
    actor = (plan.party or None) if plan.private else person_id
    for reply in plan.replies:
        if reply.topic in DENIALS:
            case, facts = reply.hazard or plan.turned_down, dict(_denied(reply))
            kind = "hazard" if case else ""
            audit.record(connection, Kind.DENIED, now, actor, subject_kind=kind, subject_id=case, facts=facts)
        if "file" in reply.facts and actor:
            told = {"what": reply.facts["list"], "cases": reply.facts["cases"]}
            audit.record(connection, Kind.EXPORT, now, actor, subject_kind="person", subject_id=actor, facts=told)
    if not plan.private:
        audit.cases_read(connection, plan.read, person_id, now)


def _denied(reply: Reply) -> Iterator[tuple[str, str]]:
    yield "answer", reply.topic
    yield "right", str(reply.facts.get("right", Action.SEE))
    number = str(reply.facts.get("number", ""))
    if _CODE.fullmatch(number):
        yield "number", number
