"""Filters: how much a preset's equalisers raise or lower each frequency.

The coefficients are those of the filters that pedalboard runs (JUCE `dsp::IIR`): shelves and bells
after R. Bristow-Johnson's cookbook, low and high cuts of the first order by the bilinear transform.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from musflow_studio.domain.effect_table import numbers_of
from musflow_studio.domain.preset import Effect

FILTER_KINDS = frozenset(
    {"HighpassFilter", "LowpassFilter", "LowShelfFilter", "HighShelfFilter", "PeakFilter"}
)
"""The effects that are an equaliser together; `LadderFilter` distorts and is none."""
Curve = npt.NDArray[np.float64]
_LEAST_DB = -120.0


class _Biquad(NamedTuple):
    """Coefficients of z⁰, z⁻¹, z⁻²: those above, those below."""

    above: tuple[float, float, float]
    below: tuple[float, float, float]


def filter_db(effects: Iterable[Effect], hz: Curve, rate_hz: int) -> Curve:
    """What the filters among checked effects that are on do to each frequency, dB.

    Args:
        effects: checked; others than filters are passed over.
        hz: frequencies, any shape, under half the rate.
        rate_hz: of the sound.
    """
    whole = np.zeros_like(hz, dtype=np.float64)
    for effect in effects:
        if effect.on and effect.kind in FILTER_KINDS:
            whole += one_filter_db(effect, hz, rate_hz)
    return whole


def one_filter_db(effect: Effect, hz: Curve, rate_hz: int) -> Curve:
    """What one filter does to each frequency, dB; on or off."""
    above, below = _biquad(effect, rate_hz)
    delay = np.exp(-2j * np.pi * hz / rate_hz)
    powers = np.stack([np.ones_like(delay), delay, delay**2])
    answer = np.abs(np.tensordot(above, powers, 1) / np.tensordot(below, powers, 1))
    return np.asarray(20 * np.log10(np.maximum(answer, 10 ** (_LEAST_DB / 20))))


def _biquad(effect: Effect, rate_hz: int) -> _Biquad:
    number = numbers_of(effect)
    # JUCE refuses frequencies over half the rate; pedalboard keeps them under it.
    hz = min(number["cutoff_frequency_hz"], rate_hz / 2 * 0.999)
    if effect.kind in ("HighpassFilter", "LowpassFilter"):
        n = math.tan(math.pi * hz / rate_hz)
        above = (1.0, -1.0, 0.0) if effect.kind == "HighpassFilter" else (n, n, 0.0)
        return _Biquad(above, (n + 1, n - 1, 0.0))
    root = 10 ** (number["gain_db"] / 40)
    turn = 2 * math.pi * hz / rate_hz
    if effect.kind == "PeakFilter":
        alpha, cosine = math.sin(turn) / (2 * number["q"]), -2 * math.cos(turn)
        up, down = alpha * root, alpha / root
        return _Biquad((1 + up, cosine, 1 - up), (1 + down, cosine, 1 - down))
    return _shelf(root, turn, number["q"], high=effect.kind == "HighShelfFilter")


def _shelf(root: float, turn: float, q: float, *, high: bool) -> _Biquad:
    """A shelf; a high one is a low one with the cosine's sign turned."""
    less, more = root - 1, root + 1
    cosine = -math.cos(turn) if high else math.cos(turn)
    beta, sign = math.sin(turn) * math.sqrt(root) / q, -1 if high else 1
    return _Biquad(
        (
            root * (more - less * cosine + beta),
            sign * root * 2 * (less - more * cosine),
            root * (more - less * cosine - beta),
        ),
        (more + less * cosine + beta, sign * -2 * (less + more * cosine),
         more + less * cosine - beta),
    )  # fmt: skip
