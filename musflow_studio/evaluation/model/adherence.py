"""Adherence: how far a set of sounds is what its plans asked for.

Every measure counts only cues where the plan asks for something a listener could hear; how many
those are stands beside the figure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from musflow_studio.evaluation.model.beats import (
    has_pulse,
    tempo_bpm,
    tempo_is_right,
    tracked_beats,
)
from musflow_studio.evaluation.model.chords import chord_hits, spelled_beats
from musflow_studio.evaluation.model.energy_curve import energy_correlation, moves
from musflow_studio.evaluation.model.held_out import HeldOutCue, Sound, mono
from musflow_studio.evaluation.model.note_score import note_f1, written_notes
from musflow_studio.evaluation.model.report import Figure
from musflow_studio.evaluation.model.transcription import Transcriber

TEMPO, CHORDS, ENERGY, NOTES = "tempo", "chords", "energy", "notes"
MEASURES = {
    TEMPO: "tempo within 4 % at a level of the metre, cues with a pulse",
    CHORDS: "chord right, beats whose notes spell it",
    ENERGY: "correlation of energy curve and level, cues whose energy moves",
    NOTES: "onset and pitch F1 of the transcription, within 50 ms, cues with notes",
}
_FEWEST_NOTES = 4

Player = Callable[[HeldOutCue], Sound]
"""Plays a cue: left and right, (2, samples)."""


@dataclass(frozen=True)
class Heard:
    """One cue's outcome: for each measure what was found, nothing where none was asked for."""

    found: dict[str, tuple[float, ...]]


def figures(row: str, outcomes: Iterable[Heard]) -> Iterator[Figure]:
    """The mean of each measure over many cues, for the report."""
    kept: dict[str, list[float]] = {name: [] for name in MEASURES}
    for heard in outcomes:
        for name, found in heard.found.items():
            kept[name] += found
    for name, values in kept.items():
        if values:
            yield Figure("B", row, MEASURES[name], float(np.mean(values)), len(values))


def listened(cue: HeldOutCue, sound: Sound, transcriber: Transcriber) -> Heard:
    """What is heard of a cue in a sound (2, samples) that should be it."""
    heard = mono(sound)
    plan, sheet, seconds = cue.cue.plan, cue.sheet, cue.seconds
    onsets, held = transcriber.posteriors(heard)
    found: dict[str, tuple[float, ...]] = {
        CHORDS: tuple(map(float, chord_hits(spelled_beats(plan, sheet, seconds), held)))
    }
    if has_pulse(sheet, seconds):
        found[TEMPO] = (float(tempo_is_right(plan, tempo_bpm(tracked_beats(heard)))),)
    if moves(sheet):
        found[ENERGY] = (energy_correlation(sheet, heard),)
    written = written_notes(sheet, seconds)
    if len(written) >= _FEWEST_NOTES:
        found[NOTES] = (note_f1(written, transcriber.decoded(onsets, held)),)
    return Heard(found)


def adherence(
    row: str, cues: Iterable[HeldOutCue], player: Player, transcriber: Transcriber
) -> list[Figure]:
    """Play every cue, listen, and say what was found."""
    return [*figures(row, (listened(cue, player(cue), transcriber) for cue in cues))]
