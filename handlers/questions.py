"""What a script can await: a question to its person, or something to find out."""

from collections.abc import Generator, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from nlp.courtesy import says_something
from nlp.whether import Whether

Entry = dict[str, Any]
# A message that may be a hazard of its own: its stored `ids`, the names of its `photos`, whether it came `late`.
Part = Mapping[str, Any]


@dataclass(frozen=True)
class Open:
    """Start a script with these arguments (short JSON values)."""

    script: str
    args: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Option:
    """A choice. It says a label of the templates (`label`) or a name of the company's own (`text`).

    With `opens` a tap opens a dialogue on top instead of answering the question. said: what picks it, however worded.
    """

    value: str
    label: str = ""
    text: str = ""
    opens: Open | None = None
    said: Whether | None = None


@dataclass(frozen=True)
class Answer:
    """What a person answered: a tapped choice, words, pictures, or words with pictures.

    part: where the question is one of `parts`, what else is known of the message.
    """

    choice: str | None = None
    text: str = ""
    photos: int = 0
    part: Part = field(default_factory=dict)


@dataclass(frozen=True)
class Question:
    """A question still open, or answered in the journal under (key, occurrence).

    number: the number of a case is an answer here, and no wish to see that case.
    spoken: a bare digit is something said ("3" people), and picks no button.
    pictures: the role under which pictures that come meanwhile are kept, where they show something of their own.
    past: what is told lies in the past ("a fire in March"), and is no cry for help.
    parts: what answers it may be of another hazard, and is noted with its messages and pictures.
    figures: figures and signs alone are something said ("12-3"); a bare digit still picks a button.
    """

    key: str
    topic: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    options: tuple[Option, ...] = ()
    text: bool = False
    photos: bool = False
    hazard: str | None = None
    version: int | None = None
    number: bool = False
    spoken: bool = False
    figures: bool = False
    past: bool = False
    pictures: str = "draft"
    parts: bool = False

    def fits(self, entry: Entry) -> bool:
        """True when a journalled answer is still one that this question allows, in a form it can read."""
        answer = self.read(entry)
        if not isinstance(answer.text, str) or not isinstance(answer.photos, int):
            return False
        if answer.choice is not None:
            return any(option.value == answer.choice for option in self.options)
        return (self.text and answer.text != "") or (self.photos and answer.photos > 0)

    def takes(self, text: str) -> bool:
        """True when these words are an answer as they are."""
        return self.text and (says_something(text) or (text != "" and (self.spoken or self.figures)))

    def read(self, entry: Entry) -> Answer:
        return Answer(entry.get("choice"), entry.get("text", ""), entry.get("photos", 0), entry.get("part", {}))

    def __await__(self) -> Generator["Question", Answer, Answer]:
        return (yield self)


@dataclass(frozen=True)
class Lookup:
    """Something to find out, once: the result is journalled. Raise `shape` when the result's keys change."""

    shape: ClassVar[int] = 1

    @property
    def key(self) -> str:
        return f"{type(self).__name__}/{self.shape}"

    def fits(self, entry: Entry) -> bool:
        return "found" in entry

    def read(self, entry: Entry) -> Any:
        return entry["found"]

    def __await__(self) -> Generator["Lookup", Any, Any]:
        return (yield self)


async def find(lookup: Lookup) -> Any:
    """What the lookup found: ids and short values only."""
    return await lookup


async def ask(question: Question) -> Answer:
    """Any answer the question allows."""
    return await question


async def ask_text(topic: str, **facts: Any) -> str:
    """A sentence."""
    return (await Question(topic, topic, facts, text=True)).text


async def ask_choice(topic: str, options: tuple[Option, ...], hazard: str | None = None, **facts: Any) -> str:
    """One of the options' values."""
    return (await Question(topic, topic, facts, options, hazard=hazard)).choice or ""
