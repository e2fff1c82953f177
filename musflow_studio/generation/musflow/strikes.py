"""Strikes: what drums alone would sound like, as bins of the spectrum: noise that begins at once.

Noise of its own accord has no beginning; a vocoder that gives it a drum's magnitudes smears the
stroke over a whole frame. Here every stroke begins at its sample and falls, and what sings in
kicks and toms is a falling tone; only phases are taken from it, how loud and how bright a drum is
are the magnitudes' affair. Everything is a function of the place in the cue, as in `source`.
"""

from __future__ import annotations

import math
from functools import cache

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from musflow_studio.generation.musflow import sheet as of_sheet
from musflow_studio.generation.musflow.shapes import CHANNELS, FFT_SIZE, HOP, SAMPLE_RATE_HZ
from musflow_studio.generation.musflow.sheet import Array

DRUMS = of_sheet.GROUPS.index("drums")
HEARD_S = 1.0
"""A stroke is drawn for so long."""
FALL_S, TONE_FALL_S = 0.15, 0.3
LEVEL, TONE = 4e-3, 0.1
"""Of full scale, faint enough that no vocoder takes it for partials; the tone beside the noise."""
TONES_HZ = {
    35: 55, 36: 60, 41: 80, 43: 95, 45: 110, 47: 130, 48: 150, 50: 175, 60: 320, 61: 240, 62: 330,
    63: 300, 64: 200, 65: 320, 66: 220, 86: 80, 87: 75,
}  # fmt: skip
"""Of kicks, toms, bongos, congas, timbales and surdos: about what they sing at."""
GLIDE, GLIDE_S = 0.6, 0.03
"""How much higher a tone begins, and how fast it falls."""
_NOISE = 1 << 18
_SEED = 4135


def strikes(notes: Array, first: int, count: int) -> Tensor | None:
    """Bins of the drums in some frames, complex mid and side (2, BINS, count); None without any.

    Args:
        notes: (n, 6), as in Sheet.
        first: the first frame, from the cue's start; may be negative.
        count: of frames.
    """
    start = first * HOP - (FFT_SIZE - HOP) // 2
    length = (count - 1) * HOP + FFT_SIZE
    begins = np.round(notes[:, of_sheet.START_S] * SAMPLE_RATE_HZ).astype(int) - start
    heard = (notes[:, of_sheet.GROUP] == DRUMS) & (begins < length)
    heard &= begins > -round(HEARD_S * SAMPLE_RATE_HZ)
    if not heard.any():
        return None
    sound = _drawn(notes[heard], begins[heard], start, length)
    window = torch.hann_window(FFT_SIZE)
    bins: Tensor = torch.stft(
        torch.from_numpy(sound), FFT_SIZE, HOP, window=window, center=False, return_complex=True
    )
    return bins


def _drawn(notes: Array, begins: NDArray[np.int64], start: int, length: int) -> Array:
    """Sound (2, length) of strokes that begin at these samples of it."""
    loud, tone = np.zeros(length, np.float32), np.zeros(length, np.float32)
    for note, at in zip(notes, begins, strict=True):
        fall, rings = _stroke(int(note[of_sheet.PITCH]))
        here, there = max(0, at), min(length, at + len(fall))
        kept = slice(here - at, there - at)
        velocity = note[of_sheet.VELOCITY]
        np.maximum(loud[here:there], velocity * fall[kept], out=loud[here:there])
        tone[here:there] += velocity * rings[kept]
    places = np.arange(start, start + length) % _NOISE
    sound = loud * _noise()[:, places]
    sound[0] += TONE * tone
    drawn: Array = sound * np.float32(LEVEL)
    return drawn


@cache
def _stroke(pitch: int) -> tuple[Array, Array]:
    """How a drum's noise falls, and its tone; both as long as a stroke is drawn."""
    seconds = np.arange(round(HEARD_S * SAMPLE_RATE_HZ)) / SAMPLE_RATE_HZ
    fall = np.exp(-seconds / FALL_S).astype(np.float32)
    hertz = TONES_HZ.get(pitch)
    if hertz is None:
        return fall, np.zeros_like(fall)
    turns = hertz * (seconds + GLIDE * GLIDE_S * (1 - np.exp(-seconds / GLIDE_S)))
    tone = np.sin(2 * math.pi * turns) * np.exp(-seconds / TONE_FALL_S)
    return fall, tone.astype(np.float32)


@cache
def _noise() -> Array:
    drawn: Array = np.random.default_rng(_SEED).standard_normal((CHANNELS, _NOISE), np.float32)
    return drawn
