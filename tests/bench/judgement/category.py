"""How often the category is right, by cross-validation, beside three simple ways of judging and without each part.

`python -m tests.bench.judgement.category DATA [--frozen]`: DATA holds the labelled sentences that no one may copy. The
linear model is fitted anew for each fold, weights and threshold on the other four; the shipped transformer has learnt
none of the measuring sentences. --frozen opens the third that is kept for the end, with the shipped models.
"""

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from nlp import fitting, fused, fusing
from nlp.baselines import BASELINES
from nlp.checkpoint import SHIPPED
from nlp.evaluate import Outcome, outcomes, report
from nlp.examples import SENTENCE, SENTENCES, Example, bare
from nlp.guessed import Guesses
from nlp.intervals import ahead, interval_report
from nlp.labelled import Labelled, read_labelled
from nlp.linear import Floats, LinearModel, features_of
from nlp.material import Material, gather
from nlp.retrieval import LibraryRetrieval
from nlp.train import FOLDS, folds, guesses_of, linear_model
from nlp.transformer import load
from nlp.wording import folded
from storage.directory import shipped_library
from workflow.library import Category

CATEGORIES = tuple(Category)
LANGS = ("zh", "en")
PARTS = {  # what is left of the judgement -> transformer, library
    "linear alone": (False, False),
    "linear and library": (False, True),
    "linear and transformer": (True, False),
    "ours": (True, True),
}


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("data", type=Path)
    asked.add_argument("--frozen", action="store_true")
    said = asked.parse_args()
    entries = shipped_library()
    material = gather(said.data, entries)
    library = LibraryRetrieval(entries)
    if said.frozen:
        _tell("frozen", list(outcomes(fused.load(SHIPPED, library), material.frozen)))
        return
    found = dict(_ours(material, library))
    found |= {name: list(outcomes(make(entries, []), material.measured)) for name, make in BASELINES.items()}
    given = read_labelled(said.data / "train_labelled.jsonl")
    found["tf-idf"] = _tfidf(material, given)
    found["tf-idf, own too"] = _tfidf(material, [*given, *_own(material)])
    found["tf-idf, each language alone"] = [
        one for lang in LANGS for one in _tfidf(_of(material, lang), [one for one in given if one.lang == lang])
    ]
    for name, many in found.items():
        _tell(name, many)
    _tell_confused(found["ours"])
    for name in ("keywords", "bm25", "tf-idf", "tf-idf, own too", "tf-idf, each language alone"):
        for lang in LANGS:
            ours, theirs = ([one for one in found[which] if one.example.lang == lang] for which in ("ours", name))
            print(json.dumps({"ours ahead of": name, "lang": lang, "strict": ahead(ours, theirs)}))


def _ours(material: Material, library: LibraryRetrieval) -> Iterator[tuple[str, list[Outcome]]]:
    """Each way of leaving parts out, fold by fold."""
    measured = material.measured
    texts, served = [library.as_meant(one.text) for one in measured], load(SHIPPED)
    before = guesses_of(texts, fitting.guesses(linear_model(material.examples, ""), texts), served, library)
    linear = np.zeros_like(before.linear)
    for inside, outside in _folds(measured):
        model = linear_model([*material.examples, *(Example(measured[row]) for row in inside)], "")
        linear[outside] = fitting.guesses(model, [texts[row] for row in outside])
    after = Guesses(linear, before.transformer, before.evidence, before.likeness)
    for name, (transformer, evidence) in PARTS.items():
        yield name, _fused(measured, _left(before, transformer, evidence), _left(after, transformer, evidence))
    assert before.transformer is not None
    yield "transformer alone", _plain(measured, before.transformer)
    yield "library alone", list(outcomes(library, measured))


def _left(guesses: Guesses, transformer: bool, evidence: bool) -> Guesses:
    read = guesses.transformer if transformer else None
    return Guesses(guesses.linear, read, guesses.evidence * evidence, guesses.likeness * evidence)


def _fused(measured: Sequence[Labelled], before: Guesses, after: Guesses) -> list[Outcome]:
    """Weights and threshold of the four other folds, by guesses of models that had learnt none of them."""
    made: dict[int, Outcome] = {}
    for inside, outside in _folds(measured):
        fusion = fusing.fitted([measured[row] for row in inside], before.of(inside))
        some = after.of(outside)
        chances = fusion.probabilities(some.linear, some.transformer, some.evidence)
        sure = [
            fusion.confidence(float(row.max()), float(like)) for row, like in zip(chances, some.likeness, strict=True)
        ]
        for row, chance, confidence in zip(outside, chances, sure, strict=True):
            made[row] = _outcome(measured[row], chance, confidence, confidence >= fusion.sure_enough)
    return [made[row] for row in range(len(measured))]


def _folds(measured: Sequence[Labelled]) -> Iterator[tuple[list[int], list[int]]]:
    fold = folds(measured)
    for number in range(FOLDS):
        yield [row for row, of in enumerate(fold) if of != number], [row for row, of in enumerate(fold) if of == number]


def _outcome(example: Labelled, chances: Floats, confidence: float, answered: bool) -> Outcome:
    order = [CATEGORIES[place] for place in np.argsort(-chances)]
    return Outcome(example, order[0], frozenset(order[:3]), answered, confidence, None)


def _plain(measured: Sequence[Labelled], chances: Floats) -> list[Outcome]:
    return [_outcome(one, row, float(row.max()), True) for one, row in zip(measured, chances, strict=True)]


def _tfidf(material: Material, train: Sequence[Labelled]) -> list[Outcome]:
    """Characters 1 to 4 and logistic regression, on the labelled sentences and four folds, as many would begin."""
    measured, chances = material.measured, np.zeros((len(material.measured), len(CATEGORIES)), np.float32)
    for inside, outside in _folds(measured):
        learnt = [*train, *(measured[row] for row in inside)]
        chances[outside] = fitting.guesses(_characters(learnt), [measured[row].text for row in outside])
    return _plain(measured, chances)


def _of(material: Material, lang: str) -> Material:
    """What is measured in one language alone."""
    return replace(material, measured=[one for one in material.measured if one.lang == lang])


def _own(material: Material) -> Iterator[Labelled]:
    """The sentences written for this project, as far as none of them is measured by."""
    written = {bare(one.text) for one in read_labelled(SENTENCES)}
    return (one.labelled for one in material.examples if one.weight == SENTENCE and bare(one.text) in written)


def _characters(learnt: Sequence[Labelled]) -> LinearModel:
    texts, wanted = [one.text for one in learnt], np.zeros((len(learnt), len(CATEGORIES)), np.float32)
    for row, one in enumerate(learnt):
        wanted[row, CATEGORIES.index(one.category)] = 1
    features = features_of(texts, fitting.LEAST_TEXTS, _stretches)
    return fitting.fit(texts, wanted, np.ones(len(learnt), np.float32), CATEGORIES, "", features=features)


def _stretches(words: str) -> Iterator[str]:
    said = folded(words)
    for size in range(1, 5):
        yield from (said[start : start + size] for start in range(len(said) - size + 1))


def _tell(name: str, many: Iterable[Outcome]) -> None:
    kept = list(many)
    told: dict[str, Any] = {"of": name, **report(kept), "intervals": interval_report(kept)}
    print(json.dumps(told, ensure_ascii=False), flush=True)
    for part in (told["by_lang"], told["by_domain"]):
        for which, m in part.items():
            shares = {key: "-" if m[key] is None else f"{100 * m[key]:.1f}" for key in m if key != "n"}
            print(
                f"  {name:24} {which:24} n {m['n']:4}  " + "  ".join(f"{key} {shares[key]}" for key in shares),
                flush=True,
            )


def _tell_confused(many: Sequence[Outcome]) -> None:
    """What is taken for what, the most frequent first, and how many of those guesses the label calls defensible."""
    for lang in LANGS:
        wrong = [one for one in many if one.example.lang == lang and not one.strict]
        kinds = Counter((one.example.category, one.guess) for one in wrong)
        defended = Counter((one.example.category, one.guess) for one in wrong if one.lenient)
        print(f"wrong in {lang}: {len(wrong)}, defensible {sum(defended.values())}")
        for (meant, guess), count in kinds.most_common(12):
            print(f"  {meant} taken for {guess}: {count}, defensible {defended[meant, guess]}", flush=True)


if __name__ == "__main__":
    main()
