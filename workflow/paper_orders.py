"""Papers that are asked for in chat: a number is taken as somebody asks, and the paper is made when it is sent."""

from dataclasses import dataclass
from datetime import datetime

from workflow.case_file import Made
from workflow.desk import Desk
from workflow.errors import Refused
from workflow.events import Event, Fact
from workflow.ids import new_id
from workflow.order_papers import OfOrder
from workflow.paper_numbers import OF_PERIOD, numbered
from workflow.people import Person
from workflow.period_papers import NoSuchPeriod, period_of
from workflow.permissions import Action, allowed, reach, who_may

KIND = "paper"  # what the events of a paper are about
ORDERED = "paper_ordered"


@dataclass(frozen=True)
class OrderPaper:
    """A paper about a case or the order it is under, or of a period by its name; the other one is empty.

    order_id: the dialogue's. One dialogue orders one paper, however often its last answer arrives.
    """

    order_id: str
    made: str
    hazard_id: str = ""
    period: str = ""


def order(desk: Desk, command: OrderPaper, by: Person, at: datetime) -> None:
    """It tells how things stand now: that is also what it says when it is sent later, or made once more."""
    made: str
    if command.hazard_id:
        _may_have(desk, command.hazard_id, by)
        made = _of_order(desk, command, by) if command.made in set(OfOrder) else Made(command.made)
    else:
        made = _of_period(desk, command)
    facts: dict[str, Fact] = {
        "made": made,
        "number": numbered(made, desk.today, desk.next_number),
        "hazard": command.hazard_id,
        "period": command.period,
    }
    desk.record(Event(new_id(), KIND, command.order_id, 1, ORDERED, by.id, at, facts))


def _may_have(desk: Desk, hazard_id: str, by: Person) -> None:
    hazard = desk.hazard(hazard_id)
    if hazard is None or not allowed(by, Action.SEE, hazard, desk.today):
        raise Refused("unknown_case")
    if not allowed(by, Action.EXPORT, hazard, desk.today):
        raise Refused("not_yours", right=Action.EXPORT, may=",".join(who_may(Action.EXPORT)))


def _of_order(desk: Desk, command: OrderPaper, by: Person) -> OfOrder:
    """Tells of every case of the order, and asks nobody to look again at what is not put right."""
    made, cases = OfOrder(command.made), [desk.hazard(case) for case in desk.orders.cases(command.hazard_id)]
    if not cases:
        raise Refused("no_order")
    if not reach(by, Action.REPORT_FINDING, desk.today).company:
        raise Refused("not_yours", right=Action.REPORT_FINDING, may=",".join(who_may(Action.REPORT_FINDING)))
    left = sum(case is not None and case.is_open for case in cases)
    if made is OfOrder.RECHECK_REQUEST and left:
        raise Refused("request_open", cases=left)
    return made


def _of_period(desk: Desk, command: OrderPaper) -> str:
    if command.made not in OF_PERIOD:
        raise Refused("no_such_period")
    try:
        period_of(command.period, desk.today)
    except NoSuchPeriod:
        raise Refused("no_such_period") from None
    return command.made
