"""Solo pitches: whether the notes of a line that plays alone are heard at their pitches.

A note is heard at the pitch class whose posterior is highest, on the mean, in its first 0.4 s. The
ear errs too, so only notes count that it hears right from the sampled instruments.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from musflow_studio.evaluation.model.chords import CLASSES
from musflow_studio.evaluation.model.note_score import written_notes
from musflow_studio.evaluation.model.transcription import HOP, LOWEST_PITCH, RATE_HZ
from musflow_studio.generation.musflow.sheet import END_S, PITCH, START_S, Sheet, on_drums

FEWEST_NOTES = 4
"""A cue with fewer says nothing."""
_ATTACK_S, _LISTEN_S, _SHORTEST_S = 0.03, 0.4, 0.12
_ALONE = 0.8
"""Of the notes of a solo line."""

Spans = NDArray[np.float64]
"""(n, 3): from when to when a note is listened to, in seconds, and its MIDI pitch."""


def solo_notes(sheet: Sheet, seconds: float) -> Spans:
    """The notes of a line that plays alone in the first `seconds`; none where others play too."""
    notes = sheet.notes[~on_drums(sheet.notes) & (sheet.notes[:, START_S] < seconds)]
    written = {(start, pitch) for start, pitch in written_notes(sheet, seconds).tolist()}
    spans = []
    for note in notes:
        start, pitch = float(note[START_S]), float(note[PITCH])
        end = min(float(note[END_S]), start + _LISTEN_S, seconds)
        others = (notes[:, START_S] < end) & (notes[:, END_S] > start + _ATTACK_S)
        if others.sum() == 1 and end - start >= _SHORTEST_S and (start, pitch) in written:
            spans.append((start + _ATTACK_S, end, pitch))
    alone = len(spans) >= max(FEWEST_NOTES, _ALONE * len(notes))
    return np.array(spans if alone else []).reshape(-1, 3)


def heard_right(spans: Spans, held: NDArray[np.float32]) -> NDArray[np.bool_]:
    """Which notes are heard at their pitch class; `held` as a transcriber's posteriors."""
    right = []
    for start_s, end_s, pitch in spans:
        first, last = (round(time * RATE_HZ / HOP) for time in (start_s, end_s))
        strength = held[first : max(last, first + 1)].mean(0) if first < len(held) else np.zeros(1)
        right.append((int(strength.argmax()) + LOWEST_PITCH - round(pitch)) % CLASSES == 0)
    return np.array(right, bool)
