"""Trains the judgement of categories anew: linear model, transformer, how both and the library are fused."""

import hashlib
import json
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from nlp import bert, fitting, fusing
from nlp.bert import Progress
from nlp.checkpoint import SHIPPED
from nlp.examples import LABELS, OWN_LABEL, SENTENCE, SENTENCES, Example, bare, named, own_labels
from nlp.fused import FUSION, LINEAR, Fusion, evidence_of
from nlp.fusing import Guesses
from nlp.labelled import Labelled, read_labelled
from nlp.linear import Floats, LinearModel
from nlp.retrieval import LibraryRetrieval
from nlp.transformer import Transformer, load
from workflow.library import Category, LibraryEntry

FOLDS = 5
FROZEN = 3  # of the measuring sentences one in so many is looked at once, at the end
MEASURED, REPORTS = "dev_labelled.jsonl", "selfreports.jsonl"
PRETRAINING_ROUNDS, ROUNDS = 30, 8  # with six and six it was four points worse, and more by chance
TIMES = 3  # the mean of so many is better than each, and hangs less on chance
RATE, FINE_RATE = 5e-4, 1e-4  # from nothing; and of a model that has learnt already
SOME = 10  # where no measuring sentences are given, one example in so many takes their place
FOR_THE_TRANSFORMER = {OWN_LABEL: 0.4}  # of what is said so often, a little more does it good
LEAST_WEIGHT = 0.35  # an n-gram none of whose weights is larger changes no judgement, and is not shipped


@dataclass(frozen=True)
class Material:
    """What there is to learn from. No text of `measured` or `frozen` stands among the others, however it is written.

    measured: by which the parts are weighed against each other, and which the linear model learns afterwards.
    frozen: of the same kind, and learnt by nothing.
    """

    examples: Sequence[Example]
    texts: Sequence[str]  # without a judgement
    measured: Sequence[Labelled]
    frozen: Sequence[Labelled]
    digest: str  # sha256 of the files, in the order of their names


def gather(data: Path, entries: Iterable[LibraryEntry]) -> Material:
    """Everything in a folder of JSON Lines, our own sentences and the names of the library. Raises BadLine, OSError."""
    files = sorted(data.glob("*.jsonl"))
    lines = {file.name: [json.loads(line) for line in file.read_text("utf-8").splitlines()] for file in files}
    judged = {file.name: read_labelled(file) for file in files if _is_judged(lines[file.name])}
    ids = [line["id"] for line in lines.get(MEASURED, [])]
    measured, frozen = _parted(ids, judged.pop(MEASURED, []))
    reports = [(line["id"], line["text"]) for line in lines.get(REPORTS, [])]
    own = [Example(one, SENTENCE) for one in read_labelled(SENTENCES)]
    examples = [
        *(Example(one) for many in judged.values() for one in many),
        *own_labels(reports),
        *own,
        *named(entries),
    ]
    if not measured:
        measured = [one.labelled for one in examples if one.weight == 1 and _hashed(bare(one.text)) % SOME == 0]
    kept_out = {bare(one.text) for one in (*measured, *frozen)}
    examples = [one for one in examples if bare(one.text) not in kept_out]
    texts = [line["text"] for many in lines.values() for line in many if isinstance(line.get("text"), str)]
    distinct = {bare(text): text for text in (*texts, *(one.text for one in examples))}
    free = [text for said, text in distinct.items() if said and said not in kept_out]
    digest = hashlib.sha256(b"".join(file.read_bytes() for file in (*files, SENTENCES, LABELS))).hexdigest()
    return Material(examples, free, measured, frozen, digest)


@dataclass(frozen=True)
class Made:
    """What was written, and what its parts said of the measuring sentences before they had learnt them."""

    material: Material
    fusion: Fusion
    guesses: Guesses


def train(
    data: Path,
    folder: Path,
    entries: Sequence[LibraryEntry],
    seed: int,
    progress: Progress,
    *,
    start: Path | None = None,
    linear_only: bool = False,
) -> Made:
    """Write a whole judgement into a folder: transformer, linear model and fusion. Raises BadLine, OSError.

    start: a Hugging Face directory from which the transformer is taught further, instead of from nothing; linear_only:
    which is copied as it is. The parts are weighed by what they say of the measuring sentences before they have learnt
    them; the linear model learns those afterwards, the frozen ones never.
    """
    material = gather(data, entries)
    if linear_only:
        _copy(start or SHIPPED, folder)
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
    return Made(material, fusion, guesses)


def _copy(start: Path, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for file in start.iterdir():
        if file.is_file():
            shutil.copyfile(file, folder / file.name)


def folds(examples: Sequence[Labelled]) -> list[int]:
    """The fold of each; texts that read the same are in one."""
    return [_hashed("f" + bare(one.text)) % FOLDS for one in examples]


def linear_model(examples: Sequence[Example], about: str) -> LinearModel:
    """The n-gram model of all of them, without the n-grams that weigh next to nothing."""
    counts = np.array([one.weight for one in examples], np.float32)
    return slim(
        fitting.fit(
            [one.text for one in examples],
            fusing.targets([one.labelled for one in examples]),
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
    counts, wanted = np.array(weights, np.float32), fusing.targets([one.labelled for one in material.examples])
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


def _is_judged(lines: Sequence[Mapping[str, Any]]) -> bool:
    """Whether a file is one of labelled sentences; ledgers have categories of their own."""
    return bool(lines) and str(lines[0].get("category")) in set(Category)


def _parted(ids: Sequence[str], examples: Sequence[Labelled]) -> tuple[list[Labelled], list[Labelled]]:
    """The measuring sentences, and the third of them, by hash of their id, that is frozen."""
    both = [(one, _hashed(name) % FROZEN == 0) for one, name in zip(examples, ids, strict=True)]
    return [one for one, is_frozen in both if not is_frozen], [one for one, is_frozen in both if is_frozen]


def _hashed(text: str) -> int:
    return int(hashlib.sha256(text.encode()).hexdigest(), 16)
