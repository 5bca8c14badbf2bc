"""问卷 for officers: how the last survey stands, sending the next one, and calling one back."""

from dataclasses import dataclass
from typing import Any

from handlers.admin.confirming import sure
from handlers.admin.wanted import SurveyLatest
from handlers.questions import Open, Option, find
from handlers.replies import Do, Say
from handlers.wanted import Audience, May
from workflow.permissions import Action
from workflow.survey import OPEN_DAYS, CallSurveyBack, SendSurvey

SEND = Option("send_survey", "send_survey", opens=Open("send_survey"))


@dataclass(frozen=True)
class Sending:
    """`id` is the survey's too: it is sent once, however often a button is tapped."""

    id: str


@dataclass(frozen=True)
class Calling:
    id: str
    survey: str = ""


def _call_back(survey: str) -> Option:
    return Option("call_back", "call_back", opens=Open("call_survey_back", {"survey": survey}))


async def survey_results(sending: Sending) -> Say:
    latest, may = await find(SurveyLatest()), await find(May(Action.RECORD_EVIDENCE))
    if latest is None:
        return Say("survey.none_sent", options=(SEND,) if may else ())
    options = (_call_back(latest["id"]),) if may and latest["open"] else (SEND,) if may and latest["again"] else ()
    return Say("survey.results", latest, options)


async def send_survey(sending: Sending) -> Do | Say:
    latest: dict[str, Any] | None = await find(SurveyLatest())
    if latest is not None and not latest["again"]:
        return Say("survey.soon", latest)
    readers = await find(Audience("", ""))
    if not await sure("survey.sure", readers=readers, days=OPEN_DAYS):
        return Say("survey.left")
    options = (_call_back(sending.id),)
    return Do(SendSurvey(sending.id), "survey.sent", facts={"readers": readers, "days": OPEN_DAYS}, options=options)


async def call_survey_back(calling: Calling) -> CallSurveyBack | Say:
    if not await sure("survey.sure_back"):
        return Say("survey.goes_on")
    return CallSurveyBack(calling.survey)
