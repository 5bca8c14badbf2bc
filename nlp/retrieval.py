"""Judges words by the hazard library: which known hazard sounds most like them, and how far that can be trusted."""

import math
import re
from array import array
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from operator import mul
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from nlp import cues, slips
from nlp.classifier import Alternative, Judgement
from nlp.courtesy import tells_of_nothing
from nlp.denied import says_a_hazard, says_none
from nlp.examples import bare
from nlp.ngrams import stretches
from nlp.plain import plain
from nlp.wording import folded
from workflow.library import Category, Grade, LibraryEntry

Values = NDArray[np.float64]

MODEL = "library-ngram/1"
READ_CHARACTERS = 400  # a report says at once what is wrong; more would only cost time
MOST_ALTERNATIVES = 4
SURE_ENOUGH = 0.55  # somewhat better than even; below it, asking what it is costs the person less than a wrong guess
BY_NAME = 0.99  # confidence where the library holds the very words: whoever put them there said what they are
ENTRY_SURE_ENOUGH = 0.4  # lower: the entry is read before it is submitted, and no other comes near

# Chosen for the share of right categories over 3,600 labelled Chinese reports, with a library of 126 entries; a third
# more or less of any one changed it by two points at most. The English weights: so that short English sentences (each
# alias judged by the rest of the library) and long English narratives are right about as often as the confidence says.
TRIPLE, WORD, PART = 0.5, 1.0, 0.35  # weight of three Chinese characters, an English word, a part of one; else 1
DOUBT = 30  # as if each text held so many more n-grams that nobody knows: two characters alone prove little
VOTERS, VOTE = 100, 2.5  # names and aliases that speak for a category, and how much more the likest ones count

# Logistic regression of "the category is right" on best evidence and its lead over the next: over 3,000 labelled
# Chinese reports, half of them drawn at random from what companies report, with the shipped library of 661 entries.
CATEGORY_BIAS, BY_EVIDENCE, BY_LEAD = -1.5, 7.0, 17.2
# That a hazard like this is in the library at all, and that it is this entry and not its neighbour: drawn through the
# share of right entries among some seventy and a hundred reports, read one by one.
KNOWN_BIAS, BY_LIKENESS = -2.3, 26.0
THIS_ONE_BIAS, BY_ENTRY_LEAD = -1.2, 40.0

_RUN = re.compile(r"[\u3400-\u9fff\d]+|[a-z][a-z\d]*")
_FILLER = re.compile(
    "an?|and|are|as|at|be|been|but|by|for|from|had|has|have|he|her|his|in|into|is|it|its|no|not|of|on|or|out|she|"
    "that|the|there|they|this|to|up|was|we|were|when|which|while|with|you"
)
# Nothing here obeys a text, but one that talks to a machine instead of reporting deserves no guess.
_TALKS_TO_A_MACHINE = re.compile(
    r"(以上|上面|之前|此前|前面|所有).{0,6}(指令|提示词|对话)|忽略.{0,10}设定|系统提示词|置信度|你(现在)?是一个|请(直接)?(输出|回答)|"
    r"(忽略|忘掉|忘记)掉?(以上|上面|之前|此前|前面).{0,6}规则|"
    r"(ignore|forget|disregard) (all )?(the )?(previous|above|prior) rules|"
    r"(previous|above|prior|earlier).{0,12}(instructions|prompts?\b)|you are (now )?an? .{0,20}(classifier|assistant)|"
    r"language model|system prompt|\bconfidence\W{0,4}\d|<[a-z!/][^>]*>|[{\[]\s*\""
)


class Likely(NamedTuple):
    """A library entry with what speaks for it: 0 nothing in common, 1 (or more, from several names) the very words."""

    entry: LibraryEntry
    likeness: float  # of its likest name alone
    evidence: float  # of every name that counts for it


@dataclass(frozen=True)
class Nearest:
    """The names of the library most like some words, likest first, each as its entry.

    said: the words, as meant. named: the one entry that goes by these very words.
    """

    names: Sequence[Likely]
    said: str = ""
    named: LibraryEntry | None = None

    def kinds(self) -> list[Likely]:
        """The likest entry of each category, likeliest category first; every name of a category speaks for it."""
        named = self.named.category if self.named else None
        return sorted(_by_category(self.names), key=lambda one: one.entry.category is not named)

    def within(self) -> list[Likely]:
        """The likest name of each entry that may be proposed, likest first."""
        return sorted(_by_entry(self.names), key=lambda one: one.entry is not self.named)

    def known(self, category: Category) -> LibraryEntry | None:
        """The entry of a category that the words mean, where that is sure enough to be proposed."""
        if self.named and self.named.category is category:
            return self.named if _may_be_proposed(self.named) and _tells_why(self.said, self.named) else None
        return _known(_by_entry(one for one in self.names if one.entry.category is category), self.said)


class LibraryRetrieval:
    """A classifier that needs no training: names and aliases of the library, each on its own, the likest wins."""

    model = MODEL

    def __init__(self, entries: Iterable[LibraryEntry]) -> None:
        self._entries, self._categories, self._none_found, self._index, self._by_name = _indexed(tuple(entries))
        # Whoever judges beside the library wants the same words.
        self._meant = lru_cache(maxsize=8)(partial(slips.shipped().put_right, own=self._index.grams))

    def judge(self, words: str) -> Judgement:
        """The likeliest category with its likest entry; the alternatives are one for each category.

        A category without entry and grade: the kind is clear, but which known hazard it is, or whether any, is not.
        """
        near = self.near(words)
        likely = near.kinds()
        confidence = max(_category_confidence(likely), BY_NAME if near.named else 0)
        if confidence < SURE_ENOUGH:
            return _judgement(None, None, confidence, likely, abstained=True)
        category = likely[0].entry.category
        return _judgement(category, near.known(category), confidence, likely, abstained=False)

    def judge_within(self, words: str, category: Category) -> Judgement:
        """The likest entry of a category that a person has named; the alternatives are one for each entry.

        The category stands whatever the words say: confidence is that of the entry, and abstained is about it.
        """
        near = self.near(words, category)
        likely, entry = near.within(), near.known(category)
        confidence = BY_NAME if entry and entry is near.named else _entry_confidence(likely)
        return _judgement(category, entry, confidence, likely, abstained=entry is None)

    def as_meant(self, words: str) -> str:
        """The words folded and, but for what stands in the library itself, without slips of the pen and of the ear."""
        return self._meant(folded(words))

    def near(self, words: str, category: Category | None = None) -> Nearest:
        """The names most like the words, of one category or of all; none where they tell of nothing or command."""
        said = folded(words[:READ_CHARACTERS])
        if tells_of_nothing(said) or _TALKS_TO_A_MACHINE.search(said):
            return Nearest(())
        meant = self._meant(said)
        likeness = self._index.likeness(meant)
        if says_a_hazard(said):
            likeness = likeness * ~self._none_found
        if category is not None:
            likeness = likeness * (self._categories == category)
        nearest = _largest(likeness, VOTERS)
        alike = zip(nearest.tolist(), likeness[nearest].tolist(), strict=True)
        named = self._by_name.get(bare(meant))
        if named and category not in (None, named.category):
            named = None
        return Nearest([Likely(self._entries[name], much, much) for name, much in alike], meant, named)


@lru_cache(maxsize=4)  # most companies of a process share the shipped library, which takes half a second to index
def _indexed(
    entries: tuple[LibraryEntry, ...],
) -> tuple[list[LibraryEntry], NDArray[np.str_], NDArray[np.bool_], "Index", Mapping[str, LibraryEntry]]:
    """Of every name and alias: its entry, its category, whether it is of finding none, its n-grams; entries by name."""
    spoken = [(entry, name) for entry in entries for name in _names(entry)]
    categories = np.array([entry.category.value for entry, _ in spoken], np.str_)
    rounds = {e.code for e in entries if e.category is Category.OTHER and any(map(says_none, _names(e)))}
    none_found = np.array([entry.code in rounds for entry, _ in spoken], np.bool_)
    index = Index([name for _, name in spoken])
    return [entry for entry, _ in spoken], categories, none_found, index, _by_name(spoken)


def _by_name(spoken: Iterable[tuple[LibraryEntry, str]]) -> Mapping[str, LibraryEntry]:
    """The entry of each name without marks and spaces; what two entries go by tells neither."""
    of: dict[str, dict[str, LibraryEntry]] = defaultdict(dict)
    for entry, name in spoken:
        of[bare(name)][entry.code] = entry
    return {name: entry for name, known in of.items() if name and len(known) == 1 for entry in known.values()}


def _names(entry: LibraryEntry) -> tuple[str, ...]:
    return (entry.name, entry.name_en, *entry.aliases)


def _largest(values: Values, most: int) -> NDArray[np.intp]:
    """Places of the largest values above nothing, largest first, and of equal ones the first first."""
    held = values[values > 0]
    some = np.flatnonzero(values >= np.partition(held, -most)[-most] if len(held) > most else values)
    return some[np.argsort(-values[some], kind="stable")][:most]


def _by_category(near: Iterable[Likely]) -> list[Likely]:
    """The likest entry of each category; every name of the category speaks for it."""
    best: dict[Category, Likely] = {}
    votes: dict[Category, float] = defaultdict(float)
    for one in near:
        best.setdefault(one.entry.category, one)
        votes[one.entry.category] += one.likeness**VOTE
    likely = [one._replace(evidence=votes[category] ** (1 / VOTE)) for category, one in best.items()]
    return sorted(likely, key=lambda one: -one.evidence)


def _by_entry(near: Iterable[Likely]) -> list[Likely]:
    """The likest name of each entry that may be proposed."""
    best: dict[str, Likely] = {}
    for one in near:
        if _may_be_proposed(one.entry):
            best.setdefault(one.entry.code, one)
    return list(best.values())


def _may_be_proposed(entry: LibraryEntry) -> bool:
    """A major hazard of one industry may not.

    Water on the floor is a trifle, but not beneath a ladle of molten metal. Its names speak for the category only,
    until somebody asks the fact that decides.
    """
    return not (entry.industry and entry.grade is Grade.MAJOR)


def _category_confidence(likely: Sequence[Likely]) -> float:
    if not likely:
        return 0.0
    first, second = likely[0].evidence, likely[1].evidence if len(likely) > 1 else 0.0
    return _chance(CATEGORY_BIAS + BY_EVIDENCE * first + BY_LEAD * (first - second))


def _entry_confidence(likely: Sequence[Likely]) -> float:
    if not likely:
        return 0.0
    first, second = likely[0].likeness, likely[1].likeness if len(likely) > 1 else 0.0
    return _chance(KNOWN_BIAS + BY_LIKENESS * first) * _chance(THIS_ONE_BIAS + BY_ENTRY_LEAD * (first - second))


def _known(likely: Sequence[Likely], said: str) -> LibraryEntry | None:
    if _entry_confidence(likely) < ENTRY_SURE_ENOUGH:
        return None
    return likely[0].entry if _tells_why(said, likely[0].entry) else None


def _tells_why(said: str, entry: LibraryEntry) -> bool:
    """Whether the words say what makes a major hazard one, not its place alone: whatever else is wrong in a dust shop
    is no office in it.

    Of an entry that has no cue words, a company's own, nobody can tell; likeness alone speaks for it.
    """
    if entry.grade is not Grade.MAJOR:
        return True
    known = cues.shipped()
    share = known.shares(plain(said)).get(known.asks_as(entry.code))
    return share is None or share.whole


def _chance(log_odds: float) -> float:
    return 1 / (1 + math.exp(-log_odds))


def _alternatives(likely: Sequence[Likely], confidence: float) -> tuple[Alternative, ...]:
    """The first has the confidence, the others share what is left by the square of their evidence."""
    others = sum(one.evidence**2 for one in likely[1:])
    shares = [confidence, *((1 - confidence) * one.evidence**2 / others for one in likely[1:MOST_ALTERNATIVES])]
    return tuple(
        Alternative(one.entry.category, one.entry.code, min(share, confidence))
        for one, share in zip(likely, shares, strict=False)
    )


def _judgement(
    category: Category | None,
    entry: LibraryEntry | None,
    confidence: float,
    likely: Sequence[Likely],
    *,
    abstained: bool,
) -> Judgement:
    return Judgement(
        category=category,
        grade=entry.grade if entry else None,
        entry=entry.code if entry else None,
        confidence=confidence,
        alternatives=_alternatives(likely, confidence),
        model=MODEL,
        abstained=abstained,
    )


class Index:
    """Texts, numbered in the order given, by their n-grams."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts = len(texts)
        self._places: dict[str, int] = {}  # of each n-gram
        held, sizes = array("i"), array("i")  # the n-grams of the first text, of the second, and so on
        for text in texts:
            grams = dict.fromkeys(_grams(folded(text)))
            held.extend([self._places.setdefault(gram, len(self._places)) for gram in grams])
            sizes.append(len(grams))
        self._spread = np.bincount(held, minlength=len(self._places))
        self._unheard = self._rarity(0)
        rarities = map(self._rarity, self._spread.tolist())
        self._weights = array("d", map(mul, rarities, map(_scale, self._places)))
        # Which texts hold an n-gram, and with what share: all in two rows, of which each n-gram has a stretch.
        self._ends = np.cumsum(self._spread)
        by_gram = np.argsort(held, kind="stable")
        weights = np.array(self._weights)[held]
        lengths = [math.hypot(*own.tolist()) for own in np.split(weights, np.cumsum(sizes))[: len(sizes)]]
        self._numbers = np.repeat(np.arange(len(texts), dtype=np.int32), sizes)[by_gram]
        self._shares = (weights / np.repeat(lengths, sizes)).astype(np.float32)[by_gram]

    @property
    def grams(self) -> Container[str]:
        """Those that any of the texts holds, as `_grams` gives them."""
        return self._places

    def likeness(self, said: str) -> Values:
        """Cosine, in [0, 1), of the folded words with every text, float64 (texts,); rare n-grams weigh more."""
        grams = dict.fromkeys(_grams(said))
        places = [self._places.get(gram) for gram in grams]
        weights = [
            self._unheard * _scale(gram) if place is None else self._weights[place]
            for gram, place in zip(grams, places, strict=True)
        ]
        length = math.hypot(math.sqrt(DOUBT) * self._unheard, *weights)
        known = [(place, weight / length) for place, weight in zip(places, weights, strict=True) if place is not None]
        where, share = np.array([place for place, _ in known], np.intp), np.array([one for _, one in known], np.float32)
        spread = self._spread[where]
        theirs = np.repeat(self._ends[where] - np.cumsum(spread), spread) + np.arange(spread.sum())
        shares = self._shares[theirs] * np.repeat(share, spread)
        return np.bincount(self._numbers[theirs], shares, self._texts).astype(np.float64, copy=False)

    def _rarity(self, holders: int) -> float:
        return math.log(1 + (self._texts + 0.5) / (holders + 0.5))


def _scale(gram: str) -> float:
    kind = gram[0]
    return WORD if kind == " " else PART if kind == "~" else TRIPLE if len(gram) == 3 else 1.0


def _grams(said: str) -> Iterator[str]:
    """One to three Chinese characters or digits; English words (after a space), parts of them (after ~)."""
    for run in _RUN.findall(said):
        if not run[0].isascii() or run[0].isdigit():
            yield from stretches(run, (1, 2, 3))
        elif not _FILLER.fullmatch(run):
            yield " " + run
            yield from ["~" + part for part in stretches(f"_{run}_", (3, 4))]
