"""Adherence: how far a set of sounds is what its plans asked for.

Every measure counts only cues where the plan asks for something a listener could hear; how many
things were counted stands beside the figure.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from musflow_studio.evaluation.model.beats import (
    has_pulse,
    tempo_bpm,
    tempo_is_right,
    tracked_beats,
)
from musflow_studio.evaluation.model.chords import chord_hits, spelled_beats
from musflow_studio.evaluation.model.energy_curve import energy_correlation, moves
from musflow_studio.evaluation.model.families import FamilyEar, solo_family
from musflow_studio.evaluation.model.held_out import HeldOutCue, Sound, mono
from musflow_studio.evaluation.model.note_score import is_legible, note_f1, written_notes
from musflow_studio.evaluation.model.players import Player
from musflow_studio.evaluation.model.report import Figure
from musflow_studio.evaluation.model.solo_pitches import (
    FEWEST_NOTES,
    Spans,
    heard_right,
    solo_notes,
)
from musflow_studio.evaluation.model.transcription import Transcriber

TEMPO, CHORDS, ENERGY, FAMILY, NOTES = "tempo", "chords", "energy", "family", "notes"
ALL_NOTES, SOLOS, LEVEL = "all notes", "solos", "level"
MEASURES = {
    TEMPO: "tempo: within 4 % at a level of the metre (cues with a pulse)",
    CHORDS: "chords: right (beats whose notes spell them)",
    ENERGY: "energy: correlation of curve and level (cues whose energy moves)",
    FAMILY: "family: instrument family right (cues of one family)",
    NOTES: "notes: onset and pitch F1 of the transcription, 50 ms (legible cues)",
    ALL_NOTES: "notes: the same (all cues with notes)",
    SOLOS: "solos: lines that play alone, without a wrong pitch",
    LEVEL: "level: dB off the sampled instruments', louder or softer (cues that sound)",
}
_FEWEST_NOTES = 4
SILENT_DB = -60.0
"""Of full scale; what is softer has no level to compare."""

Found = dict[str, list[float]]
"""For each measure what was found in a cue; nothing where nothing was asked for."""


class Listener:
    """Hears what a plan asked for.

    Args:
        transcriber: hears notes.
        ear: hears families; None leaves that measure out.
    """

    def __init__(self, transcriber: Transcriber, ear: FamilyEar | None = None) -> None:
        self._transcriber, self._ear = transcriber, ear
        self._heard: dict[int, Spans] = {}

    def found(self, cue: HeldOutCue, sound: Sound) -> Found:
        """What is heard of a cue in a sound (2, samples) that should be it."""
        heard = mono(sound)
        plan, sheet, seconds = cue.cue.plan, cue.sheet, cue.seconds
        onsets, held = self._transcriber.posteriors(heard)
        found = {CHORDS: [float(hit) for hit in chord_hits(cue_beats(cue), held)]}
        if level_db(cue.sound) > SILENT_DB:
            found[LEVEL] = [abs(max(level_db(sound), SILENT_DB) - level_db(cue.sound))]
        if has_pulse(sheet, seconds):
            found[TEMPO] = [float(tempo_is_right(plan, tempo_bpm(tracked_beats(heard))))]
        if moves(sheet):
            found[ENERGY] = [energy_correlation(sheet, heard)]
        family = solo_family(sheet, seconds)
        if self._ear is not None and family is not None:
            found[FAMILY] = [float(self._ear.family(sound) == family)]
        written = written_notes(sheet, seconds)
        if len(written) >= _FEWEST_NOTES:
            found[ALL_NOTES] = [note_f1(written, self._transcriber.decoded(onsets, held))]
            if is_legible(sheet, seconds):
                found[NOTES] = found[ALL_NOTES]
        solo = self._heard_solo(cue)
        if len(solo) >= FEWEST_NOTES:
            found[SOLOS] = [float(heard_right(solo, held).all())]
        return found

    def _heard_solo(self, cue: HeldOutCue) -> Spans:
        """The notes of a line alone that are heard right from the sampled instruments."""
        seed = cue.cue.seed
        if seed not in self._heard:
            spans = solo_notes(cue.sheet, cue.seconds)
            if len(spans):
                spans = spans[heard_right(spans, self._transcriber.posteriors(cue.mono)[1])]
            self._heard[seed] = spans
        return self._heard[seed]


def level_db(sound: Sound) -> float:
    """The root mean square of both channels, dB of full scale."""
    return float(10 * np.log10(np.mean(np.square(sound, dtype=np.float64)) + 1e-12))


def cue_beats(cue: HeldOutCue) -> list[tuple[float, float, tuple[int, bool]]]:
    """The beats of a cue that spell a chord; see `spelled_beats`."""
    return spelled_beats(cue.cue.plan, cue.sheet, cue.seconds)


def adherence(
    part: str, row: str, cues: Iterable[HeldOutCue], player: Player, listener: Listener
) -> list[Figure]:
    """Have every cue played, listen, and give the mean of each measure."""
    kept: Found = {name: [] for name in MEASURES}
    for cue in cues:
        for name, values in listener.found(cue, player(cue)).items():
            kept[name] += values
    return [
        Figure(part, row, MEASURES[name], float(np.mean(values)), len(values))
        for name, values in kept.items()
        if values
    ]
