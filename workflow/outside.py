"""Outside 外部: a hazard that somebody else has to put right, a neighbour, a landlord, the power company.

Source: 《安全生产事故隐患排查治理暂行规定》(2007, order 16), article 3: hazards with causes outside, which the company
cannot remove by itself. It stays the company's to hold the danger off, to write, to ask again, and to report it.
"""

from dataclasses import dataclass
from datetime import date, datetime

from workflow import danger
from workflow.danger import Contain
from workflow.desk import Desk
from workflow.errors import Refused
from workflow.events import Event, Fact
from workflow.hazard import Act, Hazard, given
from workflow.lifecycle import Verb
from workflow.register import limit_given_anew
from workflow.stages import work_is_done

MOST_DAYS = 90  # who is given longer will not be asked in time
DAYS_TO_ANSWER_AGAIN = 3  # where they have said that it is done, and it is not


@dataclass(frozen=True)
class MoveOutside:
    """It lies with somebody outside, named in words, who is written to and asked for an answer.

    until: the day of the answer, as a number of days from today or an ISO date. measure: how the danger is held off,
    where there is one that nothing holds off yet.
    """

    hazard_id: str
    party: str
    until: str
    measure: str = ""
    draft_id: str = ""


@dataclass(frozen=True)
class SendLetter:
    """The letter has gone out; a picture of the stamped letter or of the receipt comes with it where there is one."""

    hazard_id: str
    remark: str
    draft_id: str = ""


@dataclass(frozen=True)
class NoteAnswer:
    """What they answer, in words or as a picture, and the day on which they are asked again (as in MoveOutside)."""

    hazard_id: str
    answer: str
    until: str
    draft_id: str = ""


@dataclass(frozen=True)
class ReportToAuthority:
    """Still unsolved, and reported: to which authority, on which day (as in MoveOutside); person: if not the actor."""

    hazard_id: str
    authority: str
    day: str
    person: str = ""
    draft_id: str = ""


@dataclass(frozen=True)
class BringBack:
    """It is the company's own after all, or is put right by the company all the same: it looks for an owner anew."""

    hazard_id: str
    reason: str


def move_outside(desk: Desk, hazard: Hazard, command: MoveOutside, act: Act) -> Event:
    """The officer who writes follows it up, so that it waits for somebody. A danger is not left to others unguarded."""
    _named(command.party)
    until = _expected(desk, act, command.until)
    if danger.is_unheld(hazard.danger):
        if not command.measure.strip():
            raise Refused("measure_first")
        held = Contain(hazard.id, command.measure, command.draft_id)
        desk.record(danger.contain(desk, hazard, held, act))
    photos = desk.attach_photos(command.draft_id, hazard.id, "paper")
    facts: dict[str, Fact] = {"until": until.isoformat(), "from": hazard.owner_id, "photos": photos}
    event = hazard.move(Verb.MOVE_OUTSIDE, act, facts, {"party": command.party})
    if act.by is not None:
        hazard.owner_id, hazard.department_id = act.by.id, act.by.department_on(desk.today)
    hazard.outside_until = until
    hazard.stage = None
    hazard.matrix_gap = False  # whoever follows a letter up is nobody's answer to a gap
    return event


def send_letter(desk: Desk, hazard: Hazard, command: SendLetter, act: Act) -> Event:
    photos = desk.attach_photos(command.draft_id, hazard.id, "paper")
    return hazard.move(Verb.SEND_LETTER, act, {"photos": photos}, {"remark": command.remark})


def note_answer(desk: Desk, hazard: Hazard, command: NoteAnswer, act: Act) -> Event:
    photos = desk.attach_photos(command.draft_id, hazard.id, "paper")
    if not photos and not command.answer.strip():
        raise Refused("answer")
    until = _expected(desk, act, command.until)
    facts: dict[str, Fact] = {"until": until.isoformat(), "photos": photos}
    event = hazard.move(Verb.NOTE_ANSWER, act, facts, {"answer": command.answer})
    hazard.outside_until = until
    return event


def report_to_authority(desk: Desk, hazard: Hazard, command: ReportToAuthority, act: Act) -> Event:
    """A record of what was done outside the chat: a tap here reports nothing to anybody."""
    _named(command.authority)
    day = day_said(desk, command.day)
    if not desk.calendar.local(hazard.received_at).date() <= day <= desk.today:
        raise Refused("report_day")
    photos = desk.attach_photos(command.draft_id, hazard.id, "paper")
    facts: dict[str, Fact] = {"day": day.isoformat(), "photos": photos}
    said = {"authority": command.authority, "person": command.person}
    return hazard.move(Verb.REPORT_TO_AUTHORITY, act, facts, said)


def bring_back(desk: Desk, hazard: Hazard, command: BringBack, act: Act) -> Event:
    """A new owner starts afresh, with time of their own, and may pass it on like any other."""
    given(command.reason)
    due_at = limit_given_anew(desk, hazard, act.at)
    facts: dict[str, Fact] = {"from": hazard.owner_id, "due_at": due_at.isoformat()}
    event = hazard.move(Verb.BRING_BACK, act, facts, {"reason": command.reason})
    hazard.owner_id = hazard.outside_until = None
    hazard.passes, hazard.due_at = 0, due_at
    return event


def remain_outside(desk: Desk, hazard: Hazard, act: Act) -> None:
    """What was done outside and does not hold is theirs again; what needs a plan by now is planned in the house."""
    if hazard.outside_until is None:
        return
    if not work_is_done(hazard):
        hazard.outside_until = None
        return
    hazard.outside_until = desk.calendar.due(act.at, DAYS_TO_ANSWER_AGAIN)
    until: dict[str, Fact] = {"until": hazard.outside_until.isoformat()}
    desk.record(hazard.move(Verb.REMAIN_OUTSIDE, Act(None, act.at), until))


def _named(whom: str) -> None:
    if not whom.strip():
        raise Refused("whom")


def _expected(desk: Desk, act: Act, until: str) -> datetime:
    """The end of that day, which lies ahead but not too far."""
    days = (day_said(desk, until) - desk.today).days
    if not 1 <= days <= MOST_DAYS:
        raise Refused("outside_day", most=MOST_DAYS)
    return desk.calendar.due(act.at, days)


def day_said(desk: Desk, said: str) -> date:
    """A number of days from today, or an ISO date."""
    return date.fromordinal(desk.today.toordinal() + int(said)) if said.isdecimal() else date.fromisoformat(said)
