"""Asking where: down the tree of areas, a machine nearby, or a place in words."""

from typing import Any

from handlers.questions import Answer, Option, Question, ask, find
from handlers.wanted import AreasUnder, EquipmentIn, PlaceIn

NO_EQUIPMENT = "none"
HERE = "here"
NAMES_PAGE = 8


async def moved(place: dict[str, Any], text: str) -> dict[str, Any]:
    """The place that new words name, or the one known before."""
    named = await find(PlaceIn(text))
    return place if named["assumed"] else dict(named)


async def ask_place() -> dict[str, Any]:
    """Down the tree of areas, or a place in words."""
    parent: str | None = None
    missed = ""
    while True:
        children = await find(AreasUnder(parent))
        if not children:
            return {"area": parent, "equipment": None, "assumed": False}
        answer = await _pick_name("report.where", children, (Option(HERE, "here"),) if parent else (), missed)
        if answer.choice == HERE:
            return {"area": parent, "equipment": None, "assumed": False}
        if answer.choice:
            parent, missed = answer.choice, ""
            continue
        named = await find(PlaceIn(answer.text))
        if not named["assumed"]:
            return dict(named)
        missed = answer.text


async def ask_equipment(place: dict[str, Any]) -> dict[str, Any]:
    near = await find(EquipmentIn(place["area"]))
    answer = await _pick_name("report.equipment", near, (Option(NO_EQUIPMENT, "no_equipment"),))
    if answer.choice == NO_EQUIPMENT:
        return {**place, "equipment": None}
    if answer.choice:
        return {**place, "equipment": answer.choice}
    return await moved(place, answer.text)


async def _pick_name(topic: str, names: list[dict[str, str]], extra: tuple[Option, ...], missed: str = "") -> Answer:
    """One of many names, some at a time; words are an answer too. `missed`: words that named none of them."""
    page = 0
    while True:
        shown = names[page * NAMES_PAGE : (page + 1) * NAMES_PAGE]
        more = (Option("more", "more"),) if len(names) > NAMES_PAGE else ()
        options = tuple(Option(n["id"], text=n["name"]) for n in shown)
        answer = await ask(Question(topic, topic, {"missed": missed}, (*options, *extra, *more), text=True))
        if answer.choice != "more":
            return answer
        page = page + 1 if (page + 1) * NAMES_PAGE < len(names) else 0
