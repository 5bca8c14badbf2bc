"""What stands in a platform's own menu, beside the field where people write: by role, in their language."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from handlers.messages import MenuItem
from templates.render import Renderer
from workflow.people import Person
from workflow.permissions import Action, Reach, reach


@dataclass(frozen=True)
class Entry:
    """A word of routing.OPENING_WORDS in letters that every platform takes for a command; its label bears its name.

    right: whoever has it, for any part of the company, finds the word in their menu; none: everybody does.
    """

    word: str
    right: Action | None = None


# The likely one first.
ENTRIES = (
    Entry("report"),
    Entry("todo"),
    Entry("mine"),
    Entry("cases", Action.ASSIGN),
    Entry("longterm", Action.LONG_TERM),
    Entry("finding", Action.REPORT_FINDING),
    Entry("anonymous"),
    Entry("search"),
    Entry("qr", Action.ISSUE_CODE),
    Entry("requests", Action.ENROL),
    Entry("invite", Action.ENROL),
    Entry("link"),
    Entry("help"),
    Entry("language"),
)
EVERYBODY_S = tuple(entry.word for entry in ENTRIES if entry.right is None)


def words_of(person: Person, on: date) -> tuple[str, ...]:
    """The words that stand in a person's menu."""
    return tuple(entry.word for entry in ENTRIES if entry.right is None or _reaches(reach(person, entry.right, on)))


def _reaches(right: Reach) -> bool:
    return right.company or bool(right.area_paths or right.department_ids)


def items(renderer: Renderer, words: Sequence[str], language: str) -> list[MenuItem]:
    """The entries of a menu as they read."""
    return [MenuItem(word, renderer.label(language, "menu", word)) for word in words]
