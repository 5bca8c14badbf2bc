"""Messages changed or deleted after they had become part of a case: that is recorded, and what was said stays."""

from dataclasses import dataclass

from workflow.desk import Desk
from workflow.errors import Refused
from workflow.events import Fact
from workflow.hazard import Act, Hazard
from workflow.lifecycle import Verb


@dataclass(frozen=True)
class AmendMessage:
    """Its sender has changed a message to `words`. of_report: it was part of the report itself."""

    hazard_id: str
    message: str
    of_report: bool
    words: str


@dataclass(frozen=True)
class WithdrawMessage:
    """Its sender has deleted a message."""

    hazard_id: str
    message: str
    of_report: bool


def note(desk: Desk, command: AmendMessage | WithdrawMessage, act: Act) -> Hazard:
    """Record it in whatever state the case is, also by somebody who sees it no more: it is their message."""
    hazard = desk.hazard(command.hazard_id)
    if hazard is None:
        raise Refused("unknown_case")
    verb, said = Verb.WITHDRAW, ""
    if isinstance(command, AmendMessage):
        verb, said = Verb.AMEND, command.words
    facts: dict[str, Fact] = {"message": command.message, "of_report": command.of_report}
    desk.record(hazard.move(verb, act, facts, {"said": said}))
    return hazard
