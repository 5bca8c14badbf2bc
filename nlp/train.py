"""Trains the judgement of categories anew: linear model, transformer, how both and the library are fused."""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from nlp import bert, fitting, fusing
from nlp.bert import Progress
from nlp.examples import OWN_LABEL, SENTENCE, SENTENCES, Example, Line, bare, labelled, lines_of, named, read
from nlp.fused import LABELS, Fusion, evidence_of
from nlp.fusing import Guesses
from nlp.linear import Floats, LinearModel
from nlp.retrieval import LibraryRetrieval
from workflow.library import LibraryEntry

FOLDS = 5
FROZEN = 3  # of the measuring sentences one in so many is looked at once, at the end
MEASURED, REPORTS = "dev_labelled.jsonl", "selfreports.jsonl"
LINEAR, FUSION, TRANSFORMER, CARD = "linear.safetensors", "fusion.json", "transformer", "README.md"
PRETRAINING_ROUNDS, ROUNDS = 6, 6
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
    measured: Sequence[Example]
    frozen: Sequence[Example]
    digest: str  # sha256 of the files, in the order of their names
    files: Sequence[str] = field(default=())


def gather(data: Path, entries: Iterable[LibraryEntry]) -> Material:
    """Everything in a folder of JSON Lines, our own sentences and the names of the library. Raises BadLine, OSError."""
    files = sorted(data.glob("*.jsonl"))
    lines = {file.name: list(lines_of(file)) for file in files}
    judged = {name: read(rows, name) for name, rows in lines.items() if rows and "category" in rows[0]}
    measured, frozen = _parted(lines.get(MEASURED, []), judged.pop(MEASURED, []))
    texts = [row["text"] for rows in lines.values() for row in rows if isinstance(row.get("text"), str)]
    reports = [(row["id"], row["text"]) for row in lines.get(REPORTS, [])]
    own = read(lines_of(SENTENCES), SENTENCES.name, SENTENCE)
    examples = [*(one for many in judged.values() for one in many), *labelled(reports), *own, *named(entries)]
    if not measured:
        measured, examples = _some(examples)
    kept_out = {bare(one.text) for one in (*measured, *frozen)}
    examples = [one for one in examples if bare(one.text) not in kept_out]
    distinct = {bare(text): text for text in (*texts, *(one.text for one in examples))}
    digest = hashlib.sha256(b"".join(file.read_bytes() for file in (*files, SENTENCES))).hexdigest()
    free = [text for said, text in distinct.items() if said and said not in kept_out]
    return Material(examples, free, measured, frozen, digest, [file.name for file in files])


def folds(examples: Sequence[Example]) -> list[int]:
    """The fold of each; texts that read the same are in one."""
    return [_hashed("f" + bare(one.text)) % FOLDS for one in examples]


def linear_model(examples: Sequence[Example], about: str) -> LinearModel:
    """The n-gram model of all of them, without the n-grams that weigh next to nothing."""
    counts = np.array([one.weight for one in examples], np.float32)
    return slim(fitting.fit([one.text for one in examples], fusing.targets(examples), counts, LABELS, about))


def transformer(material: Material, seed: int, progress: Progress) -> bert.Taught:
    """Learns the language of all texts, then the categories."""
    start = bert.pretrained(material.texts, PRETRAINING_ROUNDS, seed, progress)
    counts = [FOR_THE_TRANSFORMER.get(one.weight, one.weight) for one in material.examples]
    texts = [one.text for one in material.examples]
    wanted = fusing.targets(material.examples)
    return bert.taught(start, texts, wanted, np.array(counts, np.float32), LABELS, ROUNDS, seed, progress)


def guesses_of(
    texts: Sequence[str], linear: Floats, served: Callable[[Sequence[str]], Floats] | None, library: LibraryRetrieval
) -> Guesses:
    """What transformer and library say of the texts, beside what the linear model said."""
    near = [library.near(text) for text in texts]
    evidence = np.stack([evidence_of(one.kinds()) for one in near])
    likeness = np.array([one.names[0].likeness if one.names else 0.0 for one in near], np.float32)
    return Guesses(linear, served(texts) if served else None, evidence, likeness)


def slim(model: LinearModel) -> LinearModel:
    """Without the n-grams none of whose weights is large."""
    heavy = np.flatnonzero(np.abs(model.weight).max(axis=1) >= LEAST_WEIGHT)
    known = model.features.grams
    kept = replace(model.features, grams=tuple(known[place] for place in heavy), idf=model.features.idf[heavy])
    return replace(model, features=kept, weight=model.weight[heavy])


def _parted(lines: Sequence[Line], examples: Sequence[Example]) -> tuple[list[Example], list[Example]]:
    """The measuring sentences, and the third of them, by hash of their id, that is frozen."""
    frozen = [_hashed(line["id"]) % FROZEN == 0 for line in lines]
    both = list(zip(examples, frozen, strict=True))
    return [one for one, is_frozen in both if not is_frozen], [one for one, is_frozen in both if is_frozen]


def _some(examples: Sequence[Example]) -> tuple[list[Example], list[Example]]:
    """Some of the examples to measure by, and the others."""
    taken = [_hashed(bare(one.text)) % SOME == 0 and one.weight == 1 for one in examples]
    both = list(zip(examples, taken, strict=True))
    return [one for one, is_taken in both if is_taken], [one for one, is_taken in both if not is_taken]


def _hashed(text: str) -> int:
    return int(hashlib.sha256(text.encode()).hexdigest(), 16)
