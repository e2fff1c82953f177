"""The MiniLM network as arithmetic: token numbers in, one sentence embedding out. numpy alone.

A BERT encoder (Devlin et al. 2019, arXiv 1810.04805): 6 layers, 12 heads, width 384, GELU,
layer norm after each residual; then the mean over all tokens, scaled to length 1, as published
for sentence-transformers/all-MiniLM-L6-v2.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

LAYERS = 6
HEADS = 12
WIDTH = 384
LONGEST_TOKENS = 256
_EPSILON = 1e-12

Array = npt.NDArray[np.float32]


@dataclass(frozen=True)
class MiniLm:
    """The network's weights by their published names, `float32`, dense matrices as (out, in)."""

    weights: Mapping[str, Array]

    def embed(self, tokens: Sequence[int]) -> Array:
        """The embedding of one sentence.

        Args:
            tokens: vocabulary numbers with [CLS] first and [SEP] last, at most 256, no padding.

        Returns (384,) float32 of length 1.
        """
        state = self._embedded(tokens)
        for layer in range(LAYERS):
            state = self._layer(state, f"encoder.layer.{layer}.")
        mean = state.mean(axis=0)
        length = np.maximum(np.linalg.norm(mean), np.float32(1e-12))
        unit: Array = mean / length
        return unit

    def _embedded(self, tokens: Sequence[int]) -> Array:
        table = "embeddings."
        state = (
            self.weights[table + "word_embeddings.weight"][list(tokens)]
            + self.weights[table + "position_embeddings.weight"][: len(tokens)]
            + self.weights[table + "token_type_embeddings.weight"][0]
        )
        return self._norm(state, table + "LayerNorm")

    def _layer(self, state: Array, name: str) -> Array:
        attended = self._dense(self._attend(state, name), name + "attention.output.dense")
        state = self._norm(state + attended, name + "attention.output.LayerNorm")
        inner = gelu(self._dense(state, name + "intermediate.dense"))
        return self._norm(
            state + self._dense(inner, name + "output.dense"), name + "output.LayerNorm"
        )

    def _attend(self, state: Array, name: str) -> Array:
        query, key, value = (
            self._dense(state, f"{name}attention.self.{part}")
            .reshape(len(state), HEADS, WIDTH // HEADS)
            .transpose(1, 0, 2)
            for part in ("query", "key", "value")
        )
        scores = query @ key.transpose(0, 2, 1) / np.float32(np.sqrt(WIDTH // HEADS))
        return (softmax(scores) @ value).transpose(1, 0, 2).reshape(len(state), WIDTH)

    def _dense(self, x: Array, name: str) -> Array:
        return x @ self.weights[name + ".weight"].T + self.weights[name + ".bias"]

    def _norm(self, x: Array, name: str) -> Array:
        centred = x - x.mean(axis=-1, keepdims=True)
        spread = np.sqrt((centred * centred).mean(axis=-1, keepdims=True) + np.float32(_EPSILON))
        normed: Array = centred / spread
        return normed * self.weights[name + ".weight"] + self.weights[name + ".bias"]


def softmax(scores: Array) -> Array:
    """Softmax over the last axis."""
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    shares: Array = powers / powers.sum(axis=-1, keepdims=True)
    return shares


def gelu(x: Array) -> Array:
    """GELU: x Phi(x), the exact form (Hendrycks & Gimpel 2016), through `erf`."""
    scaled: Array = np.float32(0.5) * x * (np.float32(1) + erf(x * np.float32(np.sqrt(0.5))))
    return scaled


def erf(x: Array) -> Array:
    """The error function, absolute error below 1.5e-7 (Abramowitz & Stegun 7.1.26).

    float32 arithmetic adds its own rounding, below 5e-7 in all.
    """
    a = (0.254829592, -0.284496736, 1.421413741, -1.453152027, 1.061405429)
    size = np.abs(x)
    t = 1 / (1 + np.float32(0.3275911) * size)
    series = np.zeros_like(t)
    for coefficient in reversed(a):
        series = (series + np.float32(coefficient)) * t
    result: Array = np.copysign(1 - series * np.exp(-size * size), x)
    return result
