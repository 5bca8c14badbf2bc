"""The figures that people steer by: of each what is counted, by what it is divided, over which days, and on whose word.

docs/metrics.md says the same in full; a test holds the two together. What is read for whom: storage/indicators.py.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from workflow.spans import Sight
from workflow.standing import Counted
from workflow.steps import Step

# Below so many a rate, a median or a number per head is marked: one more or one less moves a rate of nine by more than
# ten points, so that the difference of two such rates says nothing yet.
FEW = 10
PER_PEOPLE = 100
# What the report of a case was found to be worth: of these it says what an owner needs to know.
SOUND = frozenset({"genuine", "valuable"})


class Basis(StrEnum):
    """By which of its days a case, or what was done with it, belongs to a period."""

    RECEIVED = "received"
    CLOSED = "closed"
    LIMIT = "limit"  # a limit of the day that still lasts is not looked at: it can yet be kept
    END = "end"  # of the period, or of the day that is known last, as the case stood then
    DONE = "done"  # of a step


@dataclass(frozen=True)
class Measure:
    """A number of cases (of steps, where the basis is DONE) of a period; what a figure is made of."""

    name: str
    basis: Basis
    counts: Callable[[Counted, Sight], bool]


def _each(case: Counted, seen: Sight) -> bool:
    return True


MEASURES: dict[str, Measure] = {
    measure.name: measure
    for measure in (
        Measure("reported", Basis.RECEIVED, _each),
        Measure("repeated", Basis.RECEIVED, lambda case, seen: case.recurs),
        Measure("closed", Basis.CLOSED, _each),
        Measure("at_first", Basis.CLOSED, lambda case, seen: not case.returns),
        Measure("limits", Basis.LIMIT, _each),
        Measure("kept", Basis.LIMIT, lambda case, seen: case.in_time),
        Measure("open", Basis.END, lambda case, seen: case.is_open),
        Measure("overdue", Basis.END, lambda case, seen: case.due_on is not None and case.due_on < seen.due_before),
        Measure("major", Basis.END, lambda case, seen: case.is_major),
    )
}
# What is not to be seen of the case alone: of its verdicts, of its scores, of who reported it, of who belongs there.
BESIDE: Mapping[str, Basis] = {
    "verdicts": Basis.DONE,
    "passed": Basis.DONE,
    "scored": Basis.RECEIVED,
    "sound": Basis.RECEIVED,
    "by_people": Basis.RECEIVED,
    "people": Basis.END,
}


class Kind(StrEnum):
    """What a figure is, and so how it is worked out and written."""

    NUMBER = "number"
    RATE = "rate"  # a share, told in percent
    MEDIAN = "median"  # minutes, half of the steps took at most so long
    PER_HEAD = "per_head"  # for every hundred people


@dataclass(frozen=True)
class Figure:
    """A figure. counts: its numerator, of: its denominator, by the names of MEASURES and BESIDE; step: of a median.

    source: who says so (a law, a standard, the domain): a key of docs/metrics.md.
    """

    name: str
    kind: Kind
    counts: str = ""
    of: str = ""
    step: Step | None = None
    source: str = "domain"


FIGURES: dict[str, Figure] = {
    figure.name: figure
    for figure in (
        Figure("reported", Kind.NUMBER, "reported", source="order16_14"),
        Figure("closed", Kind.NUMBER, "closed", source="order16_14"),
        Figure("open", Kind.NUMBER, "open", source="order16_14"),
        Figure("overdue", Kind.NUMBER, "overdue"),
        Figure("major", Kind.NUMBER, "major", source="order16_3"),
        Figure("on_time", Kind.RATE, "kept", "limits"),
        Figure("passed", Kind.RATE, "passed", "verdicts"),
        Figure("repeat", Kind.RATE, "repeated", "reported"),
        Figure("first_time", Kind.RATE, "at_first", "closed"),
        Figure("quality", Kind.RATE, "sound", "scored"),
        Figure("per_head", Kind.PER_HEAD, "by_people", "people", source="opinion2024"),
        *(Figure(f"{step}_time", Kind.MEDIAN, step=step) for step in Step),
    )
}


class Dimension(StrEnum):
    """By what of a case figures are told apart; the value is the field of `Counted`."""

    DEPARTMENT = "department_id"
    AREA = "area_id"
    CATEGORY = "category"
    GRADE = "grade"
    PERSON = "owner_id"  # whose task it is, or was when a step was done; never who reported it
    EQUIPMENT = "equipment_id"


@dataclass(frozen=True)
class Only:
    """The cases of one department, one area and so on; key: its id or code, empty for those that have none."""

    by: Dimension
    key: str

    def has(self, case: Counted) -> bool:
        return (getattr(case, self.by) or "") == self.key


@dataclass(frozen=True)
class Median:
    """How long half of the steps took at most, in minutes, and of how many steps; none, where there was none."""

    minutes: int | None = None
    of: int = 0


@dataclass(frozen=True)
class Tally:
    """What a period has brought, by the names of MEASURES and BESIDE, and the median of each step."""

    numbers: Mapping[str, int] = field(default_factory=dict)
    medians: Mapping[Step, Median] = field(default_factory=dict)

    def __getitem__(self, name: str) -> int:
        return self.numbers.get(name, 0)

    @property
    def tells(self) -> bool:
        """True where anything was counted; people alone are nothing to tell."""
        counted = any(number for name, number in self.numbers.items() if name != "people")
        return counted or any(median.of for median in self.medians.values())


@dataclass(frozen=True)
class Value:
    """A figure worked out: a number, a share from 0 to 1, minutes, or how many for every hundred people.

    value: none, where there is nothing to divide by. small: too few to say much.
    """

    value: float | None
    counts: int
    of: int
    small: bool


def value(figure: Figure, tally: Tally) -> Value:
    """What a figure is, from what was counted."""
    if figure.step is not None:
        median = tally.medians.get(figure.step, Median())
        return Value(median.minutes, median.of, median.of, 0 < median.of < FEW)
    counts = tally[figure.counts]
    if figure.kind is Kind.NUMBER:
        return Value(counts, counts, counts, small=False)
    of = tally[figure.of]
    times = PER_PEOPLE if figure.kind is Kind.PER_HEAD else 1
    return Value(counts * times / of if of else None, counts, of, 0 < of < FEW)


def middle(minutes: list[int]) -> Median:
    """The lower one of two in the middle."""
    return Median(sorted(minutes)[(len(minutes) - 1) // 2] if minutes else None, len(minutes))
