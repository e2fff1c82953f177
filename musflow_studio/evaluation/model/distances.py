"""Distances between sets of embeddings: FAD, KAD, and KL of what is recognised."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def fad(one: Array, other: Array) -> float:
    """Fréchet audio distance (Kilgour et al., arXiv 1812.08466) of embeddings (n, width).

    |m1 - m2|^2 + tr(C1 + C2 - 2 (C1 C2)^(1/2)) of Gaussians fitted to them; small sets overstate
    it, so that it is read beside the distance of two real sets of the same sizes.
    """
    apart = one.mean(0) - other.mean(0)
    left, right = _covariance(one), _covariance(other)
    root = _root(left)
    shared = np.sqrt(np.maximum(np.linalg.eigvalsh(root @ right @ root), 0)).sum()
    return float(apart @ apart + np.trace(left) + np.trace(right) - 2 * shared)


def _covariance(rows: Array) -> Array:
    centred = rows - rows.mean(0)
    return np.asarray(centred.T @ centred / max(1, len(rows) - 1), np.float64)


def _root(symmetric: Array) -> Array:
    values, vectors = np.linalg.eigh(symmetric)
    return np.asarray((vectors * np.sqrt(np.maximum(values, 0))) @ vectors.T, np.float64)


def bandwidth_of(reference: Array) -> float:
    """The kernel's width: the median distance between the reference's embeddings."""
    squares = _squares(reference, reference)
    return float(np.sqrt(np.median(squares[np.triu_indices(len(reference), 1)])))


def kad(reference: Array, judged: Array, bandwidth: float) -> float:
    """Kernel audio distance (Chung et al., arXiv 2502.15602): unbiased MMD^2 x 100.

    Of embeddings (n, width) and (m, width), two at least. The Gaussian kernel's bandwidth is the
    same for all rows of a table, `bandwidth_of` the reference. It may be negative: it lies about
    0 for two sets of one distribution.
    """
    inside = [_off_diagonal(_kernel(rows, rows, bandwidth)) for rows in (reference, judged)]
    return 100 * float(sum(inside) - 2 * _kernel(reference, judged, bandwidth).mean())


def _kernel(one: Array, other: Array, bandwidth: float) -> Array:
    kernel: Array = np.exp(-_squares(one, other) / (2 * max(bandwidth, 1e-12) ** 2))
    return kernel


def _squares(one: Array, other: Array) -> Array:
    squares = (one**2).sum(1)[:, None] + (other**2).sum(1)[None] - 2 * one @ other.T
    return np.asarray(np.maximum(squares, 0), np.float64)


def _off_diagonal(square: Array) -> float:
    count = len(square)
    return float((square.sum() - np.trace(square)) / (count * (count - 1)))


def recognition_kl(real: Array, made: Array) -> float:
    """Mean divergence of what is recognised in pairs: KL(real || made), natural log.

    Rows (n, kinds) are chances of independent yes-or-no answers, `made` of the same plans.
    """
    p, q = (np.clip(rows, 1e-4, 1 - 1e-4) for rows in (real, made))
    kl = p * np.log(p / q) + (1 - p) * np.log((1 - p) / (1 - q))
    return float(kl.sum(1).mean())
