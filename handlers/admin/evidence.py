"""事故登记、上级意见: accidents and remarks of authorities, recorded step by step, listed, corrected and withdrawn."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from handlers.admin.confirming import NO, YES, sure
from handlers.admin.wanted import AccidentTypes, CaseNumbers, EvidenceList, EvidenceOf, Happening
from handlers.ask_value import ask_day
from handlers.legible import NUMBER
from handlers.questions import Open, Option, Question, ask, ask_choice, find
from handlers.replies import Do, Say
from handlers.wanted import CaseNumbered, DayIn, DaysAhead, May
from workflow.evidence import (
    MOST_CASES,
    MOST_SIGNS,
    CorrectEvidence,
    Evidence,
    Kind,
    RecordEvidence,
    RestoreEvidence,
    Severity,
    WithdrawEvidence,
    plain,
)
from workflow.permissions import Action

USUAL_DAYS = tuple(Option(day, f"paper_day.{day}") for day in ("today", "yesterday"))  # as nlp/days.py reads them
NO_CASE = Option("no_case", "no_case")
TYPES = 6  # of accidents, on one page
_NUMBERS = re.compile(rf"{NUMBER.pattern}|[0-9][0-9-]*", re.IGNORECASE)
# What can be corrected of each.
FIELDS: Mapping[str, tuple[str, ...]] = {
    Kind.ACCIDENT: ("day", "accident", "severity", "words", "cases"),
    Kind.REMARK: ("day", "authority", "words", "cases"),
}

WHAT: Mapping[str, str] = {Kind.ACCIDENT: "evidence.what_accident", Kind.REMARK: "evidence.what_remark"}


@dataclass(frozen=True)
class Looking:
    id: str
    page: int = 0


@dataclass(frozen=True)
class About:
    """A kind of record, and which one; version: as it was seen."""

    id: str
    kind: str = Kind.ACCIDENT
    evidence: str = ""
    version: int = 0


async def accidents(looking: Looking) -> Say:
    return await _listed(Kind.ACCIDENT, "accidents", looking.page)


async def remarks(looking: Looking) -> Say:
    return await _listed(Kind.REMARK, "remarks", looking.page)


async def _listed(kind: Kind, script: str, page: int) -> Say:
    """The newest first; a number opens one."""
    found = await find(EvidenceList(kind, page))
    opens = (Open("evidence_card", {"kind": kind, "evidence": item["id"]}) for item in found["items"])
    numbers = tuple(Option(str(n), text=str(n), opens=each) for n, each in enumerate(opens, 1))
    may = await find(May(Action.RECORD_EVIDENCE))
    record = (Option("record", f"record_{kind}", opens=Open("record_evidence", {"kind": kind})),) if may else ()
    more = (Option("more", "more", opens=Open(script, {"page": page + 1})),) if found["more"] else ()
    return Say(
        "evidence.list" if found["items"] else "evidence.none", {"kind": kind, **found}, (*numbers, *record, *more)
    )


async def evidence_card(about: About) -> Say:
    """All of one, and what may be done with it."""
    found = await find(EvidenceOf(about.kind, about.evidence))
    if found is None:
        return Say("refused.evidence_changed")
    may = await find(May(Action.RECORD_EVIDENCE))
    ways = ("restore",) if found["withdrawn"] else ("correct", "withdraw")
    options = tuple(_way(way, about, found["version"]) for way in ways) if may else ()
    return Say("evidence.card", _facts(found["told"], found["cases"]) | {"withdrawn": found["withdrawn"]}, options)


def _way(way: str, about: About, version: int, evidence: str = "") -> Option:
    args = {"kind": about.kind, "evidence": evidence or about.evidence, "version": version}
    return Option(way, f"{way}_evidence", opens=Open(f"{way}_evidence", args))


def _facts(told: Mapping[str, Any], cases: list[str]) -> dict[str, Any]:
    return {**told, "cases": cases}


async def record_evidence(about: About) -> Do | Say:
    kind = Kind(about.kind)
    told = Evidence(kind, await _day(), "")
    for field in FIELDS[kind][1:]:
        told = await _with(told, field)
    shown = await _shown(told)
    options = (YES, NO, *await _happening(told))
    if await ask_choice("evidence.sure", options, **shown) == "not_sure":
        return Say("evidence.left")
    undo = Option("undo", "undo", opens=_way("withdraw", about, 1, about.id).opens)
    return Do(RecordEvidence(about.id, told), "evidence.recorded", facts=shown, options=(undo,))


async def correct_evidence(about: About) -> Do | Say:
    """One thing of it at a time."""
    found = await find(EvidenceOf(about.kind, about.evidence))
    if found is None or found["withdrawn"] or found["version"] != about.version:
        return Say("refused.evidence_changed")
    fields = tuple(Option(field, f"evidence_field.{field}") for field in FIELDS[about.kind])
    before = Evidence(**{**found["told"], "cases": tuple(found["told"]["cases"])})
    told = await _with(
        before, await ask_choice("evidence.which_field", fields, **_facts(found["told"], found["cases"]))
    )
    shown = await _shown(told)
    if not await sure("evidence.sure_correct", **shown):
        return Say("evidence.as_it_was")
    back = {"kind": about.kind, "evidence": about.evidence, "version": about.version + 1}
    undo = Option("undo", "undo", opens=Open("undo_correction", back))
    command = CorrectEvidence(about.evidence, about.version, told)
    return Do(command, "evidence.corrected", facts=shown, options=(undo,))


async def undo_correction(about: About) -> Do | Say:
    """Back to what it said before, where nobody has changed it since."""
    found = await find(EvidenceOf(about.kind, about.evidence))
    if found is None or found["former"] is None or found["version"] != about.version:
        return Say("refused.evidence_changed")
    former = Evidence(**{**found["former"], "cases": tuple(found["former"]["cases"])})
    return Do(CorrectEvidence(about.evidence, about.version, former), "evidence.put_back", facts=await _shown(former))


async def withdraw_evidence(about: About) -> Do | Say:
    found = await find(EvidenceOf(about.kind, about.evidence))
    if found is None or found["withdrawn"]:
        return Say("refused.evidence_changed")
    shown = _facts(found["told"], found["cases"])
    if not await sure("evidence.sure_withdraw", **shown):
        return Say("evidence.as_it_was")
    undo = Option("undo", "undo", opens=_way("restore", about, found["version"] + 1).opens)
    return Do(WithdrawEvidence(about.evidence, about.kind), "evidence.withdrawn", facts=shown, options=(undo,))


async def restore_evidence(about: About) -> Do | Say:
    """It was withdrawn by mistake; taking that back needs no second question."""
    found = await find(EvidenceOf(about.kind, about.evidence))
    if found is None or not found["withdrawn"]:
        return Say("refused.evidence_changed")
    shown = _facts(found["told"], found["cases"])
    return Do(RestoreEvidence(about.evidence, about.kind), "evidence.restored", facts=shown)


async def _happening(told: Evidence) -> tuple[Option, ...]:
    """What is said to be of today and sounds as if it went on may do so: one tap makes an alarm of it."""
    kind = await find(Happening(told.words)) if await find(DaysAhead(told.day)) == 0 else None
    return (
        (Option("now", "happening_now", opens=Open("raise_alarm", {"kind": kind, "text": told.words})),) if kind else ()
    )


async def _shown(told: Evidence) -> dict[str, Any]:
    return _facts(plain(told), await find(CaseNumbers(told.cases)))


async def _with(told: Evidence, field: str) -> Evidence:
    """The same with another day, type and so on, as its person says it."""
    if field == "day":
        return replace(told, day=await _day())
    if field == "accident":
        return replace(told, accident=await _accident())
    if field == "severity":
        options = tuple(Option(each, f"severity.{each}") for each in Severity)
        return replace(told, severity=await ask_choice("evidence.how_bad", options))
    if field == "cases":
        return replace(told, cases=await _cases())
    words = await _words("evidence.which_authority" if field == "authority" else WHAT[told.kind])
    return replace(told, authority=words) if field == "authority" else replace(told, words=words)


async def _day() -> str:
    topic = "evidence.day"
    while True:
        said = await ask_day(topic, "evidence.day_again", USUAL_DAYS)
        day = str(await find(DayIn(said))) if said in ("today", "yesterday") else said
        if await find(DaysAhead(day)) <= 0:
            return day
        topic = "evidence.not_yet"


async def _accident() -> str:
    """By tap, some at a time, or by a word of its name."""
    words, topic, page = "", "evidence.which_accident", 0
    while True:
        types = await find(AccidentTypes(words))
        if words and len(types) == 1:
            return str(types[0]["code"])
        shown = types[page * TYPES :][:TYPES]
        options = tuple(Option(each["code"], text=each["name"]) for each in shown)
        more = (Option("more", "more"),) if len(types) > TYPES else ()
        answer = await ask(Question("evidence.which_accident", topic, {}, (*options, *more), text=True, past=True))
        if answer.choice == "more":
            page = page + 1 if (page + 1) * TYPES < len(types) else 0
        elif answer.choice:
            return answer.choice
        else:
            known = bool(await find(AccidentTypes(answer.text)))
            words, page = answer.text if known else "", 0
            topic = "evidence.which_accident" if known else "evidence.no_such_accident"


async def _words(topic: str) -> str:
    asked = topic
    while True:
        words = (await ask(Question(topic, asked, {"most": MOST_SIGNS}, text=True, past=True))).text.strip()
        if len(words) <= MOST_SIGNS:
            return words
        asked = "evidence.shorter"


async def _cases() -> tuple[str, ...]:
    """The cases by their numbers, or none: an accident need not have been foreseen."""
    topic, facts = "evidence.which_cases", dict[str, Any]()
    while True:
        question = Question("evidence.which_cases", topic, facts, (NO_CASE,), text=True, number=True, spoken=True)
        answer = await ask(question)
        if answer.choice:
            return ()
        said = [found[0] for found in _NUMBERS.finditer(answer.text)]
        ids = [await find(CaseNumbered(number.upper())) for number in said]
        if ids and all(ids) and len(set(ids)) <= MOST_CASES:
            return tuple(dict.fromkeys(map(str, ids)))
        unknown = [number for number, id_ in zip(said, ids, strict=True) if id_ is None]
        topic, facts = "evidence.no_such_case", {"said": unknown[0] if unknown else answer.text, "most": MOST_CASES}
