"""What a judgement has to be better than: a list of keywords, and BM25 over the names of the library.

Each takes a sentence for one category and nothing more. How sure it is, is the share of that category in all that
speaks for any: no probability, but it grows with being right.
"""

import math
import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path

from nlp.classifier import Alternative, Classifier, Judgement
from nlp.labelled import Labelled
from nlp.wording import folded
from workflow.library import Category, LibraryEntry

WORDS = Path(__file__).with_name("keywords.toml")
READ_CHARACTERS = 400
MOST_ALTERNATIVES = 4
STEM = 5  # letters from which on an English keyword also counts as the beginning of a longer word
SATURATION, BY_LENGTH = 1.5, 0.75  # BM25's k1 and b, as Lucene has them but for k1 (1.2 there)

_RUN = re.compile(r"[a-z\d]+|[^\W_]")


class KeywordList:
    """The category with the most keywords in the words; of two with as many, the one whose words are longer."""

    model = "keywords/1"

    def __init__(self, words: Mapping[str, Mapping[str, Sequence[str]]] | None = None) -> None:
        """words: category -> {"chinese": [...], "english": [...]}; without, those of keywords.toml."""
        listed = tomllib.loads(WORDS.read_text("utf-8")) if words is None else words
        self._patterns = {Category(name): _pattern(**lists) for name, lists in listed.items()}

    def judge(self, words: str) -> Judgement:
        said = folded(words[:READ_CHARACTERS])
        found = {category: set(pattern.findall(said)) for category, pattern in self._patterns.items()}
        scores = {category: len(hits) + 0.01 * len("".join(hits)) for category, hits in found.items() if hits}
        return _judgement(scores, self.model)

    def judge_within(self, words: str, category: Category) -> Judgement:
        return _within(category, self.model)


class Bm25:
    """The category of the name or alias that Okapi BM25 ranks first, over characters, pairs of them, English words."""

    model = "bm25/1"

    def __init__(self, entries: Iterable[LibraryEntry]) -> None:
        spoken = [(entry, name) for entry in entries for name in (entry.name, entry.name_en, *entry.aliases)]
        self._categories = [entry.category for entry, _ in spoken]
        texts = [Counter(_terms(folded(name))) for _, name in spoken]
        held = Counter(term for text in texts for term in text)
        mean = sum(text.total() for text in texts) / max(len(texts), 1)
        self._holders: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for number, text in enumerate(texts):
            slow = SATURATION * (1 - BY_LENGTH + BY_LENGTH * text.total() / mean)
            for term, times in text.items():
                rarity = math.log(1 + (len(texts) - held[term] + 0.5) / (held[term] + 0.5))
                self._holders[term].append((number, rarity * times * (SATURATION + 1) / (times + slow)))

    def judge(self, words: str) -> Judgement:
        scores: dict[int, float] = defaultdict(float)
        for term in set(_terms(folded(words[:READ_CHARACTERS]))):
            for number, weight in self._holders.get(term, ()):
                scores[number] += weight
        best: dict[Category, float] = {}
        for number, score in scores.items():
            category = self._categories[number]
            best[category] = max(score, best.get(category, 0.0))
        return _judgement(best, self.model)

    def judge_within(self, words: str, category: Category) -> Judgement:
        return _within(category, self.model)


# What is measured beside a judgement on request -> how it is made of library entries and sentences to learn from. Here
# stands TF-IDF with logistic regression too, once nlp/linear.py is there: it alone needs the sentences.
BASELINES: Mapping[str, Callable[[Sequence[LibraryEntry], Sequence[Labelled]], Classifier]] = {
    "keywords": lambda entries, examples: KeywordList(),
    "bm25": lambda entries, examples: Bm25(entries),
}


def _pattern(chinese: Iterable[str], english: Iterable[str]) -> re.Pattern[str]:
    """The longest that fits in a place counts there."""
    words = {word: re.escape(folded(word)) for word in chinese}
    words |= {
        word: f"(?<![a-z]){re.escape(word)}{'' if len(word) >= STEM else '(?:e?s)?(?![a-z])'}" for word in english
    }
    return re.compile("|".join(words[word] for word in sorted(words, key=len, reverse=True)))


def _terms(said: str) -> Iterator[str]:
    """Words and numbers of Latin letters; Chinese characters, each alone and with the next."""
    runs = _RUN.findall(said)
    yield from runs
    yield from (one + other for one, other in pairwise(runs) if not one.isascii() and not other.isascii())


def _judgement(scores: Mapping[Category, float], model: str) -> Judgement:
    whole = sum(scores.values())
    likely = sorted(scores, key=lambda category: -scores[category])[:MOST_ALTERNATIVES]
    alternatives = tuple(Alternative(category, None, scores[category] / whole) for category in likely)
    if not alternatives:
        return Judgement(None, None, None, 0.0, (), model, True)
    return Judgement(likely[0], None, None, alternatives[0].confidence, alternatives, model, False)


def _within(category: Category, model: str) -> Judgement:
    """Of entries they know nothing."""
    return Judgement(category, None, None, 0.0, (), model, True)
