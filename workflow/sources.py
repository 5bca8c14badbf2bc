"""Where a case comes from, and the finding of an authority 上级检查: a document with a limit that nobody here moves."""

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

from workflow.commands import SubmitReport
from workflow.desk import Desk
from workflow.errors import Refused
from workflow.hazard import Act, Hazard

DAY_ENDS = time(18)  # of the day that an order names, at the site
LONGEST_NUMBER = 60  # characters of a document's number


class Source(StrEnum):
    """What brought a case in; names for people stand in templates/labels."""

    WORKER = "worker"
    EMERGENCY = "emergency"
    AUTHORITY = "authority"
    INSPECTION = "inspection"
    SENSOR = "sensor"
    HSE = "hse"


@dataclass(frozen=True)
class Order:
    """What an authority has put in writing: its name, the document's number 文书号, the day it is to be done by."""

    authority: str
    number: str
    until: str  # ISO date


@dataclass(frozen=True, kw_only=True)
class ReportFinding(SubmitReport):
    """What an authority has found. The order's photograph is in the draft, or with a case of the same order."""

    order: Order
    same_as: str = ""  # the id of that case
    requirement: str = ""  # what the authority wants done, in its own words

    @property
    def said(self) -> dict[str, str]:
        """What of it is kept as words, by field."""
        ordered = {"ordered": self.requirement} if self.requirement else {}
        return {"authority": self.order.authority, **ordered}


def check(desk: Desk, command: ReportFinding, act: Act) -> None:
    """Raises Refused where the order has no name or number, its limit is past, or nothing shows it."""
    order = command.order
    if not order.authority.strip() or not 0 < len(order.number.strip()) <= LONGEST_NUMBER:
        raise Refused("order_incomplete", most=LONGEST_NUMBER)
    if limit_on(desk, order.until) <= act.at:
        raise Refused("limit_past")
    if not desk.draft_photos(command.draft_id, "order") and _same_order(desk, command) is None:
        raise Refused("order_photo")


def bind(desk: Desk, hazard: Hazard, command: ReportFinding) -> None:
    """Put a new case under its order: the source, the limit that is locked, the pages."""
    hazard.source_kind, hazard.source_id = Source.AUTHORITY, command.order.number.strip()
    hazard.due_at, hazard.due_locked = limit_on(desk, command.order.until), True
    other = _same_order(desk, command)
    if other is not None and not desk.draft_photos(command.draft_id, "order"):
        desk.share_photos(other.id, hazard.id, "order")


def limit_on(desk: Desk, day: str) -> datetime:
    """The end of a day (ISO) that an authority has set."""
    return datetime.combine(date.fromisoformat(day), DAY_ENDS, desk.calendar.zone)


def _same_order(desk: Desk, command: ReportFinding) -> Hazard | None:
    """The case whose pages show this very order."""
    other = desk.hazard(command.same_as) if command.same_as else None
    same = other is not None and (other.source_kind, other.source_id) == (
        Source.AUTHORITY,
        command.order.number.strip(),
    )
    return other if same else None
