"""Example cases 示例案例: a case that was put right is told to everybody, one on each Monday, and without names.

What is told are an officer's words, read before they are chosen: no picture, for a face may be on it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from typing import Protocol

from workflow.events import Event

KIND = CLOCK = "example"  # what the events are about, by the id of its case; and the clock that tells it
CHOSEN, WITHDRAWN, TOLD = "example_chosen", "example_withdrawn", "example_told"
COUNTER = "example"
WORDS, DONE = "example", "example_done"  # as what they are kept: words of a case itself are "words"
MOST_SIGNS = 200  # of each of the two
HOUR = time(9)
_WEEK = timedelta(days=7)


@dataclass(frozen=True)
class ChooseExample:
    """words: what was wrong; done: what was done about it; neither names anybody."""

    hazard_id: str
    words: str
    done: str


@dataclass(frozen=True)
class WithdrawExample:
    """It is not told, as long as it was not told yet."""

    hazard_id: str


ExampleCommand = ChooseExample | WithdrawExample


@dataclass(frozen=True)
class Example:
    """A case that was chosen. on: the Monday on which it is told, or was."""

    hazard_id: str
    on: date
    told: bool = False
    withdrawn: bool = False

    @property
    def waits(self) -> bool:
        return not (self.told or self.withdrawn)


class Examples(Protocol):
    """Where it is written down what was chosen."""

    def all(self) -> Sequence[Example]: ...


def examples_in(events: Iterable[Event]) -> list[Example]:
    """What the events of examples tell of; those of each case in their order. The last Monday last."""
    found: dict[str, Example] = {}
    for event in events:
        if event.kind == CHOSEN:
            found[event.subject_id] = Example(event.subject_id, date.fromisoformat(str(event.facts["on"])))
        elif event.kind == WITHDRAWN:
            found[event.subject_id] = replace(found[event.subject_id], withdrawn=True)
        elif event.kind == TOLD:
            found[event.subject_id] = replace(found[event.subject_id], told=True)
    return sorted(found.values(), key=lambda example: (example.on, example.hazard_id))


def next_monday(today: date, taken: Iterable[date]) -> date:
    """The first Monday after a day on which no other is told."""
    held, day = set(taken), today + timedelta(days=7 - today.weekday())
    while day in held:
        day += _WEEK
    return day


def of_case(examples: Iterable[Example], hazard_id: str) -> Example | None:
    return next((example for example in examples if example.hazard_id == hazard_id), None)
