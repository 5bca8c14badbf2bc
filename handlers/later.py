"""What is told while a report waits to be submitted: more of it, or perhaps another hazard; then that is asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from handlers.legible import joined
from handlers.questions import Answer, Option, Part, Question, ask, find
from handlers.wanted import IsAnother
from nlp.another import Another, Told, said_to_be_another, says_which
from nlp.classifier import Classifier
from nlp.places import NOWHERE, FoundPlace, PlaceFinder
from workflow.library import Category

MORE = Option("more", "add_to_last")
APART = Option("apart", "report_apart")


@dataclass(frozen=True)
class Later:
    """What was told: `parts`, each a hazard of its own if they are `apart`, in so many `answers`."""

    parts: Sequence[Part]
    apart: bool = False
    answers: int = 1

    @property
    def text(self) -> str:
        return " ".join(part["text"] for part in self.parts if part["text"])


async def told_later(answer: Answer, words: str, guess: dict[str, Any], place: dict[str, Any]) -> Later:
    """Words to a report, and whose they are. What follows while that is asked is kept beside them."""
    parts = [_part(answer)]
    if answer.part and said_to_be_another(answer.text):
        return Later(parts, apart=True)
    if not (answer.part.get("late") and await find(IsAnother(answer.text, words, _pictured(answer), guess, place))):
        return Later(parts)
    answers = 1
    while True:
        more = await _which(parts, words)
        answers += 1
        choice = more.choice or (says_which(more.text) if more.text else None)
        if choice in (MORE.value, APART.value):
            return Later(parts, choice == APART.value, answers)
        if choice is None:
            parts = await _with(parts, more)


async def _which(parts: Sequence[Part], words: str) -> Answer:
    photos = sum(len(part["photos"]) for part in parts)
    facts = {"said": parts[0]["text"], "count": len(parts), "photos": photos, "before": words}
    key = "report.another"
    return await ask(Question(key, key, facts, (MORE, APART), text=True, photos=True, parts=True))


async def _with(parts: list[Part], more: Answer) -> list[Part]:
    """One more message: of yet another hazard, or of the last part."""
    *others, last = parts
    if said_to_be_another(more.text):
        return [*parts, _part(more)]
    late = more.text and more.part.get("late")
    if late and await find(IsAnother(more.text, last["text"], _pictured(more))):
        return [*parts, _part(more)]
    return [*others, together(last, _part(more))]


def together(one: Part, more: Part) -> dict[str, Any]:
    """Two parts that are one after all."""
    ids, photos = [*one["ids"], *more["ids"]], [*one["photos"], *more["photos"]]
    return {"ids": ids, "text": joined(one["text"], more["text"]), "photos": photos}


def _part(answer: Answer) -> Part:
    return {"ids": answer.part.get("ids", ()), "text": answer.text, "photos": answer.part.get("photos", ())}


def _pictured(answer: Answer) -> bool:
    return bool(answer.part.get("photos"))


def is_another(classifier: Classifier, places: PlaceFinder, asked: IsAnother) -> bool:
    """Whether later words tell of another hazard. A place that was only assumed is none they could be apart from."""
    another = Another(classifier, places)
    if asked.guess is None or asked.place is None:
        before = another.told_by(asked.before)
    else:
        before = Told(asked.before, Category(asked.guess["category"]), asked.guess["entry"], _named(asked.place))
    return another.begins(asked.later, before, pictured=asked.pictured)


def _named(place: Mapping[str, Any]) -> FoundPlace:
    return NOWHERE if place["assumed"] else FoundPlace(place["area"], place["equipment"], 1.0)
