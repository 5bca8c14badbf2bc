"""A message to everybody of a role or a place: written, looked at with the number of readers, and sent once."""

from dataclasses import dataclass

from handlers.admin.confirming import NO, YES
from handlers.questions import Option, Question, ask, ask_choice, ask_text, find
from handlers.replies import Do, Say
from handlers.wanted import AreasUnder, Audience, PlaceIn, PlaceNames
from workflow.broadcast import MOST_SIGNS, Broadcast
from workflow.people import Role

REWRITE = Option("rewrite", "rewrite")
MOST_PLACES = 8


@dataclass(frozen=True)
class Telling:
    """`id` is the message's too: it is sent once, however often a button is tapped. words: what is to be told."""

    id: str
    words: str = ""


async def broadcast(telling: Telling) -> Do | Say:
    words = await _words(telling.words)
    role, area, place = await _whom()
    readers = await find(Audience(role, area))
    if not readers:
        return Say("broadcast.nobody")
    while True:
        facts = {"words": words, "role": role, "place": place, "readers": readers}
        answer = await ask_choice("broadcast.sure", (YES, REWRITE, NO), **facts)
        if answer == "not_sure":
            return Say("broadcast.left")
        if answer == "sure":
            told = {"readers": readers}
            return Do(Broadcast(telling.id, words, role, area), "broadcast.sent", facts=told)
        words = await _words()


async def _words(said: str = "") -> str:
    words = said or await ask_text("broadcast.what")
    while len(words) > MOST_SIGNS:
        words = (await ask(Question("broadcast.what", "broadcast.shorter", {"most": MOST_SIGNS}, text=True))).text
    return words


async def _whom() -> tuple[str, str, str]:
    """A role, the id of a place and its name; empty where it is not narrowed by that."""
    whom = await ask_choice("broadcast.whom", tuple(Option(w, f"broadcast_to.{w}") for w in ("role", "place", "all")))
    if whom == "all":
        return "", "", ""
    if whom == "role":
        options = tuple(Option(role, f"role.{role}") for role in Role if role is not Role.ADMINISTRATOR)
        return await ask_choice("broadcast.which_role", options), "", ""
    area = await _place()
    return "", area, str((await find(PlaceNames(area, None)))["area"])


async def _place() -> str:
    options = tuple(Option(area["id"], text=area["name"]) for area in (await find(AreasUnder(None)))[:MOST_PLACES])
    topic = "broadcast.which_place"
    while True:
        answer = await ask(Question("broadcast.which_place", topic, {}, options, text=True))
        if answer.choice:
            return answer.choice
        area = (await find(PlaceIn(answer.text)))["area"]
        if area is not None:
            return str(area)
        topic = "broadcast.no_such_place"
