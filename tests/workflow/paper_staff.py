"""Who is what, laid out in memory: everything that workflow/posts.py asks for."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime

from workflow.posts import Post


@dataclass
class PaperWorkbooks:
    """Workbooks by their ids, and how many rows each would add and change."""

    sent: dict[str, tuple[int, int]] = field(default_factory=dict)

    def apply(self, sheet_id: str, digest: str, at: datetime, *, appoints: bool) -> tuple[int, int] | None:
        return self.sent.get(sheet_id)


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
