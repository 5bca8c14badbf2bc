"""Looking: my reports, what waits for me, and the card of one case."""

from dataclasses import dataclass
from typing import Any

from handlers.lookups import CaseNow, MyReports, ToDo, Unfinished
from handlers.questions import Open, Option, Question, ask, find
from handlers.replies import Say
from workflow.lifecycle import Verb


@dataclass(frozen=True)
class Looking:
    id: str


@dataclass(frozen=True)
class Case:
    id: str
    hazard: str


async def my_reports(looking: Looking) -> Say:
    """What I reported; a report put aside unfinished can be resumed from here."""
    unfinished = (Option("resume", "resume", opens=Open("resume")),) if await find(Unfinished()) else ()
    return await _browse("my.reports", MyReports, unfinished)


async def to_do(looking: Looking) -> Say:
    return await _browse("my.to_do", ToDo)


async def _browse(topic: str, listed: type[MyReports] | type[ToDo], extra: tuple[Option, ...] = ()) -> Say:
    """A list a page at a time; a number opens the case."""
    page = 0
    while True:
        found: dict[str, Any] = await find(listed(page))
        if not found["total"]:
            return Say(f"{topic}_none", options=extra)
        options = tuple(
            Option(str(i), text=str(i), opens=Open("show_case", {"hazard": item["id"]}))
            for i, item in enumerate(found["items"], start=1)
        )
        turn = (Option("more", "more"),) if found["more"] else (Option("first", "first_page"),) if page else ()
        answer = await ask(Question(topic, topic, found, (*options, *turn, *extra)))
        page = page + 1 if answer.choice == "more" else 0


# What a card offers for each thing the viewer may do, in order of likelihood; a card holds at most four.
CARD_OPTIONS: dict[Verb, tuple[Option, ...]] = {
    Verb.TAKE: (Option("take", "take"),),
    Verb.POST_PROGRESS: (Option("work", "progress"),),
    Verb.SUBMIT: (Option("submit", "submit_acceptance"),),
    Verb.ACCEPT: (Option("accept", "pass"), Option("send_back", "send_back")),
    Verb.ASSIGN: (Option("assign", "assign"),),
    Verb.PASS_ON: (Option("pass_on", "pass_on"),),
    Verb.REOPEN: (Option("reopen", "reopen"),),
    Verb.VERIFY: (Option("verify", "verify"),),
}
MOST_OPTIONS = 4
OPENS: dict[str, str] = {
    "take": "take_task",
    "work": "work_on_task",
    "submit": "submit_task",
    "accept": "accept_repair",
    "send_back": "send_back",
    "assign": "choose_owner",
    "pass_on": "pass_on",
    "reopen": "reopen_case",
    "verify": "verify_case",
    "show": "show_case",
}


def card_option(value: str, label: str, hazard: str) -> Option:
    """A choice on a case's card: a tap opens its dialogue."""
    return Option(value, label, opens=Open(OPENS[value], {"hazard": hazard}))


async def show_case(case: Case) -> Say:
    now = await find(CaseNow(case.hazard))
    if now is None:
        return Say("refused.unknown_case")
    offered = [o for verb, options in CARD_OPTIONS.items() if verb in now["verbs"] for o in options]
    options = tuple(card_option(o.value, o.label, case.hazard) for o in offered[:MOST_OPTIONS])
    question = Question("case.card", "case.card", {}, options, hazard=case.hazard, version=now["version"])
    await ask(question)
    return Say("card.stale")
