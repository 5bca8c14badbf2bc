"""What somebody has begun and left standing: a report, and what was sent for a task; when each is asked after."""

from datetime import datetime, timedelta

from handlers.legible import joined
from handlers.my_hazards import card_option
from handlers.questions import Option
from handlers.routing import SCRIPTS
from handlers.told import choice_row, consequences
from handlers.turn_plan import Dialogue, Plan
from storage import clocks, deliveries, dialogues, inbox
from storage.clocks import Due
from storage.dialogues import Conversation, is_private
from storage.unit_of_work import House, UnitOfWork
from workflow.actions import perform, possible
from workflow.commands import PostProgress
from workflow.hazard import Act, Hazard
from workflow.lifecycle import Verb
from workflow.notices import Lane
from workflow.people import Person
from workflow.timers import DRAFT_NUDGE

# A task or a list left for this long is no longer what its person is talking about; what they have sent for it is.
IDLE = timedelta(hours=8)
# The clock of what was sent for a task: its person is asked once, and after a weekend it is noted as progress.
CLOCK = "unnoted"
ASKED_AFTER, NOTED_AFTER = timedelta(hours=4), timedelta(hours=72)


def messages_of(dialogue: Dialogue) -> set[str]:
    """The messages that a dialogue is made of."""
    said = {entry.get("in") for entry in dialogue["journal"]} | {dialogue.get("in")}
    return {message for message in said if message} | set(dialogue.get("attached", ()))


def is_unnoted(dialogue: Dialogue) -> bool:
    """True where something was sent for a task, and its person has not said whether that is all."""
    row = SCRIPTS.get(dialogue["script"])
    sent = any(entry.get("text") or entry.get("photos") for entry in dialogue["journal"])
    return row is not None and row.notes and not is_private(dialogue) and sent


def is_left(dialogue: Dialogue, now: datetime) -> bool:
    """True where nothing would be lost with it, and its person is not talking about it any more."""
    row = SCRIPTS.get(dialogue["script"])
    idle = bool(dialogue["at"]) and now - datetime.fromisoformat(dialogue["at"]) > IDLE
    return idle and row is not None and not row.keeps and not is_unnoted(dialogue)


def set_clocks(unit: UnitOfWork, plan: Plan, person_id: str, now: datetime) -> None:
    """One clock a person for unfinished reports (handlers/ring.py looks how old each is), one for what is unnoted.

    That one starts with what is sent, and ends at its first ring that finds nothing.
    """
    unfinished = any(SCRIPTS[d["script"]].keeps for d in plan.conversation.stack if d["script"] in SCRIPTS)
    if plan.draft_opened and unfinished:
        unit.start_timer("person", person_id, "draft", now + DRAFT_NUDGE)
    elif plan.draft_closed and not unfinished:
        unit.stop_timer("person", person_id, "draft")
    if any(is_unnoted(dialogue) and dialogue["at"] == now.isoformat() for dialogue in plan.conversation.stack):
        unit.start_timer("person", person_id, CLOCK, now + ASKED_AFTER)


def ring_unnoted(house: House, unit: UnitOfWork, due: Due, now: datetime) -> None:
    """Ask about what was sent last, once; after a weekend note what was left longest."""
    read = dialogues.load(unit.connection, due.subject_id, house.pseudonyms)
    waiting = sorted(filter(is_unnoted, read.stack), key=lambda dialogue: str(dialogue["at"]))
    if not waiting:
        clocks.stop(unit.connection, due, now)
        return
    oldest, latest = (datetime.fromisoformat(waiting[place]["at"]) for place in (0, -1))
    if due.step == 0 and now < latest + ASKED_AFTER:
        clocks.move_on(unit.connection, due, 0, latest + ASKED_AFTER)
    elif now < oldest + NOTED_AFTER:
        if clocks.move_on(unit.connection, due, due.step + 1, oldest + NOTED_AFTER) and due.step == 0:
            _ask(unit, due, waiting[-1], now)
    elif _over(house, unit, due, read, waiting, now):
        _note(unit, due.subject_id, waiting[0], now)


def _over(house: House, unit: UnitOfWork, due: Due, read: Conversation, waiting: list[Dialogue], now: datetime) -> bool:
    """The longest left taken off the stack, and the clock set to the next. False when somebody else was first."""
    left = Conversation(0, [dialogue for dialogue in read.stack if dialogue is not waiting[0]], read.kept)
    if not dialogues.save(unit.connection, due.subject_id, read, left, house.pseudonyms):
        return False
    if len(waiting) > 1:
        return clocks.move_on(unit.connection, due, due.step + 1, now)
    return clocks.stop(unit.connection, due, now)


def _ask(unit: UnitOfWork, due: Due, dialogue: Dialogue, now: datetime) -> None:
    """The question that is open there, once more, with the two answers that end it; elsewhere a look."""
    person, hazard = _who_and_what(unit, due.subject_id, dialogue)
    if person is None or hazard is None:
        return
    submits = Verb.SUBMIT in possible(person, hazard, unit.today)
    key, occurrence = dialogue["asked"]
    ends = [*([Option("submit", "submit")] if submits else []), Option("noted", "only_progress")]
    choices = ends if key == "task.received" else [card_option("show", hazard.id)]
    row = {
        "cause": f"timer:{due.id}:{due.step}",
        "topic": "task.unsent",
        "recipient_id": person.id,
        "facts": {"said": _words(dialogue), "submits": submits},
        "choices": [choice_row(option) for option in choices],
        "question": {"dialogue": dialogue["id"], "key": key, "n": occurrence},
        "subject_kind": "hazard",
        "subject_id": hazard.id,
        "subject_version": hazard.version,
        "timer_id": due.id,
        "lane": Lane.NOTICE,
    }
    deliveries.add(unit.connection, [row], now)


def _note(unit: UnitOfWork, person_id: str, dialogue: Dialogue, now: datetime) -> None:
    """As if its person had tapped "only progress"; what the case does not take any more stays in the messages."""
    person, hazard = _who_and_what(unit, person_id, dialogue)
    if person is None or hazard is None or Verb.POST_PROGRESS not in possible(person, hazard, unit.today):
        return
    perform(unit, PostProgress(hazard.id, dialogue["draft"], "", _words(dialogue)), Act(person, now))
    inbox.belong(unit.connection, messages_of(dialogue), hazard.id, of_report=False)
    deliveries.add(unit.connection, consequences(unit, hazard), now)


def _who_and_what(unit: UnitOfWork, person_id: str, dialogue: Dialogue) -> tuple[Person | None, Hazard | None]:
    person = unit.person(person_id)
    here = person is not None and person.works_on(unit.today)
    return person if here else None, unit.hazard(dialogue["args"]["hazard"])


def _words(dialogue: Dialogue) -> str:
    return joined(*(entry.get("text", "") for entry in dialogue["journal"]))
