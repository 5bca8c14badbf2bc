"""举一反三: one tap asks every like place whether it has the same; each answers once, and whoever asked sees it all."""

from dataclasses import dataclass
from typing import Any

from handlers.admin.confirming import NO, YES
from handlers.ask_value import Within, ask_day
from handlers.my_hazards import card_option
from handlers.questions import Open, Option, Question, ask, ask_choice, find
from handlers.replies import Do, Say
from handlers.wanted import CaseNow, ElsewhereAsked, ElsewhereOf, ElsewhereRounds, Label, LikePlaces, May
from workflow.elsewhere import MOST_DAYS, AnswerElsewhere, AskElsewhere
from workflow.permissions import Action

USUAL_DAYS = "7"
DAYS = tuple(Option(days, f"days.{days}") for days in ("3", "7", "15"))
AHEAD = Within(MOST_DAYS, "refused.elsewhere_day")
OTHER_DAY = Option("other_day", "other_day")


@dataclass(frozen=True)
class Lesson:
    """A case whose lesson is for other places."""

    id: str
    hazard: str


@dataclass(frozen=True)
class Asked:
    """A place that somebody was asked to look at; `found`: whether it has the same, as they have tapped."""

    id: str
    answer: str = ""
    found: bool = False


@dataclass(frozen=True)
class Reading:
    id: str


async def ask_elsewhere(lesson: Lesson) -> Do | Say:
    """Asked once: after that the same button shows what was answered."""
    now = await find(CaseNow(lesson.hazard))
    if now is None:
        return Say("refused.unknown_case")
    asked = await find(ElsewhereOf(lesson.hazard))
    if asked is not None:
        return _progress(asked, lesson.hazard)
    places, until = await find(LikePlaces(lesson.hazard)), USUAL_DAYS
    if not places:
        return Say("elsewhere.none", {"number": now["number"]}, (card_option("show", lesson.hazard),))
    while True:
        facts = {"number": now["number"], "places": places, "until": until}
        answer = await ask_choice("elsewhere.sure", (YES, OTHER_DAY, NO), lesson.hazard, **facts)
        if answer == "not_sure":
            return Say("elsewhere.left", {"number": now["number"]})
        if answer == "sure":
            told = {"number": now["number"], "places": len(places)}
            return Do(AskElsewhere(lesson.hazard, until), "elsewhere.sent", facts=told)
        until = await ask_day("elsewhere.until", "outside.which_day", DAYS, within=AHEAD)


def _progress(asked: dict[str, Any], hazard: str) -> Say:
    return Say("elsewhere.progress", asked, (card_option("show", hazard),))


async def answer_elsewhere(asked: Asked) -> Do | Say:
    """Who finds the same there reports it in the next breath; who finds nothing says what was looked at."""
    row = await find(ElsewhereAsked(asked.answer))
    if row is None or row["answered"]:
        return Say("elsewhere.over")
    if asked.found:
        words = (await ask(Question("elsewhere.found_what", "elsewhere.found_what", row, text=True))).text
        report = Open("report_hazard", {"text": words, "new": True})
        return Do(AnswerElsewhere(asked.answer, True, words), then=report)
    all_seen = Option("all_seen", "all_seen")
    answer = await ask(Question("elsewhere.looked_at", "elsewhere.looked_at", row, (all_seen,), text=True))
    words = answer.text or str(await find(Label("choice", "all_seen")))
    return Do(AnswerElsewhere(asked.answer, False, words), "elsewhere.thanks", facts={"number": row["number"]})


async def elsewhere_rounds(reading: Reading) -> Say:
    """The last rounds; a number opens one."""
    rounds = await find(ElsewhereRounds())
    options = tuple(
        Option(str(n), text=str(n), opens=Open("ask_elsewhere", {"hazard": each["id"]}))
        for n, each in enumerate(rounds, 1)
    )
    if not rounds:
        return Say("elsewhere.no_rounds", {"may": await find(May(Action.ASK_ELSEWHERE))})
    return Say("elsewhere.rounds", {"rounds": rounds}, options)
