"""Makes log-odds probabilities."""

from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Real = TypeVar("Real", np.float32, np.float64)


def softmax(log_odds: NDArray[Real]) -> NDArray[Real]:
    """Of the last axis, each adding up to one; as precise as what is given."""
    raised = np.exp(log_odds - log_odds.max(axis=-1, keepdims=True))
    shares: NDArray[Real] = raised / raised.sum(axis=-1, keepdims=True)
    return shares
