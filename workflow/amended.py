"""What is sent of a report after it has become a case: that is recorded, and what was said stays."""

from collections.abc import Sequence
from dataclasses import dataclass, field

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


@dataclass(frozen=True)
class AddPictures:
    """A part of what has become a case came in late: the pictures of a draft, and words if there were any."""

    hazard_id: str
    message: str
    of_report: bool
    draft_id: str
    words: str = ""


@dataclass(frozen=True)
class TakeOutPictures:
    """Pictures that were taken for a part of the report show something else: they go to a draft.

    names: what the platform calls them. message: with which they had come.
    """

    hazard_id: str
    message: str
    draft_id: str
    names: Sequence[str] = field(default_factory=tuple)


def note(desk: Desk, command: AmendMessage | WithdrawMessage, act: Act) -> Hazard:
    """Record it in whatever state the case is, also by somebody who sees it no more: it is their message."""
    hazard = _case(desk, command.hazard_id, act)
    verb, said = Verb.WITHDRAW, ""
    if isinstance(command, AmendMessage):
        verb, said = Verb.AMEND, command.words
    facts: dict[str, Fact] = {"message": command.message, "of_report": command.of_report}
    desk.record(hazard.move(verb, act, facts, {"said": said}))
    return hazard


def add(desk: Desk, command: AddPictures, act: Act) -> Hazard:
    """Record it as `note` does; the pictures stand beside those that came in time."""
    hazard = _case(desk, command.hazard_id, act)
    photos = desk.attach_photos(command.draft_id, hazard.id, "found" if command.of_report else "progress")
    facts: dict[str, Fact] = {"message": command.message, "of_report": command.of_report, "photos": photos}
    desk.record(hazard.move(Verb.ADD_PICTURES, act, facts, {"said": command.words}))
    return hazard


def take_out(desk: Desk, command: TakeOutPictures, act: Act) -> Hazard:
    """Only its reporter can tell that a picture is none of the report."""
    hazard = _case(desk, command.hazard_id, act)
    if act.by is None or act.by.id not in hazard.reporters:
        raise Refused("unknown_case")
    photos = desk.take_out_photos(hazard.id, command.draft_id, command.names)
    if not photos:
        raise Refused("no_pictures")
    facts: dict[str, Fact] = {"message": command.message, "of_report": True, "photos": photos}
    desk.record(hazard.move(Verb.TAKE_OUT_PICTURES, act, facts))
    return hazard


def _case(desk: Desk, hazard_id: str, act: Act) -> Hazard:
    """A message is part of a case by what its sender has done with it then."""
    hazard = desk.hazard(hazard_id)
    if hazard is None or act.by is None or not desk.has_acted(hazard_id, act.by.id):
        raise Refused("unknown_case")
    return hazard
