"""区域、部门、日历: a place is added, renamed, coloured or retired; a day is made one of work or of rest."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from handlers.admin.picking import MORE, NOWHERE, PAGE, pick_area
from handlers.admin.wanted import DayNow, NameFault, PlaceCard, RetiredPlaces
from handlers.ask_value import ask_day
from handlers.assistance import pick_department
from handlers.questions import Open, Option, Question, ask, ask_choice, find
from handlers.replies import Become, Do, Say
from handlers.wanted import DayAfter, PlaceNames
from workflow.calendar import DayKind
from workflow.plots import AddPlace, Colour, ColourArea, Names, PutBackName, RenamePlace, RetirePlace, SetDay, What

YES_NO = (Option("yes", "staff_yes"), Option("no", "staff_no"))
LEFT = Say("staff.as_it_was")
RETIRED = Option("retired", "retired_ones")


@dataclass(frozen=True)
class Looking:
    id: str


@dataclass(frozen=True)
class Changing:
    """`to`: what it is to be, where that is known.

    undo: what was changed is taken back, and nothing asked, if what it was changed to stands still (`if_now`).
    names, if_names: the same of both names, Chinese and English.
    """

    id: str
    what: str = "area"
    place: str = ""
    to: str = ""
    undo: bool = False
    if_now: str = ""
    names: Sequence[str] = ()
    if_names: Sequence[str] = ()


async def areas(looking: Looking) -> Become:
    """One that is there, a new one at the top, or one that nobody else can pick any more."""
    retired = (RETIRED,) if await find(RetiredPlaces(What.AREA)) else ()
    area = await pick_area("grounds.area", Option(NOWHERE, "add_area"), *retired)
    if area == RETIRED.value:
        area = await _pick_retired(What.AREA)
    if area is None:
        return Become("add_place", {"what": "area"})
    return Become("place_card", {"what": "area", "place": area})


async def departments(looking: Looking) -> Become:
    retired = (RETIRED,) if await find(RetiredPlaces(What.DEPARTMENT)) else ()
    ways = (Option("old", "pick_one"), Option("new", "add_department"), *retired)
    way = await ask_choice("grounds.departments", ways)
    if way == "new":
        return Become("add_place", {"what": "department"})
    old = way == RETIRED.value
    place = await (_pick_retired(What.DEPARTMENT) if old else pick_department("grounds.department", own=True))
    return Become("place_card", {"what": "department", "place": place})


async def _pick_retired(what: What) -> str:
    page = 0
    while True:
        found = await find(RetiredPlaces(what))
        page = page if page * PAGE < len(found) else 0
        options = tuple(Option(each["id"], text=each["name"]) for each in found[page * PAGE : (page + 1) * PAGE])
        more = (Option(MORE, "more"),) if len(found) > PAGE else ()
        picked = await ask_choice("grounds.retired_ones", (*options, *more))
        if picked != MORE:
            return picked
        page += 1


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
    name = await _ask_name("grounds.new_name", changing.what, {"what": changing.what})
    facts = {"what": changing.what, "name": name, "around": (await find(PlaceNames(within, None)))["area"]}
    if await ask_choice("grounds.sure_add", YES_NO, **facts) == "no":
        return LEFT
    undo = _undo("retire_place", what=changing.what, place=changing.id, to="retire")
    return Do(AddPlace(what, changing.id, name, within), "grounds.added", facts=facts, options=(undo,))


async def _ask_name(topic: str, what: str, facts: dict[str, Any]) -> str:
    """One that is free and short enough."""
    asked = topic
    while True:
        answer = await ask(Question(topic, asked, facts, text=True))
        name = " ".join(answer.text.split())
        fault = await find(NameFault(what, name))
        if fault is None:
            return name
        asked, facts = f"refused.{fault['reason']}", {**facts, **fault}


async def rename_place(changing: Changing) -> Do | Say:
    card = await find(PlaceCard(changing.what, changing.place))
    if card is None:
        return Say("refused.place_gone")
    what, before, names = What(changing.what), card["name"], card["names"]
    if changing.undo:
        back = PutBackName(what, changing.place, Names(*changing.names), Names(*changing.if_names))
        return Do(back, "grounds.name_undone", facts={"before": before})
    name = await _ask_name("grounds.other_name", what, {"name": before})
    facts = {"name": name, "before": before}
    if await ask_choice("grounds.sure_rename", YES_NO, **facts) == "no":
        return LEFT
    new = [name if at == card["own"] else each for at, each in enumerate(names)]
    undo = _undo("rename_place", what=what, place=changing.place, undo=True, names=names, if_names=new)
    return Do(RenamePlace(what, changing.place, name), "grounds.renamed", facts=facts, options=(undo,))


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
    if changing.undo:
        before = Colour(changing.to) if changing.to else None
        command = ColourArea(changing.place, before, Colour(changing.if_now))
        return Do(command, "grounds.colour_undone", facts={"name": card["name"], "colour": changing.to})
    options = tuple(Option(colour, f"colours.{colour}") for colour in Colour)
    picked = await ask_choice("grounds.colour", options, **card)
    facts = {"name": card["name"], "colour": picked}
    if await ask_choice("grounds.sure_colour", YES_NO, **facts) == "no":
        return LEFT
    undo = _undo("colour_area", place=changing.place, to=card["colour"], undo=True, if_now=picked)
    return Do(ColourArea(changing.place, Colour(picked)), "grounds.coloured", facts=facts, options=(undo,))


def _undo(script: str, **args: Any) -> Option:
    return Option("undo", "undo", opens=Open(script, args))


@dataclass(frozen=True)
class Dating:
    """undo: the day goes back to `kind`, if it counts still as it was set (`if_now`)."""

    id: str
    day: str = ""
    kind: str = ""
    undo: bool = False
    if_now: str = ""


async def calendar(dating: Dating) -> Do | Say:
    """Which day, how it counts now, and what it is to be."""
    if dating.undo:
        command = SetDay(dating.day, _kind(dating.kind), dating.if_now)
        return Do(command, "grounds.day_undone", facts={"day": dating.day})
    now = await _day_to_come()
    day = now["day"]
    options = (Option("rest", "day_rest"), Option("work", "day_work"), Option("usual", "day_usual"))
    picked = await ask_choice("grounds.day_is", options, **now)
    facts: dict[str, Any] = {"day": day, "kind": "" if picked == "usual" else picked}
    if await ask_choice("grounds.sure_day", YES_NO, **facts) == "no":
        return LEFT
    back = {"day": day, "kind": now["kind"], "undo": True, "if_now": facts["kind"]}
    undo = _undo("calendar", **back)
    return Do(SetDay(day, _kind(facts["kind"])), "grounds.day_set", facts=facts, options=(undo,))


async def _day_to_come() -> dict[str, Any]:
    topic = "grounds.day"
    while True:
        now: dict[str, Any] | None = await find(
            DayNow(str(await find(DayAfter(await ask_day(topic, "deputy.which_day")))))
        )
        if now is not None and not now["past"]:
            return now
        topic = "grounds.day_past"


def _kind(code: str) -> DayKind | None:
    return DayKind(code) if code else None
