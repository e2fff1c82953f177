"""Chords: at how many beats the plan's chord is what is heard.

A beat's chroma is the strength with which basic-pitch hears each pitch class held; the triad
(24 major and minor ones) whose template lies nearest is what is heard, as in MIREX's "majmin"
(Pauwels and Peeters, ICASSP 2013). Only beats count at which the plan's notes spell its chord:
where they leave it open, nothing could be heard.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from musflow_studio.domain.grid import TICKS_PER_QUARTER
from musflow_studio.domain.plan import ChordSpan, CuePlan
from musflow_studio.evaluation.model.transcription import HOP, LOWEST_PITCH, PITCHES, RATE_HZ
from musflow_studio.generation.musflow.sheet import (
    END_S,
    PITCH,
    START_S,
    VELOCITY,
    Sheet,
    on_drums,
)

CLASSES = 12
_MAJOR, _MINOR, _FIFTH = 4, 3, 7
_SHORTEST_S = 0.1

Array = NDArray[np.float64]
Triad = tuple[int, bool]
"""Root 0 to 11, and whether it is major."""


def templates() -> Array:
    """The 24 triads, (24, 12) of unit length: major and minor on C, then on C sharp ..."""
    rows = np.zeros((2 * CLASSES, CLASSES))
    for row, (root, third) in zip(
        rows, ((root, third) for root in range(CLASSES) for third in (_MAJOR, _MINOR)), strict=True
    ):
        row[[root, (root + third) % CLASSES, (root + _FIFTH) % CLASSES]] = 1 / np.sqrt(3)
    return rows


def triad_heard(chroma: Array) -> Triad:
    """The triad nearest to a chroma (12,)."""
    best = int((templates() @ chroma).argmax())
    return best // 2, best % 2 == 0


def triad_of(chord: ChordSpan) -> Triad | None:
    """The triad a chord stands on; None for chords that are neither major nor minor."""
    root = chord.pitch_classes[0]
    inside = {(pitch - root) % CLASSES for pitch in chord.pitch_classes}
    if _FIFTH not in inside or len({_MAJOR, _MINOR} & inside) != 1:
        return None
    return root % CLASSES, _MAJOR in inside


def spelled_beats(plan: CuePlan, sheet: Sheet, seconds: float) -> list[tuple[float, float, Triad]]:
    """Start, end and triad of the beats in the first `seconds` whose notes spell their chord."""
    found = []
    for chord in plan.chords:
        triad = triad_of(chord)
        for tick in range(chord.start_tick, chord.end_tick, TICKS_PER_QUARTER):
            stop = min(tick + TICKS_PER_QUARTER, chord.end_tick)
            start_s, end_s = (float(plan.grid.seconds_at(t)) for t in (tick, stop))
            if triad is None or end_s > seconds or end_s - start_s < _SHORTEST_S:
                continue
            played = written_chroma(sheet, start_s, end_s)
            if np.count_nonzero(played) > 2 and triad_heard(played) == triad:
                found.append((start_s, end_s, triad))
    return found


def written_chroma(sheet: Sheet, start_s: float, end_s: float) -> Array:
    """How long and strongly each pitch class is played between two times, (12,)."""
    notes = sheet.notes[~on_drums(sheet.notes)]
    sounds = np.minimum(notes[:, END_S], end_s) - np.maximum(notes[:, START_S], start_s)
    weight = np.maximum(sounds, 0) * notes[:, VELOCITY]
    return np.bincount(notes[:, PITCH].astype(int) % CLASSES, weight, CLASSES).astype(float)


def heard_chroma(held: NDArray[np.float32]) -> Array:
    """Chroma of posteriors (frames, 88): (frames, 12)."""
    chroma = np.zeros((len(held), CLASSES))
    for pitch in range(PITCHES):
        chroma[:, (pitch + LOWEST_PITCH) % CLASSES] += held[:, pitch] ** 2
    return chroma


def chord_hits(beats: list[tuple[float, float, Triad]], held: NDArray[np.float32]) -> list[bool]:
    """For each beat, whether its triad is what is heard."""
    chroma, rate = heard_chroma(held), RATE_HZ / HOP
    hits = []
    for start_s, end_s, triad in beats:
        inside = chroma[round(start_s * rate) : max(round(end_s * rate), round(start_s * rate) + 1)]
        hits.append(len(inside) > 0 and triad_heard(inside.mean(0)) == triad)
    return hits
