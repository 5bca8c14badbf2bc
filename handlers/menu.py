"""What stands in a platform's own menu, beside the field where people write: by role, in their language."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from handlers.messages import MenuItem, Shelf
from templates.render import label
from workflow.people import Person
from workflow.permissions import Action, reach
from workflow.reach import Reach


@dataclass(frozen=True)
class Entry:
    """A word of routing.OPENING_WORDS in letters that every platform takes for a command; its label bears its name.

    shelf: where it stands in a menu that has several.
    right: whoever has it, for any part of the company, finds the word in their menu; none: everybody does.
    """

    word: str
    shelf: Shelf
    right: Action | None = None


# The likely one first. WeCom's menu is everybody's, and each shelf of it holds five; on that for reports the camera and
# the scanner are two of them.
ENTRIES = (
    Entry("report", Shelf.REPORT),
    Entry("todo", Shelf.MINE),
    Entry("mine", Shelf.MINE),
    Entry("cases", Shelf.MINE, Action.ASSIGN),
    Entry("longterm", Shelf.MINE, Action.LONG_TERM),
    Entry("finding", Shelf.REPORT, Action.REPORT_FINDING),
    Entry("anonymous", Shelf.REPORT),
    Entry("foranother", Shelf.REPORT),
    Entry("search", Shelf.MINE),
    Entry("qr", Shelf.MORE, Action.ISSUE_CODE),
    Entry("requests", Shelf.MORE, Action.ENROL),
    Entry("invite", Shelf.MORE, Action.ENROL),
    Entry("digest", Shelf.MORE, Action.DIGEST),
    Entry("manage", Shelf.MORE, Action.RUN),
    Entry("people", Shelf.MORE, Action.STAFF),
    Entry("matrix", Shelf.MORE, Action.CONFIGURE),
    Entry("library", Shelf.MORE, Action.CONFIGURE),
    Entry("usage", Shelf.MORE, Action.RUN),
    Entry("status", Shelf.MORE, Action.RUN),
    Entry("figures", Shelf.MORE, Action.EXPORT),
    Entry("link", Shelf.MORE),
    Entry("devices", Shelf.MORE),
    Entry("help", Shelf.MORE),
    Entry("language", Shelf.MORE),
)
EVERYBODY_S = tuple(entry.word for entry in ENTRIES if entry.right is None)


def words_of(person: Person, on: date) -> tuple[str, ...]:
    """The words that stand in a person's menu."""
    return tuple(entry.word for entry in ENTRIES if entry.right is None or _reaches(reach(person, entry.right, on)))


def _reaches(right: Reach) -> bool:
    return right.company or bool(right.area_paths or right.department_ids)


def items(words: Sequence[str], language: str) -> list[MenuItem]:
    """The entries of a menu as they read."""
    shelves = {entry.word: entry.shelf for entry in ENTRIES}
    return [MenuItem(word, label(language, "menu", word), shelves[word]) for word in words]
