"""Deputies 代理人: who stands in for somebody who is away, from a day to a day."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from workflow.desk import Desk
from workflow.errors import Refused
from workflow.events import Event, Fact
from workflow.ids import new_id
from workflow.people import Deputyship, Person

LONGEST = timedelta(days=90)
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class NameDeputy:
    """Its person is away from a day (an ISO date) to a day, both inclusive, and somebody stands in for them."""

    deputy_id: str
    since: str
    until: str


@dataclass(frozen=True)
class ComeBack:
    """Its person is here again: nobody stands in for them any more."""


@dataclass(frozen=True)
class RefuseDeputyship:
    """The deputy says that they cannot."""

    deputyship_id: str


DeputyCommand = NameDeputy | ComeBack | RefuseDeputyship


def acting_for(person_id: str, rows: Iterable[Deputyship], day: date) -> str:
    """Who acts for somebody on a day: the deputy, of a deputy who is away too theirs; themselves where nobody does."""
    following = {row.person_id: row.deputy_id for row in rows if row.holds_on(day)}
    passed = [person_id]
    while (acting := following.get(passed[-1])) is not None and acting not in passed:
        passed.append(acting)
    return passed[-1]


def principals_of(person_id: str, rows: Collection[Deputyship], day: date) -> list[str]:
    """For whom somebody acts on a day; for those whose deputy is away, too, and has made them their own."""
    held = [row for row in rows if row.holds_on(day)]
    found: list[str] = []
    ahead = [person_id]
    while ahead:
        acting = ahead.pop(0)
        named = [row.person_id for row in held if row.deputy_id == acting and row.person_id not in (*found, person_id)]
        found += named
        ahead += named
    return found


def circle(rows: Iterable[Deputyship]) -> list[str]:
    """People who on some day stand in for each other in a circle, back to the first; empty where there are none."""
    every = list(rows)
    for start in every:
        way = _back_to(start.person_id, [start], every)
        if way:
            return way
    return []


def _back_to(first: str, way: list[Deputyship], rows: Sequence[Deputyship]) -> list[str]:
    since, until = max(row.since for row in way), min(row.until for row in way)
    for row in rows:
        if row.person_id != way[-1].deputy_id or row in way or row.since > until or row.until < since:
            continue
        if row.deputy_id == first:
            return [*(each.person_id for each in (*way, row)), first]
        if found := _back_to(first, [*way, row], rows):
            return found
    return []


def told_instead(desk: Desk, person_id: str) -> str:
    """Who is told what somebody would be: whoever acts for them, themselves where that one has left or has no chat."""
    acting = acting_for(person_id, desk.deputyships, desk.today)
    there = desk.person(acting) if acting != person_id else None
    hears = there is not None and there.works_on(desk.today) and desk.reachable(acting)
    return acting if hears else person_id


def name_deputy(desk: Desk, command: NameDeputy, by: Person, at: datetime) -> None:
    stand_in(desk, command, by, by, at)


def stand_in(desk: Desk, command: NameDeputy, away: Person, by: Person, at: datetime) -> None:
    """Write it down in the place of what was said before for those days, the others staying as they are.

    by: who says so. Raises Refused.
    """
    since, until = date.fromisoformat(command.since), date.fromisoformat(command.until)
    deputy = desk.person(command.deputy_id)
    if command.deputy_id == away.id:
        raise Refused("deputy_self")
    if deputy is None or not deputy.works_on(until) or not desk.reachable(deputy.id):
        raise Refused("deputy_gone")
    if until < max(since, desk.today):
        raise Refused("deputy_past")
    if until - since > LONGEST:
        raise Refused("deputy_long", days=LONGEST.days)
    made = Deputyship(new_id(), away.id, deputy.id, since, until)
    replaced = [
        row for row in desk.deputyships if row.person_id == away.id and row.since <= until and row.until >= since
    ]
    kept = [rest for row in replaced for rest in _besides(row, made) if rest.until >= desk.today]
    if circle([*(row for row in desk.deputyships if row not in replaced), *kept, made]):
        raise Refused("deputy_circle", name=deputy.name)
    for row in replaced:
        desk.end_deputyship(row.id, at)
        shared = replace(row, since=max(row.since, since), until=min(row.until, until))
        _record(desk, row, "deputy_replaced", by.id, at, now=deputy.id, **_days(shared))
    for row in kept:
        desk.enter_deputyship(row)
        _record(desk, row, "deputy_named", by.id, at, now=deputy.id, **_days(row))
    desk.enter_deputyship(made)
    _record(desk, made, "deputy_named", by.id, at, **_days(made))


def _besides(row: Deputyship, made: Deputyship) -> Iterator[Deputyship]:
    """What is left of a row beside a newer one: rows of their own, each of which its deputy can refuse.

    The same deputy named anew is asked until another day: only what comes before the newer one is left.
    """
    if row.since < made.since:
        yield replace(row, id=new_id(), until=made.since - _DAY)
    if row.until > made.until and row.deputy_id != made.deputy_id:
        yield replace(row, id=new_id(), since=made.until + _DAY)


def come_back(desk: Desk, command: ComeBack, by: Person, at: datetime) -> None:
    end_all(desk, by, by, at)


def end_all(desk: Desk, away: Person, by: Person, at: datetime) -> None:
    """Nobody stands in for somebody any more; by: who says so. Raises Refused."""
    own = [row for row in desk.deputyships if row.person_id == away.id]
    if not own:
        raise Refused("deputy_none")
    end(desk, own, by, at)


def end(desk: Desk, rows: Iterable[Deputyship], by: Person, at: datetime) -> None:
    for row in rows:
        desk.end_deputyship(row.id, at)
        _record(desk, row, "deputy_ended", by.id, at)


def refuse(desk: Desk, command: RefuseDeputyship, by: Person, at: datetime) -> None:
    row = next((row for row in desk.deputyships if row.id == command.deputyship_id), None)
    if row is None or row.deputy_id != by.id:
        raise Refused("deputy_over")
    desk.end_deputyship(row.id, at)
    _record(desk, row, "deputy_refused", by.id, at)


def _days(row: Deputyship) -> dict[str, Fact]:
    return {"since": row.since.isoformat(), "until": row.until.isoformat()}


def _record(desk: Desk, row: Deputyship, kind: str, by: str, at: datetime, **facts: Fact) -> None:
    version = 1 if kind == "deputy_named" else 2
    both: dict[str, Fact] = {"person": row.person_id, "deputy": row.deputy_id}
    desk.record(Event(new_id(), "deputyship", row.id, version, kind, by, at, {**both, **facts}))
