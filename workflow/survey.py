"""The survey 问卷 of an evaluation: five questions to everybody, which no figure of the cases answers.

Who has answered what is nobody's to see: an answer is kept without a name, its marks sealed, and what is shown are
numbers of at least `FEW_ANSWERS` people, once nobody can answer any more: from one hour to the next they would tell.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Protocol
from uuid import UUID, uuid5

from workflow.events import Event
from workflow.indicators import Value

KIND, ANSWER_KIND = "survey", "survey_answer"  # what the events are about
SENT, CALLED_BACK, ANSWERED = "survey_sent", "survey_called_back", "survey_answered"
COUNTER = "survey"
OPEN_DAYS = 14
APART_DAYS = 80  # once a quarter: who is asked more often answers no more
FEW_ANSWERS = 5  # with fewer, an answer could be told to be somebody's


class Asked(StrEnum):
    """The five, in their order; what each asks stands in the templates."""

    EASY = "easy"  # to report what one has found
    HEARD = "heard"  # somebody sees to it
    LASTING = "lasting"  # what was put right stays right
    UNAFRAID = "unafraid"  # to report, whoever's fault it is
    SAFER = "safer"  # the own place of work, than three months ago


class Mark(StrEnum):
    """What is answered to each."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"
    UNSURE = "unsure"  # counts as no answer to that question


@dataclass(frozen=True)
class SendSurvey:
    """`survey_id` is the dialogue's: one dialogue sends once."""

    survey_id: str


@dataclass(frozen=True)
class CallSurveyBack:
    """It was sent by mistake: nobody is asked any more, and what was answered is not shown."""

    survey_id: str


@dataclass(frozen=True)
class AnswerSurvey:
    """marks: one for each of `Asked`, in that order."""

    survey_id: str
    marks: tuple[str, ...]


SurveyCommand = SendSurvey | CallSurveyBack | AnswerSurvey


@dataclass(frozen=True)
class Survey:
    """One that was sent. day: on which, at the site; until: the last day on which it is answered; told: how many."""

    id: str
    day: date
    until: date
    told: int
    called_back: bool = False

    def is_open(self, on: date) -> bool:
        return not self.called_back and on <= self.until


class Surveys(Protocol):
    """Where surveys are written down."""

    def one(self, survey_id: str) -> Survey | None: ...
    def latest(self) -> Survey | None:
        """The one that was sent last and not called back."""


def surveys_in(events: Iterable[Event]) -> list[Survey]:
    """Those that the events of surveys tell of, the one that was sent first first. events: of each in their order."""
    found: dict[str, Survey] = {}
    for event in events:
        if event.kind == SENT:
            day, until = (date.fromisoformat(str(event.facts[name])) for name in ("day", "until"))
            found[event.subject_id] = Survey(event.subject_id, day, until, int(str(event.facts["told"])))
        elif event.kind == CALLED_BACK:
            found[event.subject_id] = replace(found[event.subject_id], called_back=True)
    return sorted(found.values(), key=lambda survey: (survey.day, survey.id))


def latest_of(surveys: Sequence[Survey]) -> Survey | None:
    """The one that was sent last and not called back."""
    return next((survey for survey in reversed(surveys) if not survey.called_back), None)


def answer_of(survey_id: str, person_id: str) -> str:
    """The id of what a person answers to a survey: the same whenever it is asked for, so that nobody answers twice."""
    return str(uuid5(UUID(survey_id), person_id))


def next_day(survey: Survey) -> date:
    """From when on the next one may be sent."""
    return survey.day + timedelta(days=APART_DAYS)


@dataclass(frozen=True)
class Counted:
    """What was answered to one question; `unsure` apart, which is no answer."""

    yes: int = 0
    partly: int = 0
    no: int = 0
    unsure: int = 0

    @property
    def agree(self) -> Value:
        """The share of yes among those who know."""
        of = self.yes + self.partly + self.no
        return Value(self.yes / of if of else None, self.yes, of, of < FEW_ANSWERS)


@dataclass(frozen=True)
class Result:
    """A survey with how many answered, and what to each question: none while it is open, or where they are too few."""

    survey: Survey
    answers: int
    counted: Mapping[str, Counted]


def counted(survey: Survey, answers: Sequence[Sequence[str]], on: date) -> Result:
    """How it stands on a day. answers: the marks of each who has answered."""
    if survey.is_open(on) or len(answers) < FEW_ANSWERS:
        return Result(survey, len(answers), {})
    columns = {asked: Counter(marks[place] for marks in answers) for place, asked in enumerate(Asked)}
    found = {str(asked): Counted(**{str(mark): column[mark] for mark in Mark}) for asked, column in columns.items()}
    return Result(survey, len(answers), found)
