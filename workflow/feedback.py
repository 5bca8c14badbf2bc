"""反馈: a sentence about the bot itself to whoever runs it, and their answer."""

from dataclasses import dataclass
from datetime import datetime

from workflow.desk import Desk
from workflow.errors import Refused
from workflow.events import Event
from workflow.hazard import given
from workflow.ids import new_id
from workflow.people import Person

KIND = "feedback"


@dataclass(frozen=True)
class GiveFeedback:
    """`feedback_id`: under which it is kept."""

    feedback_id: str
    words: str


@dataclass(frozen=True)
class AnswerFeedback:
    feedback_id: str
    words: str


FeedbackCommand = GiveFeedback | AnswerFeedback


def give(desk: Desk, command: GiveFeedback, by: Person, at: datetime) -> None:
    given(command.words)
    _record(desk, command.feedback_id, 1, "feedback_given", command.words, by, at)


def answer(desk: Desk, command: AnswerFeedback, by: Person, at: datetime) -> None:
    """Once: of two who run the bot the first one answers."""
    given(command.words)
    version = desk.version_of(KIND, command.feedback_id)
    if version == 0:
        raise Refused("feedback_gone")
    if version > 1:
        raise Refused("feedback_answered")
    _record(desk, command.feedback_id, 2, "feedback_answered", command.words, by, at)


def _record(desk: Desk, subject: str, version: int, kind: str, words: str, by: Person, at: datetime) -> None:
    desk.record(Event(new_id(), KIND, subject, version, kind, by.id, at, {}, {"words": words}))
