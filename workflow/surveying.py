"""The rules of a survey: once a quarter, to everybody, and answered once each without a name."""

from datetime import datetime, timedelta

from workflow.desk import Desk
from workflow.errors import Refused
from workflow.events import Event, Fact
from workflow.ids import new_id
from workflow.people import Person
from workflow.survey import (
    ANSWER_KIND,
    ANSWERED,
    CALLED_BACK,
    COUNTER,
    KIND,
    OPEN_DAYS,
    SENT,
    AnswerSurvey,
    Asked,
    CallSurveyBack,
    Mark,
    SendSurvey,
    answer_of,
    next_day,
)


def send(desk: Desk, command: SendSurvey, by: Person, at: datetime) -> None:
    """To everybody but whoever sends it."""
    desk.next_number(COUNTER)  # two officers at once: the second waits, and sees that of the first
    latest = desk.surveys.latest()
    if latest is not None and (again := next_day(latest)) > desk.today:
        raise Refused("survey_soon", again=again.isoformat())
    told = [who for who in desk.staff(None, "") if who != by.id]
    if not told:
        raise Refused("broadcast_nobody")
    until = desk.today + timedelta(days=OPEN_DAYS)
    facts: dict[str, Fact] = {"day": desk.today.isoformat(), "until": until.isoformat(), "told": len(told)}
    desk.record(Event(new_id(), KIND, command.survey_id, 1, SENT, by.id, at, facts))


def call_back(desk: Desk, command: CallSurveyBack, by: Person, at: datetime) -> None:
    survey = desk.surveys.one(command.survey_id)
    if survey is None or not survey.is_open(desk.today):
        raise Refused("survey_over")
    desk.record(Event(new_id(), KIND, survey.id, 2, CALLED_BACK, by.id, at))


def answer(desk: Desk, command: AnswerSurvey, by: Person, at: datetime) -> None:
    """Once each. The event says who it was as little as the answer does."""
    survey = desk.surveys.one(command.survey_id)
    if survey is None or not survey.is_open(desk.today):
        raise Refused("survey_over")
    marks = tuple(Mark(mark) for mark in command.marks)
    if len(marks) != len(Asked):
        raise ValueError(f"{len(marks)} answers to {len(Asked)} questions")
    answer_id = answer_of(survey.id, by.id)
    if desk.version_of(ANSWER_KIND, answer_id):
        raise Refused("survey_answered")
    facts: dict[str, Fact] = {"survey": survey.id}
    desk.record(Event(new_id(), ANSWER_KIND, answer_id, 1, ANSWERED, None, at, facts, {"marks": ",".join(marks)}))
