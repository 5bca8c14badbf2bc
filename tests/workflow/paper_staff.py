"""Who is what, laid out in memory: everything that workflow/posts.py asks for."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime

from workflow.calendar import DayKind
from workflow.plots import Colour, Names, What
from workflow.posts import Post
from workflow.site_plan import Outline


@dataclass
class PaperWorkbooks:
    """Workbooks by their ids, and how many rows each would add and change."""

    sent: dict[str, tuple[int, int]] = field(default_factory=dict)

    def apply(self, sheet_id: str, digest: str, at: datetime, *, appoints: bool) -> tuple[int, int] | None:
        return self.sent.get(sheet_id)


@dataclass
class PaperSitePlans:
    """Plans by id with the file of each, which is in use, the outlines of each; pictures that came to drafts."""

    pictures: dict[str, str] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    used: str | None = None
    drawn: dict[tuple[str, str], Outline] = field(default_factory=dict)
    areas: set[str] = field(default_factory=set)

    def in_use(self) -> str | None:
        return self.used

    def is_kept(self, plan_id: str) -> bool:
        return plan_id in self.files

    def take(self, plan_id: str, draft_id: str, at: datetime) -> str | None:
        file = self.pictures.pop(draft_id, None)
        if file is not None:
            self.files[plan_id] = file
            self.used = plan_id
        return file

    def use(self, plan_id: str | None, at: datetime) -> None:
        self.used = plan_id

    def carry_over(self, from_id: str, to_id: str) -> None:
        self.drawn |= {(to_id, area): outline for (plan, area), outline in self.drawn.items() if plan == from_id}

    def has_area(self, area_id: str) -> bool:
        return area_id in self.areas

    def outline(self, plan_id: str, area_id: str) -> Outline:
        return self.drawn.get((plan_id, area_id), ())

    def draw(self, plan_id: str, area_id: str, outline: Outline) -> None:
        self.drawn[plan_id, area_id] = outline


@dataclass
class PaperPlots:
    """Areas and departments by id, which of them are retired, what hangs on them; colours; days."""

    called: dict[str, Names] = field(default_factory=dict)
    retired: set[str] = field(default_factory=set)
    used: dict[str, int] = field(default_factory=dict)
    colours: dict[str, Colour] = field(default_factory=dict)
    days: dict[date, DayKind | None] = field(default_factory=dict)

    def names(self, what: What, place_id: str) -> Names | None:
        return self.called.get(place_id)

    def is_taken(self, what: What, name: str, besides: str | None = None) -> bool:
        here = (names for place, names in self.called.items() if place not in {*self.retired, besides})
        return any(name in (names.name, names.name_en) for names in here)

    def add(self, what: What, place_id: str, name: str, within: str | None) -> None:
        self.called[place_id] = Names(name, "")

    def rename(self, what: What, place_id: str, names: Names) -> None:
        self.called[place_id] = names

    def retire(self, what: What, place_id: str, *, back: bool) -> None:
        (self.retired.discard if back else self.retired.add)(place_id)

    def in_use(self, what: What, place_id: str, on: date) -> int:
        return self.used.get(place_id, 0)

    def colour_of(self, area_id: str, on: date) -> str:
        return str(self.colours.get(area_id, ""))

    def colour(self, area_id: str, colour: Colour | None, since: date) -> None:
        self.colours.pop(area_id, None)
        if colour is not None:
            self.colours[area_id] = colour

    def day_kind(self, day: date) -> str:
        return str(self.days.get(day) or "")

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
