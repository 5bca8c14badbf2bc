"""What asks to be seen: who has seen it, and who is told next while nobody of those who were told has.

An alarm is none of this: its answer is that somebody goes, and its own clock calls the next one (workflow/alarm.py).
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from workflow.danger import RUNNING
from workflow.deputies import told_instead
from workflow.desk import Desk
from workflow.errors import Refused
from workflow.events import Event, Fact, Happened
from workflow.hazard import Act, Hazard
from workflow.lifecycle import IN_HAND, Verb
from workflow.major import is_major, is_unconfirmed
from workflow.people import Person, Role
from workflow.permissions import Action, allowed

SEEN_WITHIN = timedelta(minutes=15)
# Whoever does one of these has seen the case, whatever they have tapped.
BY_DOING = frozenset({"taken", "progress_posted", "submitted", "verified", "part_filled", "paper_recorded"})
_SET_ASIDE = frozenset({"marked_invalid", "merged", "accepted"})


@dataclass(frozen=True)
class Ask:
    """Something that people are told and asked to say that they have seen.

    topics: what asks for it; news of it and what tells that it is over do not. starts: the events of which it is told.
    ends: with which its cause is gone. holds: whether the cause stands. rungs: who is told next, one person after
    another; as a duty leader whoever has the watch.
    """

    name: str
    topics: frozenset[str]
    starts: frozenset[str]
    ends: frozenset[str]
    holds: Callable[[Hazard], bool]
    rungs: tuple[Role, ...]

    @property
    def clock(self) -> str:
        return f"seen_{self.name}"

    def concerns(self, event: Event) -> bool:
        """True for what stops its clock: of taps those for it, of the clock's own steps only the last."""
        if event.kind not in ("seen", "unseen"):
            return True
        asks = event.facts.get("asks")
        return isinstance(asks, list) and self.name in asks and not event.facts.get("called")


def _runs(hazard: Hazard) -> bool:
    return hazard.danger == RUNNING and hazard.state in IN_HAND


def _is_confirmed(hazard: Hazard) -> bool:
    return is_major(hazard) and not is_unconfirmed(hazard) and hazard.state in IN_HAND


# Officers are no rung of a danger: its own clock calls them at the same quarter of an hour (workflow/rings.py).
ASKS: tuple[Ask, ...] = (
    Ask(
        "danger",
        frozenset({"danger.running", "danger.unseen", "danger.unseen_by_all"}),
        starts=frozenset({"warned", "measure_demanded"}),
        ends=frozenset({"contained"}) | _SET_ASIDE,
        holds=_runs,
        rungs=(Role.TEAM_LEADER, Role.DUTY_LEADER, Role.DEPARTMENT_HEAD, Role.SAFETY_DIRECTOR, Role.EXECUTIVE),
    ),
    Ask(
        "major",
        frozenset({"major.new", "major.waiting", "major.unseen", "major.unseen_by_all"}),
        starts=frozenset({"reported", "regraded", "reinstated"}),
        ends=frozenset({"major_confirmed", "major_lowered"}) | _SET_ASIDE,
        holds=is_unconfirmed,
        rungs=(Role.SAFETY_DIRECTOR, Role.EXECUTIVE, Role.DUTY_LEADER, Role.SAFETY_OFFICER, Role.DEPARTMENT_HEAD),
    ),
    Ask(
        "confirmed",
        frozenset({"major.confirmed", "major.papers_due", "major.unseen", "major.unseen_by_all"}),
        starts=frozenset({"major_confirmed"}),
        ends=frozenset({"major_lowered"}) | _SET_ASIDE,
        holds=_is_confirmed,
        rungs=(Role.DEPARTMENT_HEAD, Role.DUTY_LEADER, Role.SAFETY_OFFICER, Role.SAFETY_DIRECTOR, Role.EXECUTIVE),
    ),
)
ASK = {ask.name: ask for ask in ASKS}
ASKING_TOPICS = frozenset(topic for ask in ASKS for topic in ask.topics)


@dataclass(frozen=True)
class MarkSeen:
    """Somebody who was told says that they have seen it."""

    hazard_id: str


@dataclass(frozen=True)
class Stands:
    """How an ask stands for those who were told: since when, whom it was told, and who has seen it and when."""

    since: datetime
    told: Sequence[str]
    seen: dict[str, datetime]


Happenings = Callable[[str, Collection[str]], Sequence[Happened]]
Recipients = Callable[[str, Collection[str], datetime], Sequence[str]]


def stands(ask: Ask, hazard: Hazard, happened: Happenings, told: Recipients) -> Stands | None:
    """How it stands; None where its cause is gone or has never been.

    happened: the events of a case of some kinds, in order. told: who was told one of some topics of a case since then.
    """
    if not ask.holds(hazard):
        return None
    trail = happened(hazard.id, ask.starts | {"seen"})
    begun = [event.at for event in trail if event.kind in ask.starts]
    if not begun:
        return None
    since = begun[-1]
    mine = [e for e in trail if e.kind == "seen" and e.at >= since and ask.name in e.facts["asks"]]
    seen = {event.actor_id: event.at for event in reversed(mine) if event.actor_id}
    return Stands(since, told(hazard.id, ask.topics, since), seen)


def asked_of(person_id: str, hazard: Hazard, happened: Happenings, told: Recipients) -> Iterator[tuple[Ask, Stands]]:
    """What somebody was told of a case and asked to see, as long as its cause stands."""
    for ask in ASKS:
        how = stands(ask, hazard, happened, told)
        if how is not None and person_id in how.told:
            yield ask, how


def mark_seen(desk: Desk, command: MarkSeen, act: Act) -> Hazard:
    """Record who has seen it and when, once for each. Raises Refused: unknown_case."""
    hazard = note_seen(desk, command.hazard_id, act)
    if hazard is None:
        raise Refused("unknown_case")
    return hazard


def note_seen(desk: Desk, hazard_id: str, act: Act) -> Hazard | None:
    """The same for whoever has tapped anything of a card that asks for it; None where the case is not theirs to see."""
    hazard = desk.hazard(hazard_id)
    if hazard is None or act.by is None or not allowed(act.by, Action.SEE, hazard, desk.today):
        return None
    asked = asked_of(act.by.id, hazard, desk.happened, desk.told)
    fresh: list[str] = [ask.name for ask, how in asked if act.by.id not in how.seen]
    if fresh:
        desk.record(hazard.move(Verb.SEE, act, {"asks": fresh}))
    return hazard


def pass_up(ask: Ask) -> Callable[[Desk, Hazard, Act], Event | None]:
    """What its clock does: one more person is told that nobody has seen it; when there is nobody left, the last."""

    def tell_next(desk: Desk, hazard: Hazard, act: Act) -> Event | None:
        how = stands(ask, hazard, desk.happened, desk.told)
        if how is None:
            return None
        following = next_to_tell(desk, ask, hazard, how.told)
        facts: dict[str, Fact] = {
            "asks": [ask.name],
            "called": [following.id] if following else [],
            "waits": [*how.told],
            "since": how.since.isoformat(),
        }
        return hazard.move(Verb.ESCALATE_UNSEEN, act, facts)

    return tell_next


def next_to_tell(desk: Desk, ask: Ask, hazard: Hazard, told: Collection[str]) -> Person | None:
    """The first of the rungs, or who acts for them, that works here, can be reached and was not told yet."""
    named = (person for role in ask.rungs for person in _on_rung(desk, role, hazard))
    around = (acting for person in named if (acting := desk.person(told_instead(desk, person.id))) is not None)
    passed_over = {*told, *hazard.reporters}
    return next(
        (
            person
            for person in around
            if person.id not in passed_over
            and person.works_on(desk.today)
            and desk.reachable(person.id)
            and allowed(person, Action.SEE, hazard, desk.today)
        ),
        None,
    )


def _on_rung(desk: Desk, role: Role, hazard: Hazard) -> Sequence[Person]:
    if role is Role.DUTY_LEADER:
        return desk.on_duty()
    if role is Role.TEAM_LEADER:
        return desk.holders(role, hazard.area_path)
    holders = desk.holders(role)
    if role is Role.DEPARTMENT_HEAD:
        return [head for head in holders if head.holds(role, hazard.department_id, desk.today)]
    return holders
