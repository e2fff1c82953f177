"""Heard: everything told of one sound."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from musflow_studio.hearing.chords import HeardChord, chords_of
from musflow_studio.hearing.chroma import Chroma
from musflow_studio.hearing.key import HeardKey, key_of
from musflow_studio.hearing.loudness import LoudnessCurve

Real = NDArray[np.float64]


@dataclass(frozen=True)
class Pulse:
    """A tempo and its beats.

    Attributes:
        bpm: beats a minute; 0 where nothing pulses.
        sure: 0 to 1, how much of the rhythm returns a beat later.
        beats_s: (n,) seconds, ascending, on the attacks.
    """

    bpm: float
    sure: float
    beats_s: Real


@dataclass(frozen=True)
class Heard:
    """What was heard.

    Attributes:
        seconds: length of the sound.
        pulse: tempo and beats.
        chroma: pitch classes over time, tuning taken out.
        loudness: short-term loudness.
        onsets: the envelope of onsets, `mel.FRAMES_PER_SECOND` values a second.
        timbre: (74,) float32, see `timbre`; zeros for silence.
    """

    seconds: float
    pulse: Pulse
    chroma: Chroma
    loudness: LoudnessCurve
    onsets: Real
    timbre: NDArray[np.float32]

    @cached_property
    def key(self) -> HeardKey | None:
        """The key of the whole; None for silence."""
        return key_of(self.chroma.values)

    @cached_property
    def chords(self) -> tuple[HeardChord, ...]:
        """A triad for each beat, equal neighbours as one; each 0.5 s where there are no beats."""
        times = self.pulse.beats_s
        if len(times) < 2:
            times = np.arange(0.0, self.seconds + 0.5, 0.5)
        return chords_of(self.chroma.between(times), times)
