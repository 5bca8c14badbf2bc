"""What happens when a timer rings: the next step of its clock, in one transaction of its own."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from handlers.digest import ring_digest
from handlers.example_told import ring_example
from handlers.gathered import ring_gathered
from handlers.groups import ring_daily
from handlers.joining import ring_waiting
from handlers.left_standing import CLOCK as UNNOTED
from handlers.left_standing import ring_unnoted
from handlers.private import clear, private_ids
from handlers.questions import Open, Option
from handlers.routing import SCRIPTS
from handlers.shift_begins import ring_hand_over
from handlers.to_do import ring_to_do
from handlers.told import choice_row, consequences, notice_row
from handlers.unreadable import CLOCK as UNREADABLE
from handlers.unreadable import ring_unreadable
from storage import clocks, deliveries, dialogues
from storage.clocks import Due
from storage.dialogues import Conversation, is_private
from storage.unit_of_work import House, UnitOfWork, unit_of_work
from workflow import notices
from workflow.anonymous import CLOCK as ANONYMOUS
from workflow.anonymous import EXPIRES, NUDGE
from workflow.budget import CLOCK as GATHERED
from workflow.clock import Clock
from workflow.digest import CLOCK as DIGEST
from workflow.enrolling import WAITING
from workflow.example_cases import CLOCK as EXAMPLE
from workflow.for_groups import DAILY
from workflow.hand_over import CLOCK as SHIFT
from workflow.hazard import Act, Hazard
from workflow.ids import new_id
from workflow.notices import Lane
from workflow.timers import CLOCK, DRAFT_EXPIRES, DRAFT_NUDGE, GIVE_WAY
from workflow.to_do import CLOCK as TO_DO

# The clocks that ring for a person or a group, and what is told then.
_TELLS: Mapping[str, Callable[[UnitOfWork, Due, datetime], Sequence[Mapping[str, Any]]]] = {
    DAILY: ring_daily,
    DIGEST: ring_digest,
    TO_DO: ring_to_do,
    SHIFT: ring_hand_over,
    GATHERED: ring_gathered,
    WAITING: ring_waiting,
    EXAMPLE: ring_example,
}


def ring(house: House, due: Due, now: datetime) -> None:
    """Ring one timer, unless another process does. After an outage the present step is taken, not every missed one."""
    with unit_of_work(house, now) as unit:
        if not clocks.take(unit.connection, due):
            return
        if due.clock == UNREADABLE:
            ring_unreadable(unit, due, now)
        elif due.clock == ANONYMOUS:
            _ring_private(house, unit, due, now)
        elif due.clock == UNNOTED:
            ring_unnoted(house, unit, due, now)
        elif due.clock in _TELLS:
            deliveries.add(unit.connection, _TELLS[due.clock](unit, due, now), now)
        elif due.subject_kind == "person":
            _ring_draft(unit, due, now)
        else:
            _ring_case(unit, due, now)


def _ring_case(unit: UnitOfWork, due: Due, now: datetime) -> None:
    hazard, clock = unit.hazard_at_rest(due.subject_id), CLOCK[due.clock]
    if hazard is None:
        return  # the next tick finds it as the turn has left it
    if not clock.runs(hazard) or _has_rung_out(clock, due.step):
        clocks.stop(unit.connection, due, now)
        return
    if not _moved_on(unit, due, hazard, clock, now):
        return
    event = clock.does(unit, hazard, Act(None, now)) if clock.does else None
    if event is not None:
        unit.record(event)  # and what was done is what is told
    rung = [] if event is not None else notices.of_ring(unit, hazard, due.clock, due.step, due.id)
    _overtake(unit, due, rung)
    untold = clocks.waiting(unit.connection, due.id)  # nobody is reminded of what they have not heard yet
    told = [notice_row(unit, hazard, n) for n in rung if untold.get(n.recipient_id, n.lane + 1) > n.lane]
    deliveries.add(unit.connection, [*told, *consequences(unit, hazard)], now)


def _overtake(unit: UnitOfWork, due: Due, rung: Sequence[notices.Notice]) -> None:
    """What waits for its reader's shift gives way to what they are told now, by this clock and those it outranks."""
    told = {notice.recipient_id: notice.topic for notice in rung}
    for clock in GIVE_WAY.get(due.clock, ()):
        for timer in clocks.ids_of(unit.connection, due.subject_kind, due.subject_id, clock):
            clocks.overtake(unit.connection, timer, told)
    clocks.overtake(unit.connection, due.id, told)


def _moved_on(unit: UnitOfWork, due: Due, hazard: Hazard, clock: Clock, now: datetime) -> bool:
    """The timer set to its next ring, or stopped after its last one. False when somebody else was first.

    What only tells goes on without ringing: what it has told is taken back with it where it has not been heard yet.
    """
    if _has_rung_out(clock, due.step + 1) and clock.does:
        return clocks.stop(unit.connection, due, now)
    return clocks.move_on(unit.connection, due, due.step + 1, clock.rings_next(unit, hazard, now, due.step))


def _has_rung_out(clock: Clock, times: int) -> bool:
    return clock.most is not None and times >= clock.most


def _ring_draft(unit: UnitOfWork, due: Due, now: datetime) -> None:
    """An unfinished report: one nudge after half an hour of silence, kept for later after three days."""
    read = dialogues.load(unit.connection, due.subject_id)
    drafts = [d for d in read.stack if d["script"] in SCRIPTS and SCRIPTS[d["script"]].keeps]
    if not drafts:
        clocks.stop(unit.connection, due, now)
        return
    touched = max(datetime.fromisoformat(d["at"]) for d in drafts)
    if due.step == 0 and now < touched + DRAFT_NUDGE:
        clocks.move_on(unit.connection, due, 0, touched + DRAFT_NUDGE)
    elif due.step == 0:
        if clocks.move_on(unit.connection, due, 1, touched + DRAFT_EXPIRES):
            _nudge(unit, due, drafts[-1], now)
    elif now < touched + DRAFT_EXPIRES:
        clocks.move_on(unit.connection, due, 1, touched + DRAFT_EXPIRES)
    elif clocks.stop(unit.connection, due, now):
        left = [d for d in read.stack if d not in drafts]
        dialogues.save(unit.connection, due.subject_id, read, Conversation(0, left, [*read.kept, *drafts]))


def _ring_private(house: House, unit: UnitOfWork, due: Due, now: datetime) -> None:
    """Anonymous dialogues: one nudge after half an hour of silence, without words; after a shift they go."""
    read = dialogues.load(unit.connection, due.subject_id, house.pseudonyms)
    talks = [dialogue for dialogue in read.stack if is_private(dialogue)]
    touched = max((datetime.fromisoformat(talk["at"]) for talk in talks), default=now - EXPIRES)
    drafts = [talk["id"] for talk in talks if SCRIPTS[talk["script"]].private]
    if due.step == 0 and now < touched + NUDGE:
        clocks.move_on(unit.connection, due, 0, touched + NUDGE)
    elif now < touched + EXPIRES:
        if clocks.move_on(unit.connection, due, 1, touched + EXPIRES) and due.step == 0 and drafts:
            _say_privately(unit, due.subject_id, "anonymous.nudge", now, drafts[-1])
    elif clocks.stop(unit.connection, due, now):
        left = [dialogue for dialogue in read.stack if not is_private(dialogue)]
        dialogues.save(unit.connection, due.subject_id, read, Conversation(0, left, read.kept))
        clear(unit, due.subject_id, private_ids(read) or {""}, ())
        if drafts:
            _say_privately(unit, due.subject_id, "anonymous.expired", now)


def _say_privately(unit: UnitOfWork, person_id: str, topic: str, now: datetime, dialogue: str = "") -> None:
    """What is not kept once it was said; what can still be tapped, until its dialogue is over."""
    row = {
        "cause": f"private:{new_id()}",
        "topic": topic,
        "recipient_id": person_id,
        "facts": {"hours": EXPIRES // timedelta(hours=1)},
        "choices": [choice_row(Option("resume", "resume", opens=Open("resume")))] if dialogue else [],
        "question": {"dialogue": dialogue, "key": "", "n": 0} if dialogue else None,
        "lane": Lane.NOTICE,
        "private": True,
    }
    deliveries.add(unit.connection, [row], now)


def _nudge(unit: UnitOfWork, due: Due, draft: dict[str, object], now: datetime) -> None:
    journal, args = draft["journal"], draft["args"]
    said = [entry["text"] for entry in journal if entry.get("text")]  # type: ignore[attr-defined]
    words = args.get("text") or (said[0] if said else "")  # type: ignore[attr-defined]
    resume = choice_row(Option("resume", "resume", opens=Open("resume")))
    row = {
        "cause": f"timer:{due.id}:{due.step}",
        "topic": "report.nudge",
        "recipient_id": due.subject_id,
        "facts": {"said": words},
        "choices": [resume],
        "timer_id": due.id,
        "lane": Lane.NOTICE,
    }
    deliveries.add(unit.connection, [row], now)
