"""Reporting a hazard: from a photo or a sentence to one tap that submits."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from handlers.about_case import unnamed
from handlers.ask_place import ask_equipment, ask_place, moved
from handlers.for_another import pick_finder
from handlers.later import told_later
from handlers.questions import Answer, Option, Question, ask, ask_choice, ask_text, find
from handlers.replies import Become, FirstOthers
from handlers.same import open_already, repeats
from handlers.screened import asked_of, grasped, left_open, told_anew
from handlers.too_vague import doubt_facts, told_clearly
from handlers.wanted import DraftPhotos, Label, NameOf, PlaceIn, PlaceNames, TasksInHand
from handlers.what_it_is import ask_kind
from nlp.another import said_to_be_another
from workflow.again import ReportAgain
from workflow.anonymous import ReportAnonymously
from workflow.commands import SubmitReport
from workflow.danger import RUNNING, STOPPED, Means, can_hurt_now, means_of
from workflow.library import Category, Grade
from workflow.on_the_spot import ReportFixed

CONFIRM_STOPPED = "stopped?"
SUBMIT = Option("submit", "submit")
NEW_HAZARD = "new"
BEFORE_AND_AFTER = 2  # pictures

# What a report carries besides what and where, and how each of it is asked.
Asks = Mapping[str, Callable[[], Awaitable[Any]]]


@dataclass(frozen=True)
class Draft:
    """What the report starts from: its id, the words it was opened with, how many pictures came with them.

    new: the person has said that it is a new hazard. for_another: somebody else has found it, whom the person called
    `finder`, if anything. anonymous: nobody is to
    know whose report it is. area, equipment: where the person stands, by the code that they have scanned there.
    """

    id: str
    text: str = ""
    photos: int = 0
    new: bool = False
    for_another: bool = False
    finder: str = ""
    anonymous: bool = False
    area: str | None = None
    equipment: str | None = None


async def report_anonymously(draft: Draft) -> SubmitReport | ReportAgain | Become | FirstOthers:
    """The same report by a pseudonym: never a task in hand, never fixed on the spot by who would then be its owner."""
    return await report_hazard(replace(draft, anonymous=True, new=True))


async def report_hazard(draft: Draft) -> SubmitReport | ReportAgain | Become | FirstOthers:
    asks: Asks = {"finder": pick_finder} if draft.for_another else {}
    beside = {field: await pick_finder(draft.finder) for field in asks}
    meant = await _task_meant(draft)
    if meant.choice not in (None, NEW_HAZARD):
        return Become("work_on_task", {"hazard": meant.choice, "said": draft.text, "received": True})
    said = said_to_be_another(draft.text) or draft.text or meant.text or await _what(draft)
    words, guess = await grasped(said, partial(told_clearly, draft.id))
    place = await _where(draft, words)
    if place["area"] is None:
        place = await ask_place()
    usual = not draft.anonymous and guess["grade"] == Grade.GENERAL
    if guess["fixed"] and usual and await _fixed_on_the_spot(draft):
        return ReportFixed(**vars(_submit(draft, words, guess, place, "", beside)))
    return await settled(draft, words, guess, place, asks, beside)


async def settled(
    draft: Draft, words: str, guess: dict[str, Any], place: dict[str, Any], asks: Asks, beside: dict[str, Any]
) -> SubmitReport | ReportAgain | FirstOthers:
    """Show it and put it right until it is submitted; what is asked anew of `asks` is put into `beside`."""
    while True:
        answer = await _confirm(draft, words, guess, place, beside)
        if answer.text and answer.text == await find(Label("choice", "submit")):
            continue  # written where the button asks more than that: whether it was stopped
        if answer.text:
            later = await told_later(answer, words, guess, place)
            if later.apart:
                return FirstOthers(later.parts, later.answers)
            words, guess = await grasped(f"{words} {later.text}", before=guess)
            place = await moved(place, later.text)
        elif answer.choice in ("submit", RUNNING):
            stopped = STOPPED if _dangerous(guess) else ""
            danger = RUNNING if answer.choice == RUNNING else stopped
            asked = not asks and not draft.anonymous and danger != RUNNING and not left_open(guess)
            if asked and (case := await open_already(draft.id, words, guess, place, hurts=bool(danger))):
                return ReportAgain(case, draft.id, words)
            before = await repeats(draft.id, words, place)
            said = await unnamed(words) if draft.anonymous else words
            return _submit(draft, said, guess, place, danger, beside, before)
        elif answer.choice == "place":
            place = await ask_place()
        elif answer.choice == "wrong":
            field = await _what_is_wrong(asks)
            if field in asks:
                beside[field] = await asks[field]()
            else:
                words, guess, place = await _correct(field, words, guess, place)


async def _fixed_on_the_spot(draft: Draft) -> bool:
    """The words say that it is put right: a picture of before and one of after close it, once somebody has looked."""
    photos = await find(DraftPhotos(draft.id))
    while 0 < photos < BEFORE_AND_AFTER:
        not_yet = (Option("not_yet", "not_fixed_yet"),)
        answer = await ask(Question("report.fixed_after", "report.fixed_after", {}, not_yet, photos=True))
        if answer.choice:
            return False
        photos = await find(DraftPhotos(draft.id))
    if not photos:
        return False
    options = (Option("yes", "fixed_submit"), Option("no", "not_fixed_yet"))
    return await ask_choice("report.fixed", options, photos=photos) == "yes"


async def _where(draft: Draft, words: str) -> dict[str, Any]:
    """The place that the words name; where they name none, that of the code that was scanned."""
    if draft.area is None:
        return dict(await find(PlaceIn(words)))
    return await moved({"area": draft.area, "equipment": draft.equipment, "assumed": False}, words)


async def _task_meant(draft: Draft) -> Answer:
    """An owner who sends a picture out of the blue most often means a task in hand: ask which, or a new hazard."""
    tasks = await find(TasksInHand()) if draft.photos and not draft.new else []
    if not tasks:
        return Answer(NEW_HAZARD)
    numbered = tuple(Option(task["id"], text=str(n)) for n, task in enumerate(tasks, start=1))
    options = (*numbered, Option(NEW_HAZARD, "new_report"))
    facts = {"items": tasks, "photos": draft.photos}
    return await ask(Question("report.or_task", "report.or_task", facts, options, text=True))


async def _what(draft: Draft) -> str:
    topic = "anonymous.start" if draft.anonymous else "report.what" if draft.photos else "report.start"
    facts = {"photos": draft.photos}
    if draft.area is not None and topic == "report.start":
        topic, facts = "report.start_at", await find(PlaceNames(draft.area, draft.equipment))
    return (await ask(Question("report.what", topic, facts, text=True))).text


async def _confirm(
    draft: Draft, words: str, guess: dict[str, Any], place: dict[str, Any], beside: dict[str, Any]
) -> Answer:
    names = await find(PlaceNames(place["area"], place["equipment"]))
    facts = {
        **names,
        "assumed": place["assumed"],
        "words": words,
        "category": guess["category"],
        "grade": guess["grade"],
        "name": guess["name"],
        "named": guess["named"],
        "requirement": guess["requirement"],
        "confidence": guess["confidence"],
        "photos": await find(DraftPhotos(draft.id)),
        "dangerous": _dangerous(guess),
        "means": _means(guess),
        "finder": await find(NameOf(beside["finder"])) if "finder" in beside else "",
        "order": beside.get("order", {}),
        "anonymous": draft.anonymous,
    }
    # where somebody can be hurt now, submitting answers in the same tap whether it was stopped
    submits = _stopped_or_not(guess) if _dangerous(guess) else (SUBMIT,)
    options = (*submits, Option("place", "change_place"), Option("wrong", "wrong"))
    # another key where more is asked: the button of a card that did not ask it answers nothing here
    key = CONFIRM_STOPPED if _dangerous(guess) else "report.confirm"
    return await ask(Question(key, "report.confirm", facts, options, text=True, parts=True))


def _dangerous(guess: dict[str, Any]) -> bool:
    hurts = guess.get("hurts")  # a guess of before the library could say so does not hold it
    return can_hurt_now(Category(guess["category"]), Grade(guess["grade"]), hurts)


def _means(guess: dict[str, Any]) -> Means:
    return means_of(Category(guess["category"]), guess.get("means"))  # a guess of before the library could say so


def _stopped_or_not(guess: dict[str, Any]) -> tuple[Option, ...]:
    """A machine is stopped or cannot be; what else can hurt somebody is dealt with or not yet."""
    machine = _means(guess) is Means.MACHINE
    stopped, running = ("stopped", "running") if machine else ("made_safe", "not_yet_safe")
    return Option("submit", stopped), Option(RUNNING, running)


async def _what_is_wrong(asks: Asks) -> str:
    fields = ("what_it_is", "how_bad", "equipment", "words", *asks)
    return await ask_choice("report.correct", tuple(Option(f, f"correct.{f}") for f in fields))


async def _correct(
    field: str, words: str, guess: dict[str, Any], place: dict[str, Any]
) -> tuple[str, dict[str, Any], dict[str, Any]]:
    """One field put right by a tap."""
    if field == "what_it_is":
        more, known = await ask_kind(words, guess, unsure=False)
        if not more:
            return words, told_anew(guess, known, other_kind=True), place
        return *(await grasped(f"{words} {more}", before=guess, other_kind=True)), place
    if field == "how_bad":
        bad = await ask_choice("report.how_bad", tuple(Option(g, f"how_bad.{g}") for g in Grade))
        hurts = guess.get("hurts") if bad == Grade.GENERAL else None  # more than general has been said of this one
        told = {"grade": bad, "said": bad, "hurts": hurts, "first": guess.get("first", guess)}
        return words, {**guess, **told}, place
    if field == "equipment":
        return words, guess, await ask_equipment(place)
    said, guess = await grasped(await ask_text("report.what_again"), before=guess)
    return said, guess, await moved(place, said)


def _submit(
    draft: Draft,
    words: str,
    guess: dict[str, Any],
    place: dict[str, Any],
    danger: str,
    beside: dict[str, Any],
    before: dict[str, Any] | None = None,
) -> SubmitReport:
    first = guess.get("first", guess)
    suggestion = {name: first[name] for name in ("model", "confidence", "abstained", "category", "entry", "grade")}
    suggestion |= asked_of(guess)
    suggestion |= doubt_facts(guess)
    kind = ReportAnonymously if draft.anonymous else SubmitReport
    return kind(
        draft.id,
        words,
        Category(guess["category"]),
        Grade(guess["grade"]),
        place["area"],
        place["equipment"],
        guess["entry"],
        {**suggestion, **(before or {})},
        danger,
        beside.get("finder"),
    )
