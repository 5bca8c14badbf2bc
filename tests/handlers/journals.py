"""Small scripts with their changed successors, and a finder that remembers what it was asked."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from handlers.dialogue import Asking, Finished, Script, answered, play
from handlers.questions import Entry, Lookup, Option, Question, ask, ask_choice, ask_text, find

KINDS = (Option("oil", text="机油"), Option("acid", text="化学品"))
LEVELS = (Option("general", "how_bad.general"), Option("major", "how_bad.major"))


@dataclass(frozen=True)
class Guess(Lookup):
    words: str


@dataclass
class Finder:
    """Answers lookups and remembers what it was asked."""

    asked: list[Lookup]

    def __call__(self, lookup: Lookup) -> Any:
        self.asked.append(lookup)
        return f"found {len(self.asked)}"


async def report() -> tuple[str, Any, str]:
    what = await ask_text("what")
    guess = await find(Guess(what))
    return what, guess, await ask_choice("kind", KINDS)


async def collect() -> list[str]:
    """A loop that asks the same until it is told to stop."""
    said: list[str] = []
    while True:
        answer = await ask(Question("more", "more", {"count": len(said)}, (Option("stop", "submit"),), text=True))
        if answer.choice:
            return said
        said.append(answer.text)


def asks(script: Script, journal: list[Entry], finder: Callable[[Lookup], Any]) -> Asking:
    played = play(script, journal, finder)
    assert isinstance(played, Asking)
    return played


def ends(script: Script, journal: list[Entry], finder: Callable[[Lookup], Any]) -> Finished:
    played = play(script, journal, finder)
    assert isinstance(played, Finished)
    return played


def after(script: Callable[[], Script], finder: Callable[[Lookup], Any], *given: dict[str, Any]) -> list[Entry]:
    """The journal when these answers have been given, one a turn."""
    journal: list[Entry] = []
    for number, answer in enumerate(given, start=1):
        journal = answered(asks(script(), journal, finder), f"m{number}", **answer)
    return journal


async def with_a_new_question_first() -> tuple[str, str, str]:
    return await ask_choice("bad", LEVELS), await ask_text("what"), await ask_choice("kind", KINDS)


async def with_a_new_question_last() -> tuple[str, Any, str, str]:
    return *(await report()), await ask_choice("bad", LEVELS)


async def without_the_lookup() -> tuple[str, str]:
    return await ask_text("what"), await ask_choice("kind", KINDS)


@dataclass(frozen=True)
class Signs(Lookup):
    words: str


async def with_a_new_lookup() -> tuple[str, Any, str]:
    what = await ask_text("what")
    guess = await find(Guess(what))
    await find(Signs(what))
    return what, guess, await ask_choice("kind", KINDS)
