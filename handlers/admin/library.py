"""隐患库: entries are looked for and shown; one of the company's own is added, a field changed, one retired."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from handlers.admin.confirming import sure
from handlers.admin.picking import pick_category
from handlers.admin.wanted import EntriesFound, EntryCard, EntryFault, LawsCalled, LibraryCounts
from handlers.questions import Open, Option, Question, ask, ask_choice, find
from handlers.replies import Become, Do, Say
from handlers.wanted import Label
from workflow.entries import COLUMNS, AddEntry, ChangeEntry, Field, RetireEntry, Values
from workflow.library import Category, Grade

LEFT = Say("staff.as_it_was")
ADD, LAW, KINDS = Option("add", "add_entry"), Option("law", "new_law"), Option("kinds", "by_kind")
RETIRED, UNSOUND = Option("retired", "retired_ones"), Option("unsound", "unsound_ones")
GRADES = tuple(Option(grade, f"grade.{grade}") for grade in Grade)
FIELDS = tuple(Option(each, f"entry_field.{each}") for each in Field)
NONE = Option("none", "none_of_it")
_DAYS = re.compile(r"\D{0,2}(\d{1,6})\D{0,6}")
_PARTED = re.compile(r"[;,，、；\n]+")


@dataclass(frozen=True)
class Looking:
    """`words`: that an entry has in it. which: in use (empty), retired, unsound."""

    id: str
    words: str = ""
    which: str = ""
    page: int = 0


@dataclass(frozen=True)
class Changing:
    """An entry. back: it was retired, and is used again.

    undo: the field goes back to `values`, if nobody has changed the entry since (`version`).
    """

    id: str
    entry: str = ""
    back: bool = False
    undo: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    version: int = 0


async def library(looking: Looking) -> Become | Say:
    """What some words find; without any, what there is to do."""
    words = looking.words
    if not words and not looking.which:
        counts = await find(LibraryCounts())
        doubtful = ((UNSOUND,) if counts["unsound"] else ()) + ((RETIRED,) if counts["retired"] else ())
        options = (KINDS, ADD, LAW, *doubtful)
        answer = await ask(Question("library.what", "library.what", counts, options, text=True, figures=True))
        if answer.choice in ("add", "law"):
            return Become({"add": "add_entry", "law": "new_law"}[answer.choice])
        if answer.choice in ("retired", "unsound"):
            return Become("library", {"which": answer.choice})
        words = answer.text or str(await find(Label("category", await pick_category("library.kind"))))
    return await _listed(looking, words)


async def _listed(looking: Looking, words: str) -> Say:
    found = await find(EntriesFound(words, looking.which, looking.page))
    if not found["items"]:
        return Say("library.nothing", {"words": words}, (Option("again", "look_again", opens=Open("library")),))
    options = tuple(
        Option(str(n), text=str(n), opens=Open("library_entry", {"entry": each["code"]}))
        for n, each in enumerate(found["items"], 1)
    )
    further = {"words": words, "which": looking.which, "page": looking.page + 1}
    more = (Option("more", "more", opens=Open("library", further)),) if found["more"] else ()
    return Say("library.found", {**found, "words": words, "which": looking.which}, (*options, *more))


async def library_entry(changing: Changing) -> Say:
    card = await find(EntryCard(changing.entry))
    if card is None:
        return Say("refused.entry_gone")
    about = {"entry": changing.entry}
    if card["retired"]:
        steps: tuple[Option, ...] = (Option("back", "use_again", opens=Open("retire_entry", {**about, "back": True})),)
    else:
        steps = (
            Option("change", "change_field", opens=Open("change_entry", about)),
            Option("retire", "retire", opens=Open("retire_entry", about)),
        )
    return Say("library.card", _told(card), steps)


def _told(card: Mapping[str, Any]) -> dict[str, Any]:
    """What of a card is said of it."""
    return {name: value for name, value in card.items() if name not in ("stands", "version", "requirement_in")}


async def add_entry(changing: Changing) -> Do | Say:
    """What it is, how grave, what to do, until when; what people call it and the law may be left out."""
    category = await pick_category("library.kind")
    name = await _ask_checked("library.name", "name")
    grade = await ask_choice("library.grade", GRADES, name=name)
    requirement = await _ask_checked("library.requirement", "requirement", name=name)
    days = await _ask_days(name)
    aliases = await _ask_aliases(name)
    law = await _ask_law(name)
    facts: dict[str, Any] = {"name": name, "category": category, "grade": grade, "requirement": requirement}
    facts |= {"limit_days": days, "aliases": aliases, "law": law["law_code"], "clause": law["clause"]}
    if not await sure("library.sure_add", **facts):
        return LEFT
    command = AddEntry(
        changing.id, Category(category), name, Grade(grade), requirement, days, aliases, law["law_code"], law["clause"]
    )
    find_it = Option("show", "show", opens=Open("library", {"words": name}))
    return Do(command, "library.added", facts=facts, options=(find_it,))


async def change_entry(changing: Changing) -> Do | Say:
    card = await find(EntryCard(changing.entry))
    if card is None:
        return Say("refused.entry_gone")
    if changing.undo:
        back = ChangeEntry(changing.entry, changing.version, Field(changing.undo), changing.values)
        return Do(back, "library.put_back", facts={"name": card["name"]})
    if card["retired"]:
        return Say("refused.entry_retired", {"name": card["name"]})
    what = Field(await ask_choice("library.which_field", FIELDS, **_told(card)))
    values = await _new_values(what, card)
    before = {column: card["stands"][column] for column in (COLUMNS[what] if what is Field.LAW else values)}
    facts = {"name": card["name"], "field": what, "was": _shown(what, before), "to": _shown(what, values)}
    if facts["was"] == facts["to"]:
        return Say("library.same", facts)
    if not await sure("library.sure_change", **facts):
        return LEFT
    args = {"entry": changing.entry, "undo": what, "values": before, "version": card["version"] + 1}
    undo = Option("undo", "undo", opens=Open("change_entry", args))
    command = ChangeEntry(changing.entry, card["version"], what, values)
    return Do(command, "library.changed", facts=facts, options=(undo,))


async def _new_values(what: Field, card: Mapping[str, Any]) -> Values:
    """As they are asked for; none that no entry could have."""
    name = card["name"]
    if what is Field.GRADE:
        return {"grade": await ask_choice("library.grade", GRADES, name=name)}
    if what is Field.LIMIT:
        return {"limit_days": await _ask_days(name)}
    if what is Field.ALIASES:
        return {"aliases": await _ask_aliases(name)}
    if what is Field.LAW:
        return await _ask_law(name)
    return {card["requirement_in"]: await _ask_checked("library.requirement", "requirement", name=name)}


def _shown(what: Field, values: Values) -> Any:
    """How a field reads before and after, as the template takes it."""
    if what is Field.LAW:
        return " ".join(filter(None, (str(values["law_code"]), str(values["clause"]))))
    return next(values[column] for column in COLUMNS[what] if column in values)


async def _ask_checked(topic: str, column: str, **facts: Any) -> str:
    """Words that an entry can have, asked for until they are."""
    asked, told = topic, facts
    while True:
        answer = await ask(Question(topic, asked, told, text=True))
        said = " ".join(answer.text.split())
        fault = await find(EntryFault(column, said))
        if fault is None:
            return said
        asked, told = f"refused.{fault['reason']}", {**facts, **fault}


async def _ask_days(name: str) -> int:
    """Calendar days, 0 for this shift: a bare digit is their number, and no button."""
    asked, told = "library.days", dict[str, Any](name=name)
    while True:
        answer = await ask(Question("library.days", asked, told, text=True, spoken=True))
        meant = _DAYS.fullmatch(answer.text.strip())
        fault = await find(EntryFault("limit_days", meant[1])) if meant else None
        if meant and fault is None:
            return int(meant[1])
        asked = f"refused.{fault['reason']}" if fault else "refused.entry_number"
        told = {"name": name, **(fault or {})}


async def _ask_aliases(name: str) -> list[str]:
    asked, told = "library.aliases", dict[str, Any](name=name)
    while True:
        answer = await ask(Question("library.aliases", asked, told, (NONE,), text=True))
        said = [each.strip() for each in _PARTED.split(answer.text) if each.strip()]
        faults = [fault for each in said if (fault := await find(EntryFault("aliases", each))) is not None]
        if not faults:
            return list(dict.fromkeys(said))
        asked, told = f"refused.{faults[0]['reason']}", {"name": name, **faults[0]}


async def _ask_law(name: str) -> dict[str, str]:
    """A law in force, by a part of its code or name, and a clause of it; both empty where it rests on none."""
    code = await pick_law("library.law", NONE, name=name)
    while code != NONE.value and (fault := await find(EntryFault("law_code", code))) is not None:
        code = await pick_law("library.law", NONE, again=f"refused.{fault['reason']}", **{**fault, "name": name})
    if code == NONE.value:
        return {"law_code": "", "clause": ""}
    return {"law_code": code, "clause": await _ask_clause(code)}


async def _ask_clause(code: str) -> str:
    asked, told = "library.clause", dict[str, Any](code=code)
    while True:
        answer = await ask(Question("library.clause", asked, told, (NONE,), text=True, figures=True))
        fault = await find(EntryFault("clause", answer.text.strip()))
        if fault is None:
            return answer.text.strip()
        asked, told = f"refused.{fault['reason']}", {"code": code, **fault}


async def pick_law(topic: str, *others: Option, again: str = "", **facts: Any) -> str:
    """The code of a law by a part of its code or name, then by tap; the value where it was one of `others`."""
    asked, shown = again or topic, list[dict[str, Any]]()
    told: dict[str, Any] = {"found": 0, "words": "", **facts}
    while True:
        options = (*(Option(each["code"], text=_law_text(each)) for each in shown), *others)
        answer = await ask(Question(topic, asked, told, options, text=True, figures=True))
        if answer.choice is not None:
            return answer.choice
        shown = await find(LawsCalled(answer.text))
        asked, told = topic, {**facts, "found": len(shown), "words": answer.text}


def _law_text(each: Mapping[str, Any]) -> str:
    return f"{each['code']} {each['name']}"[:40] if each["name"] not in each["code"] else str(each["code"])


async def retire_entry(changing: Changing) -> Do | Say:
    card = await find(EntryCard(changing.entry))
    if card is None:
        return Say("refused.entry_gone")
    facts = {"name": card["name"], "cases": card["cases"]}
    if changing.back:
        version = changing.version or card["version"]
        return Do(RetireEntry(changing.entry, version, back=True), "library.revived", facts=facts)
    if card["retired"]:
        return Say("refused.entry_retired", {"name": card["name"]})
    if not await sure("library.sure_retire", **facts):
        return LEFT
    args = {"entry": changing.entry, "back": True, "version": card["version"] + 1}
    undo = Option("undo", "undo", opens=Open("retire_entry", args))
    return Do(RetireEntry(changing.entry, card["version"]), "library.retired", facts=facts, options=(undo,))
