"""Remind me later: the owner says in how long, and what keeps them from it."""

from dataclasses import dataclass

from handlers.about_case import ask_reason, can, why_not
from handlers.questions import Option, ask_choice
from handlers.replies import Say
from workflow.lifecycle import Verb
from workflow.snooze import SnoozeReminder

HOURS = (2, 4, 24)
REASONS = ("busy", "parts_coming", "waiting_stop")


@dataclass(frozen=True)
class Reminder:
    """The case of which somebody was reminded."""

    id: str
    hazard: str


async def snooze_reminder(reminder: Reminder) -> SnoozeReminder | Say:
    if not await can(reminder.hazard, Verb.SNOOZE):
        return await why_not(reminder.hazard, Verb.SNOOZE)
    options = tuple(Option(str(hours), f"snooze_hours.{hours}") for hours in HOURS)
    hours = await ask_choice("snooze.how_long", options)
    reason = await ask_reason("snooze.why", "snooze_reason", REASONS)
    return SnoozeReminder(reminder.hazard, int(hours), reason)
