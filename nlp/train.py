"""Trains the judgement of categories anew: linear model, transformer, how both and the library are fused."""

import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from nlp import bert, fitting, fusing
from nlp.bert import Progress
from nlp.checkpoint import SHIPPED
from nlp.examples import OWN_LABEL, Example, bare
from nlp.fused import FUSION, LINEAR, evidence_of
from nlp.guessed import Guesses, Made, targets
from nlp.labelled import Labelled
from nlp.linear import Floats, LinearModel
from nlp.material import Material, hashed
from nlp.retrieval import LibraryRetrieval
from nlp.transformer import Transformer, load
from workflow.library import Category, LibraryEntry

FOLDS = 5
PRETRAINING_ROUNDS, ROUNDS = 30, 8  # with six and six it was four points worse, and more by chance
TIMES = 3  # the mean of so many is better than each, and hangs less on chance
RATE, FINE_RATE = 5e-4, 1e-4  # from nothing; and of a model that has learnt already
FOR_THE_TRANSFORMER = {OWN_LABEL: 0.4}  # of what is said so often, a little more does it good
LEAST_WEIGHT = 0.35  # an n-gram none of whose weights is larger changes no judgement, and is not shipped


def train(
    material: Material,
    folder: Path,
    entries: Sequence[LibraryEntry],
    seed: int,
    progress: Progress,
    *,
    start: Path | None = None,
    linear_only: bool = False,
) -> Made:
    """Write a whole judgement into a folder: transformer, linear model and fusion. Raises OSError, UnusableModel.

    start: a Hugging Face directory from which the transformer is taught further, instead of from nothing; linear_only:
    which is copied as it is. The parts are weighed by what they say of the measuring sentences before they have learnt
    them; the linear model learns those afterwards, the frozen ones never.
    """
    if linear_only:
        start = start or SHIPPED
        _copy(start, folder)
    else:
        bert.save(transformer(material, seed, progress, start), folder)
    about = f"ngrams/{material.digest[:8]}"
    before = linear_model(material.examples, about)
    library = LibraryRetrieval(entries)
    texts = [library.as_meant(one.text) for one in material.measured]
    guesses = guesses_of(texts, fitting.guesses(before, texts), load(folder), library)
    fusion = fusing.fitted(material.measured, guesses)
    fusion.save(folder / FUSION)
    linear_model([*material.examples, *map(Example, material.measured)], about).save(folder / LINEAR)
    return Made(material, fusion, guesses, start, linear_only)


def _copy(start: Path, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for file in start.iterdir():
        if file.is_file():
            shutil.copyfile(file, folder / file.name)


def folds(examples: Sequence[Labelled]) -> list[int]:
    """The fold of each; texts that read the same are in one."""
    return [hashed("f" + bare(one.text)) % FOLDS for one in examples]


def linear_model(examples: Sequence[Example], about: str) -> LinearModel:
    """The n-gram model of all of them, without the n-grams that weigh next to nothing."""
    counts = np.array([one.weight for one in examples], np.float32)
    return slim(
        fitting.fit(
            [one.text for one in examples],
            targets([one.labelled for one in examples]),
            counts,
            tuple(Category),
            about,
        )
    )


def transformer(material: Material, seed: int, progress: Progress, start: Path | None = None) -> bert.Taught:
    """Learns the language of all texts, then the categories; or the categories alone, from another model on.

    From nothing it learns the categories several times, in other orders, and becomes the mean of those.
    """
    labels = tuple(Category)
    if start is None:
        tokenizer, masked = bert.pretrained(material.texts, PRETRAINING_ROUNDS, seed, progress)
        begun = bert.Taught(tokenizer, bert.begun(masked, labels, seed))
    else:
        begun = bert.loaded(start, labels)
    weights = [FOR_THE_TRANSFORMER.get(one.weight, one.weight) for one in material.examples]
    counts, wanted = np.array(weights, np.float32), targets([one.labelled for one in material.examples])
    texts = [one.text for one in material.examples]
    rate, times = (RATE, TIMES) if start is None else (FINE_RATE, 1)
    made = [
        bert.taught(begun, texts, wanted, counts, ROUNDS, seed + n, progress, rate, stops=start is not None)
        for n in range(times)
    ]
    return bert.mean(made)


def guesses_of(texts: Sequence[str], linear: Floats, served: Transformer, library: LibraryRetrieval) -> Guesses:
    """What transformer and library say of the texts, beside what the linear model said."""
    near = [library.near(text) for text in texts]
    evidence = np.stack([evidence_of(one.kinds()) for one in near])
    likeness = np.array([one.names[0].likeness if one.names else 0.0 for one in near], np.float32)
    return Guesses(linear, served.probabilities_of(texts).astype(np.float32), evidence, likeness)


def slim(model: LinearModel) -> LinearModel:
    """Without the n-grams none of whose weights is large."""
    heavy = np.flatnonzero(np.abs(model.weight).max(axis=1) >= LEAST_WEIGHT)
    known = model.features.grams
    kept = replace(model.features, grams=tuple(known[place] for place in heavy), idf=model.features.idf[heavy])
    return replace(model, features=kept, weight=model.weight[heavy])
