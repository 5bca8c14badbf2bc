"""新法规: a law, the one it replaces, and what that touches: entries go over to it, or are left as they are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from handlers.admin.confirming import NO
from handlers.admin.library import LEFT, NONE, pick_law
from handlers.admin.wanted import EntryFault, LawNamed, LawTouches
from handlers.ask_value import ask_day
from handlers.questions import Open, Option, Question, ask, ask_choice, find
from handlers.replies import Do, Say
from handlers.wanted import DaysAhead
from workflow.entries import BringLaw, TakeBackLaw
from workflow.library import LawKind

NOTHING: dict[str, Any] = {"entries": {}, "names": [], "own": 0, "verified": [], "cases": 0}
CARRY, ONLY = Option("carry", "carry_over"), Option("only", "only_note")
KINDS = tuple(Option(kind, f"law_kinds.{kind}") for kind in LawKind)


@dataclass(frozen=True)
class Naming:
    """What is taken back: a law that was brought (`undo`), as TakeBackLaw has it."""

    id: str
    undo: str = ""
    added: bool = False
    replaces: str = ""
    until: str = ""
    successor: str = ""
    carried: Mapping[str, int] = field(default_factory=dict)
    verified: Sequence[str] = ()


async def new_law(naming: Naming) -> Do | Say:
    """Which it replaces, what it is called, from when it holds; then what rests on the old one, and one yes."""
    if naming.undo:
        return _taken_back(naming)
    replaces = await pick_law("library.replaces", NONE)
    old = await find(LawNamed(replaces)) if replaces != NONE.value else None
    law, known = await _ask_law(old)
    if old is not None and law["since"] <= old["since"]:
        return Say("refused.law_older", {"code": old["code"], "since": old["since"]})
    touched = await find(LawTouches(old["code"])) if old is not None else NOTHING
    facts = {"code": law["code"], "name": law["name"], "since": law["since"], "old": old["code"] if old else ""}
    facts |= {"count": len(touched["entries"]), **{name: touched[name] for name in ("names", "own", "cases")}}
    able = bool(touched["entries"]) and law["standing"] == ""
    facts["waits"] = law["standing"] == "not_yet"
    picked = await ask_choice("library.sure_law", (*((CARRY,) if able else ()), ONLY, NO), **facts)
    if picked == NO.value:
        return LEFT
    carry = touched["entries"] if picked == CARRY.value else {}
    facts["carried"] = len(carry)
    command = BringLaw(law["code"], law["name"], LawKind(law["kind"]), law["since"], facts["old"], carry)
    undo = Option("undo", "undo", opens=Open("new_law", _back(law, old, known, touched, carry)))
    return Do(command, "library.law_brought", facts=facts, options=(undo,))


def _back(
    law: Mapping[str, Any], old: Mapping[str, Any] | None, known: bool, touched: Mapping[str, Any], carry: Any
) -> dict[str, Any]:
    """By which it is undone."""
    args = {"undo": law["code"], "added": not known, "carried": {code: version + 1 for code, version in carry.items()}}
    ended = {"replaces": old["code"], "until": old["until"], "successor": old["replaced_by"]} if old else {}
    return {**args, **ended, "verified": [code for code in touched["verified"] if code in carry]}


async def _ask_law(old: Mapping[str, Any] | None) -> tuple[dict[str, Any], bool]:
    """A law by its code; of one that is not known yet its name, kind and first day; and whether it is known.

    Where the old one is known to be replaced, by which is not asked.
    """
    code = old["replaced_by"] if old is not None else ""
    code = code or await _ask_words("library.law_code", "code", old=old["code"] if old else "")
    known = await find(LawNamed(code))
    if known is not None:
        return known, True
    name = await _ask_words("library.law_name", "law_name", code=code)
    kind = old["kind"] if old is not None else await ask_choice("library.law_kind", KINDS, name=name)
    since = await ask_day("library.law_since", "deputy.which_day")
    standing = "not_yet" if await find(DaysAhead(since)) > 0 else ""
    return {"code": code, "name": name, "kind": kind, "since": since, "standing": standing}, False


async def _ask_words(topic: str, column: str, **facts: Any) -> str:
    asked, told = topic, facts
    while True:
        answer = await ask(Question(topic, asked, told, text=True, figures=True))
        said = " ".join(answer.text.split())
        fault = await find(EntryFault(column, said))
        if fault is None:
            return said
        asked, told = f"refused.{fault['reason']}", {**facts, **fault}


def _taken_back(naming: Naming) -> Do:
    before = (naming.replaces, naming.until, naming.successor)
    command = TakeBackLaw(naming.undo, naming.added, *before, dict(naming.carried), tuple(naming.verified))
    return Do(command, "library.law_taken_back", facts={"code": naming.undo, "old": naming.replaces})
