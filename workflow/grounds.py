"""Areas and departments added, renamed, retired and coloured; days of work and of rest as the company has them."""

from dataclasses import replace
from datetime import date, datetime

from workflow.desk import Desk
from workflow.errors import Refused
from workflow.events import Event, Fact
from workflow.hazard import given
from workflow.ids import joint_id, new_id
from workflow.people import Language, Person, in_words
from workflow.plots import AddPlace, ColourArea, Names, Plots, PutBackName, RenamePlace, RetirePlace, SetDay, What

LONGEST_NAME = 40


def add(desk: Desk, command: AddPlace, by: Person, at: datetime) -> None:
    name = _free_name(desk, command.what, command.name)
    if command.within is not None and desk.plots.names(What.AREA, command.within) is None:
        raise Refused("area_gone")
    desk.plots.add(command.what, command.place_id, name, command.within)
    _record(desk, command.what, command.place_id, "added", by, at, within=command.within)


def rename(desk: Desk, command: RenamePlace, by: Person, at: datetime) -> None:
    """An English name is one more beside the Chinese one, and the other way round."""
    names = _there(desk, command.what, command.place_id)
    name = _free_name(desk, command.what, command.name)
    new = replace(names, name_en=name) if by.language is Language.EN else replace(names, name=name)
    desk.plots.rename(command.what, command.place_id, new)
    _record(desk, command.what, command.place_id, "renamed", by, at)


def put_back_name(desk: Desk, command: PutBackName, by: Person, at: datetime) -> None:
    _check_still(_there(desk, command.what, command.place_id), command.if_now)
    for name in filter(None, (command.names.name, command.names.name_en)):
        if desk.plots.is_taken(command.what, name, besides=command.place_id):
            raise Refused("name_taken", name=name)
    desk.plots.rename(command.what, command.place_id, command.names)
    _record(desk, command.what, command.place_id, "renamed", by, at)


def retire(desk: Desk, command: RetirePlace, by: Person, at: datetime) -> None:
    names = _there(desk, command.what, command.place_id)
    count = 0 if command.back else desk.plots.in_use(command.what, command.place_id, desk.today)
    if count:
        raise Refused("place_in_use", name=in_words(names.name, names.name_en, by.language), count=count)
    desk.plots.retire(command.what, command.place_id, back=command.back)
    _record(desk, command.what, command.place_id, "revived" if command.back else "retired", by, at)


def colour(desk: Desk, command: ColourArea, by: Person, at: datetime) -> None:
    _there(desk, What.AREA, command.area_id)
    if command.if_now is not None:
        _check_still(desk.plots.colour_of(command.area_id, desk.today), command.if_now)
    desk.plots.colour(command.area_id, command.colour, desk.today)
    colour = str(command.colour) if command.colour is not None else None
    _record(desk, What.AREA, command.area_id, "coloured", by, at, colour=colour)


def set_day(desk: Desk, command: SetDay, by: Person, at: datetime) -> None:
    day = date.fromisoformat(command.day)
    if day < desk.today:
        raise Refused("day_past")
    if command.if_now is not None:
        _check_still(desk.plots.day_kind(day), command.if_now)
    desk.plots.set_day(day, command.kind)
    kind = str(command.kind) if command.kind is not None else None
    _record(desk, "day", joint_id("day", command.day), "day_set", by, at, day=command.day, counts=kind)


def _check_still(stands: object, if_now: object) -> None:
    """What is taken back has to stand still: what somebody changed since is not overwritten."""
    if stands != if_now:
        raise Refused("overtaken")


def _there(desk: Desk, what: What, place_id: str) -> Names:
    names = desk.plots.names(what, place_id)
    if names is None:
        raise Refused("place_gone")
    return names


def _free_name(desk: Desk, what: What, said: str) -> str:
    given(said)
    name = " ".join(said.split())
    check_name(desk.plots, what, name)
    return name


def check_name(plots: Plots, what: What, name: str) -> None:
    """Refuse what is too long, or what another is called already."""
    if len(name) > LONGEST_NAME:
        raise Refused("name_too_long", most=LONGEST_NAME)
    if plots.is_taken(what, name):
        raise Refused("name_taken", name=name)


def _record(desk: Desk, kind: str, subject: str, what: str, by: Person, at: datetime, **facts: Fact) -> None:
    version = desk.version_of(kind, subject) + 1
    desk.record(Event(new_id(), kind, subject, version, what, by.id, at, facts))
