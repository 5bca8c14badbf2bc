"""Looks through everything that was told in a stretch of a company's life, and says what breaks which rule.

It reads tables only, and knows nothing of what sends: the rules are those of `rules.py`.
"""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Row, select

from storage.tables import areas, company, deliveries, events, hazards, memberships, notices, people, timers
from tests.simulation import rules
from tests.simulation.away import Absences, absences, first_of
from tests.simulation.shifts import Presence, presence

FOREVER = datetime(9000, 1, 1, tzinfo=UTC)
CHANGES_OWNER = frozenset({"assigned", "passed_on", "handed_over", "given_back"})


@dataclass(frozen=True)
class Violation:
    """rule: its letter and what it says; what: the notice or case that breaks it."""

    rule: str
    what: str


@dataclass(frozen=True)
class Standing:
    """How a case stood from a moment on."""

    state: str
    grade: str
    due: datetime | None
    owner: str | None


@dataclass
class Case:
    """What the events of a case tell, in order. asked: to see it, in the place of those who have not."""

    row: Row[Any]
    moments: list[datetime] = field(default_factory=list)
    stood: list[Standing] = field(default_factory=list)
    happened: list[tuple[datetime, str]] = field(default_factory=list)
    asked: list[tuple[str, str]] = field(default_factory=list)  # event, person

    def at(self, moment: datetime) -> Standing | None:
        place = bisect_right(self.moments, moment)
        return self.stood[place - 1] if place else None


@dataclass
class Report:
    """What was found, and how many messages a person got a day: only days on which they got any count."""

    violations: list[Violation]
    told: int
    a_day: Sequence[int]

    @property
    def by_rule(self) -> Counter[str]:
        return Counter(violation.rule for violation in self.violations)

    def percentile(self, share: float) -> int:
        ordered = sorted(self.a_day) or [0]
        return ordered[min(int(share * len(ordered)), len(ordered) - 1)]


class Checker:
    """One look at a company's tables."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._zone = ZoneInfo(connection.execute(select(company.c.time_zone)).scalar_one())
        self._sent = connection.execute(_SENT).all()
        self._timers = {row.id: row for row in connection.execute(select(timers))}

    def report(self) -> Report:
        found = [violation for rule in RULES for violation in rule(self)]
        return Report(found, len(self._sent), sorted(self._pushed().values()))

    @cached_property
    def _presence(self) -> Presence:
        return presence(self._connection, self._zone)

    @cached_property
    def _absences(self) -> Absences:
        return absences(self._connection, self._zone)

    @cached_property
    def _last(self) -> datetime:
        """What was written in the last moments may have had no time to be followed by anything."""
        last: datetime = max(row.at for row in self._sent)
        return last - rules.SLACK

    @cached_property
    def _listed(self) -> dict[str, Row[Any]]:
        """Notices that were told as a line of a list."""
        return {row.id: row for row in self._connection.execute(select(notices).where(notices.c.state == "listed"))}

    @cached_property
    def _people(self) -> dict[str, Row[Any]]:
        return {row.id: row for row in self._connection.execute(select(people))}

    @cached_property
    def _roles(self) -> dict[str, list[Row[Any]]]:
        held = defaultdict(list)
        query = select(memberships, areas.c.path).join_from(
            memberships, areas, memberships.c.area_id == areas.c.id, isouter=True
        )
        for row in self._connection.execute(query):
            held[row.person_id].append(row)
        return held

    @cached_property
    def _cases(self) -> dict[str, Case]:
        cases = {row.id: Case(row) for row in self._connection.execute(select(hazards))}
        of_cases = (
            select(events).where(events.c.subject_kind == "hazard").order_by(events.c.subject_id, events.c.version)
        )
        for event in self._connection.execute(of_cases):
            case = cases[event.subject_id]
            before = case.stood[-1].owner if case.stood else None
            named = event.facts.get("owner", event.facts.get("to"))
            owner = named if event.kind in CHANGES_OWNER else before
            stands = event.facts.get("stands", {})
            due = datetime.fromisoformat(stands["due"]) if stands.get("due") else None
            case.moments.append(event.at)
            case.happened.append((event.at, event.kind))
            if event.kind == rules.ASKS_ON:
                case.asked += [(event.id, person) for person in event.facts.get("called", ())]
            case.stood.append(Standing(stands.get("state", ""), stands.get("grade", ""), due, owner))
        return cases

    def _pushed(self) -> Counter[tuple[str, date]]:
        """What was pushed to each person and day, answers and what breaks the budget left out."""
        pushed = (row for row in self._sent if row.lane > rules.MAJOR and not row.replaces and not row.to_group)
        return Counter((row.recipient_id, row.at.astimezone(self._zone).date()) for row in pushed)

    def too_much(self) -> Iterator[Violation]:
        for (person, day), count in self._pushed().items():
            if count > rules.BUDGET:
                yield Violation("over the budget of a day", f"{self._name(person)} {day}: {count}")

    def off_shift(self) -> Iterator[Violation]:
        for row in self._sent:
            known = row.recipient_id in self._people and not row.private and not row.replaces
            has_its_hour = rules.is_one_of(row.topic, rules.AT_ANY_HOUR) and "for" not in row.facts
            if row.lane <= rules.MAJOR or not known or has_its_hour:
                continue
            if not self._presence.at_work(row.recipient_id, row.at):
                yield Violation("told off shift", self._told(row))

    def unseen(self) -> Iterator[Violation]:
        """What asks to be seen, where a quarter of an hour later nobody had, it stood, and nobody else was asked."""
        for row in self._sent:
            case = self._cases.get(row.subject_id or "")
            asks = rules.is_one_of(row.topic, rules.TO_BE_SEEN) and not rules.is_one_of(
                row.topic, rules.AND_NOBODY_LEFT
            )
            if case is None or not asks or row.created_at + rules.SEEN_WITHIN > self._last:
                continue
            answers = [at for at, kind in case.happened if kind in rules.SEES | rules.ENDS or kind == rules.ASKS_ON]
            if first_of(answers, row.created_at) > row.created_at + rules.SEEN_WITHIN + rules.SLACK:
                yield Violation("unseen, and nobody else was asked", self._told(row))

    def next_not_told(self) -> Iterator[Violation]:
        """Who was asked next, as the event has it, and was told nothing."""
        told = {(row.cause, row.recipient_id) for row in self._sent}
        for case in self._cases.values():
            for event_id, person in case.asked:
                if (f"event:{event_id}", person) not in told:
                    yield Violation("asked next and not told", f"{self._name(person)} {case.row.number}")

    def away(self) -> Iterator[Violation]:
        """What went to somebody who was away and has a deputy, and in whose place it went who was not."""
        for row in self._sent:
            known = row.lane != rules.ANSWER and row.subject_kind == "hazard" and not (row.private or row.to_group)
            if not known or rules.is_one_of(row.topic, rules.TO_THEMSELVES):
                continue
            whose = row.facts.get("for", row.recipient_id)
            acting = self._absences.acting_for(whose, row.created_at)
            if acting != row.recipient_id and self._is_here(acting, row.created_at):
                yield Violation("told another than who acts for them", self._told(row))

    def gone(self) -> Iterator[Violation]:
        for row in self._sent:
            person = self._people.get(row.recipient_id)
            if person is not None and person.left_on and person.left_on < row.at.astimezone(self._zone).date():
                yield Violation("told who has left", self._told(row))

    def twice(self) -> Iterator[Violation]:
        caused = Counter((row.cause, row.recipient_id) for row in self._sent if row.lane != rules.ANSWER)
        for (cause, person), count in caused.items():
            if count > 1 and not cause.startswith(("inbox:", "private:")):
                yield Violation("told twice for one cause", f"{self._name(person)} {cause}: {count}")
        for notice, count in Counter(row.id for row in self._sent).items():
            if count > 1:
                yield Violation("sent twice", notice)

    def after_the_end(self) -> Iterator[Violation]:
        for row in self._sent:
            timer = self._timers.get(row.timer_id or "")
            if timer is not None and timer.stopped_at is not None and timer.stopped_at + rules.SLACK < row.at:
                yield Violation("told of a cause that had ended", self._told(row))
            elif timer is not None and timer.subject_kind == "hazard" and timer.clock not in rules.OF_CLOSED:
                stands = self._stood(row)
                if stands is not None and stands.state not in rules.OPEN:
                    yield Violation("reminded of a case that had ended", self._told(row))

    def listed_after_the_end(self) -> Iterator[Violation]:
        """A line of a list of what was gathered, whose cause was over when the list was sent."""
        for row in self._sent:
            lines = row.facts["notices"] if row.topic == "gathered.list" else ()
            for line in (self._listed[each] for each in lines if each in self._listed):
                timer, case = self._timers.get(line.timer_id or ""), self._cases.get(line.subject_id)
                stands = case.at(row.at - rules.SLACK) if case else None
                if timer is not None and timer.stopped_at is not None and timer.stopped_at + rules.SLACK < row.at:
                    yield Violation("listed what had ended", f"{line.topic} in {self._told(row)}")
                elif stands and stands.state not in rules.OPEN and rules.is_one_of(line.topic, rules.OF_OPEN):
                    yield Violation("listed a case that had ended", f"{line.topic} in {self._told(row)}")

    def lifeless(self) -> Iterator[Violation]:
        """An open case without any clock, at any time of its life."""
        alive = defaultdict(list)
        for timer in self._timers.values():
            if timer.subject_kind == "hazard" and timer.clock not in rules.NO_LIFE:
                alive[timer.subject_id].append((_begun(timer.id), timer.stopped_at or FOREVER))
        for case in self._cases.values():
            for begins, ends in _spans(case):
                hole = _uncovered(begins, ends, sorted(alive[case.row.id]))
                if hole is not None:
                    yield Violation("open without a clock", f"{case.row.number} from {hole}")

    def unheard(self) -> Iterator[Violation]:
        """A limit that is long over, of which nobody at the top has ever been told, however often it changed hands."""
        told = defaultdict(list)
        for row in (*self._sent, *self._listed.values()):
            if row.subject_kind == "hazard":
                told[row.subject_id].append(row)
        for case in self._cases.values():
            for since, until in _late(case):
                grade = (case.at(since) or case.stood[0]).grade
                late = since + max(rules.LADDER[grade][rules.TOP], timedelta()) + rules.NEVER_TOLD
                heard = (row for row in told[case.row.id] if since <= row.created_at <= late)
                if late < min(until, self._last) and not any(self._is_any(row, None, (rules.TOP,)) for row in heard):
                    yield Violation("late for long, and the top was never told", f"{case.row.number} since {since}")

    def untimely(self) -> Iterator[Violation]:
        """Reminders before their time, or too soon after the last one of the same clock."""
        last: dict[tuple[str, str], int] = {}
        for row in self._reminders():
            timer = self._timers[row.timer_id]
            reminding = rules.REMINDING.get(timer.clock)
            if reminding is None:
                yield Violation("reminded by a clock without a rule", f"{timer.clock}: {self._told(row)}")
                continue
            if row.created_at + rules.SLACK < _begun(timer.id) + reminding.first:
                yield Violation(f"reminded too early by {timer.clock}", self._told(row))
            before = last.get((timer.id, row.recipient_id))
            written = int(row.created_at.timestamp())
            if before is not None and written - before < (reminding.again - rules.SLACK).total_seconds():
                yield Violation(f"reminded again too soon by {timer.clock}", self._told(row))
            last[timer.id, row.recipient_id] = written

    def unnamed(self) -> Iterator[Violation]:
        """Reminders to somebody whom no rule names."""
        for row in self._reminders():
            clock = self._timers[row.timer_id].clock
            stands = self._stood(row)
            if stands is None:
                continue
            if clock == "due" and not self._on_the_ladder(row, stands):
                yield Violation(f"not on the ladder of {stands.grade} yet", self._told(row))
            elif clock in rules.NAMED and not self._is_any(row, stands, rules.NAMED[clock]):
                yield Violation(f"not named by {clock}", self._told(row))

    def _on_the_ladder(self, row: Row[Any], stands: Standing) -> bool:
        ladder = rules.LADDER.get(stands.grade, {})
        reached = [role for role, after in ladder.items() if self._is_reached(row, stands, after)]
        coming = [after for role, after in ladder.items() if role not in reached]
        if coming and not self._names_anybody(row, stands, reached):
            reached += [role for role, after in ladder.items() if after == min(coming)]
        own = [role for role in reached if stands.owner and self._holds(stands.owner, row, (role,))]
        reached += [rules.NEXT_UP[role] for role in own if role in rules.NEXT_UP]
        if not self._is_here(stands.owner, row.at):
            reached.append(rules.IN_PLACE_OF_OWNER)
        return self._is_any(row, stands, (*reached, rules.STANDS_IN))

    def _is_here(self, person: str | None, moment: datetime) -> bool:
        known = self._people.get(person or "")
        left = known.left_on if known else None
        return known is not None and (left is None or left >= moment.astimezone(self._zone).date())

    def _is_reached(self, row: Row[Any], stands: Standing, after: timedelta) -> bool:
        if stands.due is None:
            return True
        moment = stands.due + after
        if after < timedelta() and stands.owner:
            moment = self._presence.shift_before(stands.owner, moment)
        return bool(row.created_at + rules.SLACK >= moment)

    def _names_anybody(self, row: Row[Any], stands: Standing, roles: Sequence[str]) -> bool:
        """Somebody besides the owner holds one of the roles where the case is."""
        others, above = (person for person in self._roles if person != stands.owner), set(roles) - {"owner"}
        return any(self._holds(person, row, above) for person in others)

    def _is_any(self, row: Row[Any], stands: Standing | None, named: Sequence[str]) -> bool:
        case = self._cases[row.subject_id].row
        person = row.facts.get("for", row.recipient_id)  # a deputy is told what the one who is away would be
        to_case = {
            "owner": {stands.owner} if stands else set(),
            "acceptor": {case.acceptor_id},
            "reporter": {case.reporter_id, *case.also_reported_by},
        }
        if any(person in to_case.get(name, ()) for name in named):
            return True
        return self._holds(person, row, named)

    def _holds(self, person: str, row: Row[Any], named: Collection[str]) -> bool:
        """One of these roles was theirs on that day, where the case is."""
        case, day = self._cases[row.subject_id].row, row.created_at.astimezone(self._zone).date()
        return any(
            str(role.role) in named
            and role.since <= day
            and (role.until is None or day <= role.until)
            and (role.path is None or case.area_path.startswith(role.path))
            for role in self._roles.get(person, ())
        )

    def _reminders(self) -> Iterator[Row[Any]]:
        """What a clock of a case has told by ringing, in the order of its making."""
        of_cases = (row for row in self._sent if row.cause.startswith("timer:") and row.subject_kind == "hazard")
        return iter(sorted(of_cases, key=lambda row: row.id))

    def _stood(self, row: Row[Any]) -> Standing | None:
        case = self._cases.get(row.subject_id)
        return case.at(row.at) if case else None

    def _told(self, row: Row[Any]) -> str:
        case = self._cases.get(row.subject_id or "")
        local = row.at.astimezone(self._zone)
        return f"{local:%m-%d %H:%M} {row.topic} to {self._name(row.recipient_id)} {case.row.number if case else ''}"

    def _name(self, person: str) -> str:
        known = self._people.get(person)
        return known.code if known else person


def _begun(timer_id: str) -> datetime:
    """When a timer was made, which its id tells (RFC 9562, 5.7)."""
    return datetime.fromtimestamp(int(timer_id.replace("-", "")[:12], 16) / 1000, UTC)


def _spans(case: Case) -> Iterator[tuple[datetime, datetime]]:
    """From when to when a case was open."""
    begins = None
    for moment, stands in zip(case.moments, case.stood, strict=True):
        if stands.state in rules.OPEN and begins is None:
            begins = moment
        elif stands.state not in rules.OPEN and begins is not None:
            yield begins, moment
            begins = None
    if begins is not None:
        yield begins, FOREVER


def _late(case: Case) -> Iterator[tuple[datetime, datetime]]:
    """From when to when one limit was over, with the owner or handed in, while nothing was granted or set aside."""
    breaks = {at for at, kind in case.happened if kind in rules.SETS_ASIDE}
    limit: datetime | None = None
    begins = FOREVER
    for moment, stands in [*zip(case.moments, case.stood, strict=True), (FOREVER, Standing("", "", None, None))]:
        goes_on = stands.state in rules.HANDED_IN or (stands.state in rules.OWED and stands.due == limit)
        if limit is not None and (not goes_on or moment in breaks):
            yield max(begins, limit), moment
            limit = None
        if limit is None and stands.state in rules.OWED and stands.due is not None:
            begins, limit = moment, stands.due


def _uncovered(begins: datetime, ends: datetime, alive: Sequence[tuple[datetime, datetime]]) -> datetime | None:
    """The first moment in a span at which nothing is alive."""
    reached = begins
    for starts, stops in alive:
        if starts > reached + rules.SLACK:
            break
        reached = max(reached, stops)
    return reached if reached < ends - rules.SLACK else None


RULES = (
    Checker.untimely,
    Checker.unnamed,
    Checker.twice,
    Checker.lifeless,
    Checker.unheard,
    Checker.too_much,
    Checker.after_the_end,
    Checker.listed_after_the_end,
    Checker.off_shift,
    Checker.gone,
    Checker.unseen,
    Checker.next_not_told,
    Checker.away,
)
_SENT = (
    select(notices, deliveries.c.at)
    .join_from(notices, deliveries, deliveries.c.notice_id == notices.c.id)
    .where(deliveries.c.state == "sent")
    .order_by(deliveries.c.id)
)
