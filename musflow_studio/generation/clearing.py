"""Clearing: what accompanies makes room for the melody while it sings, and opens up again after.

As a mixing engineer would, the accompaniment is dipped around 2 kHz, where words and tunes are
understood, only while there is a tune.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from pedalboard import PeakFilter

from musflow_studio.domain.plan import CuePlan
from musflow_studio.domain.score import Role

DIP_HZ, DIP_DB, DIP_Q = 2000.0, -6.0, 0.5
MAKES_ROOM = frozenset({Role.HARMONY, Role.PAD, Role.ARPEGGIO, Role.COUNTER})
_AHEAD_S, _AFTER_S, _RAMP_S = 0.1, 0.4, 0.2


class Singing:
    """When the melody of a cue sings, as a curve from 0 to 1 over its samples."""

    def __init__(self, plan: CuePlan, sample_rate_hz: int) -> None:
        notes = [n for p in plan.score.parts if p.role is Role.MELODY for n in p.notes]
        stretches = sorted(
            (
                float(plan.grid.seconds_at(n.start_tick)) - _AHEAD_S,
                float(plan.grid.seconds_at(n.start_tick + n.duration_ticks)) + _AFTER_S,
            )
            for n in notes
        )
        seconds: list[float] = []
        values: list[float] = []
        for start, end in _joined(stretches):
            seconds += [start - _RAMP_S, start, end, end + _RAMP_S]
            values += [0.0, 1.0, 1.0, 0.0]
        self._frames = np.array(seconds) * sample_rate_hz
        self._values = np.array(values)

    def curve(self, start_frame: int, frames: int) -> NDArray[np.float32]:
        """The curve over `frames` samples; all 0 where there is no melody."""
        if not self._frames.size:
            return np.zeros(frames, np.float32)
        line = np.arange(start_frame, start_frame + frames)
        curve: NDArray[np.float64] = np.interp(line, self._frames, self._values)
        return curve.astype(np.float32)


def _joined(stretches: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Stretches too near for a ramp down and up between them become one."""
    whole: list[tuple[float, float]] = []
    for start, end in stretches:
        if whole and start - whole[-1][1] <= 2 * _RAMP_S:
            whole[-1] = (whole[-1][0], max(whole[-1][1], end))
        else:
            whole.append((start, end))
    return whole


class Clearing:
    """Dips one accompanying part while the melody sings; keeps its filter's state."""

    def __init__(self, singing: Singing, sample_rate_hz: int) -> None:
        self._singing = singing
        self._rate = sample_rate_hz
        self._dip = PeakFilter(DIP_HZ, DIP_DB, DIP_Q)

    def process(self, audio: NDArray[np.float32], start_frame: int) -> NDArray[np.float32]:
        """The next block, shape (2, n)."""
        dipped = self._dip.process(audio, self._rate, reset=False)
        curve = self._singing.curve(start_frame, audio.shape[1])
        cleared: NDArray[np.float32] = audio + (dipped - audio) * curve
        return cleared
