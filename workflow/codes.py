"""The QR codes on machines: who may have them made, and for what."""

from dataclasses import dataclass

from workflow.desk import Desk
from workflow.errors import Refused
from workflow.people import Person
from workflow.permissions import Action, reach


@dataclass(frozen=True)
class IssueCode:
    """A QR code for a machine; of its token only the digest is known here. replaces: earlier ones are revoked."""

    equipment_id: str
    digest: str
    replaces: bool = False


def issue(desk: Desk, command: IssueCode, by: Person) -> None:
    if not reach(by, Action.ISSUE_CODE, desk.today).company:
        raise Refused("not_yours")
    if desk.equipment_area(command.equipment_id) is None:
        raise Refused("equipment_gone")
    desk.issue_code(command.equipment_id, command.digest, replaces=command.replaces)
