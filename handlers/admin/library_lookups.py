"""How what officers ask about the hazard library and the laws is answered: lookup -> the right and the query."""

from typing import Any

from sqlalchemy import Connection

from handlers.admin.wanted import (
    EntriesFound,
    EntryCard,
    EntryFault,
    LawNamed,
    LawsCalled,
    LawTouches,
    LibraryCounts,
)
from handlers.questions import Lookup
from handlers.tools import Answer, Tools
from storage import library_cards
from storage.library_rows import LibraryRows
from storage.queries import Viewer
from workflow import librarian
from workflow.errors import Refused
from workflow.library import Category
from workflow.permissions import Action

PAGE = 5
MOST_LAWS = 6


def _found(tools: Tools, connection: Connection, viewer: Viewer, asked: EntriesFound) -> dict[str, Any]:
    if asked.which == "unsound":
        found = library_cards.resting_on_nothing(connection, viewer)
    else:
        language = viewer.person.language
        kinds = {str(each): tools.renderer.label(language, "category", each) for each in Category}
        retired = asked.which == "retired"
        found = library_cards.found(connection, viewer, asked.words, kinds, retired=retired)
    shown = found[asked.page * PAGE : (asked.page + 1) * PAGE]
    more = len(found) > asked.page * PAGE + len(shown)
    return {"items": shown, "total": len(found), "more": more}


def _fault(tools: Tools, connection: Connection, viewer: Viewer, asked: EntryFault) -> dict[str, Any] | None:
    library = LibraryRows(connection)
    try:
        if asked.column == "name":
            librarian.check_name(library, asked.said)
        elif asked.column == "law_code":
            librarian.check_law(library.law(asked.said), asked.said, viewer.today)
        else:
            value = int(asked.said) if asked.column == "limit_days" else asked.said
            librarian.check({asked.column: value})
    except Refused as fault:
        return {"reason": fault.reason, **fault.facts}
    return None


LIBRARY: dict[type[Lookup], Answer] = {
    LibraryCounts: Answer(
        Action.CONFIGURE,
        lambda tools, c, viewer, asked: library_cards.counts(c, viewer),
        {"total": 0, "own": 0, "retired": 0, "unsound": 0},
    ),
    EntriesFound: Answer(Action.CONFIGURE, _found, {"items": [], "total": 0, "more": False}),
    EntryCard: Answer(Action.CONFIGURE, lambda tools, c, viewer, asked: library_cards.card(c, viewer, asked.code)),
    EntryFault: Answer(Action.CONFIGURE, _fault),
    LawsCalled: Answer(
        Action.CONFIGURE,
        lambda tools, c, viewer, asked: library_cards.laws_called(c, viewer, asked.words)[:MOST_LAWS],
        [],
    ),
    LawNamed: Answer(Action.CONFIGURE, lambda tools, c, viewer, asked: library_cards.law_named(c, viewer, asked.code)),
    LawTouches: Answer(
        Action.CONFIGURE,
        lambda tools, c, viewer, asked: library_cards.touched(c, viewer, asked.code),
        {"entries": {}, "names": [], "own": 0, "verified": [], "cases": 0},
    ),
}
