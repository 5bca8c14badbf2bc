"""Looking: my reports, what waits for me, and the card of one case."""

from dataclasses import dataclass

from handlers.browse import browse
from handlers.questions import Open, Option, find
from handlers.replies import Say
from handlers.wanted import (
    CaseNow,
    CasePhotos,
    DueToday,
    Gathered,
    LongTermCases,
    MajorCases,
    May,
    MyReports,
    OpenCases,
    OverdueCases,
    ToDo,
    Unfinished,
)
from workflow.danger import HELD, RUNNING, Means
from workflow.lifecycle import State, Verb
from workflow.permissions import Action


@dataclass(frozen=True)
class Looking:
    id: str


@dataclass(frozen=True)
class Case:
    """A case to look at; `more`: which page of the buttons that had no room on its card, from 1."""

    id: str
    hazard: str
    more: int = 0


async def my_reports(looking: Looking) -> Say:
    """What I reported; a report put aside unfinished can be resumed from here."""
    unfinished = (Option("resume", "resume", opens=Open("resume")),) if await find(Unfinished()) else ()
    return await browse("my.reports", MyReports, unfinished)


async def to_do(looking: Looking) -> Say:
    return await browse("my.to_do", ToDo)


async def open_cases(looking: Looking) -> Say:
    """Every open case the person may see: the way of officers and heads to any of them."""
    return await browse("my.open", OpenCases)


async def long_term_cases(looking: Looking) -> Say:
    """The long-standing ones, with how far each has come."""
    return await browse("my.long_term", LongTermCases)


async def overdue_cases(looking: Looking) -> Say:
    return await browse("my.overdue", OverdueCases)


async def due_today(looking: Looking) -> Say:
    return await browse("my.due_today", DueToday)


async def major_cases(looking: Looking) -> Say:
    return await browse("my.major", MajorCases)


async def gathered_list(looking: Looking) -> Say:
    """What was told together, because the person had been told enough that day."""
    return await browse("my.gathered", Gathered)


@dataclass(frozen=True)
class CardChoice:
    """What can be tapped on a case's card: the script it opens, and the verb it leads to (none: only a look)."""

    script: str
    verb: Verb | None
    label: str
    given: str = "hazard"  # the name under which the script is given the case


# In order of likelihood: a card shows the first four of those that its reader may use as the case stands.
CARD_CHOICES: dict[str, CardChoice] = {
    "respond": CardChoice("respond_alarm", Verb.RESPOND, "respond"),
    "stand_down": CardChoice("stand_down", Verb.STAND_DOWN, "stand_down"),
    "tell_alarm": CardChoice("tell_alarm", Verb.TELL_ALARM, "tell_alarm"),
    "false_alarm": CardChoice("call_false_alarm", Verb.CALL_FALSE_ALARM, "alarm.false"),
    "take": CardChoice("take_task", Verb.TAKE, "take"),
    "take_help": CardChoice("take_help", Verb.TAKE_HELP, "take_help"),
    "finish_help": CardChoice("finish_help", Verb.FINISH_HELP, "finish_help"),
    "decline_help": CardChoice("decline_help", Verb.DECLINE_HELP, "decline_help"),
    "plan": CardChoice("fill_plan", Verb.FILL_PART, "fill_plan"),
    "work": CardChoice("work_on_task", Verb.POST_PROGRESS, "progress"),
    "approve_plan": CardChoice("approve_plan", Verb.APPROVE_PLAN, "approve_plan"),
    "return_plan": CardChoice("return_plan", Verb.RETURN_PLAN, "send_back"),
    "take_back_plan": CardChoice("take_back_plan", Verb.TAKE_BACK_PLAN, "take_back_plan"),
    "finish_stage": CardChoice("finish_stage", Verb.FINISH_STAGE, "stage_done"),
    "answered": CardChoice("note_answer", Verb.NOTE_ANSWER, "answered"),
    "letter_sent": CardChoice("send_letter", Verb.SEND_LETTER, "letter_sent"),
    "submit": CardChoice("submit_task", Verb.SUBMIT, "submit_acceptance"),
    "accept": CardChoice("accept_repair", Verb.ACCEPT, "pass"),
    "send_back": CardChoice("send_back", Verb.SEND_BACK, "send_back"),
    "assign": CardChoice("choose_owner", Verb.ASSIGN, "assign"),
    "pass_on": CardChoice("pass_on", Verb.PASS_ON, "pass_on"),
    "holds": CardChoice("confirm_holds", Verb.CONFIRM_HOLDS, "holds"),
    "reopen": CardChoice("reopen_case", Verb.REOPEN, "reopen"),
    "verify": CardChoice("verify_case", Verb.VERIFY, "verify"),
    "fill_gap": CardChoice("fill_gap", Verb.FILL_GAP, "always_theirs"),
    "grant": CardChoice("grant_time", Verb.GRANT_TIME, "grant"),
    "refuse": CardChoice("refuse_time", Verb.REFUSE_TIME, "refuse"),
    "more_time": CardChoice("ask_more_time", Verb.ASK_MORE_TIME, "more_time"),
    "snooze": CardChoice("snooze_reminder", Verb.SNOOZE, "snooze"),
    "approve": CardChoice("approve_money", Verb.APPROVE_MONEY, "approve_money"),
    "decline": CardChoice("refuse_money", Verb.REFUSE_MONEY, "decline_money"),
    "ask_money": CardChoice("ask_money", Verb.ASK_MONEY, "ask_money"),
    "spend_money": CardChoice("spend_money", Verb.SPEND_MONEY, "spend_money"),
    "move_stage": CardChoice("move_stage", Verb.MOVE_STAGE, "move_stage"),
    "long_term": CardChoice("make_long_term", Verb.MAKE_LONG_TERM, "long_term"),
    "ask_help": CardChoice("ask_help", Verb.ASK_HELP, "ask_help"),
    "withdraw_help": CardChoice("withdraw_help", Verb.WITHDRAW_HELP, "withdraw_help"),
    "measure": CardChoice("check_measure", Verb.CHECK_MEASURE, "measure_holds"),
    "contain": CardChoice("contain_danger", Verb.CONTAIN, "contain"),
    "missing": CardChoice("miss_measure", Verb.WARN, "measure_gone"),
    "measure_end": CardChoice("set_measure_end", Verb.SET_MEASURE, "measure_end"),
    "rhythm": CardChoice("set_rhythm", Verb.SET_MEASURE, "rhythm"),
    "report_out": CardChoice("report_to_authority", Verb.REPORT_TO_AUTHORITY, "report_out"),
    "bring_back": CardChoice("bring_back", Verb.BRING_BACK, "bring_back"),
    "outside": CardChoice("move_outside", Verb.MOVE_OUTSIDE, "outside"),
    "confirm_major": CardChoice("confirm_major", Verb.CONFIRM_MAJOR, "confirm_major"),
    "not_major": CardChoice("lower_major", Verb.LOWER_MAJOR, "not_major"),
    "paper": CardChoice("record_paper", Verb.RECORD_PAPER, "hand_in_paper"),
    "major_report": CardChoice("major_report", Verb.DESCRIBE_MAJOR, "major_report"),
    "strike_paper": CardChoice("strike_paper", Verb.STRIKE_PAPER, "strike_paper"),
    "regrade": CardChoice("regrade_case", Verb.REGRADE, "regrade"),
    "merge": CardChoice("merge_case", Verb.MERGE, "merge"),
    "invalid": CardChoice("mark_invalid", Verb.MARK_INVALID, "invalid"),
    "reinstate": CardChoice("reinstate_case", Verb.REINSTATE, "reinstate"),
    "move_limit": CardChoice("move_limit", Verb.MOVE_LIMIT, "move_limit"),
    "suspend": CardChoice("suspend_case", Verb.SUSPEND, "suspend"),
    "resume_case": CardChoice("resume_case", Verb.RESUME, "resume_case"),
    "elsewhere": CardChoice("ask_elsewhere", None, "elsewhere"),
    "example": CardChoice("choose_example", None, "example"),
    "steer": CardChoice("steer_case", None, "steer"),
    "undo": CardChoice("undo_steering", None, "undo"),
    "same_order": CardChoice("report_finding", None, "same_order", given="same"),
    "seen": CardChoice("mark_seen", None, "seen"),
    "show": CardChoice("show_case", None, "show"),
    "see_plan": CardChoice("show_plan", None, "see_plan"),
    "photos": CardChoice("show_photos", None, "all_photos"),
    "papers": CardChoice("case_papers", None, "papers"),
    "history": CardChoice("show_history", None, "history"),
}
# Of these what whoever steers a case may do with it, in this order.
STEERING = (
    *("assign", "regrade", "confirm_major", "not_major", "grant", "refuse", "move_limit", "suspend", "resume_case"),
    *("merge", "invalid", "long_term", "outside", "bring_back", "reopen", "reinstate"),
)
ONLY_STEERING = ("move_limit", "suspend")  # they stand behind the button of steering alone
STEERS = 3  # who may do so many of these with a case has that button
MOST_OPTIONS = 4  # buttons a card carries; what else can be done is behind the last of them
MOST_PICTURES = 6  # photographs with one message
EVENTS_ON_CARD = 5  # the latest ones; each is a version of the case, so that the version counts them
EVENTS_PAGE = 10
MORE_OPTIONS = 7  # buttons on each page of those, besides the one for the next page


def card_option(value: str, hazard: str, label: str = "") -> Option:
    """A choice on a case's card: a tap opens its dialogue."""
    choice = CARD_CHOICES[value]
    return Option(value, label or choice.label, opens=Open(choice.script, {choice.given: hazard}))


async def show_case(case: Case) -> Say:
    now = await find(CaseNow(case.hazard))
    if now is None:
        return Say("refused.unknown_case")
    usable = [value for value, choice in CARD_CHOICES.items() if choice.verb in now["verbs"]]
    if now["danger"] == RUNNING:
        usable.sort(key=lambda value: value != "contain")  # people first
    steers = sum(value in STEERING for value in usable) >= STEERS
    usable = [value for value in usable if value not in ONLY_STEERING]
    usable += ["steer"] if steers else []
    usable += ["see_plan"] if now["plan"] else []
    usable += ["photos"] if await find(CasePhotos(case.hazard)) > MOST_PICTURES else []
    # an alarm has no papers yet, and its own buttons are what counts
    usable += ["papers"] if now["state"] != State.ALARM and await find(May(Action.EXPORT)) else []
    usable += ["history"] if now["version"] > EVENTS_ON_CARD else []
    shown, rest = usable[: MOST_OPTIONS - 1], usable[MOST_OPTIONS - 1 :]
    for _ in range(case.more):
        shown, rest = rest[:MORE_OPTIONS], rest[MORE_OPTIONS:]
    if len(rest) == 1:  # the last one takes no more room than the button behind which it would be
        shown, rest = [*shown, *rest], []
    again = "runs_again" if now["means"] == Means.MACHINE else "unsafe_again"
    named = {} if now["danger"] == HELD else {"missing": again}  # there is no measure that could be gone
    options = tuple(card_option(value, case.hazard, named.get(value, "")) for value in shown)
    topic = "case.more" if case.more else "case.card"
    return Say(topic, options=(*options, *_rest(case, rest)), version=now["version"])


def _rest(case: Case, rest: list[str]) -> tuple[Option, ...]:
    """The button behind which the others are."""
    opens = Open("show_case", {"hazard": case.hazard, "more": case.more + 1})
    return (Option("more", "other_steps", opens=opens),) if rest else ()


async def show_history(case: Case) -> Say:
    """All that happened, the latest first, some at a time; `more`: how many pages lie before this one."""
    now = await find(CaseNow(case.hazard))
    if now is None:
        return Say("refused.unknown_case")
    after = (case.more + 1) * EVENTS_PAGE
    opens = Open("show_history", {"hazard": case.hazard, "more": case.more + 1})
    earlier = (Option("more", "earlier", opens=opens),) if now["version"] > after else ()
    facts = {"first": case.more * EVENTS_PAGE, "last": after}
    return Say("case.history", facts, (*earlier, card_option("show", case.hazard)), now["version"])


async def show_photos(case: Case) -> Say:
    """Every photograph, the earliest first, some at a time; `more`: how many pages lie before this one."""
    now, total = await find(CaseNow(case.hazard)), await find(CasePhotos(case.hazard))
    if now is None:
        return Say("refused.unknown_case")
    last = min((case.more + 1) * MOST_PICTURES, total)
    opens = Open("show_photos", {"hazard": case.hazard, "more": case.more + 1})
    later = (Option("more", "more", opens=opens),) if last < total else ()
    facts = {"first_photo": case.more * MOST_PICTURES + 1, "last_photo": last, "photos": total}
    return Say("case.photos", facts, (*later, card_option("show", case.hazard)), now["version"])
