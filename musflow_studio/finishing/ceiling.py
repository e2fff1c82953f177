"""The ceiling: a slowly moving gain that keeps every oversampled peak under a limit.

A look-ahead limiter computed on a survey's ticks. The reduction a tick needs is held, released
exponentially, widened by the attack to both sides and smoothed by a window of the same width.
Each step only ever adds reduction where it is needed, so the smooth curve still covers every
peak (the proof is in `_smoothed`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from musflow_studio.finishing.measurement import Series, Survey
from musflow_studio.finishing.take_audio import Block

ATTACK_TICKS = 5
RELEASE_TICKS = 150
MARGIN_DB = 0.02
_UNSEEN_DB = MARGIN_DB / 4


@dataclass(frozen=True)
class GainCurve:
    """A gain over time: linear between nodes at the borders of ticks.

    Attributes:
        nodes: linear gain, one more than there are ticks.
        tick_frames, frames: the grid; the last node lies at `frames`.
        limited_db: most reduction taken by the ceiling.
    """

    nodes: Series
    tick_frames: int
    frames: int
    limited_db: float

    @property
    def is_constant(self) -> bool:
        """True if the ceiling had nothing to do."""
        return self.limited_db == 0.0

    @property
    def per_tick(self) -> Series:
        """Mean gain of each tick."""
        means: Series = (self.nodes[:-1] + self.nodes[1:]) / 2
        return means

    def times(self, other: GainCurve) -> GainCurve:
        """Both gains one after the other; the two lie on the same ticks."""
        nodes: Series = self.nodes * other.nodes
        return replace(self, nodes=nodes, limited_db=self.limited_db + other.limited_db)

    def applied(self, block: Block, start: int) -> npt.NDArray[np.float32]:
        """A block (frames, channels) that begins at sample `start`, under the gain."""
        first = start // self.tick_frames
        last = min(len(self.nodes) - 1, -(-(start + len(block)) // self.tick_frames))
        nodes = self.nodes[first : last + 1]
        if (nodes == nodes[0]).all():
            return block * np.float32(nodes[0])
        places = np.minimum(np.arange(first, last + 1) * self.tick_frames, self.frames)
        gains = np.interp(np.arange(start, start + len(block)), places, nodes)
        return block * gains[:, None].astype(np.float32)


def gain_curve(survey: Survey, gain_db: float, ceiling_dbtp: float, *, loop: bool) -> GainCurve:
    """`gain_db` everywhere, less where a peak would pass the ceiling (dBTP)."""
    gain = 10 ** (gain_db / 20)
    reduction = _reduction_db(survey, gain, ceiling_dbtp - MARGIN_DB, loop=loop)
    return GainCurve(
        nodes=gain * 10 ** (-reduction / 20),
        tick_frames=survey.tick_frames,
        frames=survey.frames,
        limited_db=float(reduction.max(initial=0.0)),
    )


def _reduction_db(survey: Survey, gain: float, ceiling_db: float, *, loop: bool) -> Series:
    """Reduction in dB (0 or more) at every node."""
    loudest = np.maximum(survey.peaks * gain, 1e-12)
    needed = np.maximum(0.0, 20 * np.log10(loudest) - ceiling_db)
    if not needed.any():
        return np.zeros(len(needed) + 1)
    reach = min(len(needed), 8 * RELEASE_TICKS) if loop else 0
    around = np.pad(needed, reach, mode="wrap") if reach else needed
    at_nodes = np.maximum(np.append(around, 0.0), np.insert(around, 0, 0.0))
    smooth = _smoothed(_released(at_nodes))[reach : reach + len(needed) + 1]
    if loop:
        smooth[[0, -1]] = smooth[[0, -1]].max()
    return np.where(smooth < _UNSEEN_DB, 0.0, smooth)


def _released(needed: Series) -> Series:
    """Each value decays by e in RELEASE_TICKS; the result is the highest of all decays.

    max over i <= j of needed[i] exp(-(j - i) / release), as a running maximum of logarithms.
    """
    clock = np.arange(len(needed)) / RELEASE_TICKS
    with np.errstate(divide="ignore"):
        return np.exp(np.maximum.accumulate(np.log(needed) + clock) - clock)


def _smoothed(needed: Series) -> Series:
    """Widened by ATTACK_TICKS to both sides, then averaged over the same span (Hann window).

    Every value averaged at j is a maximum over a span that holds j, so the average covers
    needed[j].
    """
    span = 2 * ATTACK_TICKS + 1
    window = np.hanning(span + 2)[1:-1]
    edge = np.pad(needed, 2 * ATTACK_TICKS, mode="edge")
    widest = np.lib.stride_tricks.sliding_window_view(edge, span).max(axis=1)
    return np.convolve(widest, window / window.sum(), "valid")
