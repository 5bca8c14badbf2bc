"""What may be ordered about places, departments and days, and the desk at which it is written down."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol

from workflow.calendar import DayKind


class What(StrEnum):
    AREA = "area"
    DEPARTMENT = "department"


class Colour(StrEnum):
    """How dangerous a place is, whatever hazard is found there."""

    RED = "red"
    ORANGE = "orange"
    YELLOW = "yellow"
    BLUE = "blue"


@dataclass(frozen=True)
class AddPlace:
    """`place_id`: under which it is kept. within: the area around it, of an area."""

    what: What
    place_id: str
    name: str
    within: str | None = None


@dataclass(frozen=True)
class RenamePlace:
    what: What
    place_id: str
    name: str


@dataclass(frozen=True)
class RetirePlace:
    """It is chosen no more; what lies there stays. back: it is chosen again."""

    what: What
    place_id: str
    back: bool = False


@dataclass(frozen=True)
class ColourArea:
    """From today on."""

    area_id: str
    colour: Colour


@dataclass(frozen=True)
class SetDay:
    """An ISO date is a day of work or of rest; none: as its weekday says."""

    day: str
    kind: DayKind | None


PlotCommand = AddPlace | RenamePlace | RetirePlace | ColourArea | SetDay


class Plots(Protocol):
    """Where places, departments and days are written down."""

    def name(self, what: What, place_id: str) -> str | None:
        """What it is called; None where there is none."""

    def is_taken(self, what: What, name: str) -> bool:
        """True where one that is in use is called so."""

    def add(self, what: What, place_id: str, name: str, within: str | None) -> None: ...
    def rename(self, what: What, place_id: str, name: str) -> None: ...
    def retire(self, what: What, place_id: str, *, back: bool) -> None: ...
    def in_use(self, what: What, place_id: str, on: date) -> int:
        """How many open cases, people and other places still hang on it."""

    def colour(self, area_id: str, colour: Colour, since: date) -> None: ...
    def set_day(self, day: date, kind: DayKind | None) -> None: ...
