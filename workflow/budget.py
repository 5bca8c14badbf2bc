"""The budget: how many messages one person is pushed on one day, and what waits for a list once it runs out."""

from datetime import timedelta

CLOCK = "gathered"  # of a person
LIST = "gathered.list"  # what a person is told of all that was gathered for them
USUAL = 6  # notices a person and day
MOST = 99
# So long after the first of it what was gathered is told: others have come by then.
GATHERING = timedelta(hours=1)
# What waits for the next shift is told by the list of that morning, if there is one; else so long after it.
AFTER_THE_MORNING = timedelta(minutes=10)


def has_room(told: int, most: int, *, asks: bool) -> bool:
    """Whether a notice goes out by itself, `told` of `most` being told already on its day.

    The last of the day is kept for the list. News, which asks its reader for nothing, leaves half of them to what does.
    """
    kept = 1 if asks else max(1, most // 2)
    return told < most - kept


# Topic -> what a line of the list says that it is about; what is not named here is news.
ABOUT: dict[str, str] = {
    "task.new": "task",
    "plan.filed": "task",
    "task.not_taken": "not_taken",
    "overdue.not_taken": "not_taken",
    "overdue.owner": "overdue",
    "overdue.told_above": "overdue",
    "overdue.leader": "overdue",
    "overdue.watch": "overdue",
    "task.due_soon": "due_soon",
    "overdue.coming": "due_soon",
    "overdue.unanswered": "decide",
    "overdue.acceptance": "accept",
    "outside.due": "outside_due",
    "outside.unsolved": "outside_due",
    "outside.not_solved": "sent_back",
    "task.sent_back": "sent_back",
    "task.reopened": "sent_back",
    "report.sent_back": "sent_back",
    "report.reopened": "sent_back",
    "plan.returned": "sent_back",
    "accept.new": "accept",
    "accept.waiting": "accept",
    "papers.complete": "accept",
    "choose.new": "choose",
    "choose.waiting": "choose",
    "choose.given_back": "choose",
    "choose.owner_left": "choose",
    "major.perhaps": "choose",
    "time.asked": "decide",
    "money.asked": "decide",
    "plan.to_approve": "decide",
    "plan.begun": "plan",
    "plan.due": "plan",
    "plan.late": "plan",
    "plan.report": "plan",
    "plan.slipped": "plan",
    "assist.asked": "help",
    "assist.waiting": "help",
    "assist.nobody_came": "help",
    "danger.check": "measure",
    "danger.unchecked": "measure",
    "danger.ending": "measure",
    "money.sent_unheld": "measure",
    "recheck.ask": "recheck",
    "report.closed": "closed",
    "task.accepted": "closed",
    "task.set_aside": "over",
    "report.invalid": "over",
    "report.merged": "over",
    "task.reassigned": "over",
    "assist.over": "over",
}


# What is still of use to its reader once the case is over.
_OUTLIVES = frozenset({"recheck", "closed", "over", "news"})


def outlives(topic: str) -> bool:
    """Whether a line about this is told although its case is no longer open."""
    return about(topic) in _OUTLIVES


def about(topic: str) -> str:
    """A code of the labels' section `told_for`."""
    return ABOUT.get(topic, "news")
