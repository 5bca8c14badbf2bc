"""Bulk change: a whole workbook of the company applied at once, or not at all."""

from dataclasses import dataclass
from datetime import datetime

from workflow.desk import Desk
from workflow.errors import Refused
from workflow.events import Event, Fact
from workflow.ids import new_id
from workflow.people import Person
from workflow.permissions import Action, reach


@dataclass(frozen=True)
class ApplyWorkbook:
    """The workbook that somebody has sent and looked through. digest: of its bytes, as it was shown to them."""

    sheet_id: str
    digest: str


def apply_workbook(desk: Desk, command: ApplyWorkbook, by: Person, at: datetime) -> None:
    appoints = reach(by, Action.APPOINT, desk.today).company
    counts = desk.workbooks.apply(command.sheet_id, command.digest, at, appoints=appoints)
    if counts is None:
        raise Refused("sheet_gone")
    told: dict[str, Fact] = {"digest": command.digest, "added": counts[0], "changed": counts[1]}
    desk.record(Event(new_id(), "workbook", command.sheet_id, 1, "workbook_applied", by.id, at, told))
