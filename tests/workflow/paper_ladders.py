"""The company's own ladders and the clocks that heed them, laid out in memory: all that workflow/rungs.py asks for."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from workflow.hazard import Hazard
from workflow.library import Grade
from workflow.rungs import Rung


@dataclass
class PaperRungs:
    """Over the ladders, the cases and the running clocks of a desk."""

    ladders: dict[Grade, list[Rung]]
    hazards: dict[str, Hazard]
    live: dict[tuple[str, str, str], datetime]

    def of(self, grade: Grade) -> list[Rung]:
        return list(self.ladders.get(grade, ()))

    def put(self, grade: Grade, rungs: Sequence[Rung]) -> None:
        self.ladders[grade] = list(rungs)

    def heeding(self, grade: Grade) -> list[Hazard]:
        running = {subject for kind, subject, clock in self.live if (kind, clock) == ("hazard", "due")}
        return [case for case in self.hazards.values() if case.id in running and case.company_grade is grade]

    def move(self, hazard_id: str, due_at: datetime) -> None:
        self.live["hazard", hazard_id, "due"] = due_at


@dataclass
class PaperHours:
    """Which shifts there are, who has which, and whether people off shift are let be: workflow/working_hours.py."""

    shifts: set[str] = field(default_factory=set)
    of: dict[str, str] = field(default_factory=dict)
    lets_be: bool | None = None

    def is_shift(self, code: str) -> bool:
        return code in self.shifts

    def shift_of(self, person_id: str) -> str:
        return self.of.get(person_id, "")

    def set_shift(self, person_id: str, code: str) -> None:
        self.of[person_id] = code

    def quiet(self) -> bool | None:
        return self.lets_be

    def set_quiet(self, quiet: bool | None) -> None:
        self.lets_be = quiet
