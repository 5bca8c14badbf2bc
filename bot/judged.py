"""One judgement, told whole: as JSON for programs, and for people with a bar that shows how sure it is."""

from collections.abc import Mapping
from typing import Any

import typer

from bot.console import worded
from bot.judging import Judges
from nlp.classifier import Alternative, Judgement
from nlp.quality import Doubt
from nlp.reasons import likeness
from workflow.library import LibraryEntry

BAR = 20  # characters
FULL, EMPTY = "█", "░"
WORTH_SAYING = 0.01  # how likely something else has to be, to be told
REASONS = {"sounds_like": "judgement.sounds_like", "graded_by": "judgement.graded_by"}


def judged(judges: Judges, words: str) -> dict[str, Any]:
    """What the words are taken for, and why: codes, and words in both languages, as JSON knows them.

    category, grade, entry, law are None where it abstained or knows none; reasons are of the best guess all the same.
    """
    judgement = judges.classifier.judge(words)
    entry = judges.entries.get(judgement.entry or "")
    signs = [_clause(judges.entries[one.entry]) for one in judges.screen.screen(words, proposed=judgement.entry)]
    return {
        "category": judgement.category,
        "confidence": round(judgement.confidence, 4),
        "alternatives": [_alternative(other) for other in judgement.alternatives],
        "grade": judgement.grade,
        "library_entry": _named(entry) if entry else None,
        "law": entry.law if entry else None,
        "law_en": entry.law_en if entry else None,
        "quality": _doubt(judges.quality.judge(words)),
        "may_be_major": bool(signs),
        "major_clauses": signs,
        "abstained": judgement.abstained,
        "model": judgement.model,
        "library": "company" if judges.companys else "shipped",
        "reasons": _reasons(judges, words, judgement),
    }


def show_judged(facts: Mapping[str, Any], language: str) -> None:
    """Print it for a person, in the language of the command line."""
    here = {**facts, "library_entry": _in(language, facts["library_entry"]), "law": _worded(language, facts, "law")}
    clauses = [_in(language, clause) for clause in facts["major_clauses"]]
    others = [other for other in facts["alternatives"][1:] if other["confidence"] >= WORTH_SAYING]
    said = [
        worded("judgement.unsure" if facts["abstained"] else "judgement.judged", **here, **_first(facts)),
        f"{_bar(facts['confidence'])} {facts['confidence']:.0%}",
        *([worded("judgement.entry", **here)] if facts["library_entry"] else []),
        *([worded("judgement.others", others=others)] if others else []),
        *(worded(REASONS[reason["kind"]], **_in(language, reason)) for reason in facts["reasons"]),
        *([worded("judgement.quality", **facts["quality"])] if facts["quality"] else []),
        *([worded("judgement.major_clauses", clauses=clauses)] if clauses else []),
        worded("judgement.judged_by", **here),
    ]
    typer.echo("\n".join(said))


def _doubt(doubt: Doubt | None) -> dict[str, Any] | None:
    """How likely it is that the words tell of no hazard, or too vaguely; None where the model cannot be read."""
    if doubt is None:
        return None
    return {"doubtful": round(doubt.probability, 4), "reason": doubt.reason if doubt.high else None}


def _alternative(other: Alternative) -> dict[str, Any]:
    return {"category": other.category, "entry": other.entry, "confidence": round(other.confidence, 4)}


def _named(entry: LibraryEntry) -> dict[str, Any]:
    names = ("code", "name", "name_en", "requirement", "requirement_en", "limit_days")
    return {name: getattr(entry, name) for name in names}


def _clause(entry: LibraryEntry) -> dict[str, Any]:
    """A clause on major hazards that the words may touch, with the question that decides, best first."""
    names = ("name", "name_en", "fact", "fact_en", "law", "law_en")
    otherwise = {"otherwise": entry.otherwise, "verified": entry.verified}
    return {"entry": entry.code, **{name: getattr(entry, name) for name in names}, **otherwise}


def _reasons(judges: Judges, words: str, judgement: Judgement) -> list[dict[str, Any]]:
    guess = judgement.entry or (judgement.alternatives[0].entry if judgement.alternatives else None)
    entry = judges.entries.get(guess or "")
    if entry is None:
        return []
    found = likeness(words, (entry.name, entry.name_en, *entry.aliases))
    like = {"kind": "sounds_like", "entry": entry.code, "name": found.name, "shared": found.shared} if found else None
    return [reason for reason in (like, _known(entry) if judgement.entry else None) if reason]


def _known(entry: LibraryEntry) -> dict[str, Any] | None:
    """What makes it as grave as it is, where that is more than general."""
    if not entry.condition:
        return None
    return {
        "kind": "graded_by",
        "grade": entry.grade,
        **{name: getattr(entry, name) for name in ("condition", "condition_en", "fact", "fact_en")},
    }


def _first(facts: Mapping[str, Any]) -> dict[str, Any]:
    likely = facts["alternatives"]
    return {"likeliest": likely[0]["category"] if likely else None}


def _bar(share: float) -> str:
    full = round(share * BAR)
    return FULL * full + EMPTY * (BAR - full)


def _in(language: str, facts: Mapping[str, Any] | None) -> dict[str, Any]:
    """The same facts, each field that has an English twin in the language that is read."""
    return {name: _worded(language, facts, name) for name in facts or {} if not name.endswith("_en")}


def _worded(language: str, facts: Mapping[str, Any] | None, name: str) -> Any:
    said = (facts or {}).get(name)
    return ((facts or {}).get(f"{name}_en") or said) if language == "en" else said
