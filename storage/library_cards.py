"""The hazard library and the laws as officers read them: looked through, shown, and what a new law would touch."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, func, select

from storage import directory
from storage.library_rows import known_laws, law
from storage.queries import Viewer
from storage.tables import hazards, library_entries
from workflow.entries import COLUMNS
from workflow.library import Law, LibraryEntry, standing, unsound
from workflow.lifecycle import OPEN
from workflow.new_law import recited
from workflow.people import Language
from workflow.permissions import Action

_ALIASES_SHOWN = 6
_NAMED = 3
_EVERY = select(library_entries).order_by(library_entries.c.code)


def counts(connection: Connection, viewer: Viewer) -> dict[str, int]:
    """How many entries are in use, how many of those are the company's own, are retired, or rest on no sound law."""
    if not viewer.may(Action.CONFIGURE).company:
        return {"total": 0, "own": 0, "retired": 0, "unsound": 0}
    rows = connection.execute(select(library_entries.c.shipped, library_entries.c.retired)).all()
    used = [row for row in rows if not row.retired]
    doubtful = unsound(directory.library(connection), known_laws(connection), viewer.today)
    own = sum(not row.shipped for row in used)
    return {"total": len(used), "own": own, "retired": len(rows) - len(used), "unsound": sum(1 for _ in doubtful)}


def found(
    connection: Connection, viewer: Viewer, words: str, kinds: Mapping[str, str], *, retired: bool = False
) -> list[dict[str, Any]]:
    """Entries that all of these words stand in, those with them in a name first. kinds: what categories are called.

    What a category is called finds all of it, and nothing else. None that are not the viewer's to change.
    """
    if not viewer.may(Action.CONFIGURE).company:
        return []
    wanted = words.casefold().split()
    kind = next((code for code, name in kinds.items() if name.casefold() == words.casefold()), None)
    those = _EVERY.where(library_entries.c.retired == retired)
    rows = connection.execute(those.where(library_entries.c.category == kind) if kind else those)
    matching = [row for row in rows if kind or all(word in _said(row, kinds) for word in wanted)]
    named = sorted(matching, key=lambda row: not all(word in _names(row) for word in wanted))
    return [_line(row, viewer) for row in named]


def resting_on_nothing(connection: Connection, viewer: Viewer) -> list[dict[str, Any]]:
    """The entries in use whose law is unknown, repealed or not yet in force."""
    if not viewer.may(Action.CONFIGURE).company:
        return []
    doubtful = {entry.code for entry, _ in unsound(directory.library(connection), known_laws(connection), viewer.today)}
    return [_line(row, viewer) for row in connection.execute(_EVERY) if row.code in doubtful]


def _names(row: Row[Any]) -> str:
    return " ".join((row.code, row.name, row.name_en, *row.aliases)).casefold()


def _said(row: Row[Any], kinds: Mapping[str, str]) -> str:
    said = (kinds.get(row.category, ""), row.law, row.law_en, row.law_code, row.clause, row.requirement)
    return f"{_names(row)} {' '.join(said)}".casefold()


def _line(row: Row[Any], viewer: Viewer) -> dict[str, Any]:
    named = viewer.named(row.name, row.name_en)
    return {"code": row.code, "name": named, "category": row.category, "grade": row.grade}


def card(connection: Connection, viewer: Viewer, code: str) -> dict[str, Any] | None:
    """An entry with the law that it rests on; None where there is none, or it is not the viewer's to change.

    stands: columns as they are, by which a change is taken back. requirement_in: the column in the viewer's language.
    sound: why its law cannot be relied on today; empty where it can.
    """
    row = connection.execute(select(library_entries).where(library_entries.c.code == code)).one_or_none()
    if row is None or not viewer.may(Action.CONFIGURE).company:
        return None
    basis = law(connection, row.law_code) if row.law_code else None
    cases = select(func.count()).where(hazards.c.library_code == code, hazards.c.state.in_(sorted(OPEN)))
    return {
        **_line(row, viewer),
        "condition": viewer.named(row.condition, row.condition_en),
        "requirement": viewer.named(row.requirement, row.requirement_en),
        "requirement_in": "requirement_en" if viewer.person.language is Language.EN else "requirement",
        "limit_days": row.limit_days,
        "aliases": list(row.aliases)[:_ALIASES_SHOWN],
        "law": viewer.named(row.law, row.law_en),
        "since": basis.since.isoformat() if basis else "",
        "until": basis.until.isoformat() if basis and basis.until else "",
        "sound": str(standing(basis, viewer.today) or "") if row.law_code else "",
        "verified": row.verified,
        "own": not row.shipped,
        "retired": row.retired,
        "version": row.version,
        "cases": connection.execute(cases).scalar_one(),
        "stands": {column: getattr(row, column) for columns in COLUMNS.values() for column in columns},
    }


def laws_called(connection: Connection, viewer: Viewer, words: str) -> list[dict[str, Any]]:
    """The laws whose code or name these words are part of, those in force first."""
    if not viewer.may(Action.CONFIGURE).company:
        return []
    wanted = words.casefold().split()
    known = known_laws(connection).values()
    meant = [each for each in known if all(word in _of_law(each) for word in wanted)]
    return [_law_line(each, viewer) for each in sorted(meant, key=lambda each: _worth(each, viewer))]


def _worth(each: Law, viewer: Viewer) -> tuple[bool, str]:
    return standing(each, viewer.today) is not None, each.code


def _of_law(each: Law) -> str:
    return f"{each.code} {each.name} {each.name_en}".casefold()


def _law_line(each: Law, viewer: Viewer) -> dict[str, Any]:
    return {
        "code": each.code,
        "name": viewer.named(each.name, each.name_en),
        "kind": str(each.kind),
        "since": each.since.isoformat(),
        "until": each.until.isoformat() if each.until else "",
        "replaced_by": each.replaced_by or "",
        "standing": str(standing(each, viewer.today) or ""),
    }


def law_named(connection: Connection, viewer: Viewer, code: str) -> dict[str, Any] | None:
    """One law by its code, however its spaces and letters are written."""
    meant = "".join(code.split()).casefold()
    found = laws_called(connection, viewer, "")
    return next((each for each in found if "".join(each["code"].split()).casefold() == meant), None)


def touched(connection: Connection, viewer: Viewer, law_code: str) -> dict[str, Any]:
    """What a law that replaces this one touches. entries: code -> version of those that can be carried over.

    names: some of them. own: how many others are printed in words of the company's own, which nobody can carry over.
    verified: the codes whose clause was confirmed. cases: how many open cases were judged by any of all these.
    """
    old = law(connection, law_code) if viewer.may(Action.CONFIGURE).company else None
    citing = directory.entries_citing(connection, law_code) if old is not None else []
    able = [entry for entry in citing if old is not None and recited(entry, old, old) is not None]
    return {
        "entries": {entry.code: entry.version for entry in able},
        "names": [viewer.named(entry.name, entry.name_en) for entry in able[:_NAMED]],
        "own": len(citing) - len(able),
        "verified": [entry.code for entry in able if entry.verified],
        "cases": _open_cases(connection, citing),
    }


def _open_cases(connection: Connection, entries: Sequence[LibraryEntry]) -> int:
    codes = [entry.code for entry in entries]
    counted = select(func.count()).where(hazards.c.library_code.in_(codes), hazards.c.state.in_(sorted(OPEN)))
    return connection.execute(counted).scalar_one()
