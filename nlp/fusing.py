"""Fits how the parts of the judgement are weighed and how far the whole is trusted. Needs torch."""

import math
from collections.abc import Callable, Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from nlp.fused import LEAST, Fusion
from nlp.guessed import Guesses, defensible, targets
from nlp.labelled import Labelled
from nlp.linear import Floats

AIM = 0.975  # of the judgements that are proposed, so many can be defended; half a point more than is asked for
LEAST_PROPOSED = 0.75  # but no fewer are proposed than this
HOLD = 0.02  # how strongly weights are held near where they began: there are few examples to fit them by


def fitted(examples: Sequence[Labelled], guesses: Guesses) -> Fusion:
    """The weights that make the examples likeliest; the confidence by logistic regression; the threshold by AIM."""
    linear, transformer, library = _weights(targets(examples), guesses)
    plain = Fusion(linear, transformer, library, 0.0, 1.0, 0.0, 0.0)
    chances = plain.probabilities(guesses.linear, guesses.transformer, guesses.evidence)
    right = defensible(examples, chances)
    bias, by_odds, by_likeness = _trust(right, chances.max(axis=1), guesses.likeness)
    trusted = Fusion(linear, transformer, library, bias, by_odds, by_likeness, 0.0)
    known = zip(chances.max(axis=1).tolist(), guesses.likeness.tolist(), strict=True)
    sure = np.array([trusted.confidence(best, likeness) for best, likeness in known])
    return Fusion(linear, transformer, library, bias, by_odds, by_likeness, _threshold(right, sure))


def _weights(wanted: Floats, guesses: Guesses) -> tuple[float, float, float]:
    parts = [np.log(np.maximum(guesses.linear, LEAST)), guesses.evidence]
    if guesses.transformer is not None:
        parts.append(np.log(np.maximum(guesses.transformer, LEAST)))
    odds, target = torch.from_numpy(np.stack(parts)), torch.from_numpy(wanted)
    start = torch.tensor([0.6, 2.0, 0.4][: len(parts)])

    def loss(weights: Tensor) -> Tensor:
        guessed = torch.log_softmax((weights[:, None, None] * odds).sum(dim=0), dim=1)
        return -(target * guessed).sum(dim=1).mean() + HOLD * (weights - start).square().sum()

    found = _least(loss, start).tolist()
    return found[0], found[2] if len(found) > 2 else 0.0, found[1]


def _trust(right: NDArray[np.bool_], best: Floats, likeness: Floats) -> tuple[float, float, float]:
    best = np.clip(best, LEAST, 1 - LEAST)
    seen = torch.from_numpy(np.stack([np.log(best / (1 - best)), likeness]).astype(np.float32))
    wanted = torch.from_numpy(right.astype(np.float32))
    start = torch.tensor([0.5, 1.0, 0.0])

    def loss(by: Tensor) -> Tensor:
        odds = by[0] + by[1] * seen[0] + by[2] * seen[1]
        lost = torch.nn.functional.binary_cross_entropy_with_logits(odds, wanted)
        return lost + HOLD / 10 * (by - start).square().sum()

    bias, by_odds, by_likeness = _least(loss, start).tolist()
    return bias, by_odds, by_likeness


def _threshold(right: NDArray[np.bool_], sure: NDArray[np.float64]) -> float:
    """The least confidence from which on AIM of the guesses are right, where LEAST_PROPOSED are still proposed."""
    order = np.argsort(-sure)
    share = np.cumsum(right[order]) / np.arange(1, len(order) + 1)
    least = math.ceil(LEAST_PROPOSED * len(order))
    good = [many for many in range(least, len(order) + 1) if share[many - 1] >= AIM]
    return float(sure[order][(good[-1] if good else least) - 1])


def _least(loss: Callable[[Tensor], Tensor], start: Tensor) -> Tensor:
    found = start.clone().requires_grad_(True)
    steps = torch.optim.LBFGS([found], max_iter=200, line_search_fn="strong_wolfe")

    def closure() -> Tensor:
        steps.zero_grad()
        lost = loss(found)
        lost.backward()
        return lost

    steps.step(closure)
    return found.detach()
