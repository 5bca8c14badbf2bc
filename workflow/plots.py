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
class Names:
    """What a place is called; no English name: empty."""

    name: str
    name_en: str


@dataclass(frozen=True)
class AddPlace:
    """`place_id`: under which it is kept. within: the area around it, of an area."""

    what: What
    place_id: str
    name: str
    within: str | None = None


@dataclass(frozen=True)
class RenamePlace:
    """In the language of whoever says so; its other name stays."""

    what: What
    place_id: str
    name: str


@dataclass(frozen=True)
class PutBackName:
    """Its names as they were. if_now: what it has to be called still; else somebody has renamed it since."""

    what: What
    place_id: str
    names: Names
    if_now: Names


@dataclass(frozen=True)
class RetirePlace:
    """It is chosen no more; what lies there stays. back: it is chosen again."""

    what: What
    place_id: str
    back: bool = False


@dataclass(frozen=True)
class ColourArea:
    """From today on; none: it has none. if_now: which it has to have still, where this takes a change back."""

    area_id: str
    colour: Colour | None
    if_now: Colour | None = None


@dataclass(frozen=True)
class SetDay:
    """An ISO date is a day of work or of rest; none: as its weekday says.

    if_now: how it has to count still, empty as its weekday says; None: however it counts.
    """

    day: str
    kind: DayKind | None
    if_now: str | None = None


PlotCommand = AddPlace | RenamePlace | PutBackName | RetirePlace | ColourArea | SetDay


class Plots(Protocol):
    """Where places, departments and days are written down."""

    def names(self, what: What, place_id: str) -> Names | None:
        """What it is called; None where there is none."""

    def is_taken(self, what: What, name: str, besides: str | None = None) -> bool:
        """True where one that is in use is called so, other than `besides`."""

    def add(self, what: What, place_id: str, name: str, within: str | None) -> None: ...
    def rename(self, what: What, place_id: str, names: Names) -> None: ...
    def retire(self, what: What, place_id: str, *, back: bool) -> None: ...
    def in_use(self, what: What, place_id: str, on: date) -> int:
        """How many open cases, people and other places still hang on it."""

    def colour_of(self, area_id: str, on: date) -> str:
        """Empty where it has none."""

    def colour(self, area_id: str, colour: Colour | None, since: date) -> None:
        """None: it has none, and had none before."""

    def day_kind(self, day: date) -> str:
        """As it was set; empty where its weekday decides."""

    def set_day(self, day: date, kind: DayKind | None) -> None: ...
