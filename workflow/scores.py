"""How good a report was: what is ordered, and where it is written down. It is about the report, not its reporter."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol


class Score(StrEnum):
    """What whoever looks reports through says of one."""

    VALUABLE = "valuable"
    GENUINE = "genuine"
    VAGUE = "vague"
    SHAM = "sham"  # made up, or copied to make up a number


@dataclass(frozen=True)
class GiveScore:
    hazard_id: str
    score: str


@dataclass(frozen=True)
class TakeBackScore:
    """Whoever gave the score of a case takes it back; the case waits for one again."""

    hazard_id: str


ScoreCommand = GiveScore | TakeBackScore


class Scores(Protocol):
    """Where scores are written down: one of a case counts, those taken back are kept."""

    def given(self, hazard_id: str) -> tuple[str, str] | None:
        """The id of the score that counts, and who gave it."""

    def give(self, score_id: str, hazard_id: str, score: str, by: str, at: datetime) -> None: ...
    def take_back(self, score_id: str, at: datetime) -> None: ...
