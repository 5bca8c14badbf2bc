"""How the model of quality is made: fitted twice, measured on what it has not seen, written down."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nlp.doubtful import OWN, Judged, everything, learned_files
from nlp.examples import LABELS as READERS_LABELS
from nlp.examples import SENTENCES, bare
from nlp.fitting import LEAST_TEXTS, fit, guesses
from nlp.form import formed
from nlp.linear import Features, LinearModel, features_of
from nlp.material import CONTEST
from nlp.quality import DOUBTFUL, LABELS, LIMITS_FILE, MODEL_FILE, Limits
from workflow.library import LibraryEntry

ABOUT = "quality-linear/1"
PENALTY = 15.0
FOLDS = 5
KEPT = 40_000  # features, those of the largest weights
WRONGLY_ASKED = 0.02  # of reports that say what is wrong: as many as that in one source of them, fewer in the others
CARD_FILE = "README.md"

Chances = NDArray[np.float32]
Truths = NDArray[np.bool_]


@dataclass(frozen=True)
class Measured:
    """What was found while training. f1: of the contest's reports at the best limit, which is chosen on the same.

    asked: share of each kind of examples, of those doubtful and of those not.
    """

    examples: int
    f1: float
    limits: Limits
    asked: Mapping[str, float]


def train_quality(data: Path, folder: Path, seed: int, entries: Iterable[LibraryEntry] = ()) -> Measured:
    """Write model, limits and card into a folder. data: of `doubtful.py`; with one seed always the same files."""
    examples = everything(data, entries)
    measured = _measured(examples, seed)
    folder.mkdir(parents=True, exist_ok=True)
    learned(examples, KEPT).save(folder / MODEL_FILE)
    measured.limits.save(folder / LIMITS_FILE)
    (folder / CARD_FILE).write_text(_card(measured, data, seed, (folder / MODEL_FILE).stat().st_size))
    return measured


def learned(examples: Sequence[Judged], kept: int | None = None) -> LinearModel:
    """A model of these examples; with `kept`, of so many features, chosen by a first fit and weighed anew."""
    texts = [one.text for one in examples]
    features = plain(features_of(texts, LEAST_TEXTS, formed))
    targets = np.array([[not one.doubtful, one.doubtful] for one in examples], np.float32)
    counts = np.array([one.weight for one in examples], np.float32)
    model = fit(texts, targets, counts, LABELS, ABOUT, PENALTY, features)
    if kept is None or kept >= len(features.grams):
        return model
    weighed = np.abs(model.weight[:, DOUBTFUL] - model.weight[:, 1 - DOUBTFUL])
    best = np.sort(np.argsort(-weighed, kind="stable")[:kept])
    fewer = Features(tuple(features.grams[place] for place in best), features.idf[best], formed)
    return fit(texts, targets, counts, LABELS, ABOUT, PENALTY, fewer)


def plain(features: Features) -> Features:
    """Every feature as rare as any other: what sham reports say is said often, and is no less telling for it."""
    return replace(features, idf=np.ones_like(features.idf))


def fold_of(text: str, seed: int) -> int:
    """The same for all texts that read the same."""
    return int(sha256(f"{seed} {bare(text)}".encode()).hexdigest(), 16) % FOLDS


def best_limit(chances: Chances, truths: Truths) -> tuple[float, float]:
    """The probability from which on to call it doubtful so that F1 is best, and that F1."""
    order = np.argsort(-chances, kind="stable")
    hits = np.cumsum(truths[order])
    scores = 2 * hits / (np.arange(1, len(order) + 1) + truths.sum())
    last = np.append(chances[order][1:] != chances[order][:-1], True)  # equal chances are called the same
    best = int(np.argmax(np.where(last, scores, 0)))
    return float(chances[order][best]), float(scores[best])


def unseen(examples: Sequence[Judged], seed: int, kept: int | None = None) -> Chances:
    """The probability that each is doubtful, float32 (examples,), by a model that has learned from the other folds."""
    folds = np.array([fold_of(one.text, seed) for one in examples])
    chances = np.zeros(len(examples), np.float32)
    for fold in range(FOLDS):
        model = learned([one for one, of in zip(examples, folds, strict=True) if of != fold], kept)
        held = [one.text for one, of in zip(examples, folds, strict=True) if of == fold]
        chances[folds == fold] = guesses(model, held)[:, DOUBTFUL]
    return chances


def _measured(examples: Sequence[Judged], seed: int) -> Measured:
    chances = unseen(examples, seed, KEPT)
    truths = np.array([one.doubtful for one in examples])
    names = np.array([f"{one.source} {one.language}" for one in examples])
    of_reports = np.array([one.source == "reports" for one in examples])
    _, f1 = best_limit(chances[of_reports], truths[of_reports])
    good = [chances[(names == name) & ~truths] for name in np.unique(names)]
    limits = Limits(max(float(np.quantile(found, 1 - WRONGLY_ASKED)) for found in good))
    asked = {
        f"{name}, {'doubtful' if doubtful else 'not doubtful'}": float((chances[which] >= limits.asks).mean())
        for name in np.unique(names)
        for doubtful in (True, False)
        if (which := (names == name) & (truths == doubtful)).any()
    }
    return Measured(len(examples), f1, limits, asked)


def digest(data: Path) -> str:
    """SHA-256 over every file that is learned from."""
    found = sha256()
    for file in (*learned_files(data), READERS_LABELS, SENTENCES, OWN):
        found.update(file.read_bytes())
    return found.hexdigest()


def _reports(data: Path) -> str:
    """Of the contest's reports nothing is said where the folder has others."""
    if any(sha256(file.read_bytes()).hexdigest() == CONTEST for file in learned_files(data)):
        return """self-reports of enterprises in Shenzhen from the SODIC 2021 contest on
the quality of hazard reports, with the contest's own judgement of 8,871 of them and readers' labels of others
(`labels.tsv`)"""
    return "reports of the folder that training was given, of which it is known whether they were accepted"


def _card(measured: Measured, data: Path, seed: int, size: int) -> str:
    asked = "\n".join(f"| {name} | {share:.1%} |" for name, share in measured.asked.items())
    return f"""# Quality: is this report sham or too vague?

`{ABOUT}`: logistic regression over character n-grams, words and the form of a text, {KEPT:,}
features in {size / 1e6:.2f} MB, read by NumPy alone. It says how likely a reader would call a report sham, or too vague
for anybody to act on. It is meant for one kind question in chat and for the safety officer's eye, never to turn a
report away.

**Learned from** {measured.examples:,} texts: {_reports(data)};
sentences written for this project (`sentences.jsonl`, `quality.jsonl`); names of the hazard library. No report stands
here: the model holds n-grams of them only, short texts as checksums. Texts that read like one of the measuring set were
left out.

Seed {seed}, SHA-256 of the data `{digest(data)}`.

**Measured** in {FOLDS} folds grouped by text, each judged by a model of the other folds. On the reports,
doubtful where whoever judged them or a reader said so: F1 {measured.f1:.3f} at the best limit, which is chosen on
the same. Asked about from {measured.limits.asks:.2f} on:

| examples | asked |
|---|---|
{asked}

`python -m tests.bench.judgement.quality DATA` measures the method beside others, limits chosen in training folds.

**Falls short**: whoever accepted reports had the whole form in view: the same words were accepted once and refused
another time; doubtful words in English are some hundred of our own; it knows nothing of pictures.
"""
