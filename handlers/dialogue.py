"""The engine of dialogues: runs a script from the top, feeds it the journal, stops at the first open question."""

from collections import Counter
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass
from typing import Any

from handlers.questions import Entry, Lookup, Question

Script = Coroutine[Question | Lookup, Any, Any]


@dataclass(frozen=True)
class Asking:
    """The script waits for a person. `lost` counts answers a changed script had no more use for."""

    question: Question
    occurrence: int
    journal: list[Entry]
    lost: int = 0

    def still_asks(self, question: Mapping[str, Any], value: str) -> bool:
        """True when this is the question of a notice, and the choice is among its options."""
        same = (self.question.key, self.occurrence) == (question["key"], question["n"])
        return same and any(option.value == value for option in self.question.options)


@dataclass(frozen=True)
class Finished:
    """The script is over and gave its result."""

    result: Any
    journal: list[Entry]


def play(script: Script, journal: list[Entry], find: Callable[[Lookup], Any]) -> Asking | Finished:
    """Run a script over the answers already given.

    The prefix of the journal that still matches is kept: where the script asks something else than the journal
    holds (a deploy changed it, or an answer has become another one), everything from there on is asked again. Something
    that is found out now and never was before takes nothing away.
    """
    asked: Counter[str] = Counter()
    kept: list[Entry] = []
    ahead = list(journal)
    lost = 0
    value: Any = None
    while True:
        try:
            step = script.send(value)
        except StopIteration as end:
            return Finished(end.value, kept)
        occurrence = asked[step.key]
        asked[step.key] += 1
        entry = ahead.pop(0) if ahead else None
        if entry is None or (entry.get("key"), entry.get("n")) != (step.key, occurrence) or not step.fits(entry):
            if entry is not None and isinstance(step, Lookup) and _is_new(step, journal):
                ahead.insert(0, entry)  # a deploy has put in something to find out: the answers after it stand
            else:
                lost += sum("found" not in e for e in [entry, *ahead] if e is not None)
                ahead = []
            if isinstance(step, Question):
                script.close()
                return Asking(step, occurrence, kept, lost)
            entry = {"key": step.key, "n": occurrence, "found": find(step)}
        if entry.get("stale") and isinstance(step, Lookup):
            entry = {"key": step.key, "n": occurrence, "found": find(step)}
        kept.append(entry)
        value = step.read(entry)


def _is_new(lookup: Lookup, journal: list[Entry]) -> bool:
    """True where nothing of its kind was found out before, in whatever shape."""
    kind = lookup.key.partition("/")[0]
    return all(str(entry.get("key")).partition("/")[0] != kind for entry in journal)


def answered(asking: Asking, message: str, **answer: Any) -> list[Entry]:
    """The journal with an answer to the open question, marked with the inbox id of the message that gave it."""
    entry = {"key": asking.question.key, "n": asking.occurrence, "in": message, **answer}
    return [*asking.journal, entry]


def refreshed(journal: list[Entry], since: int) -> list[Entry]:
    """The journal with all that was found out from a position on to be found out anew; answers stay as they are."""
    again = [{**entry, "stale": True} if "found" in entry else entry for entry in journal[since:]]
    return [*journal[:since], *again]


def without_last_answer(journal: list[Entry]) -> list[Entry]:
    """The journal before the last answer: that answer and every lookup after it are forgotten."""
    last = max((i for i, entry in enumerate(journal) if "found" not in entry), default=0)
    return journal[:last]
