"""An unknown command: the nearest ones that its person may use, as buttons."""

from collections.abc import Iterable
from difflib import get_close_matches

from handlers.questions import Open, Option
from handlers.routing import OPENING_WORDS, as_word

MOST, ALIKE = 3, 0.5
# Commands that take something with them, by the script they open.
_WITH_WORDS = {"case": "find_case", "search": "search", "qr": "equipment_code"}


def is_command(text: str) -> bool:
    """One word behind a slash, as commands are: what follows it is its own."""
    return text.startswith("/") and len(text) > 1 and not text[1:2].isspace()


def nearest(text: str, usable: Iterable[str]) -> tuple[Option, ...]:
    """Each script once. usable: the scripts that its person may begin."""
    may = set(usable)
    known = {word.replace(" ", ""): opens.script for word, opens in OPENING_WORDS.items() if not opens.args}
    known = {word: script for word, script in {**known, **_WITH_WORDS}.items() if script in may}
    typed = as_word(text).partition(" ")[0].partition("@")[0]
    found: dict[str, str] = {}
    for word in get_close_matches(typed, known, n=3 * MOST, cutoff=ALIKE):
        found.setdefault(known[word], word)
    return tuple(Option(script, text=f"/{word}", opens=Open(script)) for script, word in [*found.items()][:MOST])
