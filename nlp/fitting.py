"""How a linear model is fitted: multinomial logistic regression by L-BFGS. Needs torch, which only training does."""

from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from nlp.linear import Features, Floats, LinearModel, features_of

LEAST_TEXTS = 2  # an n-gram of one text alone tells nothing about others
PENALTY = 10.0  # weight of one example against the square of the weights, as C of other programs
STEPS = 60


def fit(
    texts: Sequence[str],
    targets: Floats,
    counts: Floats,
    labels: Sequence[str],
    about: str,
    penalty: float = PENALTY,
    features: Features | None = None,
) -> LinearModel:
    """A model of texts. targets: what each should be (texts, labels), rows with sum one; counts: weights (texts,).

    features: which are weighed; otherwise all n-grams that more than one text holds.
    """
    features = features or features_of(texts, LEAST_TEXTS)
    seen = _Product(*_matrices(features, texts))
    weight = torch.zeros(len(features.grams), len(labels), requires_grad=True)
    bias = torch.zeros(len(labels), requires_grad=True)
    wanted, share = torch.from_numpy(targets), torch.from_numpy(counts / counts.sum())[:, None]
    steps = torch.optim.LBFGS([weight, bias], max_iter=STEPS, line_search_fn="strong_wolfe")

    def loss() -> Tensor:
        steps.zero_grad()
        guessed = torch.log_softmax(seen.times(weight) + bias, dim=1)
        lost = -(share * wanted * guessed).sum() + weight.square().sum() / (2 * penalty * float(counts.sum()))
        lost.backward()
        return lost

    steps.step(loss)
    return LinearModel(tuple(labels), features, weight.detach().numpy(), bias.detach().numpy(), about)


def guesses(model: LinearModel, texts: Sequence[str]) -> Floats:
    """Float32 (texts, labels): probabilities."""
    return np.stack([model.probabilities(text) for text in texts])


class _Product:
    """A sparse matrix times weights, with a gradient that stays sparse."""

    def __init__(self, rows: Tensor, columns: Tensor) -> None:
        class Times(torch.autograd.Function):
            @staticmethod
            def forward(ctx: object, weight: Tensor) -> Tensor:
                return rows @ weight

            @staticmethod
            def backward(ctx: object, slope: Tensor) -> Tensor:
                return columns @ slope

        self._times = Times

    def times(self, weight: Tensor) -> Tensor:
        return self._times.apply(weight)


def _matrices(features: Features, texts: Sequence[str]) -> tuple[Tensor, Tensor]:
    """The TF-IDF values as (texts, n-grams), and the same turned over."""
    parts = [features.of(text) for text in texts]
    ends = np.cumsum([0, *(len(where) for where, _ in parts)])
    shape = (len(texts), len(features.grams))
    rows = torch.sparse_csr_tensor(_tensor(ends), _joined(parts, 0), _joined(parts, 1), shape, check_invariants=False)
    return rows, rows.to_sparse_coo().t().coalesce().to_sparse_csr()


def _joined(parts: Sequence[tuple[NDArray[np.int64], Floats]], side: int) -> Tensor:
    return _tensor(np.concatenate([part[side] for part in parts]))


def _tensor(values: NDArray[np.generic]) -> Tensor:
    return torch.from_numpy(values)
