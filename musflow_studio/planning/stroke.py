"""Stroke: a note as composed, before dynamics give it a velocity and a touch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from musflow_studio.planning.harmony.chord import Chord


@dataclass(frozen=True)
class Stroke:
    """One written note of a piece.

    Attributes:
        start, length: ticks, relative to the piece.
        pitch: MIDI note number.
        stress: -1 (ghost) to 1 (accent), on top of the metre's own accents.
        roll_us: how much later it sounds inside a rolled chord.
    """

    start: int
    length: int
    pitch: int
    stress: float = 0.0
    roll_us: int = 0


def rolled_anew(strokes: Sequence[Stroke]) -> list[Stroke]:
    """The strokes, what is left of each rolled chord rolled upwards from its lowest tone."""
    chords: dict[int, list[Stroke]] = {}
    for stroke in strokes:
        chords.setdefault(stroke.start, []).append(stroke)
    rolls: dict[int, list[int]] = {}
    for start, chord in chords.items():
        chord.sort(key=lambda s: s.pitch)
        delays = sorted(s.roll_us for s in chord)
        rolls[start] = [delay - delays[0] for delay in delays]
    return [replace(s, roll_us=rolls[s.start][chords[s.start].index(s)]) for s in strokes]


def nearest(pitch_class: int, low: int, high: int, target: float) -> int:
    """The pitch of a pitch class within low..high nearest to a target (low if there is none)."""
    options = [p for p in range(low, high + 1) if p % 12 == pitch_class]
    return min(options, key=lambda p: (abs(p - target), p)) if options else low


def ladder(chord: Chord, low: int, high: int) -> tuple[int, ...]:
    """Chord tones upwards from the bass note nearest above `low`, thinned at the bottom.

    Below C3 only fifths and octaves follow, from there nothing nearer than a fifth, and below
    C4 no gap under a minor third (see voicing).
    """
    start = next((p for p in range(low, high + 1) if p % 12 == chord.bass), low)
    rungs = [start]
    for pitch in range(start + 1, high + 1):
        gap = pitch - rungs[-1]
        if pitch % 12 not in chord.pitch_classes or gap < (3 if pitch < 60 else 2):
            continue
        if rungs[-1] < 48 and (gap < 7 or (pitch < 48 and gap % 12 not in (0, 7))):
            continue
        if rungs[-1] < 40 and gap < 12:
            continue
        rungs.append(pitch)
    return tuple(rungs)
