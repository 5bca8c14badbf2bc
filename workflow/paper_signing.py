"""The principal signs the statistics of a quarter or a year in chat, or sends them back with a remark.

Order 16 of the safety administration (2007), article 14: the statistics are signed by the principal. A signature names
the very paper that was read, by its digest; it is neither taken back nor given twice.
"""

from dataclasses import dataclass
from datetime import datetime

from workflow.desk import Desk, OrderedPaper
from workflow.errors import Refused
from workflow.events import Event, Fact
from workflow.hazard import given
from workflow.ids import new_id
from workflow.paper_orders import KIND
from workflow.people import Person, Role
from workflow.period_papers import OfPeriod
from workflow.permissions import Action, reach, who_may

SENT, SIGNED, SENT_BACK = "paper_sent", "paper_signed", "paper_sent_back"
SIGNED_ONES = (OfPeriod.STATISTICS,)  # what bears a signature of the principal


@dataclass(frozen=True)
class SendForSignature:
    order_id: str


@dataclass(frozen=True)
class SignPaper:
    order_id: str


@dataclass(frozen=True)
class RefuseToSign:
    order_id: str
    remark: str


def send(desk: Desk, command: SendForSignature, by: Person, at: datetime) -> None:
    """A paper of the whole company, as only those see it who ask for all of it."""
    paper = _to_be_signed(desk, command.order_id)
    if not reach(by, Action.EXPORT, desk.today).company:
        raise Refused("not_yours", right=Action.EXPORT, may=",".join(who_may(Action.SIGN)))
    if paper.last == SENT:
        raise Refused("paper_sent", number=paper.number)
    if not desk.holders(Role.EXECUTIVE):
        raise Refused("nobody_signs")
    _record(desk, paper, SENT, by, at)


def sign(desk: Desk, command: SignPaper, by: Person, at: datetime) -> None:
    _record(desk, _to_be_signed(desk, command.order_id), SIGNED, by, at)


def refuse(desk: Desk, command: RefuseToSign, by: Person, at: datetime) -> None:
    given(command.remark)
    _record(desk, _to_be_signed(desk, command.order_id), SENT_BACK, by, at, remark=command.remark)


def _to_be_signed(desk: Desk, order_id: str) -> OrderedPaper:
    paper = desk.paper(order_id)
    if paper is None or paper.made not in SIGNED_ONES or not paper.sha256:
        raise Refused("no_paper_to_sign")
    if paper.last == SIGNED:
        raise Refused("paper_signed", number=paper.number)
    if paper.last == SENT_BACK:
        raise Refused("paper_sent_back", number=paper.number)
    return paper


def _record(desk: Desk, paper: OrderedPaper, kind: str, by: Person, at: datetime, **words: str) -> None:
    facts: dict[str, Fact] = {"number": paper.number, "sha256": paper.sha256}
    desk.record(Event(new_id(), KIND, paper.order_id, paper.version + 1, kind, by.id, at, facts, words))
