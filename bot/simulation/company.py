"""The simulated company: the demo's plant, as large as is wanted, with teams, owners, acceptors and a roster."""

import hashlib
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, time, timedelta

from bot.simulation.words import DAY_SHIFT, GIVEN, NIGHT_SHIFT, SURNAMES
from storage.workbook import Workbook
from storage.workbook_sheets import MembershipRow, PersonRow, ResponsibilityRow, RosterRow
from workflow.budget import USUAL
from workflow.library import Category
from workflow.people import Language, Role

SHIFTS = ("BAI", "ZAO", "JIA", "YI", "BING", "DING")
# The departments whose people work in the areas of the demo's plant.
DEPARTMENT_OF = {"CK": "CC", "WH": "CC", "YD": "CC", "DL": "SB", "WS": "SB", "ST": "ZH", "BG": "ZH"}
USUAL_DEPARTMENT = "SC"
# Of so many people of an area one leads a team, owns repairs, accepts them.
PEOPLE_TO_LEADER, PEOPLE_TO_OWNER, PEOPLE_TO_ACCEPTOR, PEOPLE_TO_OFFICER = 12, 6, 9, 60
OFFICERS = "AH"
HIRED_SHARE, LEFT_SHARE = 0.04, 0.04
LONG_BEFORE = timedelta(days=700)
NIGHT, MORNING = time(20), time(8)


@dataclass
class _Growing:
    """The rows that are added to the workbook of the demo."""

    chance: random.Random
    first: date
    days: int
    people: list[PersonRow] = field(default_factory=list)
    memberships: list[MembershipRow] = field(default_factory=list)
    owners: dict[str, list[str]] = field(default_factory=dict)  # area -> who repairs there
    acceptors: list[str] = field(default_factory=list)

    def hire(self, number: int, area: str, used: set[str]) -> None:
        """One more person of an area: a worker, and some of them more than that."""
        code, n = f"p{number:03d}", number
        department = DEPARTMENT_OF.get(area, USUAL_DEPARTMENT)
        begins, ends = self._stays()
        self.people.append(
            PersonRow(
                code=code,
                name=self._name(used),
                name_en=f"Worker {n}",
                language=Language.ZH_CN,
                phone="",
                hired_on=begins,
                left_on=ends,
                shift=SHIFTS[n % len(SHIFTS)],
                contractor=None,
            )
        )
        self._give(code, Role.WORKER, department, area, begins)
        if begins > self.first or ends is not None:
            return  # nothing is built on those who come and go
        if number % PEOPLE_TO_OFFICER == PEOPLE_TO_OFFICER - 1:
            self._give(code, Role.SAFETY_OFFICER, OFFICERS, None, begins)
            return
        here = sum(1 for row in self.memberships if row.area == area and row.role is Role.WORKER)
        if here % PEOPLE_TO_LEADER == 1:
            self._give(code, Role.TEAM_LEADER, department, area, begins)
        elif here % PEOPLE_TO_OWNER == 2:
            self._give(code, Role.OWNER, department, None, begins)
            self.owners.setdefault(area, []).append(code)
        elif here % PEOPLE_TO_ACCEPTOR == 3:
            self._give(code, Role.ACCEPTOR, department, None, begins)
            self.acceptors.append(code)

    def _stays(self) -> tuple[date, date | None]:
        """From when on, and until when: most are there all the time, some come or go in the midst of it."""
        draw = self.chance.random()
        somewhere = self.first + timedelta(days=self.chance.randrange(1, max(self.days, 2)))
        if draw < HIRED_SHARE:
            return somewhere, None
        return self.first - LONG_BEFORE, somewhere if draw < HIRED_SHARE + LEFT_SHARE else None

    def _name(self, used: set[str]) -> str:
        while True:
            name = self.chance.choice(SURNAMES) + "".join(self.chance.sample(GIVEN, self.chance.choice((1, 2, 2))))
            if name not in used:
                used.add(name)
                return name

    def _give(self, code: str, role: Role, department: str, area: str | None, since: date) -> None:
        self.memberships.append(MembershipRow(code, role, department, area, since, None))


def grown(demo: Workbook, people: int, first: date, days: int, seed: int) -> Workbook:
    """The demo's workbook with so many people, as they are from `first` on for so many days; whoever is off shift is
    let be, and nobody is pushed more than usual. The same seed gives the same people."""
    growing = _Growing(random.Random(f"company {seed}"), first, days)
    tops = [area.code for area in demo.areas if area.parent is None]
    used = {person.name for person in demo.people}
    for number in range(max(people - len(demo.people), 0)):
        growing.hire(number, tops[number % len(tops)], used)
    digest = hashlib.sha256(f"{demo.digest} {people} {first} {days} {seed}".encode()).hexdigest()
    return replace(
        demo,
        digest=digest,
        company=replace(demo.company, quiet=True, notices_a_day=USUAL),
        people=(*(_there(person, first) for person in demo.people), *growing.people),
        memberships=(*(_since(row, first) for row in demo.memberships), *growing.memberships),
        responsibilities=(*_shared_out(growing), *demo.responsibilities),
        roster=tuple(watches(demo, first, days)),
    )


def _there(person: PersonRow, first: date) -> PersonRow:
    """The demo's own people are there from the beginning."""
    hired = person.hired_on
    return replace(person, hired_on=first - LONG_BEFORE) if hired and hired > first else person


def _since(row: MembershipRow, first: date) -> MembershipRow:
    return replace(row, since=first - LONG_BEFORE) if row.since > first and row.until is None else row


def _shared_out(growing: _Growing) -> Iterator[ResponsibilityRow]:
    """In every area its owners share the kinds of hazards; whoever accepts is nobody who repairs."""
    categories = list(Category)
    accepts = growing.acceptors
    if not accepts:
        return
    for area, owners in growing.owners.items():
        for n, category in enumerate(categories):
            owner = owners[n % len(owners)]
            acceptor = accepts[(n + len(area) * 5 + ord(area[0])) % len(accepts)]
            department = DEPARTMENT_OF.get(area, USUAL_DEPARTMENT)
            yield ResponsibilityRow(f"S-{area}-{n:02d}", None, area, category, department, owner, acceptor)


def watches(demo: Workbook, first: date, days: int) -> Iterator[RosterRow]:
    """Who has the watch of a night, and on Saturdays and Sundays by day, in turn."""
    leaders = _in_turn(demo.memberships)
    for n in range(-1, days + 1):
        day = first + timedelta(days=n)
        yield RosterRow(day, NIGHT_SHIFT, leaders[n % len(leaders)], NIGHT, MORNING)
        if day.weekday() >= 5:
            yield RosterRow(day, DAY_SHIFT, leaders[(n + 1) % len(leaders)], MORNING, NIGHT)


def _in_turn(memberships: Sequence[MembershipRow]) -> list[str]:
    return list(dict.fromkeys(row.person for row in memberships if row.role is Role.DUTY_LEADER))
