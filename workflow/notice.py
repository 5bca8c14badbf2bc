"""A notice: what one person is to be told, how urgently, and the row of a table that says so."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum

from workflow.events import Fact
from workflow.recipients import Who


class Lane(IntEnum):
    """The order in which the courier takes notices."""

    EMERGENCY = -1
    ANSWER = 0
    MAJOR = 1
    NOTICE = 2
    BULK = 3


@dataclass(frozen=True)
class Notice:
    """Something one person is to be told; unique by (cause, topic, recipient). Words are made when it is sent."""

    cause: str
    topic: str
    recipient_id: str
    subject_id: str
    subject_version: int
    lane: Lane
    facts: Mapping[str, Fact] = field(default_factory=dict)
    timer_id: str | None = None


@dataclass(frozen=True)
class Told:
    """A row of the table: these people get this topic.

    clock: it asks for something; who has not heard it by the time when this clock of the case stops hears it no more.
    """

    who: Who
    topic: str
    lane: Lane = Lane.NOTICE
    clock: str = ""
