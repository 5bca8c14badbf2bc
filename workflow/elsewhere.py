"""The lesson of a case for like places 举一反三: what is ordered, and where it is written down who is asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

MOST_DAYS = 30  # who is given longer forgets it


@dataclass(frozen=True)
class AskElsewhere:
    """Every place like that of a case is to look whether it has the same; until: an ISO date, or days from today."""

    hazard_id: str
    until: str


@dataclass(frozen=True)
class AnswerElsewhere:
    """found: the place has it too. words: what was looked at, or what was found."""

    answer_id: str
    found: bool
    words: str


ElsewhereCommand = AskElsewhere | AnswerElsewhere


@dataclass(frozen=True)
class Asked:
    """A place that was asked: by which round, whom, and whether that has been answered."""

    id: str
    round_id: str
    area_id: str
    asked_id: str
    found: bool | None = None


class Elsewhere(Protocol):
    """Where rounds of questions to like places are written down."""

    def like(self, hazard_id: str) -> Sequence[tuple[str, str]]:
        """Id and path of every other place with a machine of the same kind, or where the same hazard was found."""

    def is_asked(self, hazard_id: str) -> bool:
        """True where there was a round about this case."""

    def begin(self, round_id: str, hazard_id: str, by: str, at: datetime, due: datetime) -> None: ...
    def ask(self, asked: Asked) -> None: ...
    def asked(self, answer_id: str) -> Asked | None:
        """What a place was asked, held against others until the end of the transaction."""

    def answer(self, answer_id: str, found: bool, at: datetime) -> None: ...
