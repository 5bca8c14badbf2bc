"""The plan picture 平面图 of the company: taken, put out of use and back, and the outline of each area drawn on it."""

from datetime import datetime

from workflow.desk import Desk
from workflow.errors import Refused
from workflow.events import Event, Fact
from workflow.ids import new_id
from workflow.people import Person
from workflow.site_plan import OutlineArea, TakeSitePlan, UseSitePlan, check_outline

SUBJECT = "site_plan"


def take(desk: Desk, command: TakeSitePlan, by: Person, at: datetime) -> None:
    before = desk.site_plans.in_use()
    file = desk.site_plans.take(command.plan_id, command.draft_id, at)
    if file is None:
        raise Refused("site_plan_picture")
    if before is not None:
        desk.site_plans.carry_over(before, command.plan_id)
    _record(desk, command.plan_id, "taken", by, at, media=file, instead_of=before)


def use(desk: Desk, command: UseSitePlan, by: Person, at: datetime) -> None:
    now = desk.site_plans.in_use()
    if now == command.plan_id:
        return
    if now != command.if_now:
        raise Refused("overtaken")
    if command.plan_id is not None and not desk.site_plans.is_kept(command.plan_id):
        raise Refused("site_plan_gone")
    desk.site_plans.use(command.plan_id, at)
    if now is not None:
        _record(desk, now, "dropped", by, at)
    if command.plan_id is not None:
        _record(desk, command.plan_id, "put_back", by, at)


def outline(desk: Desk, command: OutlineArea, by: Person, at: datetime) -> None:
    """What is outlined so already is no change: a second tap does nothing twice."""
    if desk.site_plans.in_use() != command.plan_id:
        raise Refused("site_plan_gone")
    if not desk.site_plans.has_area(command.area_id):
        raise Refused("area_gone")
    now = desk.site_plans.outline(command.plan_id, command.area_id)
    if now == command.outline:
        return
    if now != command.if_now:
        raise Refused("outline_overtaken")
    check_outline(command.outline)
    desk.site_plans.draw(command.plan_id, command.area_id, command.outline)
    points = [f"{x},{y}" for x, y in command.outline]
    _record(desk, command.plan_id, "outlined", by, at, area=command.area_id, points=points)


def _record(desk: Desk, plan_id: str, what: str, by: Person, at: datetime, **facts: Fact) -> None:
    version = desk.version_of(SUBJECT, plan_id) + 1
    desk.record(Event(new_id(), SUBJECT, plan_id, version, what, by.id, at, facts))
