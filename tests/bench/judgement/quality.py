"""Measures how well sham reports are told from genuine ones: `python -m tests.bench.judgement.quality DATA`.

Five folds grouped by text over the reports of which it is known. The probability from which on a report is called sham
is chosen within the training folds. Needs torch, as training does.
"""

import argparse
import json
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from nlp.doubtful import MEASURED, Judged, reports
from nlp.examples import SENTENCES, bare
from nlp.fitting import fit, guesses
from nlp.form import formed
from nlp.linear import Features, LinearModel, Reader, features_of
from nlp.ngrams import grams
from nlp.quality import DOUBTFUL, LABELS, MODEL_FILE, SHIPPED, Quality
from nlp.train_quality import FOLDS, PENALTY, Chances, Truths, best_limit, fold_of, plain
from tests.bench.judgement.beside_clause import PARTED, formed_beside, grams_beside

RESAMPLES, TIMED = 2000, 1000
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Way:
    """A method: what it reads, whether it weighs by rarity, what of a report it is given."""

    name: str
    read: Reader
    by_rarity: bool
    given: Callable[[Judged], str]

    def learned(self, rows: Sequence[Judged]) -> LinearModel:
        texts = [self.given(row) for row in rows]
        features = features_of(texts, 2, self.read)
        targets = np.array([[not row.doubtful, row.doubtful] for row in rows], np.float32)
        chosen: Features = features if self.by_rarity else plain(features)
        return fit(texts, targets, np.ones(len(rows), np.float32), LABELS, self.name, PENALTY, chosen)


def _words(row: Judged) -> str:
    return row.text


def _with_clause(row: Judged) -> str:
    return f"{row.text}{PARTED}{row.clause}"


WAYS = (
    Way("TF-IDF 1-4-grams + logistic regression, words", grams, True, _words),
    Way("ours, words", formed, False, _words),
    Way("TF-IDF 1-4-grams + logistic regression, words and clause", grams_beside, True, _with_clause),
    Way("ours, words and clause", formed_beside, False, _with_clause),
)


def called_sham(way: Way, rows: Sequence[Judged], folds: NDArray[np.int64], learnt: Bools) -> Bools:
    """Which are called sham, each by a model and a limit of the other folds. learnt: which may be learned from."""
    truths = np.array([row.doubtful for row in rows])
    within = np.zeros((FOLDS, len(rows)), np.float32)  # of each outer fold: chances of the others, by one another
    for pair in combinations(range(FOLDS), 2):
        chances = _chances(way, rows, ~np.isin(folds, pair) & learnt)
        for outer, inner in (pair, pair[::-1]):
            within[outer][folds == inner] = chances[folds == inner]
    called = np.zeros(len(rows), bool)
    for outer in range(FOLDS):
        chosen = (folds != outer) & learnt
        limit, _ = best_limit(within[outer][chosen], truths[chosen])
        called[folds == outer] = (_chances(way, rows, chosen) >= limit)[folds == outer]
    return called


def _chances(way: Way, rows: Sequence[Judged], learnt: Bools) -> Chances:
    model = way.learned([row for row, may in zip(rows, learnt, strict=True) if may])
    found: Chances = guesses(model, [way.given(row) for row in rows])[:, DOUBTFUL]
    return found


def scores(called: Bools, truths: Truths, weights: NDArray[np.int64]) -> tuple[float, float]:
    """F1 of sham, and the mean of both classes; weights: how often each report counts."""
    hit, missed, wrong = (int(weights[which].sum()) for which in (called & truths, ~called & truths, called & ~truths))
    rest = int(weights.sum()) - hit - missed - wrong
    sham, genuine = (2 * right / (2 * right + missed + wrong) for right in (hit, rest))
    return sham, (sham + genuine) / 2


def line(name: str, called: Bools, truths: Truths, groups: NDArray[np.int64]) -> str:
    """One line of the table, with 95% intervals over resampled texts: what repeats a text is drawn with it."""
    chance = np.random.default_rng(RESAMPLES)
    many = int(groups.max()) + 1
    drawn = (chance.multinomial(many, np.full(many, 1 / many))[groups] for _ in range(RESAMPLES))
    resampled = np.array([scores(called, truths, weights) for weights in drawn])
    low, high = np.quantile(resampled, (0.025, 0.975), axis=0)
    found = scores(called, truths, np.ones(len(truths), np.int64))
    cells = (f"{value:.3f} ({a:.3f} to {b:.3f})" for value, a, b in zip(found, low, high, strict=True))
    return f"| {name} | {' | '.join(cells)} |"


def table(data: Path, seed: int) -> Iterator[str]:
    rows = reports(data)
    measured = {bare(json.loads(row)["text"]) for row in (data / MEASURED).read_text("utf-8").splitlines()}
    learnt = np.array([bare(row.text) not in measured for row in rows])
    truths = np.array([row.doubtful for row in rows])
    folds = np.array([fold_of(row.text, seed) for row in rows])
    _, groups = np.unique([bare(row.text) for row in rows], return_inverse=True)
    yield f"{len(rows):,} reports, {truths.mean():.1%} of them sham; {groups.max() + 1:,} different texts\n"
    yield "| | F1 of sham | macro-F1 | weights | a text takes |\n|---|---|---|---|---|"
    for way in WAYS:
        yield f"{line(way.name, called_sham(way, rows, folds, learnt), truths, groups)} {_size(way, rows)} |"


def _size(way: Way, rows: Sequence[Judged]) -> str:
    """How many numbers a model of all reports holds, and the time that it takes to judge one."""
    model, asked = way.learned(rows), rows[:TIMED]
    begun = time.perf_counter()
    for row in asked:
        model.probabilities(way.given(row))
    return f"{model.weight.size:,} | {(time.perf_counter() - begun) / len(asked) * 1e6:.0f} µs"


def cost() -> str:
    """Size of the shipped model, and the time it takes to read it and to judge one text."""
    quality = Quality()
    begun = time.perf_counter()
    quality.judge("")
    loaded = time.perf_counter() - begun
    took = []
    for row in SENTENCES.read_text("utf-8").splitlines()[:TIMED]:
        text = json.loads(row)["text"]
        begun = time.perf_counter()
        quality.judge(text)
        took.append(time.perf_counter() - begun)
    middle, most = np.quantile(took, (0.5, 0.99)) * 1e6
    size = (SHIPPED / MODEL_FILE).stat().st_size / 1e6
    return f"\nShipped: {size:.2f} MB, read in {loaded * 1e3:.0f} ms; a text takes {middle:.0f} µs, p99 {most:.0f} µs"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.judgement.quality", description=__doc__)
    parser.add_argument("data", type=Path, help="the folder with selfreports.jsonl and dev_labelled.jsonl")
    parser.add_argument(
        "--seed", type=int, default=7, help="of the folds; large groups of equal texts make them differ"
    )
    asked = parser.parse_args()
    torch.set_num_threads(1)
    for said in table(asked.data, asked.seed):
        print(said, flush=True)
    print(cost())


if __name__ == "__main__":
    main()
