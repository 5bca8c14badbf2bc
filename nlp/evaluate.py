"""How well something judges: its guesses over labelled sentences, counted the same way for whatever guesses."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypedDict

from nlp.classifier import Classifier, Judgement
from nlp.labelled import Labelled
from workflow.library import Category, Grade

BINS = 10  # of equal width, of confidence
TOP = 3

Screen = Callable[[str], bool]
Measures = dict[str, float | int | None]


class Report(TypedDict):
    """The measures of all, and of each language and domain."""

    overall: Measures
    by_lang: dict[str, Measures]
    by_domain: dict[str, Measures]


@dataclass(frozen=True)
class Outcome:
    """What became of one sentence.

    guess: the best one, also where it was too unsure to be proposed; none where nothing was found at all.
    major: whether it was taken for a major hazard, or as one that may be; none where it is none by its label.
    """

    example: Labelled
    guess: Category | None
    top: frozenset[Category]
    answered: bool
    confidence: float
    major: bool | None

    @property
    def strict(self) -> bool:
        return self.guess is self.example.category

    @property
    def lenient(self) -> bool:
        return self.guess in self.example.defensible


def outcomes(classifier: Classifier, examples: Iterable[Labelled], screen: Screen | None = None) -> Iterator[Outcome]:
    """Each sentence judged, in the order given. screen: tells of words that they may be of a major hazard."""
    for example in examples:
        judged = classifier.judge(example.text)
        likely = _likely(judged)
        major = None
        if example.grade is Grade.MAJOR:
            major = judged.grade is Grade.MAJOR or (screen is not None and screen(example.text))
        guess = likely[0] if likely else None
        yield Outcome(example, guess, frozenset(likely[:TOP]), not judged.abstained, judged.confidence, major)


def report(outcomes: Sequence[Outcome]) -> Report:
    """All measures; sentences that name no domain count in none."""
    return {
        "overall": measures(outcomes),
        "by_lang": {name: measures(some) for name, some in by_lang(outcomes).items()},
        "by_domain": {name: measures(some) for name, some in by_domain(outcomes).items()},
    }


def by_lang(outcomes: Iterable[Outcome]) -> dict[str, list[Outcome]]:
    return _grouped(outcomes, lambda one: one.example.lang)


def by_domain(outcomes: Iterable[Outcome]) -> dict[str, list[Outcome]]:
    return _grouped(outcomes, lambda one: one.example.domain)


def measures(outcomes: Sequence[Outcome]) -> Measures:
    """n, and shares in [0, 1]; None where there is nothing to take a share of.

    strict: the best guess is the category, also where it was too unsure to be proposed. lenient: it is that or one that
    can be defended as well. macro_f1: mean of the F1 (strict) of those categories that are the category of a sentence.
    top3: lenient by one of the first three categories. coverage: was sure enough to propose. accepted_lenient: lenient
    among those. ece: expected calibration error, the mean distance of confidence from the share of lenient in ten bins
    of equal width. major_recall: of what is major by its label, taken for major or as what may be.
    """
    answered = [one for one in outcomes if one.answered]
    return {
        "n": len(outcomes),
        "strict": _share(one.strict for one in outcomes),
        "lenient": _share(one.lenient for one in outcomes),
        "macro_f1": macro_f1(Counter((one.example.category, one.guess) for one in outcomes)),
        "top3": _share(bool(one.top & one.example.defensible) for one in outcomes),
        "coverage": _share(one.answered for one in outcomes),
        "accepted_lenient": _share(one.lenient for one in answered),
        "ece": _calibration_error(outcomes),
        "major_recall": _share(one.major for one in outcomes if one.major is not None),
    }


def macro_f1(pairs: Mapping[tuple[Category, Category | None], int]) -> float | None:
    """From (category, best guess) -> how many sentences; over the categories that are the category of one."""
    true, guessed, right = Counter[Category](), Counter[Category | None](), Counter[Category]()
    for (truth, guess), times in pairs.items():
        true[truth] += times
        guessed[guess] += times
        right[truth] += times if truth is guess else 0
    scores = [2 * right[category] / (true[category] + guessed[category]) for category in true]
    return sum(scores) / len(scores) if scores else None


def confusion(outcomes: Iterable[Outcome]) -> dict[tuple[Category, Category | None], int]:
    """(category, best guess) -> how many sentences."""
    return dict(Counter((one.example.category, one.guess) for one in outcomes))


def _likely(judged: Judgement) -> list[Category]:
    """Categories, best first, each once: an abstained judgement keeps its guess as the first alternative."""
    first = [judged.category] if judged.category else []
    return list(dict.fromkeys([*first, *(other.category for other in judged.alternatives)]))


def _grouped(outcomes: Iterable[Outcome], name_of: Callable[[Outcome], str]) -> dict[str, list[Outcome]]:
    groups: dict[str, list[Outcome]] = defaultdict(list)
    for one in outcomes:
        groups[name_of(one)].append(one)
    return {name: groups[name] for name in sorted(groups) if name}


def _share(right: Iterable[bool]) -> float | None:
    counted = list(right)
    return sum(counted) / len(counted) if counted else None


def _calibration_error(outcomes: Sequence[Outcome]) -> float | None:
    bins: dict[int, list[float]] = defaultdict(list)
    for one in outcomes:
        bins[min(int(one.confidence * BINS), BINS - 1)].append(one.confidence - one.lenient)
    return sum(abs(sum(gaps)) for gaps in bins.values()) / len(outcomes) if outcomes else None
