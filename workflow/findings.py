"""Several findings of one order entered at once: a case for each of them, or none at all."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from workflow.desk import Desk
from workflow.errors import Refused
from workflow.events import Event, Fact
from workflow.hazard import Act, Hazard
from workflow.ids import new_id
from workflow.library import Category, Grade
from workflow.reporting import report
from workflow.sources import Order, ReportFinding

MOST_TOGETHER = 50  # findings; an order with more is entered in several goes


@dataclass(frozen=True)
class Finding:
    """What was found somewhere.

    danger: as in SubmitReport. requirement: what the authority wants done, in its words. until: by when (ISO), where
    that is not the day of the order as a whole.
    """

    words: str
    category: Category
    grade: Grade
    area_id: str
    equipment_id: str | None = None
    library_code: str | None = None
    suggestion: Mapping[str, Fact] = field(default_factory=dict)
    danger: str = ""
    requirement: str = ""
    until: str = ""


@dataclass(frozen=True)
class ReportFindings:
    """The first takes the draft's id with its photographs; all show the pages of the order."""

    draft_id: str
    order: Order
    findings: tuple[Finding, ...]


def report_findings(desk: Desk, command: ReportFindings, act: Act) -> Hazard:
    """The first case; the others are told of by an event of the order."""
    if not 0 < len(command.findings) <= MOST_TOGETHER:
        raise Refused("findings_many", most=MOST_TOGETHER)
    cases: list[Hazard] = []
    for finding in command.findings:
        draft, same = (new_id(), cases[0].id) if cases else (command.draft_id, "")
        until = finding.until or command.order.until
        order = replace(command.order, until=until)
        cases.append(report(desk, ReportFinding(draft_id=draft, order=order, same_as=same, **_said(finding)), act))
    facts: dict[str, Fact] = {"hazards": [case.id for case in cases]}
    by = act.by.id if act.by else None
    desk.record(Event(new_id(), "order", new_id(), 1, "order_entered", by, act.at, facts))
    return cases[0]


def _said(finding: Finding) -> dict[str, Any]:
    return {name: value for name, value in vars(finding).items() if name != "until"}
