"""Judges words by the hazard library: which known hazard sounds most like them, and how far that can be trusted."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from nlp.classifier import Judgement
from nlp.wording import folded
from workflow.library import Category, LibraryEntry

READ_CHARACTERS = 400  # a report says at once what is wrong; more would only cost time
MOST_ALTERNATIVES = 4
NEAREST = 20  # names and aliases that have a say
BIAS, BY_EVIDENCE, BY_LEAD = -2.53, 12.89, 1.47
SURE_ENOUGH = 0.5
WORD, PART = 1.0, 0.2  # what an English word, and a part of one, weigh beside one n-gram of Chinese
DOUBT = 8  # as if each query held so many more n-grams that nobody knows: two characters alone prove little

_RUN = re.compile(r"[\u3400-\u9fff\d]+|[a-z][a-z\d]*")
_FILLERS = frozenset(
    ["a", "an", "and", "are", "as", "at", "be", "been", "but", "by", "for", "from", "had", "has", "have", "he", "her", "his", "in", "into", "is", "it", "its", "no", "not", "of", "on", "or", "out", "she", "that", "the", "there", "they", "this", "to", "up", "was", "we", "were", "when", "which", "while", "with", "you"]
)


@dataclass(frozen=True)
class _Likely:
    entry: LibraryEntry
    evidence: float  # 0: nothing in common; 1: the very words of one name


class LibraryRetrieval:
    """A classifier that needs no training: names and aliases of the library, each on its own, the likest wins."""

    model = "library-ngram/1"

    def __init__(self, entries: Iterable[LibraryEntry]) -> None:
        spoken = [(entry, name) for entry in entries for name in (entry.name, entry.name_en, *entry.aliases) if name]
        self._entries = [entry for entry, _ in spoken]
        self._index = _Index([name for _, name in spoken])

    def judge(self, words: str) -> Judgement:
        """The likeliest category with its best entry; the alternatives are one for each category."""
        likely = _by_category(self._near(words)[:NEAREST])
        return _judgement(likely, _shared_out(_category_confidence(likely), likely), self.model)

    def judge_within(self, words: str, category: Category) -> Judgement:
        """The likeliest entry of a category that a person has named; the alternatives are one for each entry.

        The category stands whatever the words say; confidence is that of the entry, which is None when abstained.
        """
        ...

    def _near(self, words: str) -> list[_Likely]:
        """Every name or alias that shares something with the words, likest first."""
        likeness = self._index.likeness(words[:READ_CHARACTERS])
        return [_Likely(self._entries[n], likeness[n]) for n in sorted(likeness, key=likeness.__getitem__, reverse=True)]

def _by_category(near: Iterable[_Likely]) -> list[_Likely]:
    """Each category's best entry; all its names have a say, the likest most (root of the sum of squares)."""
    best: dict[Category, LibraryEntry] = {}
    evidence: dict[Category, float] = {}
    for one in near:
        category = one.entry.category
        best.setdefault(category, one.entry)
        evidence[category] = math.hypot(evidence.get(category, 0.0), one.evidence)
    ranked = sorted(evidence, key=evidence.__getitem__, reverse=True)
    return [_Likely(best[category], evidence[category]) for category in ranked]


class _Index:
    """Texts numbered in the order given; `likeness` is their cosine with the words, rare n-grams weighing more."""

    def __init__(self, texts: Sequence[str]) -> None:
        grams = [dict.fromkeys(_grams(text)) for text in texts]
        self._spread = Counter(gram for text in grams for gram in text)
        self._count = len(texts)
        self._holders: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for number, text in enumerate(grams):
            length = math.hypot(*map(self._weight, text))
            for gram in text:
                self._holders[gram].append((number, self._weight(gram) / length))

    def likeness(self, words: str) -> dict[int, float]:
        """Texts that share an n-gram with the words, by number, in [0, 1]."""
        weights = {gram: self._weight(gram) for gram in _grams(words)}
        length = math.hypot(math.sqrt(DOUBT) * self._rarity(0), *weights.values())
        found: dict[int, float] = defaultdict(float)
        for gram, weight in weights.items():
            for number, share in self._holders.get(gram, ()):
                found[number] += weight * share / length
        return found

    def _weight(self, gram: str) -> float:
        return self._rarity(self._spread[gram]) * {" ": WORD, "~": PART}.get(gram[0], 1.0)

    def _rarity(self, holders: int) -> float:
        return math.log(1 + (self._count + 0.5) / (holders + 0.5))


def _grams(words: str) -> Iterator[str]:
    """One to three characters of Chinese and digits; English words (led by a space) and their parts of three, four."""
    for run in _RUN.findall(folded(words)):
        if not run[0].isascii() or run[0].isdigit():
            yield from _stretches(run, (1, 2, 3))
        elif run not in _FILLERS:
            yield " " + run
            yield from ("~" + part for part in _stretches(f"_{run}_", (3, 4)))


def _stretches(run: str, sizes: tuple[int, ...]) -> Iterator[str]:
    for size in sizes:
        yield from (run[start : start + size] for start in range(len(run) - size + 1))
