"""Who is what, laid out in memory: everything that workflow/posts.py asks for."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime

from workflow.calendar import DayKind
from workflow.plots import Colour, What
from workflow.posts import Post


@dataclass
class PaperWorkbooks:
    """Workbooks by their ids, and how many rows each would add and change."""

    sent: dict[str, tuple[int, int]] = field(default_factory=dict)

    def apply(self, sheet_id: str, digest: str, at: datetime, *, appoints: bool) -> tuple[int, int] | None:
        return self.sent.get(sheet_id)


@dataclass
class PaperPlots:
    """Areas and departments by id, which of them are retired, what hangs on them; colours; days."""

    names: dict[str, str] = field(default_factory=dict)
    retired: set[str] = field(default_factory=set)
    used: dict[str, int] = field(default_factory=dict)
    colours: dict[str, Colour] = field(default_factory=dict)
    days: dict[date, DayKind | None] = field(default_factory=dict)

    def name(self, what: What, place_id: str) -> str | None:
        return self.names.get(place_id)

    def is_taken(self, what: What, name: str) -> bool:
        return any(known == name and place not in self.retired for place, known in self.names.items())

    def add(self, what: What, place_id: str, name: str, within: str | None) -> None:
        self.names[place_id] = name

    def rename(self, what: What, place_id: str, name: str) -> None:
        self.names[place_id] = name

    def retire(self, what: What, place_id: str, *, back: bool) -> None:
        (self.retired.discard if back else self.retired.add)(place_id)

    def in_use(self, what: What, place_id: str, on: date) -> int:
        return self.used.get(place_id, 0)

    def colour(self, area_id: str, colour: Colour, since: date) -> None:
        self.colours[area_id] = colour

    def set_day(self, day: date, kind: DayKind | None) -> None:
        self.days[day] = kind


@dataclass
class PaperStaff:
    """Posts by person; who was shut out since when; which departments there are."""

    held: dict[str, list[Post]] = field(default_factory=dict)
    out: dict[str, datetime | None] = field(default_factory=dict)
    departments: set[str] = field(default_factory=set)

    def posts(self, person_id: str) -> list[Post]:
        return list(self.held.get(person_id, ()))

    def enter(self, post: Post, person_id: str) -> None:
        self.held.setdefault(person_id, []).append(post)

    def end(self, post: Post, last: date | None) -> None:
        for posts in self.held.values():
            posts[:] = [replace(each, until=last) if each.id == post.id else each for each in posts]

    def shut_out(self, person_id: str, at: datetime | None) -> None:
        self.out[person_id] = at

    def is_department(self, department_id: str) -> bool:
        return department_id in self.departments
