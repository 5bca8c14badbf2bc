"""The light of an open case as the database tells it: the rule is `light` of storage/queries.py, to the second."""

from datetime import datetime

from sqlalchemy import ColumnElement, case, extract, literal, or_

from storage.lists import BY
from storage.queries import YELLOW_SHARE
from storage.tables import hazards
from workflow.danger import RUNNING
from workflow.lifecycle import State


def light_of(now: datetime) -> ColumnElement[str]:
    """green, yellow or red: of a case that is open."""
    given = extract("epoch", BY) - extract("epoch", hazards.c.received_at)
    left = extract("epoch", BY) - int(now.timestamp())
    at_least_a_second = case((given < 1, literal(1)), else_=given)
    is_red = or_(hazards.c.state == State.ALARM, now >= BY, hazards.c.danger == RUNNING)
    return case((is_red, "red"), (left < at_least_a_second * YELLOW_SHARE, "yellow"), else_="green")
