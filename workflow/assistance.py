"""Help from another department 资源支持: asked by the owner, taken on by one of its people, done, or turned down."""

from dataclasses import dataclass

from workflow.desk import Desk
from workflow.errors import Refused
from workflow.events import Event, Fact
from workflow.hazard import Act, Hazard, given
from workflow.lifecycle import Verb
from workflow.people import Role


@dataclass(frozen=True)
class AskHelp:
    """The owner needs people, tools, a shutdown or know-how of another department; `need` says which, in words."""

    hazard_id: str
    department_id: str
    need: str


@dataclass(frozen=True)
class TakeHelp:
    """Somebody of the department goes; the first one has it."""

    hazard_id: str


@dataclass(frozen=True)
class FinishHelp:
    """The help was given: what was done, in words, in pictures or both."""

    hazard_id: str
    remark: str
    draft_id: str = ""


@dataclass(frozen=True)
class DeclineHelp:
    """The department cannot, with the reason: the owner has to look elsewhere."""

    hazard_id: str
    reason: str


@dataclass(frozen=True)
class WithdrawHelp:
    """The owner needs it no longer."""

    hazard_id: str


def is_open(hazard: Hazard) -> bool:
    return hazard.helper_department_id is not None


def is_asked(hazard: Hazard) -> bool:
    return hazard.helper_department_id is not None and hazard.helper_id is None


def is_taken(hazard: Hazard) -> bool:
    return hazard.helper_department_id is not None and hazard.helper_id is not None


def answering(desk: Desk, department_id: str) -> list[str]:
    """Who speaks for a department: its heads, and where there is none, those of its people who repair."""
    return _of(desk, Role.DEPARTMENT_HEAD, department_id) or _of(desk, Role.OWNER, department_id)


def _of(desk: Desk, role: Role, department_id: str) -> list[str]:
    return [person.id for person in desk.holders(role) if person.holds(role, department_id, desk.today)]


def ask_help(desk: Desk, hazard: Hazard, command: AskHelp, act: Act) -> Event:
    """One help at a time: asking another department lets the one asked before go, and tells it."""
    given(command.need)
    department = command.department_id
    if act.by is not None and department in act.by.departments_on(desk.today):
        raise Refused("own_department")
    if department == hazard.helper_department_id:
        raise Refused("help_asked")
    if not answering(desk, department):
        raise Refused("nobody_there")
    facts: dict[str, Fact] = {"department": department, **hazard.helpers}
    event = hazard.move(Verb.ASK_HELP, act, facts, {"need": command.need})
    hazard.helper_department_id, hazard.helper_id = department, None
    return event


def take_help(desk: Desk, hazard: Hazard, command: TakeHelp, act: Act) -> Event:
    """Whoever helps has a hand in the repair, and will not be the one to accept it."""
    event = hazard.move(Verb.TAKE_HELP, act, {"department": hazard.helper_department_id})
    hazard.helper_id = act.by.id if act.by else None
    hazard.repaired_by(act)
    return event


def finish_help(desk: Desk, hazard: Hazard, command: FinishHelp, act: Act) -> Event:
    photos = desk.attach_photos(command.draft_id, hazard.id, "progress")
    if not photos and not command.remark.strip():
        raise Refused("help_report")
    facts: dict[str, Fact] = {"department": hazard.helper_department_id, "photos": photos}
    event = hazard.move(Verb.FINISH_HELP, act, facts, {"remark": command.remark})
    hazard.helper_department_id = None  # and who helped stays on the case
    return event


def decline_help(desk: Desk, hazard: Hazard, command: DeclineHelp, act: Act) -> Event:
    given(command.reason)
    facts: dict[str, Fact] = {"department": hazard.helper_department_id, "helper": hazard.helper_id}
    event = hazard.move(Verb.DECLINE_HELP, act, facts, {"reason": command.reason})
    hazard.helper_department_id = hazard.helper_id = None
    return event


def withdraw_help(desk: Desk, hazard: Hazard, command: WithdrawHelp, act: Act) -> Event:
    event = hazard.move(Verb.WITHDRAW_HELP, act, hazard.helpers)
    hazard.helper_department_id = hazard.helper_id = None
    return event
