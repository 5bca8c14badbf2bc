"""Trains the hunch about major hazards: python -m nlp.train_hunch --data DIR, some seconds; needs NumPy.

Major: the major entries of the library by every name and sentence they have, ways 1 and 2 of each clause as workers
would word it (tests/bench/judgement/major.jsonl), and the major ones of data/sentences.jsonl. Ordinary: the library's
other entries, the general ones of data/sentences.jsonl, data/ordinary.txt, real reports of DIR that a reader graded
general (data/labels.tsv), and real reports of DIR/train_labelled.jsonl. Left out, for measuring: way 3, the second of
each two ordinary near ones, and the reports whose id has an odd digest.
"""

import argparse
import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nlp.hunch import DATA, SLOTS, slots
from nlp.wording import folded

ROOT = Path(__file__).parents[1]
CLAUSES = ROOT / "tests/bench/judgement/major.jsonl"
MOST_REAL = 20_000
OUR_OWN = 3.0  # an ordinary sentence of ours counts so much: real ones are of offices, ours of workers everywhere
EVERYDAY = 6.0  # and what is said every day so much
STRENGTH = 2.0  # of the pull of every weight to nothing
STEPS = 800

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Example:
    text: str
    major: bool
    weight: float = 1.0


def rows(path: Path) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def kept_apart(identifier: str) -> bool:
    """A real report that nothing is learned from, so that it can be measured by."""
    return hashlib.sha256(identifier.encode()).digest()[-1] % 2 == 1


def bare(text: str) -> str:
    return re.sub(r"\W", "", folded(text))


def library() -> Iterator[Example]:
    for path in sorted((ROOT / "storage/library").glob("*.jsonl")):
        for entry in rows(path) if path.stem != "laws" else ():
            major = entry["grade"] == "major"
            said = [entry["name"], entry["name_en"], *entry["aliases"]]
            if major:
                said += [entry.get(field, "") for field in ("condition", "condition_en", "fact", "fact_en")]
            yield from (Example(text, major, 1.0 if major else OUR_OWN) for text in said if text)


def clauses() -> Iterator[Example]:
    said = rows(CLAUSES)
    yield from (Example(row["text"], major=True) for row in said if row.get("way") in (1, 2))
    yield from (
        Example(row["text"], major=False, weight=OUR_OWN) for row in [row for row in said if "near" in row][::2]
    )


def sentences() -> Iterator[Example]:
    for row in rows(DATA / "sentences.jsonl"):
        if row["grade"] in ("major", "general"):
            major = row["grade"] == "major"
            yield Example(row["text"], major, 1.0 if major else OUR_OWN)


def everyday() -> Iterator[Example]:
    for line in (DATA / "ordinary.txt").read_text("utf-8").splitlines():
        yield Example(line, major=False, weight=EVERYDAY)


def real(data: Path) -> Iterator[Example]:
    """Ordinary real reports, none of them like one that is kept for measuring."""
    labelled = [row for row in rows(data / "train_labelled.jsonl") if row["grade"] != "major"]
    yield from (Example(row["text"], major=False) for row in labelled if not kept_apart(row["id"]))
    seen = {bare(row["text"]) for name in ("train_labelled", "dev_labelled") for row in rows(data / f"{name}.jsonl")}
    texts = {row["id"]: row["text"] for row in rows(data / "selfreports.jsonl")}
    labels = (line.split("\t") for line in (DATA / "labels.tsv").read_text("utf-8").splitlines()[1:])
    new: dict[str, str] = {}
    for identifier, _, grade, *_ in labels:
        if grade == "general" and bare(text := texts.get(identifier, "")) not in seen:
            new.setdefault(bare(text), text)
    yield from (Example(text, major=False) for text in list(new.values())[:MOST_REAL] if text)


class Fitting:
    """Logistic regression with a pull to nothing, by Nesterov's steps over all examples at once."""

    def __init__(self, examples: list[Example]) -> None:
        used = [sorted(slots(example.text)) for example in examples]
        self._row = np.repeat(np.arange(len(used)), [len(one) for one in used])
        self._slot = np.concatenate([np.array(one, dtype=np.int64) for one in used])
        self._major = np.array([example.major for example in examples], dtype=np.float64)
        self._weight = np.array([example.weight for example in examples])
        self._step = 1 / (self._steepest() / 4 + STRENGTH)

    def fit(self) -> tuple[Floats, float]:
        """The weights, one a slot, and the bias."""
        weights, bias = np.zeros(SLOTS), 0.0
        ahead, bias_ahead = weights, bias
        for step in range(STEPS):
            slope, bias_slope = self._slope(ahead, bias_ahead)
            new, new_bias = ahead - self._step * slope, bias_ahead - self._step * bias_slope
            pace = step / (step + 3)
            ahead, bias_ahead = new + pace * (new - weights), new_bias + pace * (new_bias - bias)
            weights, bias = new, new_bias
        return weights, bias

    def _steepest(self) -> float:
        """The largest eigenvalue of the examples' products, and a little: with it the steps are as long as may be."""
        along, size = np.ones(SLOTS) / SLOTS**0.5, 0.0
        for _ in range(20):
            said = self._weight * np.bincount(self._row, along[self._slot], len(self._major))
            along = np.bincount(self._slot, said[self._row], SLOTS)
            size = float(np.linalg.norm(along))
            along = along / size
        return 1.2 * size

    def _slope(self, weights: Floats, bias: float) -> tuple[Floats, float]:
        odds = np.bincount(self._row, weights[self._slot], len(self._major)) + bias
        wrong = self._weight * (1 / (1 + np.exp(-odds)) - self._major)
        return np.bincount(self._slot, wrong[self._row], SLOTS) + STRENGTH * weights, float(wrong.sum())


def digest(examples: list[Example]) -> str:
    told = "\n".join(f"{example.major} {example.weight} {example.text}" for example in examples)
    return hashlib.sha256(told.encode()).hexdigest()


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m nlp.train_hunch")
    parser.add_argument("--data", type=Path, required=True)
    examples = [*library(), *clauses(), *sentences(), *everyday(), *real(parser.parse_args().data)]
    weights, bias = Fitting(examples).fit()
    scale = float(np.abs(weights).max()) / 127
    (DATA / "hunch.bin").write_bytes(np.round(weights / scale).astype(np.int8).tobytes())
    card = {
        "what": "log_odds, major, logistic_regression, hashed_ngrams",
        "scale": scale,
        "bias": bias,
        "examples": {"major": sum(e.major for e in examples), "ordinary": sum(not e.major for e in examples)},
        "data_sha256": digest(examples),
        "versions": {"numpy": np.__version__},
        "command": "python -m nlp.train_hunch --data DIR",
    }
    (DATA / "hunch.json").write_text(json.dumps(card, indent=2) + "\n", "utf-8")
    print(json.dumps(card, indent=2))


if __name__ == "__main__":
    main()
