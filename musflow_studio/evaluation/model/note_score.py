"""Note score: how many of a plan's notes are heard, and how much of what is heard is in the plan.

Onset-and-pitch F1 (Bay, Ehmann and Downie, ISMIR 2009) by mir_eval: a note is found if one of its
pitch starts near enough; how long it lasts does not count. Drums and programs whose keys are
sizes are no notes here.
"""

from __future__ import annotations

import warnings

import numpy as np

from musflow_studio.evaluation.instrument_ranges import is_pitched
from musflow_studio.evaluation.model.transcription import LOWEST_PITCH, PITCHES, Notes
from musflow_studio.generation.musflow.sheet import (
    DRUM_PROGRAM,
    PITCH,
    PROGRAM,
    START_S,
    Sheet,
    on_drums,
)
from musflow_studio.generation.musflow.voices import HELD_PROGRAMS

NEAR_S = 0.05
MOST_HELD, MOST_A_SECOND = 0.3, 8.0
"""Of a legible cue: the share of held tones, and notes a second."""
_TOGETHER_S = 0.03
"""Starts of one pitch by several players that the ear takes for one."""
_LAST_S = 0.1
"""Of a clip, where a note has no time left to be heard."""


def written_notes(sheet: Sheet, seconds: float) -> Notes:
    """The pitched notes that start in the first `seconds`; unisons are one note."""
    told = [
        (row[PITCH], row[START_S])
        for row in sheet.notes[~on_drums(sheet.notes)]
        if is_pitched(_plain(int(row[PROGRAM])), 0)
        and LOWEST_PITCH <= row[PITCH] < LOWEST_PITCH + PITCHES
        and 0 <= row[START_S] < seconds - _LAST_S
    ]
    kept: list[tuple[float, float]] = []
    for pitch, start in sorted(told):
        if not (kept and kept[-1][1] == pitch and start - kept[-1][0] < _TOGETHER_S):
            kept.append((float(start), float(pitch)))
    return np.array(sorted(kept)).reshape(-1, 2)


def is_legible(sheet: Sheet, seconds: float) -> bool:
    """Whether a transcriber can be expected to read a cue's first `seconds`.

    Known from the plan alone: few held tones, which start where nothing strikes, and few notes at
    once. On seeds of the evaluation's own the sampled engine is read with an F1 of 0.71 in such
    cues, 0.49 in all.
    """
    notes = sheet.notes[(sheet.notes[:, START_S] < seconds) & ~on_drums(sheet.notes)]
    if not len(notes):
        return False
    held = [_plain(int(program)) in HELD_PROGRAMS for program in notes[:, PROGRAM]]
    thin = len(written_notes(sheet, seconds)) < MOST_A_SECOND * seconds
    return bool(thin and np.mean(held) < MOST_HELD)


def _plain(program: int) -> int:
    """The General MIDI program of a sheet's pitched program, its variations folded in."""
    return program - DRUM_PROGRAM - 1 if program > DRUM_PROGRAM else program


def note_f1(written: Notes, heard: Notes, near_s: float = NEAR_S) -> float:
    """F1 of heard notes against written ones, 0 to 1; 0 if nothing is heard.

    Raises ValueError where nothing is written: there is nothing to find.
    """
    if not len(written):
        raise ValueError("no note is written")
    if not len(heard):
        return 0.0
    from mir_eval import transcription  # only here: an extra

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        _, _, f1, _ = transcription.precision_recall_f1_overlap(
            _intervals(written), _hertz(written), _intervals(heard), _hertz(heard),
            onset_tolerance=near_s, offset_ratio=None,
        )  # fmt: skip
    return float(f1)


def _intervals(notes: Notes) -> Notes:
    return np.stack((notes[:, 0], notes[:, 0] + 0.1), 1)


def _hertz(notes: Notes) -> Notes:
    hertz: Notes = 440 * 2 ** ((notes[:, 1] - 69) / 12)
    return hertz
