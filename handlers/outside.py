"""A case that lies with somebody outside: the letter, the answer, the report to the authority, and back again."""

from dataclasses import dataclass

from handlers.about_case import ask_reason, can
from handlers.ask_value import ask_day
from handlers.danger import usual_measures
from handlers.questions import Option, Question, ask, ask_text, find
from handlers.replies import Say
from handlers.wanted import CaseNow
from workflow.danger import is_unheld
from workflow.lifecycle import Verb
from workflow.outside import BringBack, MoveOutside, NoteAnswer, ReportToAuthority, SendLetter

DAYS = tuple(Option(days, f"days.{days}") for days in ("3", "7", "15"))
TODAY = (Option("0", "today"),)
WHY_BACK = ("ours", "we_do_it")


@dataclass(frozen=True)
class OutsideCase:
    """A case that somebody else has to put right; `id` is the draft that collects letters and receipts."""

    id: str
    hazard: str


async def move_outside(outside: OutsideCase) -> MoveOutside | Say:
    """Whose it is, how the danger is held off where nothing does that yet, and by when they are to answer."""
    case = await find(CaseNow(outside.hazard))
    if case is None or Verb.MOVE_OUTSIDE not in case["verbs"]:
        return Say("card.stale")
    party, measure = await ask_text("outside.party"), ""
    if is_unheld(case["danger"]):
        measure = await ask_reason("outside.measure", "measure", usual_measures(case), "outside.measure_pictured")
    until = await ask_day("outside.until", "outside.which_day", DAYS)
    return MoveOutside(outside.hazard, party, until, measure, outside.id)


async def send_letter(outside: OutsideCase) -> SendLetter | Say:
    if not await can(outside.hazard, Verb.SEND_LETTER):
        return Say("card.stale")
    options = (Option("no_receipt", "no_receipt"),)
    answer = await ask(Question("outside.sent", "outside.sent", {}, options, text=True, photos=True))
    return SendLetter(outside.hazard, answer.text, outside.id)


async def note_answer(outside: OutsideCase) -> NoteAnswer | Say:
    if not await can(outside.hazard, Verb.NOTE_ANSWER):
        return Say("card.stale")
    answer = await ask(Question("outside.answer", "outside.answer", text=True, photos=True))
    until = await ask_day("outside.next_day", "outside.which_day", DAYS)
    return NoteAnswer(outside.hazard, answer.text, until, outside.id)


async def report_to_authority(outside: OutsideCase) -> ReportToAuthority | Say:
    """What an inspector asks to see: to whom, by whom, the receipt, and when."""
    if not await can(outside.hazard, Verb.REPORT_TO_AUTHORITY):
        return Say("card.stale")
    authority = await ask_text("outside.authority")
    person = await ask(Question("outside.person", "outside.person", {}, (Option("me", "me"),), text=True))
    receipt = (Option("no_receipt", "no_receipt"),)
    await ask(Question("outside.receipt", "outside.receipt", {}, receipt, photos=True))
    day = await ask_day("outside.report_day", "outside.report_which_day", TODAY)
    return ReportToAuthority(outside.hazard, authority, day, person.text, outside.id)


async def bring_back(outside: OutsideCase) -> BringBack | Say:
    if not await can(outside.hazard, Verb.BRING_BACK):
        return Say("card.stale")
    return BringBack(outside.hazard, await ask_reason("outside.why_back", "why_back", WHY_BACK))
