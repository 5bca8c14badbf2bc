"""What the parts of a judgement said of sentences they had not learnt, and the model that was made by it. No torch."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nlp.examples import shares
from nlp.fused import LABELS, Fusion
from nlp.labelled import Labelled
from nlp.linear import Floats
from nlp.material import Material


@dataclass(frozen=True)
class Guesses:
    """What each part said of some examples that it has not learnt from, row by row.

    linear, transformer, evidence: float32 (examples, categories). likeness: (examples,) to the library.
    """

    linear: Floats
    transformer: Floats | None
    evidence: Floats
    likeness: Floats

    def of(self, rows: Sequence[int] | NDArray[np.int64]) -> "Guesses":
        transformer = None if self.transformer is None else self.transformer[rows]
        return Guesses(self.linear[rows], transformer, self.evidence[rows], self.likeness[rows])


def targets(examples: Sequence[Labelled]) -> Floats:
    """Float32 (examples, categories); rows with sum one."""
    wanted = np.zeros((len(examples), len(LABELS)), np.float32)
    for row, example in enumerate(examples):
        for category, share in shares(example).items():
            wanted[row, LABELS.index(category)] = share
    return wanted


def defensible(examples: Sequence[Labelled], chances: Floats) -> NDArray[np.bool_]:
    """Whether each example's likeliest category is its first or one that could be defended."""
    best = chances.argmax(axis=1)
    return np.array([LABELS[place] in one.defensible for one, place in zip(examples, best, strict=True)])


@dataclass(frozen=True)
class Made:
    """What was written, and what its parts said of the measuring sentences before they had learnt them.

    start: the directory whose transformer was taught further, or, with linear_only, taken as it is; none: it was
    trained from nothing.
    """

    material: Material
    fusion: Fusion
    guesses: Guesses
    start: Path | None = None
    linear_only: bool = False
