"""Shaping: what a take needs besides lying on the grid: silence, words, its end, a loop's seam."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from musflow_studio.domain.plan import CuePlan, Ending, LengthMode
from musflow_studio.generation.clearing import Clearing, speaking

Audio = NDArray[np.float32]

SEAM_S = 0.08
_SILENCE_RAMP_S = 0.03
_LAST_FADE_S = 2.0


def frames_beyond(plan: CuePlan, rate_hz: int) -> int:
    """Samples wanted after the cue's end: its tail, or what a loop's seam is made of."""
    seconds = SEAM_S if plan.length_mode is LengthMode.LOOP else plan.tail_s
    return round(seconds * rate_hz)


def shaped(audio: Audio, rate_hz: int, plan: CuePlan, length: int) -> Audio:
    """The music of a cue as the plan wants it kept.

    Panels without music are silent, words are made room for, the end fades over the tail (without
    one over the last bar, 2 s at most; not where the plan ends with a cut), and a loop passes into
    its beginning. A loop is `length` samples long, everything else as long as it came.

    Args:
        audio: (2, length + `frames_beyond`).
        rate_hz: of it.
        plan: whose music it is.
        length: samples of the cue without tail.
    """
    cleared = _under_words(audio, rate_hz, plan) * _sounding(plan, rate_hz, audio.shape[1])
    if plan.length_mode is LengthMode.LOOP:
        return _seamless(cleared, length)
    return cleared * _closing(plan, rate_hz, length, audio.shape[1])


def _under_words(audio: Audio, rate_hz: int, plan: CuePlan) -> Audio:
    words = speaking(plan, rate_hz)
    return Clearing(words, rate_hz).process(audio, 0) if words.any else audio


def _sounding(plan: CuePlan, rate_hz: int, frames: int) -> Audio:
    """0 in panels without music, 1 elsewhere, with 30 ms between."""
    curve = np.ones(frames, np.float32)
    silent = [panel for panel in plan.panels if panel.panel_uid in plan.tacet]
    line = np.arange(frames) / rate_hz
    rate = plan.storyboard.rate
    for panel in silent:
        start, end = (float(rate.seconds(f)) for f in (panel.start_frame, panel.end_frame))
        ends = [start - _SILENCE_RAMP_S, start, end, end + _SILENCE_RAMP_S]
        goes_on = 0.0 if panel is plan.panels[-1] else 1.0
        curve *= np.interp(line, ends, [1, 0, 0, goes_on]).astype(np.float32)
    return curve


def _closing(plan: CuePlan, rate_hz: int, length: int, frames: int) -> Audio:
    """1, and at the end down to 0 as a quarter of a cosine."""
    if frames == length and plan.ending is Ending.CUT:
        return np.ones(frames, np.float32)
    bar = plan.grid.bars[-1].meter.bar_ticks * plan.grid.tempi[-1].microseconds_per_quarter
    over = frames - length or round(min(_LAST_FADE_S, bar / 960e6) * rate_hz)
    over = min(over, frames)
    curve = np.ones(frames, np.float32)
    curve[frames - over :] = np.cos(np.linspace(0, np.pi / 2, over)).astype(np.float32)
    return curve


def _seamless(audio: Audio, length: int) -> Audio:
    """The loop, its first samples passing over from what would have come after its last."""
    seam = min(audio.shape[1] - length, length)
    rising = np.linspace(0, 1, seam, dtype=np.float32)
    result = audio[:, :length].copy()
    result[:, :seam] = result[:, :seam] * rising + audio[:, length : length + seam] * (1 - rising)
    return result
