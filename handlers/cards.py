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
_LATER = ("snooze", "snooze")
_SEEN = ("seen", "seen")  # on what workflow/attention.py names
_SEE_LATEST = ("show", "see_latest")
_TASK = Card((("take", "take"), ("pass_on", "pass_on"), _SHOW), ("found",))
_PLAN = ("plan", "fill_plan")
_AGAIN = Card((_PLAN, ("work", "progress"), ("submit", "submit_acceptance"), _SHOW), ("found", "recheck"))
_JUDGE = Card((("accept", "pass"), ("send_back", "send_back"), _SHOW), ("comparison",))
_CHOOSE = Card((("assign", "assign"), _SHOW), ("found",))
_LOOK = Card((_SHOW,))
_OF_CASE = ("found", "order", "progress", "after", "recheck", "receipt", "paper")
_MEASURE = Card((("rhythm", "rhythm"), ("measure_end", "measure_end"), _SHOW))
_CONFIRM = Card((("confirm_major", "confirm_major"), ("not_major", "not_major"), _SEEN, _SHOW), ("found",))
_CHECK = Card((("measure", "measure_holds"), ("missing", "measure_gone"), ("contain", "new_measure"), _SHOW))
_RUNNING = Card((("contain", "contain"), _SEEN, _SHOW), ("found",))
_PAPERS = Card((("paper", "hand_in_paper"), ("major_report", "major_report"), _SHOW))

_SEE_PLAN = ("see_plan", "see_plan")
_STEER = Card((("undo", "undo"), ("steer", "steer_on"), _SHOW))
_UNDO = Card((("undo", "undo"), _SHOW))
_STAGE = Card((("finish_stage", "stage_done"), ("move_stage", "move_stage"), _SEE_PLAN, _SHOW))
_ALARM = Card((("respond", "respond"), ("false_alarm", "alarm.false"), _SHOW), ("found",))

CARDS: dict[str, Card] = {
    "alarm.alert": _ALARM,
    "alarm.news": Card((*_ALARM.choices[:1], ("stand_down", "stand_down"), _SHOW), ("found",)),
    "alarm.responder": Card((("respond", "respond"), _SHOW)),
    "alarm.still_on": Card((("stand_down", "stand_down"), _SHOW)),
    "alarm.goes_on": _LOOK,
    "time.asked": Card((("grant", "grant"), ("refuse", "refuse"), _SHOW)),
    "time.sent": _LOOK,
    "time.decided": _LOOK,
    "time.granted": _LOOK,
    "time.refused": _LOOK,
    "report.time_granted": _LOOK,
    "money.asked": Card((("approve", "approve"), ("decline", "not_approve"), _SHOW)),
    "money.sent": _LOOK,
    "money.sent_unheld": Card((("contain", "contain"), _SHOW)),
    "money.given": _LOOK,
    "money.not_given": _LOOK,
    "money.approved": Card((("spend_money", "spend_money"), _SHOW)),
    "money.refused": Card((("ask_money", "ask_money"), _SHOW)),
    "money.noted": _LOOK,
    "money.over": Card((_SHOW,), ("receipt",)),
    "money.nobody": _LOOK,
    "plan.filed": Card((("take", "take"), _PLAN, _SHOW)),
    "plan.begun": Card((_PLAN, _SHOW)),
    "plan.changed": Card((_PLAN, _SEE_PLAN, _SHOW)),
    "plan.on_its_way": Card((_SEE_PLAN, _SHOW)),
    "plan.to_approve": Card((("approve_plan", "approve_plan"), ("return_plan", "send_back"), _SEE_PLAN, _SHOW)),
    "plan.approved": Card((("finish_stage", "stage_done"), _SEE_PLAN, _SHOW)),
    "plan.returned": Card((_PLAN, ("assign", "reassign"), _SEE_PLAN, _SHOW)),
    "plan.due": Card((_PLAN, ("pass_on", "pass_on"), _SHOW)),
    "plan.late": Card((_PLAN, ("assign", "reassign"), _SHOW)),
    "plan.stage_done": Card((_SEE_PLAN, _SHOW)),
    "plan.moved": _STAGE,
    "plan.slipped": _STAGE,
    "plan.supervised": Card((("move_stage", "move_stage"), _SEE_PLAN, _SHOW)),
    "plan.report": Card((("move_stage", "move_stage"), _SEE_PLAN, _SHOW)),
    "plan.done": _LOOK,
    "plan.sent": Card((("take_back_plan", "take_back_plan"), _SHOW)),
    "plan.taken_back": Card((_PLAN, _SHOW)),
    "plan.decided": _LOOK,
    "plan.stage_noted": Card((_SEE_PLAN, _SHOW)),
    "plan.stage_moved": Card((_SEE_PLAN, _SHOW)),
    "report.planned": _LOOK,
    "assist.asked": Card((("take_help", "take_help"), ("decline_help", "decline_help"), _SHOW), ("found",)),
    "assist.waiting": Card(
        (("take_help", "take_help"), ("finish_help", "finish_help"), ("decline_help", "decline_help"), _SHOW)
    ),
    "assist.yours": Card((("finish_help", "finish_help"), ("decline_help", "decline_help"), _SHOW), ("found",)),
    "assist.nobody_came": _LOOK,
    "assist.sent": Card((("withdraw_help", "withdraw_help"), _SHOW)),
    "assist.taken": _LOOK,
    "assist.done": Card((("submit", "submit_acceptance"), _SHOW), ("progress",)),
    "assist.declined": Card((("ask_help", "ask_other"), _SHOW)),
    "outside.letter": Card((("letter_sent", "letter_sent"), _SHOW), ("found",)),
    "outside.letter_noted": Card((("answered", "answered"), _SHOW)),
    "outside.answer_noted": Card((("submit", "solved"), _SHOW)),
    "outside.report_noted": _LOOK,
    "outside.brought_back": _LOOK,
    "outside.news": _LOOK,
    "outside.reported": Card((_SHOW,), ("paper",)),
    "outside.due": Card(
        (("answered", "answered"), ("submit", "solved"), ("report_out", "report_out"), ("bring_back", "bring_back"))
    ),
    "outside.not_solved": Card(
        (("answered", "answered"), ("submit", "solved"), ("bring_back", "bring_back"), _SHOW), ("found", "recheck")
    ),
    "outside.unsolved": Card((("report_out", "report_out"), ("bring_back", "bring_back"), _SHOW), ("found",)),
    "report.outside": _LOOK,
    "report.brought_back": _LOOK,
    "danger.running": _RUNNING,
    "danger.unseen": _RUNNING,
    "danger.unseen_by_all": _RUNNING,
    "danger.check": _CHECK,
    "danger.unchecked": _CHECK,
    "danger.ending": Card(
        (("measure_end", "measure_end"), ("contain", "new_measure"), ("missing", "measure_gone"), _SHOW)
    ),
    "danger.missed": Card((("contain", "contain"), _SHOW)),
    "danger.held": _MEASURE,
    "danger.checked": _MEASURE,
    "danger.contained": _LOOK,
    "alarm.over": _LOOK,
    "alarm.stood_down": _LOOK,
    "alarm.false": _LOOK,
    "alarm.called_off": _LOOK,
    "task.new": _TASK,
    "task.not_taken": Card((*_TASK.choices[:2], _LATER, _SHOW), ("found",)),
    "task.due_soon": Card((("take", "take"), ("submit", "submit_acceptance"), ("more_time", "more_time"), _LATER)),
    "time.moved": _LOOK,
    "time.suspended": _LOOK,
    "time.resumed": Card((("take", "take"), _SHOW)),
    "report.limit_moved": _LOOK,
    "report.suspended": _LOOK,
    "report.resumed": _LOOK,
    "steer.limit_moved": _UNDO,
    "steer.suspended": _UNDO,
    "steer.resumed": _STEER,
    "snooze.done": _LOOK,
    "task.sent_back": _AGAIN,
    "task.reopened": _AGAIN,
    "task.accepted": _LOOK,
    "accept.new": _JUDGE,
    "accept.plan_first": _LOOK,
    "accept.by_another": _LOOK,
    "accept.reworded": _JUDGE,
    "accept.more_pictures": _JUDGE,
    "accept.reported_again": _JUDGE,
    "accept.waiting": _JUDGE,
    "choose.new": _CHOOSE,
    "choose.watch": Card((("contain", "contain"), _SHOW), ("found",)),
    "choose.given_back": _CHOOSE,
    "choose.done": Card((("fill_gap", "always_theirs"), *_STEER.choices)),
    "choose.owner_left": Card((("assign", "reassign"), _SHOW), ("found",)),
    "choose.waiting": _CHOOSE,
    "overdue.owner": Card(
        (("take", "take"), ("submit", "submit_acceptance"), ("more_time", "more_time"), _LATER),
    ),
    "overdue.told_above": Card(
        (("take", "take"), ("work", "progress"), ("submit", "submit_acceptance"), ("more_time", "more_time"))
    ),
    "overdue.coming": Card((("assign", "reassign"), _SHOW)),
    "overdue.watch": Card((("contain", "contain"), _SHOW), ("found",)),
    "overdue.unanswered": _LOOK,
    "overdue.leader": Card((("assign", "reassign"), _SHOW)),
    "overdue.not_taken": Card((("assign", "reassign"), _SHOW)),
    "overdue.acceptance": _LOOK,
    "refused.unconfirmed": _LOOK,
    "refused.papers": _LOOK,
    "refused.no_plan": _LOOK,
    "major.new": _CONFIRM,
    "major.waiting": _CONFIRM,
    "major.unseen": _CONFIRM,
    "major.unseen_by_all": _CONFIRM,
    "major.perhaps": Card((("assign", "assign"), ("regrade", "regrade"), _SHOW), ("found",)),
    "major.regraded": _LOOK,
    "major.withdrawn": _LOOK,
    "major.confirmed": Card((("plan", "fill_plan"), ("paper", "hand_in_paper"), _SEEN, _SHOW), ("found",)),
    "major.papers_due": Card((*_PAPERS.choices[:2], _SEEN, _SHOW)),
    "major.published": Card((_SHOW,), ("found",)),
    "major.confirm_done": _PAPERS,
    "major.graded": _STEER,
    "major.report": Card((("paper", "hand_in_paper"), _SHOW)),
    "papers.recorded": _PAPERS,
    "papers.struck": _PAPERS,
    "papers.strike_done": _PAPERS,
    "papers.ordered": Card((("paper", "hand_in_paper"), _SHOW)),
    "papers.complete": _JUDGE,
    "major.set_aside": Card((("reinstate", "reinstate"), _SHOW), ("found",)),
    "report.done": _LOOK,
    "report.fixed_done": _LOOK,
    "report.for_you": _LOOK,
    "task.reworded": _LOOK,
    "task.words_withdrawn": _LOOK,
    "report.same": Card(pictures=("found",)),
    "report.same_done": _LOOK,
    "task.reported_again": Card((_SHOW,), ("found",)),
    "task.more_pictures": Card((_SHOW,), ("found",)),
    "task.fewer_pictures": _LOOK,
    "case.amended": _LOOK,
    "case.withdrawn": _LOOK,
    "finding.done": Card((("same_order", "same_order"), _SHOW)),
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
    "recheck.ask": Card((("holds", "holds"), ("reopen", "reopen_reason.came_back"), _SHOW), ("comparison",)),
    "recheck.noted": _LOOK,
    "case.card": Card(pictures=_OF_CASE),
    "case.photos": Card(pictures=_OF_CASE),
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
