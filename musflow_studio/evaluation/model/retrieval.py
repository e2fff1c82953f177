"""Retrieval: whether words and pictures find their own music among others'."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
DRAWS = 2000


def ranks(asked: Array, answers: Array, among: int | None = None) -> NDArray[np.int64]:
    """At which place each row of `asked` finds its own row of `answers`, 0 for the first.

    Both (n, width), the answers of unit length; the nearest by their inner product comes first.
    With `among` every so many rows are looked for among themselves, else all among all.
    """
    size, found = among or len(answers), []
    for first in range(0, len(answers), size):
        alike = asked[first : first + size] @ answers[first : first + size].T
        found.append((alike > np.diag(alike)[:, None]).sum(1))
    return np.concatenate(found)


def recall(found: NDArray[np.int64], within: int = 10) -> float:
    """The share of ranks among the first `within`."""
    return float((found < within).mean())


def mean_of(parts: list[Array]) -> Array:
    """Several embeddings of the same things as one: their mean at unit length."""
    total = np.sum(parts, 0)
    return np.asarray(total / np.maximum(np.linalg.norm(total, axis=1, keepdims=True), 1e-12))


def gain(
    pair: NDArray[np.int64], single: NDArray[np.int64], within: int, seed: int
) -> tuple[float, float, float]:
    """How much more a pair recalls than a single: the difference, and its 95 % bootstrap bounds.

    Drawn are the rows, 2000 times with replacement (Efron, Annals of Statistics 7, 1979): what is
    asked of one thing in several wordings, columns, is drawn together.
    """
    better = (pair < within).astype(float) - (single < within)
    better = better.reshape(len(better), -1).mean(1)
    rng = np.random.default_rng(seed)
    drawn = better[rng.integers(0, len(better), (DRAWS, len(better)))].mean(1)
    low, high = np.percentile(drawn, (2.5, 97.5))
    return float(better.mean()), float(low), float(high)
