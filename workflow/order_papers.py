"""What is written back to an authority about its order: the report 整改报告, and the request to look again 复查申请.

Both tell of every case of the order as it stood at one moment, so that the same paper can be had again later.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from workflow.case_file import CaseFile, NoSuchPaper
from workflow.lifecycle import OPEN, State


class OfOrder(StrEnum):
    """A paper about an order; names for people stand in templates/labels."""

    REPLY = "reply"  # 整改报告: what was done of it so far
    RECHECK_REQUEST = "recheck_request"  # 复查申请: all of it is put right


PREFIXES: dict[str, str] = {OfOrder.REPLY: "HF", OfOrder.RECHECK_REQUEST: "FC"}


@dataclass(frozen=True)
class OrderFile:
    """An order as papers have it: its number, the authority, the cases under it in their order."""

    company: str
    order: str
    authority: str
    cases: Sequence[CaseFile]

    @property
    def until(self) -> datetime:
        """The last of its limits."""
        return max(case.due_at for case in self.cases)

    @property
    def left(self) -> int:
        """How many cases are still to be put right."""
        return sum(State(case.state) in OPEN for case in self.cases)


def possible(made: OfOrder, file: OrderFile) -> None:
    """Raises NoSuchPaper: an authority is not asked to look again at what is not put right."""
    if made is OfOrder.RECHECK_REQUEST and file.left:
        raise NoSuchPaper("order_open")
