"""How people take what the bot tells them: at once, late, or never, each in their own way; all of it as tables."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

# Minutes: from, to. Most limits are of the same day or the next one: a repair is mostly done within the shift.
SOON, PROMPT, HOURS, WORK, DAYS = (1, 8), (2, 20), (10, 300), (15, 120), (600, 4300)
NOTHING = ""


@dataclass(frozen=True)
class Received:
    """What has reached somebody. asks: it is a question of a conversation. urgent: an emergency, or major."""

    id: str
    person: str
    topic: str
    case: str | None
    choices: Sequence[Mapping[str, Any]]
    asks: bool
    urgent: bool

    def position(self, value: str) -> int | None:
        """Where the button is that stands for a value."""
        return next((n for n, choice in enumerate(self.choices) if choice["value"] == value), None)


@dataclass(frozen=True)
class Way:
    """One way to take it: `weight` of them tap `value` after so many minutes; work: as long as the repair takes.

    wants: the button is looked for on the card of the case itself, behind its number.
    """

    value: str
    weight: float
    after: tuple[int, int] = HOURS
    work: bool = False
    wants: bool = False


_IGNORED = Way(NOTHING, 0.15)
_CONTAIN = (Way("contain", 0.9, SOON), Way("seen", 0.2, SOON), Way(NOTHING, 0.1))
_SEEN = (Way("seen", 0.9, SOON), Way(NOTHING, 0.1))
_TAKE = (Way("take", 0.9, PROMPT), Way("pass_on", 0.04, PROMPT), Way(NOTHING, 0.06))
_WORK = (
    Way("submit", 0.86, WORK, work=True),
    Way("working", 0.05, HOURS),
    Way("ask_money", 0.03, HOURS, wants=True),
    Way("ask_help", 0.02, HOURS, wants=True),
    Way("more_time", 0.03, DAYS, wants=True),
    Way("long_term", 0.005, HOURS, wants=True),
    Way(NOTHING, 0.03),
)
_AGAIN = (Way("submit", 0.93, WORK, work=True), Way(NOTHING, 0.07))
_JUDGE = (Way("accept", 0.82), Way("send_back", 0.1), Way(NOTHING, 0.08))
_CHOOSE = (Way("assign", 0.9), Way(NOTHING, 0.1))
_STAGE = (Way("finish_stage", 0.7, DAYS, work=True), Way("move_stage", 0.1), Way(NOTHING, 0.2))
_PLAN = (Way("plan", 0.85, HOURS), Way(NOTHING, 0.15))
_PAPER = (Way("paper", 0.3, DAYS), Way(NOTHING, 0.7))
# A card, by its topic -> the ways in which it is taken. What stands on none of these lines is read, and left.
CARDS: Mapping[str, Sequence[Way]] = {
    "task.new": _TAKE,
    "task.not_taken": (Way("take", 0.9, PROMPT), Way("snooze", 0.05), Way(NOTHING, 0.05)),
    "task.due_soon": (Way("submit", 0.6, WORK, work=True), Way("snooze", 0.1), Way(NOTHING, 0.3)),
    "to_do.daily": (Way("to_do", 0.1, SOON), Way(NOTHING, 0.9)),
    "task.sent_back": _AGAIN,
    "task.reopened": _AGAIN,
    "overdue.owner": (
        Way("take", 0.95, PROMPT),
        Way("submit", 0.8, WORK, work=True),
        Way("more_time", 0.12),
        Way(NOTHING, 0.2),
    ),
    "overdue.leader": (Way("assign", 0.02), Way(NOTHING, 0.98)),
    "overdue.not_taken": (Way("assign", 0.15), Way(NOTHING, 0.85)),
    "accept.new": _JUDGE,
    "accept.waiting": (Way("accept", 0.8), Way(NOTHING, 0.2)),
    "accept.more_pictures": _JUDGE,
    "papers.complete": _JUDGE,
    "choose.new": _CHOOSE,
    "choose.given_back": _CHOOSE,
    "choose.waiting": _CHOOSE,
    "choose.owner_left": _CHOOSE,
    "choose.done": (Way("fill_gap", 0.3, SOON), Way(NOTHING, 0.7)),
    "choose.watch": _CONTAIN,
    "danger.running": _CONTAIN,
    "danger.missed": _CONTAIN,
    "danger.check": (Way("measure", 0.9, (2, 40)), Way("missing", 0.03, (2, 40)), Way(NOTHING, 0.07)),
    "danger.unchecked": (Way("measure", 0.9, (2, 40)), Way("missing", 0.03, (2, 40)), Way(NOTHING, 0.07)),
    "danger.ending": (Way("measure_end", 0.7, (2, 60)), Way("contain", 0.1, (2, 60)), Way(NOTHING, 0.2)),
    "time.asked": (Way("grant", 0.7), Way("refuse", 0.2), _IGNORED),
    "money.asked": (Way("approve", 0.75), Way("decline", 0.15), _IGNORED),
    "money.approved": (Way("spend_money", 0.8, DAYS), Way(NOTHING, 0.2)),
    "money.sent_unheld": _CONTAIN,
    "assist.asked": (Way("take_help", 0.7), Way("decline_help", 0.15), _IGNORED),
    "assist.waiting": (Way("take_help", 0.6), Way("finish_help", 0.3), Way("decline_help", 0.1)),
    "assist.yours": (Way("finish_help", 0.9, DAYS), Way(NOTHING, 0.1)),
    "assist.done": _AGAIN,
    "plan.filed": (Way("take", 0.9), Way(NOTHING, 0.1)),
    "plan.due": _PLAN,
    "plan.returned": _PLAN,
    "plan.to_approve": (Way("approve_plan", 0.85), Way("return_plan", 0.08), Way(NOTHING, 0.07)),
    "plan.approved": _STAGE,
    "plan.slipped": _STAGE,
    "plan.stage_noted": (Way("submit", 0.8, DAYS, work=True, wants=True), Way(NOTHING, 0.2)),
    "major.new": (
        Way("confirm_major", 0.85, (5, 90)),
        Way("not_major", 0.1, (5, 90)),
        Way("seen", 0.3, SOON),
        Way(NOTHING, 0.05),
    ),
    "major.unseen": _SEEN,
    "major.unseen_by_all": _SEEN,
    "danger.unseen": _CONTAIN,
    "danger.unseen_by_all": _CONTAIN,
    "deputy.yours": (Way("refuse", 0.1, HOURS), Way(NOTHING, 0.9)),
    "shift.list": (Way("taken_over", 0.85, SOON), Way(NOTHING, 0.15)),
    "case.card": (  # that somebody has opened from a list
        Way("take", 0.9, SOON),
        Way("accept", 0.8, SOON),
        Way("assign", 0.03, SOON),
        Way("grant", 0.6, SOON),
        Way("submit", 0.5, WORK, work=True),
        Way(NOTHING, 0.15),
    ),
    "major.waiting": (Way("confirm_major", 0.85, (5, 90)), Way("not_major", 0.1, (5, 90)), Way(NOTHING, 0.1)),
    "major.confirmed": (*_PLAN, Way("seen", 0.5, SOON)),
    "major.papers_due": _PAPER,
    "papers.recorded": _PAPER,
    "recheck.ask": (Way("holds", 0.7), Way("reopen", 0.03), Way(NOTHING, 0.27)),
    "report.closed": (Way("reopen", 0.015), Way(NOTHING, 0.985)),
    "report.nudge": (Way("resume", 0.7, SOON), Way(NOTHING, 0.3)),
    "alarm.alert": (Way("respond", 0.85, (1, 2)), Way(NOTHING, 0.15)),
    "alarm.still_on": (Way("stand_down", 0.8, SOON), Way(NOTHING, 0.2)),
    "outside.due": (Way("submit", 0.5, DAYS), Way("answered", 0.3), Way(NOTHING, 0.2)),
    "outside.letter": (Way("letter_sent", 0.8), Way(NOTHING, 0.2)),
}
LISTS = frozenset({"gathered.list"})  # of which people open some lines, one after another
WORDS, PICTURE, ANY, FIRST = "words", "picture", "any", "first"
# A question of a conversation -> what is answered; `any` taps any of its buttons but those that only turn pages.
QUESTIONS: Mapping[str, Sequence[Way]] = {
    "report.confirm": (
        Way("submit", 0.86, SOON),
        Way("running", 0.08, SOON),
        Way("place", 0.02, SOON),
        Way("wrong", 0.01, SOON),
        Way(NOTHING, 0.03),
    ),
    "report.kind": (Way(FIRST, 0.75, SOON), Way("none", 0.1, SOON), Way(WORDS, 0.13, SOON), Way(NOTHING, 0.02)),
    "report.vague": (Way(WORDS, 0.7, SOON), Way("enough", 0.28, SOON), Way(NOTHING, 0.02)),
    "report.major": (
        Way("no", 0.84, SOON),
        Way("unsure", 0.08, SOON),
        Way("yes", 0.05, SOON),
        Way("else", 0.03, SOON),
    ),
    "report.same": (Way("same", 0.7, SOON), Way("apart", 0.3, SOON)),
    "report.or_task": (Way("new", 1.0, SOON),),
    "report.fixed": (Way("no", 1.0, SOON),),
    "report.fixed_after": (Way("not_yet", 1.0, SOON),),
    "report.what": (Way(WORDS, 1.0, SOON),),
    "report.start": (Way(WORDS, 1.0, SOON),),
    "task.taken": _WORK,
    "task.work": _WORK,
    "task.noted": _AGAIN,
    "task.planning": _PLAN,
    "task.plan_first": _PLAN,
    "task.received": (Way("submit", 0.7, SOON), Way("noted", 0.3, SOON)),
    "task.after": (Way(PICTURE, 0.8, SOON), Way("no_photo", 0.2, SOON)),
    "accept.on_site": (Way("on_site", 0.8, SOON), Way("photos", 0.2, SOON)),
    "alarm.raised": (Way("called", 0.5, SOON), Way("evacuated", 0.3, SOON), Way(NOTHING, 0.2)),
    "alarm.passed_on": (Way("stand_down", 0.9, (15, 60)), Way(NOTHING, 0.1)),
    "plan.parts": (Way(FIRST, 0.97, SOON), Way(NOTHING, 0.03)),
    "plan.stage_proof": (Way(PICTURE, 1.0, SOON),),
    "plan.stage_received": (Way("stage_done", 1.0, SOON),),
    "money.how_much": (Way(WORDS, 1.0, SOON),),
    "money.receipt": (Way(PICTURE, 1.0, SOON),),
    "deputy.sure": (Way("yes", 1.0, SOON),),
}
ANYTHING = (Way(ANY, 1.0, SOON),)
TURNS_PAGES = frozenset({"more", "other_parts", "cancel", "back", "drop_stage", "pass_on", "show", "see_plan"})


@dataclass
class Temper:
    """How somebody is: `slow` multiplies what they take for everything, `deaf` of their cards they leave lying."""

    chance: random.Random
    slow: float
    deaf: float

    def chosen(self, ways: Sequence[Way], offered: Sequence[str]) -> Way | None:
        """The way they take of those that are offered; none where they leave it."""
        able = [way for way in ways if way.value in offered or way.wants or way.value in (NOTHING, WORDS, PICTURE, ANY)]
        able += [way for way in ways if way.value == FIRST and offered]
        if not able:
            return None
        [way] = self.chance.choices(able, [way.weight for way in able])
        return None if way.value == NOTHING else way

    def minutes(self, way: Way, repair: float) -> timedelta:
        """How long it takes them: mostly near the lower end. repair: how hard the case is, 1 as usual."""
        low, high = way.after
        draw = low * (high / low) ** self.chance.random()
        return timedelta(minutes=draw * (self.slow if high > SOON[1] else 1) * (repair if way.work else 1))


def temper_of(seed: int, code: str, *, slow_department: bool) -> Temper:
    """The same person is the same in every run of a seed."""
    chance = random.Random(f"person {seed} {code}")
    slow = chance.choice((0.5, 0.8, 1.0, 1.0, 1.2, 2.0)) * (1.5 if slow_department else 1.0)
    return Temper(chance, slow, chance.choice((0.0, 0.02, 0.03, 0.08)))


def repair_of(seed: int, number: str) -> float:
    """How long a repair takes, to the usual as 1; a few cases are stubborn."""
    draw = random.Random(f"case {seed} {number}").random()
    return 14.0 if draw < 0.05 else 3.0 if draw < 0.15 else 0.3 if draw < 0.5 else 1.0


@dataclass(frozen=True)
class Deed:
    """What somebody does at a moment: taps a button, or says something, or looks a case up for a button on its card."""

    at: datetime
    person: str
    token: str = ""
    text: str = ""
    photos: int = 0
    case: str = ""
    wants: str = ""
