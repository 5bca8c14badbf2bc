"""A gap in the responsibility matrix: found by a case that is nobody's, closed by the officer who chose its owner."""

from dataclasses import dataclass

from workflow.desk import Desk
from workflow.dispatch import names_one_who_left, row_of
from workflow.events import Event, Fact
from workflow.hazard import Act, Hazard
from workflow.lifecycle import Verb
from workflow.responsibility import Responsibility


@dataclass(frozen=True)
class FillGap:
    """From now on hazards of this category in this area go to whom the officer has chosen here."""

    hazard_id: str


def can_be_filled(hazard: Hazard) -> bool:
    """True when somebody has the case who could have all like it."""
    return hazard.matrix_gap and hazard.owner_id is not None and hazard.department_id is not None


def is_gap(desk: Desk, hazard: Hazard) -> bool:
    """True when a row of this area and category would decide: none is there, and none for the machine goes before.

    The row that decides leaves a gap too, where it names somebody who has left.
    """
    row = row_of(desk, hazard)
    return row is None or _is_wider(row, hazard) or names_one_who_left(desk, row)


def _is_wider(row: Responsibility, hazard: Hazard) -> bool:
    ours = Responsibility("", None, hazard.area_path, hazard.category, "", None, None)
    return row.specificity < ours.specificity


def fill_gap(desk: Desk, hazard: Hazard, command: FillGap, act: Act) -> Event:
    """Add the row, or hand over that of somebody who has left. One that somebody has added meanwhile stands."""
    code, row = None, row_of(desk, hazard)
    theirs = hazard.department_id or "", hazard.owner_id or ""
    if row is None or _is_wider(row, hazard):
        code = desk.add_responsibility(hazard.area_id, hazard.category, *theirs)
    elif names_one_who_left(desk, row):
        code = row.code
        desk.hand_over(code, *theirs)
    facts: dict[str, Fact] = {
        "row": code,
        "area": hazard.area_id,
        "category": hazard.category,
        "department": hazard.department_id,
        "owner": hazard.owner_id,
    }
    event = hazard.move(Verb.FILL_GAP, act, facts)
    hazard.matrix_gap = False
    return event
