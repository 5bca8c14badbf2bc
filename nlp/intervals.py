"""How far a figure may be trusted: 95% intervals by percentile bootstrap over sentences, the same for the same seed."""

import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate
from typing import Any, TypeVar

from nlp.evaluate import Outcome, by_domain, by_lang, macro_f1
from workflow.library import Category

RESAMPLES = 1000
TAIL = 0.025  # left out at either end

Interval = tuple[float, float]
Kind = TypeVar("Kind")


def intervals(outcomes: Sequence[Outcome], seed: int = 0, resamples: int = RESAMPLES) -> dict[str, Interval | None]:
    """Of strict, lenient, macro_f1, coverage and accepted_lenient of nlp.evaluate; None where there is no such share.

    Each sentence stands by itself: those that repeat one another are drawn apart. The macro_f1 of a drawn sample is
    over the categories drawn.
    """
    kinds = Counter((one.example.category, one.guess, one.lenient, one.answered) for one in outcomes)
    values: dict[str, list[float]] = defaultdict(list)
    for sample in _samples(kinds, seed, resamples):
        for name, value in _shares(sample).items():
            values[name].append(value)
    names = ("strict", "lenient", "macro_f1", "coverage", "accepted_lenient")
    return {name: _middle(values[name]) for name in names}


def interval_report(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """The same parts as `nlp.evaluate.report`, with intervals instead of measures."""
    return {
        "overall": intervals(outcomes),
        "by_lang": {name: intervals(some) for name, some in by_lang(outcomes).items()},
        "by_domain": {name: intervals(some) for name, some in by_domain(outcomes).items()},
    }


def ahead(ours: Sequence[Outcome], theirs: Sequence[Outcome], seed: int = 0, resamples: int = RESAMPLES) -> Interval:
    """By how much larger a share of the same sentences ours has strictly right: all above 0, it is ahead beyond doubt.

    Raises ValueError where they did not judge the same sentences, at least one, in the same order.
    """
    if not ours or [one.example for one in ours] != [one.example for one in theirs]:
        raise ValueError("not the same sentences")
    kinds = Counter(our.strict - their.strict for our, their in zip(ours, theirs, strict=True))
    samples = _samples(kinds, seed, resamples)
    gains = [sum(gain * times for gain, times in sample.items()) / len(ours) for sample in samples]
    return _middle(gains) or (0.0, 0.0)


def _samples(kinds: Counter[Kind], seed: int, times: int) -> Iterator[Counter[Kind]]:
    """As many drawn, with replacement, as there are; by kind, since sentences of one kind count the same."""
    if not kinds:
        return
    drawn, cumulative = random.Random(seed), list(accumulate(kinds.values()))  # noqa: S311 - no secret depends on it
    for _ in range(times):
        yield Counter(drawn.choices(list(kinds), cum_weights=cumulative, k=kinds.total()))


def _shares(kinds: Mapping[tuple[Category, Category | None, bool, bool], int]) -> dict[str, float]:
    """From (category, best guess, lenient, answered) -> how many; no accepted_lenient where none was answered."""
    counted: Counter[str] = Counter()
    pairs: Counter[tuple[Category, Category | None]] = Counter()
    for (truth, guess, lenient, answered), times in kinds.items():
        pairs[truth, guess] += times
        held = {"n": True, "strict": truth is guess, "lenient": lenient, "coverage": answered}
        counted.update({name: times for name, holds in {**held, "both": lenient and answered}.items() if holds})
    shares = {name: counted[name] / counted["n"] for name in ("strict", "lenient", "coverage")}
    if counted["coverage"]:
        shares["accepted_lenient"] = counted["both"] / counted["coverage"]
    return shares | {"macro_f1": macro_f1(pairs) or 0.0}


def _middle(values: Iterable[float]) -> Interval | None:
    ordered = sorted(values)
    if not ordered:
        return None
    cut = int(len(ordered) * TAIL)
    return ordered[cut], ordered[-1 - cut]
