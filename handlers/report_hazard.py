"""Reporting a hazard: from a photo or a sentence to one tap that submits."""

from dataclasses import dataclass
from typing import Any

from handlers.lookups import AreasUnder, DraftPhotos, EquipmentIn, PlaceIn, PlaceNames, Suggest, TasksInHand
from handlers.questions import Answer, Option, Question, ask, ask_choice, ask_text, find
from handlers.replies import Become
from workflow.commands import SubmitReport
from workflow.library import Category, Grade

NONE_OF_THESE = "none"
NEW_HAZARD = "new"
HERE = "here"
KINDS_PAGE = 7
NAMES_PAGE = 8


@dataclass(frozen=True)
class Draft:
    """What the report starts from: its id, the words it was opened with, how many pictures came with them.

    new: the person has said that it is a new hazard.
    """

    id: str
    text: str = ""
    photos: int = 0
    new: bool = False


async def report_hazard(draft: Draft) -> SubmitReport | Become:
    task = await _task_meant(draft)
    if task is not None:
        return Become("work_on_task", {"hazard": task, "said": draft.text, "received": True})
    words = draft.text or await _what(draft)
    guess = await _understood(words)
    place = await find(PlaceIn(words))
    if place["area"] is None:
        place = await _ask_place()
    while True:
        answer = await _confirm(draft, words, guess, place)
        if answer.text:
            words = f"{words} {answer.text}"
            guess = await _understood(words)
            place = await _moved(place, answer.text)
        elif answer.choice == "submit":
            return _submit(draft, words, guess, place)
        elif answer.choice == "place":
            place = await _ask_place()
        elif answer.choice == "wrong":
            words, guess, place = await _correct(words, guess, place)


async def _task_meant(draft: Draft) -> str | None:
    """An owner who sends a picture out of the blue most often means a task in hand: ask which, or a new hazard."""
    tasks = await find(TasksInHand()) if draft.photos and not draft.new else []
    if not tasks:
        return None
    numbered = tuple(Option(task["id"], text=str(n)) for n, task in enumerate(tasks, start=1))
    options = (*numbered, Option(NEW_HAZARD, "new_report"))
    picked = await ask_choice("report.or_task", options, items=tasks, photos=draft.photos)
    return None if picked == NEW_HAZARD else picked


async def _what(draft: Draft) -> str:
    topic = "report.what" if draft.photos else "report.start"
    facts = {"photos": draft.photos}
    return (await ask(Question("report.what", topic, facts, text=True))).text


async def _understood(words: str) -> dict[str, Any]:
    """What the words suggest; where the library is not sure, the person is asked what it is."""
    guess = await find(Suggest(words))
    if not guess["abstained"]:
        return dict(guess)
    return await _ask_kind(words, guess, unsure=True)


async def _ask_kind(words: str, guess: dict[str, Any], *, unsure: bool) -> dict[str, Any]:
    alternatives = guess["alternatives"][:3]
    if alternatives:
        options = tuple(Option(str(i), text=a["name"]) for i, a in enumerate(alternatives))
        topic = "report.kind" if unsure else "report.kind_corrected"
        picked = await ask_choice(topic, (*options, Option(NONE_OF_THESE, "none_of_these")))
        if picked != NONE_OF_THESE:
            chosen = alternatives[int(picked)]
            return await _as_entry(words, guess, chosen)
    return dict(await find(Suggest(words, category=await _ask_category())))


async def _as_entry(words: str, guess: dict[str, Any], chosen: dict[str, Any]) -> dict[str, Any]:
    """The person has said which entry it is: nothing is left to guess."""
    named = await find(Suggest(words, category=chosen["category"], entry=chosen["entry"]))
    return {**named, "model": guess["model"], "confidence": guess["confidence"]}


async def _ask_category() -> str:
    """Every category in a worker's own words, a page at a time."""
    categories = [c for c in Category if c is not Category.OTHER] + [Category.OTHER]
    page = 0
    while True:
        shown = categories[page * KINDS_PAGE : (page + 1) * KINDS_PAGE]
        options = tuple(Option(c, f"kind.{c}") for c in shown)
        picked = await ask_choice("report.category", (*options, Option("more", "more")))
        if picked != "more":
            return picked
        page = (page + 1) % 2


async def _confirm(draft: Draft, words: str, guess: dict[str, Any], place: dict[str, Any]) -> Answer:
    names = await find(PlaceNames(place["area"], place["equipment"]))
    facts = {
        **names,
        "assumed": place["assumed"],
        "words": words,
        "category": guess["category"],
        "grade": guess["grade"],
        "name": guess["name"],
        "requirement": guess["requirement"],
        "confidence": guess["confidence"],
        "photos": await find(DraftPhotos(draft.id)),
    }
    options = (Option("submit", "submit"), Option("place", "change_place"), Option("wrong", "wrong"))
    return await ask(Question("report.confirm", "report.confirm", facts, options, text=True))


async def _correct(
    words: str, guess: dict[str, Any], place: dict[str, Any]
) -> tuple[str, dict[str, Any], dict[str, Any]]:
    """One field put right by a tap."""
    fields = ("what_it_is", "how_bad", "equipment", "words")
    field = await ask_choice("report.correct", tuple(Option(f, f"correct.{f}") for f in fields))
    if field == "what_it_is":
        return words, await _ask_kind(words, guess, unsure=False), place
    if field == "how_bad":
        bad = await ask_choice("report.how_bad", tuple(Option(g, f"how_bad.{g}") for g in Grade))
        return words, {**guess, "grade": bad}, place
    if field == "equipment":
        return words, guess, await _ask_equipment(place)
    said = await ask_text("report.what_again")
    return said, await _understood(said), await _moved(place, said)


async def _moved(place: dict[str, Any], text: str) -> dict[str, Any]:
    """The place that new words name, or the one known before."""
    named = await find(PlaceIn(text))
    return place if named["assumed"] else dict(named)


async def _ask_place() -> dict[str, Any]:
    """Down the tree of areas, or a place in words."""
    parent: str | None = None
    while True:
        children = await find(AreasUnder(parent))
        if not children:
            return {"area": parent, "equipment": None, "assumed": False}
        answer = await _pick_name("report.where", children, (Option(HERE, "here"),) if parent else ())
        if answer.choice == HERE:
            return {"area": parent, "equipment": None, "assumed": False}
        if answer.choice:
            parent = answer.choice
            continue
        named = await find(PlaceIn(answer.text))
        if not named["assumed"]:
            return dict(named)


async def _ask_equipment(place: dict[str, Any]) -> dict[str, Any]:
    near = await find(EquipmentIn(place["area"]))
    answer = await _pick_name("report.equipment", near, (Option(NONE_OF_THESE, "no_equipment"),))
    if answer.choice == NONE_OF_THESE:
        return {**place, "equipment": None}
    if answer.choice:
        return {**place, "equipment": answer.choice}
    return await _moved(place, answer.text)


async def _pick_name(topic: str, names: list[dict[str, str]], extra: tuple[Option, ...]) -> Answer:
    """One of many names, some at a time; words are an answer too."""
    page = 0
    while True:
        shown = names[page * NAMES_PAGE : (page + 1) * NAMES_PAGE]
        more = (Option("more", "more"),) if len(names) > NAMES_PAGE else ()
        options = tuple(Option(n["id"], text=n["name"]) for n in shown)
        answer = await ask(Question(topic, topic, {}, (*options, *extra, *more), text=True))
        if answer.choice != "more":
            return answer
        page = page + 1 if (page + 1) * NAMES_PAGE < len(names) else 0


def _submit(draft: Draft, words: str, guess: dict[str, Any], place: dict[str, Any]) -> SubmitReport:
    suggestion = {name: guess[name] for name in ("model", "confidence", "abstained")}
    return SubmitReport(
        draft.id,
        words,
        Category(guess["category"]),
        Grade(guess["grade"]),
        place["area"],
        place["equipment"],
        guess["entry"],
        suggestion,
    )
