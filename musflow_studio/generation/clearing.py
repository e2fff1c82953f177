"""Clearing: the music makes room around 2 kHz, where words and tunes are understood.

As a mixing engineer would: what accompanies is dipped only while there is a tune, and everything
in panels that were composed to stay under words.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from pedalboard import PeakFilter

from musflow_studio.domain.plan import CuePlan, LengthMode, PanelPlan
from musflow_studio.domain.score import Role

DIP_HZ, DIP_DB, DIP_Q = 2000.0, -6.0, 0.5
MAKES_ROOM = frozenset({Role.HARMONY, Role.PAD, Role.ARPEGGIO, Role.COUNTER})
_AHEAD_S, _AFTER_S, _RAMP_S = 0.1, 0.4, 0.2
_WORDS_RAMP_S = 0.05  # after the cut, so that a hit there is heard
_FOREVER_S = 1e6

Stretch = tuple[float, float]
"""Start and end in seconds from the cue's start."""


class Occasions:
    """When there is something to make room for, as a curve from 0 to 1 over a cue's samples.

    Args:
        stretches: ascending, each full from its start to its end.
        ramp_s: seconds before and after in which the curve rises and falls.
        sample_rate_hz: of the samples.
    """

    def __init__(self, stretches: list[Stretch], ramp_s: float, sample_rate_hz: int) -> None:
        seconds: list[float] = []
        values: list[float] = []
        for start, end in _joined(stretches, 2 * ramp_s):
            seconds += [start - ramp_s, start, end, end + ramp_s]
            values += [0.0, 1.0, 1.0, 0.0]
        self._frames = np.array(seconds) * sample_rate_hz
        self._values = np.array(values)

    @property
    def any(self) -> bool:
        """False where the curve is 0 all through."""
        return bool(self._frames.size)

    def curve(self, start_frame: int, frames: int) -> NDArray[np.float32]:
        """The curve over `frames` samples."""
        level = self._steady(start_frame, start_frame + frames - 1)
        if level is not None:
            return np.full(frames, level, np.float32)
        line = np.arange(start_frame, start_frame + frames)
        curve: NDArray[np.float64] = np.interp(line, self._frames, self._values)
        return curve.astype(np.float32)

    def _steady(self, first: int, last: int) -> float | None:
        """The value from one frame to another where it does not change; else None."""
        before, after = np.searchsorted(self._frames, (first, last))
        if not self.any or before != after:
            return None if self.any else 0.0
        around = {float(v) for v in self._values[max(0, before - 1) : before + 1]}
        return around.pop() if len(around) == 1 else None


def singing(plan: CuePlan, sample_rate_hz: int) -> Occasions:
    """When the melody of a cue sings."""
    notes = [n for p in plan.score.parts if p.role is Role.MELODY for n in p.notes]
    stretches = sorted(
        (
            float(plan.grid.seconds_at(n.start_tick)) - _AHEAD_S,
            float(plan.grid.seconds_at(n.start_tick + n.duration_ticks)) + _AFTER_S,
        )
        for n in notes
    )
    return Occasions(stretches, _RAMP_S, sample_rate_hz)


def speaking(plan: CuePlan, sample_rate_hz: int) -> Occasions:
    """When somebody speaks and the plan stays under the words: those panels, from cut to cut."""
    spoken = [panel for panel in plan.panels if panel.panel_uid in plan.under_words]
    stretches = [_words(plan, panel) for panel in spoken]
    return Occasions(stretches, _WORDS_RAMP_S, sample_rate_hz)


def _words(plan: CuePlan, panel: PanelPlan) -> Stretch:
    """The words of a panel; nothing follows the last one but its own ring."""
    if plan.length_mode is LengthMode.LOOP:
        ticks = (panel.start_tick, panel.end_tick)
        start, end = (float(plan.grid.seconds_at(tick)) for tick in ticks)
    else:
        rate = plan.storyboard.rate
        start, end = (float(rate.seconds(f)) for f in (panel.start_frame, panel.end_frame))
        end = _FOREVER_S if panel is plan.panels[-1] else end
    return start + _WORDS_RAMP_S, end - _WORDS_RAMP_S


def _joined(stretches: list[Stretch], apart_s: float) -> list[Stretch]:
    """Stretches too near for a ramp down and up between them become one."""
    whole: list[Stretch] = []
    for start, end in stretches:
        if whole and start - whole[-1][1] <= apart_s:
            whole[-1] = (whole[-1][0], max(whole[-1][1], end))
        else:
            whole.append((start, end))
    return whole


class Clearing:
    """Dips one part on its occasions; keeps its filter's state.

    Args:
        occasions: when.
        sample_rate_hz: of the part.
    """

    def __init__(self, occasions: Occasions, sample_rate_hz: int) -> None:
        self._occasions = occasions
        self._rate = sample_rate_hz
        self._dip = PeakFilter(DIP_HZ, DIP_DB, DIP_Q)

    def process(self, audio: NDArray[np.float32], start_frame: int) -> NDArray[np.float32]:
        """The next block, shape (2, n)."""
        dipped = self._dip.process(audio, self._rate, reset=False)
        curve = self._occasions.curve(start_frame, audio.shape[1])
        cleared: NDArray[np.float32] = audio + (dipped - audio) * curve
        return cleared
