"""What a judgement of a worker's words is, and what anything that judges them must offer."""

from dataclasses import dataclass
from typing import Protocol

from workflow.library import Category, Grade


@dataclass(frozen=True)
class Alternative:
    """One thing a person may pick; `entry` is a library code, `confidence` lies in [0, 1]."""

    category: Category
    entry: str | None
    confidence: float


@dataclass(frozen=True)
class Judgement:
    """What the words most likely mean, and how sure that is.

    confidence: in [0, 1], the share of such judgements whose category is right; of the best guess where abstained.
    alternatives: best first, at most four; the first is the judgement's own guess, kept there when it abstained.
    model: name and version of what judged, for example "library-ngram/1".
    abstained: too unsure to propose; category, grade and entry are then None.
    """

    category: Category | None
    grade: Grade | None
    entry: str | None
    confidence: float
    alternatives: tuple[Alternative, ...]
    model: str
    abstained: bool


class Classifier(Protocol):
    """Judges words. Any text is allowed, empty, foreign or hostile: it never raises, and is quick at any length."""

    model: str

    def judge(self, words: str) -> Judgement: ...

    def judge_within(self, words: str, category: Category) -> Judgement:
        """A person has said the category, and it stands: what is judged is the entry, and abstained is about it."""
        ...
