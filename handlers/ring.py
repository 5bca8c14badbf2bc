"""What happens when a timer rings: the next step of its clock, in one transaction of its own."""

from datetime import datetime

from handlers.questions import Open, Option
from handlers.routing import SCRIPTS
from handlers.turn import choice_row, consequences, notice_row
from storage import clocks, deliveries, dialogues
from storage.clocks import Due
from storage.dialogues import Conversation
from storage.unit_of_work import House, UnitOfWork, unit_of_work
from workflow import notices
from workflow.hazard import Act, Hazard
from workflow.notices import Lane
from workflow.timers import CLOCK, DRAFT_EXPIRES, DRAFT_NUDGE, Clock


def ring(house: House, due: Due, now: datetime) -> None:
    """Ring one timer. After an outage it takes the present step once, not every step that was missed."""
    with unit_of_work(house, now) as unit:
        if due.subject_kind == "person":
            _ring_draft(unit, due, now)
        else:
            _ring_case(unit, due, now)


def _ring_case(unit: UnitOfWork, due: Due, now: datetime) -> None:
    hazard, clock = unit.hazard(due.subject_id), CLOCK[due.clock]
    if hazard is None or not clock.runs(hazard):
        clocks.stop(unit.connection, due, now)
        return
    if not _moved_on(unit, due, hazard, clock, now):
        return
    event = clock.does(unit, hazard, Act(None, now)) if clock.does else None
    if event is not None:
        unit.record(event)  # and what was done is what is told
    rung = [] if event is not None else notices.of_ring(unit, hazard, due.clock, due.step, due.id)
    told = [notice_row(unit, hazard, notice) for notice in rung]
    deliveries.add(unit.connection, [*told, *consequences(unit, hazard)], now)


def _moved_on(unit: UnitOfWork, due: Due, hazard: Hazard, clock: Clock, now: datetime) -> bool:
    """The timer set to its next ring, or stopped after its last one. False when somebody else was first."""
    if clock.most is not None and due.step + 1 >= clock.most:
        return clocks.stop(unit.connection, due, now)
    return clocks.move_on(unit.connection, due, due.step + 1, clock.rings_next(hazard, now))


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
