"""The cards that notices become: what can be tapped on each, and which pictures they carry."""

from collections.abc import Container
from dataclasses import dataclass

from handlers.my_hazards import CARD_CHOICES, MOST_OPTIONS, card_option
from handlers.questions import Option
from workflow.lifecycle import Verb


@dataclass(frozen=True)
class Card:
    """`choices` are values of my_hazards.CARD_CHOICES, each with the label it bears here; `pictures` are roles."""

    choices: tuple[tuple[str, str], ...] = ()
    pictures: tuple[str, ...] = ()


_SHOW = ("show", "show")
_SEE_LATEST = ("show", "see_latest")
_TASK = Card((("take", "take"), ("pass_on", "pass_on"), _SHOW), ("found",))
_AGAIN = Card((("work", "progress"), ("submit", "submit_acceptance"), _SHOW), ("found", "recheck"))
_JUDGE = Card((("accept", "pass"), ("send_back", "send_back"), _SHOW), ("comparison",))
_CHOOSE = Card((("assign", "assign"), _SHOW), ("found",))
_LOOK = Card((_SHOW,))

_ALARM = Card((("respond", "respond"), ("false_alarm", "alarm.false"), _SHOW), ("found",))

CARDS: dict[str, Card] = {
    "alarm.alert": _ALARM,
    "alarm.news": Card((*_ALARM.choices[:1], ("stand_down", "stand_down"), _SHOW), ("found",)),
    "alarm.responder": Card((("respond", "respond"), _SHOW)),
    "alarm.still_on": Card((("stand_down", "stand_down"), _SHOW)),
    "alarm.your_way": Card(
        (("stand_down", "stand_down"), ("tell_alarm", "tell_alarm"), ("false_alarm", "alarm.false"))
    ),
    "time.asked": Card((("grant", "grant"), ("refuse", "refuse"), _SHOW)),
    "time.sent": _LOOK,
    "time.decided": _LOOK,
    "time.granted": _LOOK,
    "time.refused": _LOOK,
    "report.time_granted": _LOOK,
    "danger.running": Card((("contain", "contain"), _SHOW), ("found",)),
    "danger.check": Card((("measure", "measure_holds"), ("missing", "measure_gone"), ("contain", "contain"), _SHOW)),
    "danger.missed": Card((("contain", "contain"), _SHOW)),
    "danger.held": _LOOK,
    "danger.checked": _LOOK,
    "danger.contained": _LOOK,
    "alarm.over": _LOOK,
    "alarm.stood_down": _LOOK,
    "alarm.false": _LOOK,
    "alarm.called_off": _LOOK,
    "task.new": _TASK,
    "task.not_taken": _TASK,
    "task.sent_back": _AGAIN,
    "task.reopened": _AGAIN,
    "task.accepted": _LOOK,
    "accept.new": _JUDGE,
    "accept.waiting": _JUDGE,
    "choose.new": _CHOOSE,
    "choose.given_back": _CHOOSE,
    "choose.owner_left": Card((("assign", "reassign"), _SHOW), ("found",)),
    "choose.waiting": _CHOOSE,
    "overdue.owner": Card(
        (("take", "take"), ("work", "progress"), ("submit", "submit_acceptance"), ("more_time", "more_time"))
    ),
    "overdue.leader": Card((("assign", "reassign"), _SHOW)),
    "overdue.not_taken": Card((("assign", "reassign"), _SHOW)),
    "overdue.acceptance": _LOOK,
    "major.new": Card((_SHOW,), ("found",)),
    "report.done": _LOOK,
    "report.fixed_done": _LOOK,
    "anonymous.done": _LOOK,
    "report.reassigned": _LOOK,
    "report.sent_back": _LOOK,
    "report.reopened": _LOOK,
    "report.invalid": _LOOK,
    "report.merged": _LOOK,
    "report.reinstated": _LOOK,
    "task.set_aside": _LOOK,
    "aside.marked_invalid": Card((("reinstate", "reinstate"), _SHOW)),
    "aside.merged": Card((("reinstate", "reinstate"), _SHOW)),
    "aside.reinstated": _LOOK,
    "report.closed": Card((_SHOW, ("reopen", "not_fixed")), ("comparison",)),
    "case.card": Card(pictures=("found", "progress", "after", "recheck")),
    "card.stale": Card((_SEE_LATEST,)),
}


def options_of(topic: str, hazard: str, verbs: Container[Verb] | None = None) -> tuple[Option, ...]:
    """The choices of a topic's card about a case; with `verbs`, only those its reader may use as the case stands."""
    card = CARDS.get(topic)
    if card is None:
        return ()
    offered = ((value, label, CARD_CHOICES[value].verb) for value, label in card.choices)
    usable = [(value, label) for value, label, verb in offered if verb is None or verbs is None or verb in verbs]
    return tuple(card_option(value, hazard, label) for value, label in usable[:MOST_OPTIONS])


def pictures_of(topic: str) -> tuple[str, ...]:
    card = CARDS.get(topic)
    return card.pictures if card else ()
