"""People: their roles, dated memberships, and what they are to one hazard."""

from dataclasses import dataclass
from datetime import date, tzinfo
from enum import StrEnum


class Role(StrEnum):
    """A role a person holds by membership; owner and acceptor of one case follow from the case itself."""

    WORKER = "worker"
    TEAM_LEADER = "team_leader"
    OWNER = "owner"
    ACCEPTOR = "acceptor"
    DEPARTMENT_HEAD = "department_head"
    SAFETY_OFFICER = "safety_officer"
    SAFETY_DIRECTOR = "safety_director"
    EXECUTIVE = "executive"
    DUTY_LEADER = "duty_leader"
    CONTRACTOR_LEAD = "contractor_lead"
    UNION = "union"
    ADMINISTRATOR = "administrator"


class Language(StrEnum):
    """A language the bot speaks: a folder of templates/messages."""

    ZH_CN = "zh_CN"
    EN = "en"


@dataclass(frozen=True)
class Membership:
    """A role held in a department, from a day to a day (both inclusive; no end: still held).

    `area_path` bounds the role to a part of the plant ("/id/id/" as in `Area.path`); empty means no area.
    """

    role: Role
    department_id: str | None
    area_path: str
    since: date
    until: date | None = None

    def holds_on(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True)
class Deputyship:
    """Somebody stands in for a person from a day to a day, both inclusive."""

    id: str
    person_id: str
    deputy_id: str
    since: date
    until: date

    def holds_on(self, day: date) -> bool:
        return self.since <= day <= self.until


@dataclass(frozen=True)
class Person:
    """A person of the company as one turn sees them; `id` is also their party id in events.

    blocked: they were shut out, and are here for nobody, as if they had left.
    stands_for: those for whom they act today as their deputy. team: the ids of those whom they lead today.
    zone: the clock of the site at which they work; None where no place is theirs.
    """

    id: str
    code: str
    name: str
    language: Language
    memberships: tuple[Membership, ...] = ()
    left_on: date | None = None
    name_en: str = ""
    hired_on: date | None = None
    stands_for: tuple["Person", ...] = ()
    team: frozenset[str] = frozenset()
    blocked: bool = False
    zone: tzinfo | None = None

    def roles_on(self, day: date) -> frozenset[Role]:
        return frozenset(m.role for m in self.memberships if m.holds_on(day))

    def department_on(self, day: date) -> str | None:
        return next((m.department_id for m in self.memberships if m.department_id and m.holds_on(day)), None)

    def departments_on(self, day: date) -> frozenset[str]:
        """Every department the person belongs to by some role."""
        return frozenset(m.department_id for m in self.memberships if m.department_id and m.holds_on(day))

    def holds(self, role: Role, department_id: str | None, day: date) -> bool:
        """True when the person has the role in that department."""
        return any(m.role == role and m.department_id == department_id and m.holds_on(day) for m in self.memberships)

    def seniority_on(self, day: date) -> str:
        """The band of service that figures are broken down by: under1, under3, under10, over10 years or unknown."""
        if self.hired_on is None:
            return "unknown"
        years = (day - self.hired_on).days / 365.25
        return next(
            (band for limit, band in ((1, "under1"), (3, "under3"), (10, "under10")) if years < limit), "over10"
        )

    def works_on(self, day: date) -> bool:
        return not self.blocked and (self.left_on is None or day <= self.left_on)


def in_words(name: str, name_en: str, language: Language) -> str:
    """The name of a thing in a person's language; Chinese where the company gave no other."""
    return name_en if language is Language.EN and name_en else name
