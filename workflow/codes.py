"""The QR codes on machines: who may have them made, and for what."""

from dataclasses import dataclass
from datetime import datetime

from workflow.desk import Desk
from workflow.errors import Refused
from workflow.people import Person


@dataclass(frozen=True)
class IssueCode:
    """A QR code for a machine; of its token only the digest is known here. replaces: earlier ones are revoked."""

    equipment_id: str
    digest: str
    replaces: bool = False


def issue(desk: Desk, command: IssueCode, by: Person, at: datetime) -> None:
    if desk.equipment_area(command.equipment_id) is None:
        raise Refused("equipment_gone")
    desk.issue_code(command.equipment_id, command.digest, replaces=command.replaces)
