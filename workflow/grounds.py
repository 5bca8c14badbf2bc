"""Areas and departments added, renamed, retired and coloured; days of work and of rest as the company has them."""

from datetime import date, datetime

from workflow.desk import Desk
from workflow.errors import Refused
from workflow.events import Event, Fact
from workflow.hazard import given
from workflow.ids import joint_id, new_id
from workflow.people import Person
from workflow.plots import AddPlace, ColourArea, RenamePlace, RetirePlace, SetDay, What

LONGEST_NAME = 40


def add(desk: Desk, command: AddPlace, by: Person, at: datetime) -> None:
    name = _free_name(desk, command.what, command.name)
    if command.within is not None and desk.plots.name(What.AREA, command.within) is None:
        raise Refused("area_gone")
    desk.plots.add(command.what, command.place_id, name, command.within)
    _record(desk, command.what, command.place_id, "added", by, at, within=command.within)


def rename(desk: Desk, command: RenamePlace, by: Person, at: datetime) -> None:
    _there(desk, command.what, command.place_id)
    desk.plots.rename(command.what, command.place_id, _free_name(desk, command.what, command.name))
    _record(desk, command.what, command.place_id, "renamed", by, at)


def retire(desk: Desk, command: RetirePlace, by: Person, at: datetime) -> None:
    name = _there(desk, command.what, command.place_id)
    count = 0 if command.back else desk.plots.in_use(command.what, command.place_id, desk.today)
    if count:
        raise Refused("place_in_use", name=name, count=count)
    desk.plots.retire(command.what, command.place_id, back=command.back)
    _record(desk, command.what, command.place_id, "revived" if command.back else "retired", by, at)


def colour(desk: Desk, command: ColourArea, by: Person, at: datetime) -> None:
    _there(desk, What.AREA, command.area_id)
    desk.plots.colour(command.area_id, command.colour, desk.today)
    _record(desk, What.AREA, command.area_id, "coloured", by, at, colour=str(command.colour))


def set_day(desk: Desk, command: SetDay, by: Person, at: datetime) -> None:
    day = date.fromisoformat(command.day)
    if day < desk.today:
        raise Refused("day_past")
    desk.plots.set_day(day, command.kind)
    kind = str(command.kind) if command.kind is not None else None
    _record(desk, "day", joint_id("day", command.day), "day_set", by, at, day=command.day, counts=kind)


def _there(desk: Desk, what: What, place_id: str) -> str:
    name = desk.plots.name(what, place_id)
    if name is None:
        raise Refused("place_gone")
    return name


def _free_name(desk: Desk, what: What, said: str) -> str:
    given(said)
    name = " ".join(said.split())
    if len(name) > LONGEST_NAME:
        raise Refused("name_too_long", most=LONGEST_NAME)
    if desk.plots.is_taken(what, name):
        raise Refused("name_taken", name=name)
    return name


def _record(desk: Desk, kind: str, subject: str, what: str, by: Person, at: datetime, **facts: Fact) -> None:
    version = desk.version_of(kind, subject) + 1
    desk.record(Event(new_id(), kind, subject, version, what, by.id, at, facts))
