"""A grade's escalation ladder as officers change it: checked as in the workbook, heeded at once by clocks that run."""

from datetime import datetime

from workflow.desk import Desk
from workflow.errors import Refused
from workflow.escalation import next_rung
from workflow.events import Event, Fact
from workflow.ids import joint_id, new_id
from workflow.people import Person
from workflow.rungs import SetLadder, ladder_fault, rungs_of, steps_of


def set_ladder(desk: Desk, command: SetLadder, by: Person, at: datetime) -> None:
    """Every open case of the grade rings next when the new ladder says so; what was told before stays told."""
    if steps_of(desk.rungs.of(command.grade)) != steps_of(rungs_of(command.if_now)):
        raise Refused("overtaken")
    rungs = rungs_of(command.steps)
    fault = ladder_fault(rungs, lambda role: bool(desk.holders(role))) if rungs else None
    if fault is not None:
        raise fault
    desk.rungs.put(command.grade, rungs)
    for hazard in desk.rungs.heeding(command.grade):
        desk.rungs.move(hazard.id, next_rung(desk, hazard, at))
    subject = joint_id("ladder", command.grade)
    steps = [f"{'*' if days is None else days}:{','.join(roles)}" for days, roles in steps_of(rungs)]
    facts: dict[str, Fact] = {"grade": str(command.grade), "steps": steps}
    version = desk.version_of("ladder", subject) + 1
    desk.record(Event(new_id(), "ladder", subject, version, "ladder_set", by.id, at, facts))
