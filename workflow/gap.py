"""A gap in the responsibility matrix: found by a case that is nobody's, closed by the officer who chose its owner."""

from dataclasses import dataclass

from workflow.desk import Desk
from workflow.events import Event, Fact
from workflow.hazard import Act, Hazard
from workflow.lifecycle import Verb
from workflow.responsibility import Responsibility, responsible


@dataclass(frozen=True)
class FillGap:
    """From now on hazards of this category in this area go to whom the officer has chosen here."""

    hazard_id: str


def can_be_filled(hazard: Hazard) -> bool:
    """True when somebody has the case who could have all like it."""
    return hazard.matrix_gap and hazard.owner_id is not None and hazard.department_id is not None


def is_gap(desk: Desk, hazard: Hazard) -> bool:
    """True when a row of this area and category would decide: none is there, and none for the machine goes before."""
    near = desk.matrix(hazard.area_path, hazard.category)
    row = responsible(near, hazard.area_path, hazard.equipment_id, hazard.category)
    ours = Responsibility("", None, hazard.area_path, hazard.category, "", None, None)
    return row is None or row.specificity < ours.specificity


def fill_gap(desk: Desk, hazard: Hazard, command: FillGap, act: Act) -> Event:
    """Add the row. Where somebody has added one meanwhile it stands, and the gap is closed all the same."""
    code = None
    if is_gap(desk, hazard):
        code = desk.add_responsibility(
            hazard.area_id, hazard.category, hazard.department_id or "", hazard.owner_id or ""
        )
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
