"""区域、部门、日历: a place is added, renamed, coloured or retired; a day is made one of work or of rest."""

from dataclasses import dataclass
from typing import Any

from handlers.admin.picking import NOWHERE, pick_area
from handlers.admin.wanted import DayNow, PlaceCard
from handlers.ask_value import ask_day
from handlers.assistance import pick_department
from handlers.questions import Open, Option, ask_choice, ask_text, find
from handlers.replies import Become, Do, Say
from handlers.wanted import DayAfter, PlaceNames
from workflow.calendar import DayKind
from workflow.plots import AddPlace, Colour, ColourArea, RenamePlace, RetirePlace, SetDay, What

YES_NO = (Option("yes", "staff_yes"), Option("no", "staff_no"))
LEFT = Say("staff.as_it_was")


@dataclass(frozen=True)
class Looking:
    id: str


@dataclass(frozen=True)
class Changing:
    """`to`: what it is to be, where that is known: an undo asks nothing."""

    id: str
    what: str = "area"
    place: str = ""
    to: str = ""


async def areas(looking: Looking) -> Become:
    """One that is there, or a new one at the top."""
    area = await pick_area("grounds.area", Option(NOWHERE, "add_area"))
    if area is None:
        return Become("add_place", {"what": "area"})
    return Become("place_card", {"what": "area", "place": area})


async def departments(looking: Looking) -> Become:
    if await ask_choice("grounds.departments", (Option("old", "pick_one"), Option("new", "add_department"))) == "new":
        return Become("add_place", {"what": "department"})
    return Become("place_card", {"what": "department", "place": await pick_department("grounds.department", own=True)})


async def place_card(changing: Changing) -> Say:
    card = await find(PlaceCard(changing.what, changing.place))
    if card is None:
        return Say("refused.place_gone")
    about = {"what": changing.what, "place": changing.place}
    if card["retired"]:
        steps = [Option("back", "use_again", opens=Open("retire_place", {**about, "to": "back"}))]
    else:
        steps = [Option("rename", "rename", opens=Open("rename_place", about))]
        if changing.what == What.AREA:
            steps.append(Option("colour", "colour", opens=Open("colour_area", about)))
            steps.append(Option("inside", "add_inside", opens=Open("add_place", about)))
        steps.append(Option("retire", "retire", opens=Open("retire_place", about)))
    return Say("grounds.card", {**card, "what": changing.what}, tuple(steps))


async def add_place(changing: Changing) -> Do | Say:
    """Within the area that is named, if one is."""
    what, within = What(changing.what), changing.place or None
    name = await ask_text("grounds.new_name", what=changing.what)
    facts = {"what": changing.what, "name": name, "around": (await find(PlaceNames(within, None)))["area"]}
    if await ask_choice("grounds.sure_add", YES_NO, **facts) == "no":
        return LEFT
    undo = _undo("retire_place", what=changing.what, place=changing.id, to="retire")
    return Do(AddPlace(what, changing.id, name, within), "grounds.added", facts=facts, options=(undo,))


async def rename_place(changing: Changing) -> Do | Say:
    card = await find(PlaceCard(changing.what, changing.place))
    if card is None:
        return Say("refused.place_gone")
    name = changing.to or await ask_text("grounds.other_name", name=card["name"])
    facts = {"name": name, "before": card["name"]}
    if not changing.to and await ask_choice("grounds.sure_rename", YES_NO, **facts) == "no":
        return LEFT
    undo = _undo("rename_place", what=changing.what, place=changing.place, to=card["name"])
    command = RenamePlace(What(changing.what), changing.place, name)
    return Do(command, "grounds.renamed", facts=facts, options=() if changing.to else (undo,))


async def retire_place(changing: Changing) -> Do | Say:
    card = await find(PlaceCard(changing.what, changing.place))
    if card is None:
        return Say("refused.place_gone")
    back, facts = changing.to == "back", {"name": card["name"]}
    if not changing.to and await ask_choice("grounds.sure_retire", YES_NO, **facts) == "no":
        return LEFT
    undo = _undo("retire_place", what=changing.what, place=changing.place, to="back")
    command = RetirePlace(What(changing.what), changing.place, back)
    return Do(command, "grounds.revived" if back else "grounds.retired", facts=facts, options=() if back else (undo,))


async def colour_area(changing: Changing) -> Do | Say:
    card = await find(PlaceCard(changing.what, changing.place))
    if card is None:
        return Say("refused.place_gone")
    options = tuple(Option(colour, f"colours.{colour}") for colour in Colour)
    picked = changing.to or await ask_choice("grounds.colour", options, **card)
    before = {"what": "area", "place": changing.place, "to": card["colour"]}
    undo = (_undo("colour_area", **before),) if card["colour"] and not changing.to else ()
    facts = {"name": card["name"], "colour": picked}
    return Do(ColourArea(changing.place, Colour(picked)), "grounds.coloured", facts=facts, options=undo)


def _undo(script: str, **args: str) -> Option:
    return Option("undo", "undo", opens=Open(script, args))


@dataclass(frozen=True)
class Dating:
    """undo: the day goes back to `kind`."""

    id: str
    day: str = ""
    kind: str = ""
    undo: bool = False


async def calendar(dating: Dating) -> Do | Say:
    """Which day, how it counts now, and what it is to be."""
    day = dating.day or str(await find(DayAfter(await ask_day("grounds.day", "deputy.which_day"))))
    now = await find(DayNow(day))
    if dating.undo:
        return Do(SetDay(day, _kind(dating.kind)), "grounds.day_undone", facts={"day": day})
    if now is None or now["past"]:
        return Say("refused.day_past")
    options = (Option("rest", "day_rest"), Option("work", "day_work"), Option("usual", "day_usual"))
    picked = await ask_choice("grounds.day_is", options, **now)
    facts: dict[str, Any] = {"day": day, "kind": "" if picked == "usual" else picked}
    if await ask_choice("grounds.sure_day", YES_NO, **facts) == "no":
        return LEFT
    undo = Option("undo", "undo", opens=Open("calendar", {"day": day, "kind": now["kind"], "undo": True}))
    return Do(SetDay(day, _kind(facts["kind"])), "grounds.day_set", facts=facts, options=(undo,))


def _kind(code: str) -> DayKind | None:
    return DayKind(code) if code else None
