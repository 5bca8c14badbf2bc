"""Judges words by three that see them differently: a linear model of n-grams, a small transformer, the library."""

import json
import math
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from nlp import transformer
from nlp.checkpoint import SHIPPED, UnusableModel
from nlp.classifier import Alternative, Judgement
from nlp.denied import says_a_hazard, says_no_more
from nlp.linear import Floats, LinearModel
from nlp.ngrams import READ_CHARACTERS
from nlp.retrieval import BY_NAME, MOST_ALTERNATIVES, LibraryRetrieval, Likely, Nearest
from nlp.softmax import softmax
from nlp.transformer import Transformer
from workflow.library import Category

LABELS = tuple(Category)
LINEAR, FUSION = "linear.safetensors", "fusion.json"  # beside the transformer, in its directory
SUREST = 0.99  # more cannot be known from some hundred measuring sentences
LEAST = 1e-4  # a probability below it counts as this: no part can rule a category out alone


@dataclass(frozen=True)
class Fusion:
    """How much each part says, and how far the whole can be trusted. Fitted while training, on words held out of it.

    linear, transformer: weights of the log-probabilities; library: of the evidence. bias, by_odds, by_likeness: the
    log-odds that the best guess can be defended, from its own log-odds and its likeness to the library; nearest-library
    likeness tells known kinds of hazard from unknown ones, which one temperature cannot. sure_enough: below it the
    judgement abstains.
    """

    linear: float
    transformer: float
    library: float
    bias: float
    by_odds: float
    by_likeness: float
    sure_enough: float

    def save(self, file: Path) -> None:
        file.write_text(json.dumps({name: round(value, 4) for name, value in asdict(self).items()}, indent=1) + "\n")

    @classmethod
    def load(cls, file: Path) -> "Fusion":
        """Raises UnusableModel."""
        try:
            weights = _numbers(json.loads(file.read_bytes()))
            return cls(**weights)
        except (OSError, ValueError, TypeError, OverflowError, RecursionError) as error:
            raise UnusableModel("broken", file.parent, file=file.name, why=str(error)[:200]) from error

    def probabilities(self, linear: Floats, transformer: Floats | None, evidence: Floats) -> Floats:
        """Of the last axis, which are the categories; likewise of many texts at once."""
        odds = self.linear * np.log(np.maximum(linear, LEAST)) + self.library * evidence
        if transformer is not None:
            odds = odds + self.transformer * np.log(np.maximum(transformer, LEAST))
        return softmax(odds)

    def confidence(self, best: float, likeness: float) -> float:
        """That the best guess can be defended."""
        best = min(max(best, LEAST), 1 - LEAST)
        odds = self.bias + self.by_odds * math.log(best / (1 - best)) + self.by_likeness * likeness
        return min(1 / (1 + math.exp(-odds)), SUREST)


def _numbers(found: object) -> dict[str, float]:
    """Raises TypeError, ValueError or OverflowError where they are none that can be reckoned with."""
    if not isinstance(found, dict):
        raise TypeError("is no JSON object")
    weights = {str(name): float(value) for name, value in found.items()}
    wrong = [name for name, value in weights.items() if not math.isfinite(value)]
    if wrong:
        raise ValueError(f"{wrong[0]} is no finite number")
    return weights


class FusedClassifier:
    """Judges by all three; which entry of the library it is, the library says alone."""

    def __init__(
        self, linear: LinearModel, transformer: Transformer, library: LibraryRetrieval, fusion: Fusion
    ) -> None:
        self._linear, self.transformer, self._library, self._fusion = linear, transformer, library, fusion
        self.model = f"{linear.about}+{transformer.model}+{library.model}"

    def judge(self, words: str) -> Judgement:
        """The likeliest category; entry and grade where the library knows this very hazard.

        What the library holds word for word is what the library says: no model outvotes whoever wrote it there.
        """
        near = self._library.near(words)
        if not near.names:
            return Judgement(None, None, None, 0.0, (), self.model, abstained=True)
        kinds = near.kinds()
        chances = self._chances(words, kinds)
        order = [LABELS[place] for place in np.argsort(-chances)]
        confidence = self._fusion.confidence(float(chances.max()), near.names[0].likeness)
        if near.named:
            named = near.named.category
            order.sort(key=lambda category: category is not named)
            confidence = BY_NAME
        likely = self._alternatives(words, order, chances, kinds, confidence)
        entry = near.known(order[0])
        # That there is a hazard and no more is of no kind, however surely it is: the person is asked which.
        said = words[:READ_CHARACTERS]
        of_no_kind = says_no_more(said) or (order[0] is Category.OTHER and entry is None and says_a_hazard(said))
        if confidence < self._fusion.sure_enough or of_no_kind:
            return Judgement(None, None, None, confidence, likely, self.model, abstained=True)
        return Judgement(
            order[0],
            entry.grade if entry else None,
            entry.code if entry else None,
            confidence,
            likely,
            self.model,
            abstained=False,
        )

    def judge_within(self, words: str, category: Category) -> Judgement:
        """The likest entry of a category that a person has named; the library alone knows."""
        return self._library.judge_within(words, category)

    def _chances(self, words: str, kinds: list[Likely]) -> Floats:
        words = self._library.as_meant(words[:READ_CHARACTERS])
        read = np.asarray(self.transformer.probabilities_of([words])[0], np.float32)
        return self._fusion.probabilities(self._linear.probabilities(words), read, evidence_of(kinds))

    def _alternatives(
        self, words: str, order: list[Category], chances: Floats, kinds: list[Likely], confidence: float
    ) -> tuple[Alternative, ...]:
        """The first has the confidence, the others share what is left by their chances."""
        likest = {one.entry.category: one.entry.code for one in kinds}
        shown = order[:MOST_ALTERNATIVES]
        left = (1 - confidence) / max(1 - float(chances[LABELS.index(shown[0])]), LEAST)
        shares = [confidence, *(float(chances[LABELS.index(category)]) * left for category in shown[1:])]
        return tuple(
            Alternative(category, likest.get(category) or self._likest(words, category), min(share, confidence))
            for category, share in zip(shown, shares, strict=True)
        )

    def _likest(self, words: str, category: Category) -> str | None:
        near: Nearest = self._library.near(words, category)
        return near.names[0].entry.code if near.names else None


def load(folder: Path, library: LibraryRetrieval) -> FusedClassifier:
    """What a directory holds, which may be a transformer alone: the shipped parts then stand beside it.

    Raises UnusableModel.
    """
    own = [part for part in (LINEAR, FUSION) if (folder / part).exists()]
    beside = folder if len(own) == 2 else SHIPPED
    linear, fusion = LinearModel.load(beside / LINEAR), Fusion.load(beside / FUSION)
    if linear.labels != LABELS:
        raise UnusableModel("broken", beside, file=LINEAR, why=f"judges {', '.join(linear.labels)}")
    return FusedClassifier(linear, transformer.load(folder), library, fusion)


def evidence_of(kinds: list[Likely]) -> Floats:
    """What the library says for each category, 0 where nothing: float32 (categories,)."""
    found = np.zeros(len(LABELS), np.float32)
    for one in kinds:
        found[LABELS.index(one.entry.category)] = one.evidence
    return found
