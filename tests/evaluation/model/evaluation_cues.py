"""Held-out cues for tests: composed, and played by sines instead of an engine."""

from __future__ import annotations

from functools import cache

import numpy as np

from musflow_studio.evaluation.model.held_out import HeldOutCue, held_out_cue
from musflow_studio.generation.musflow.sheet import sheet_of
from musflow_studio.presets import load_styles
from musflow_studio.training.compose import ComposedCue, compose
from musflow_studio.training.prepared import HELD_OUT


@cache
def composed(number: int) -> ComposedCue:
    """A held-out cue."""
    return compose(HELD_OUT + number, load_styles())


def hummed(number: int, seconds: float = 6.0) -> HeldOutCue:
    """A held-out cue whose pitched notes are decaying sines and whose drums are silent."""
    cue = composed(number)
    sheet = sheet_of(cue.plan, round(seconds * 44100))
    sound = np.zeros(round(seconds * 44100))
    for start_s, end_s, pitch, velocity, group, _ in sheet.notes:
        first, last = round(float(start_s) * 44100), min(round(float(end_s) * 44100), len(sound))
        if group == 3 or first >= last or first < 0:
            continue
        at = np.arange(last - first) / 44100
        tone = np.sin(2 * np.pi * 440 * 2 ** ((pitch - 69) / 12) * at) * np.exp(-3 * at)
        sound[first:last] += 0.1 * velocity * tone
    whole = len(sound) // 2048 * 2048
    return held_out_cue(cue, np.stack((sound, sound))[:, :whole].astype(np.float32), whole)
