"""The QR code on a machine, for the safety officer who has it printed."""

from dataclasses import dataclass
from typing import Any

from handlers.questions import Option, ask_choice, ask_text, find
from handlers.replies import Do
from handlers.wanted import CodesInForce, NewCode, PlaceIn, PlaceNames
from workflow.codes import IssueCode

ONE_MORE = Option("more", "one_more_code")
IN_PLACE = Option("replace", "replace_code")


@dataclass(frozen=True)
class Coding:
    """`words`: the name of the machine, as it was written."""

    id: str
    words: str = ""


async def equipment_code(coding: Coding) -> Do:
    place = await _machine(coding.words)
    names = await find(PlaceNames(place["area"], place["equipment"]))
    count = await find(CodesInForce(place["equipment"]))
    replaces = False
    if count:
        replaces = await ask_choice("equipment.again", (ONE_MORE, IN_PLACE), count=count, **names) == "replace"
    made = await find(NewCode())
    issue = IssueCode(place["equipment"], made["digest"], replaces)
    return Do(issue, "equipment.link", facts={**names, "start": f"eq_{made['token']}"}, once=True)


async def _machine(words: str) -> dict[str, Any]:
    while True:
        place = await find(PlaceIn(words)) if words else {"equipment": None}
        if place["equipment"] is not None:
            return dict(place)
        words = await ask_text("equipment.which", missed=words)
