"""Performance: a voice's strokes become notes with velocity, timing and touch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from musflow_studio.domain.grid import TICKS_PER_QUARTER
from musflow_studio.domain.score import Note
from musflow_studio.domain.style import RoleStyle
from musflow_studio.planning.performance.articulation import articulate, speaking
from musflow_studio.planning.performance.dynamics import (
    Approach,
    approach,
    vary_repeats,
    velocities,
)
from musflow_studio.planning.performance.timing import shifts
from musflow_studio.planning.piece import CueGlobals, Piece, draw
from musflow_studio.planning.stroke import Stroke


def perform(
    cue: CueGlobals, piece: Piece, voice: RoleStyle, strokes: Sequence[Stroke]
) -> list[Note]:
    """Notes of one instrument in one piece, relative to it, sorted and free of overlaps."""
    ahead = approach(piece)
    rng = draw(cue, piece, f"touch {voice.instrument}", voice.role.value)
    written = [
        replace(s, length=max(1, min(s.length, ahead.silent_from - s.start)))
        for s in clear_overlaps([s for s in strokes if _has_room(s, ahead)])
    ]
    loud = velocities(piece, cue.meter, voice, written, rng)
    moved = shifts(piece, voice, written, rng)
    notes = [
        Note(s.start, s.length, s.pitch, velocity, piece.panel_uid, shift_us)
        for s, velocity, shift_us in zip(written, loud, moved, strict=True)
    ]
    return articulate(piece, voice, vary_repeats(speaking(piece, voice, notes), ahead.swell_from))


def _has_room(stroke: Stroke, ahead: Approach) -> bool:
    """False for what the breath would cut to less than a sixteenth."""
    left = ahead.silent_from - stroke.start
    return stroke.start == 0 or left >= min(stroke.length, TICKS_PER_QUARTER // 4)


def clear_overlaps(strokes: Sequence[Stroke]) -> list[Stroke]:
    """Strokes by time; one that would still sound when its pitch returns ends there."""
    ordered = sorted(strokes, key=lambda s: (s.start, s.pitch, -s.length))
    kept: list[Stroke] = []
    latest: dict[int, int] = {}
    for stroke in ordered:
        before = latest.get(stroke.pitch)
        if before is not None and kept[before].start == stroke.start:
            continue
        if before is not None and kept[before].start + kept[before].length > stroke.start:
            kept[before] = replace(kept[before], length=stroke.start - kept[before].start)
        latest[stroke.pitch] = len(kept)
        kept.append(stroke)
    return kept
