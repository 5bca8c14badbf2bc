"""The hazard library that comes with the product: laws and entries as JSON Lines, and how they come into the tables.

A company's own row of a code stands before the shipped one, and stays as it is when a new release brings another.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from storage import tables
from storage.upsert import Values, upsert
from workflow.library import Law, LawKind

FOLDER = Path(__file__).parent / "library"
LAWS = FOLDER / "laws.jsonl"


@dataclass(frozen=True)
class Shipped:
    """laws: by code. entries: rows of library_entries, without id and version."""

    laws: Mapping[str, Law]
    entries: tuple[Values, ...]


@cache
def shipped() -> Shipped:
    laws = {law.code: law for law in map(_law, _lines(LAWS))}
    files = sorted(file for file in FOLDER.glob("*.jsonl") if file != LAWS)
    return Shipped(laws, tuple(_entry(line, laws) for file in files for line in _lines(file)))


def load(connection: Connection) -> None:
    """Bring the tables to the shipped library, where the company has not said otherwise."""
    known = shipped()
    laws = ({**asdict(law), "kind": law.kind.value, "shipped": True} for law in known.laws.values())
    upsert(connection, tables.laws, ("code",), laws, _unless_their_own)
    upsert(connection, tables.library_entries, ("code",), known.entries, _new_version)


def _unless_their_own(old: Mapping[str, Any], differences: Values) -> Values:
    return differences if old["shipped"] else {}


def _new_version(old: Mapping[str, Any], differences: Values) -> Values:
    """A case tells by which version of an entry it was judged."""
    return {**differences, "version": old["version"] + 1} if differences and old["shipped"] else {}


def _lines(file: Path) -> Iterator[dict[str, Any]]:
    return (json.loads(line) for line in file.read_text("utf-8").splitlines())


def _law(line: dict[str, Any]) -> Law:
    until = line.get("until")
    return Law(
        line["code"],
        line["name"],
        line["name_en"],
        LawKind(line["kind"]),
        date.fromisoformat(line["since"]),
        date.fromisoformat(until) if until else None,
        line.get("replaced_by"),
        line.get("verified", False),
    )


def _entry(line: dict[str, Any], laws: Mapping[str, Law]) -> Values:
    """A line names its law by code and clause; what is printed on a task is put together here."""
    law = laws[line["law"]]
    clause, clause_en = line["clause"], line.pop("clause_en", line["clause"])
    printed = {"law_code": law.code, "law": law.cited(clause), "law_en": law.cited_en(clause_en)}
    return {**_BLANK, **line, **printed, "shipped": True, "retired": False}


def blank_entry() -> Values:
    """What an entry says of whatever nobody has told of it; not its code, names, kind, grade, requirement and limit."""
    return {**_BLANK, "law_code": "", "clause": "", "law": "", "law_en": "", "shipped": False, "retired": False}


_BLANK: Values = {
    "condition": "",
    "condition_en": "",
    "fact": "",
    "fact_en": "",
    "otherwise": None,
    "cause": None,
    "accidents_1986": [],
    "accidents_2025": [],
    "industry": None,
    "verified": False,
    "hurts": None,
    "means": None,
}
