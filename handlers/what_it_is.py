"""What a report is about: what its words suggest, and what is asked where the library is not sure."""

from collections.abc import Awaitable, Callable
from typing import Any

from handlers.questions import Answer, Option, Question, ask, find
from handlers.wanted import Suggest
from workflow.library import Category

NONE_OF_THESE = "none"
KINDS_PAGE = 7
# What hazards are about, the most frequent first (counted in 3,300 reports of enterprises that were read one by one).
USUAL = (
    Category.FIRE,
    Category.ELECTRICAL,
    Category.MANAGEMENT,
    Category.ENVIRONMENT,
    Category.MECHANICAL,
    Category.CHEMICAL,
    Category.CONSTRUCTION_STRUCTURE,
    Category.PPE_BEHAVIOR,
    Category.SPECIAL_EQUIPMENT,
    Category.OCCUPATIONAL_HEALTH,
    Category.HEIGHT,
    Category.VEHICLE,
    Category.CONFINED_SPACE,
)

# Words and guess -> the words with what more was told, and what it is, where a person has found it to be major.
Danger = Callable[[str, dict[str, Any]], Awaitable[tuple[str, dict[str, Any] | None]]]


async def understood(words: str, danger: Danger) -> tuple[str, dict[str, Any]]:
    """The words and what they suggest; where the library is not sure, the person is asked, and may say more.

    danger: asks first whether it is a major hazard, and knows what it is where it is one.
    """
    while True:
        guess = dict(await find(Suggest(words)))
        if not guess["abstained"]:
            return words, guess
        said, listed = await danger(words, guess)
        if listed:
            return said, listed
        if said == words:
            more, guess = await ask_kind(words, guess, unsure=True)
            if not more:
                return words, guess
            said = f"{words} {more}"
        words = said


async def ask_kind(words: str, guess: dict[str, Any], *, unsure: bool) -> tuple[str, dict[str, Any]]:
    """What it is by tap; or more words about it, and then nothing is settled."""
    alternatives = guess["alternatives"][:3]
    if alternatives:
        options = tuple(Option(a["entry"], text=a["name"]) for a in alternatives)
        topic = "report.kind" if unsure else "report.kind_corrected"
        answer = await ask(Question(topic, topic, {}, (*options, Option(NONE_OF_THESE, "none_of_these")), text=True))
        if answer.text:
            return answer.text, guess
        if answer.choice != NONE_OF_THESE:
            chosen = next(a for a in alternatives if a["entry"] == answer.choice)
            return "", await _as_entry(words, guess, chosen)
    answer = await _ask_category([a["category"] for a in guess["alternatives"]])
    if answer.text:
        return answer.text, guess
    offered = tuple(a["entry"] for a in alternatives)
    return "", _told(guess, await find(Suggest(words, category=answer.choice, refused=offered)))


async def _as_entry(words: str, guess: dict[str, Any], chosen: dict[str, Any]) -> dict[str, Any]:
    """The person has said which entry it is: nothing is left to guess."""
    return _told(guess, await find(Suggest(words, category=chosen["category"], entry=chosen["entry"])))


def _told(guess: dict[str, Any], known: dict[str, Any]) -> dict[str, Any]:
    """What a person has settled, with the machine's own first guess kept beside it for the record."""
    return {**known, "first": guess.get("first", guess)}


async def _ask_category(likely: list[str]) -> Answer:
    """Every category in a worker's own words, a page at a time: the likely ones first, then the most usual."""
    categories = list(dict.fromkeys((*(c for c in map(Category, likely) if c in USUAL), *USUAL, Category.OTHER)))
    pages = [categories[start : start + KINDS_PAGE] for start in range(0, len(categories), KINDS_PAGE)]
    page = 0
    while True:
        options = (*(Option(c, f"kind.{c}") for c in pages[page]), Option("more", "more"))
        answer = await ask(Question("report.category", "report.category", {}, options, text=True))
        if answer.choice != "more":
            return answer
        page = (page + 1) % len(pages)
