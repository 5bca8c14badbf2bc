"""问卷: five questions of one tap each, answered once and without a name."""

from dataclasses import dataclass

from handlers.questions import Option, ask_choice, find
from handlers.replies import Say
from handlers.wanted import SurveyToAnswer
from nlp.whether import Whether
from workflow.survey import AnswerSurvey, Asked, Mark

MARKS = (
    Option(Mark.YES, "mark.yes", said=Whether.YES),
    Option(Mark.PARTLY, "mark.partly"),
    Option(Mark.NO, "mark.no", said=Whether.NO),
    Option(Mark.UNSURE, "mark.unsure"),
)
QUESTIONS = {
    Asked.EASY: "survey.easy",
    Asked.HEARD: "survey.heard",
    Asked.LASTING: "survey.lasting",
    Asked.UNAFRAID: "survey.unafraid",
    Asked.SAFER: "survey.safer",
}
NOT_OPEN = {"none": "survey.nothing", "over": "survey.over", "answered": "survey.answered"}


@dataclass(frozen=True)
class Answering:
    """survey: none for the one that was sent last."""

    id: str
    survey: str = ""


async def answer_survey(answering: Answering) -> AnswerSurvey | Say:
    """Nothing is kept before the last of them is answered; 返回 takes one back."""
    found = await find(SurveyToAnswer(answering.survey))
    if found["state"] in NOT_OPEN:
        return Say(NOT_OPEN[found["state"]])
    marks = [await ask_choice(QUESTIONS[asked], MARKS, number=n, of=len(Asked)) for n, asked in enumerate(Asked, 1)]
    return AnswerSurvey(found["id"], tuple(marks))
