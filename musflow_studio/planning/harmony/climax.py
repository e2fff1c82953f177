"""Climax: where the board's energy says so, the music lifts to another key, and comes home.

The stretch is the loudest must-hit that is neither the cue's first nor its last, well above the
rest of the cue, and the loud stretches that follow it. The first plan decides; edits keep it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from musflow_studio.domain.plan import Arrival, Key
from musflow_studio.planning.form.turns import piece_name
from musflow_studio.planning.harmony.key import is_minor, key_of
from musflow_studio.planning.piece import CueGlobals, Piece

LEAST_PIECES, LEAST_SECONDS = 4, 18.0
LEAST_ENERGY, LEAST_RISE, STAYS_ENERGY = 0.62, 0.15, 0.55
_LIFTS = {False: (2, 3, 2, 4), True: (3, 2, 3, 1)}
"""Semitones up, from major and from minor: steps and mediants."""


def with_homes(
    cue: CueGlobals, pieces: Sequence[Piece], kept: Mapping[str, Arrival] | None
) -> tuple[Piece, ...]:
    """The pieces with the keys and bars of the plan that is edited, or the climax of a new one."""
    if kept is not None:
        return tuple(_as_before(piece, kept.get(piece_name(piece))) for piece in pieces)
    lifted = climax(pieces) if _may_lift(cue, pieces) else range(0)
    if not lifted:
        return tuple(pieces)
    up = cue.draw("lift").choice(_LIFTS[is_minor(cue.key)])
    key = key_of(cue.key.tonic + up, cue.key.mode)
    return tuple(replace(p, home=key) if i in lifted else p for i, p in enumerate(pieces))


def climax(pieces: Sequence[Piece]) -> range:
    """Indices of the pieces of the climax; empty where nothing stands out."""
    inner = [
        i for i, piece in enumerate(pieces)
        if 0 < i < len(pieces) - 1 and piece.hit_at_start and not piece.tacet
    ]  # fmt: skip
    if not inner:
        return range(0)
    peak = max(inner, key=lambda i: (pieces[i].energy, i))
    mean = sum(p.energy * p.length_ticks for p in pieces) / sum(p.length_ticks for p in pieces)
    energy = pieces[peak].energy
    if energy < LEAST_ENERGY or energy - mean < LEAST_RISE:
        return range(0)
    end = peak + 1
    while end < len(pieces) - 1 and pieces[end].energy >= STAYS_ENERGY:
        end += 1
    return range(peak, end)


def _may_lift(cue: CueGlobals, pieces: Sequence[Piece]) -> bool:
    free = cue.style.tonal and not cue.loop and not cue.pinned_chords and not cue.key_pinned
    return free and len(pieces) >= LEAST_PIECES and sum(p.seconds for p in pieces) >= LEAST_SECONDS


def _as_before(piece: Piece, arrival: Arrival | None) -> Piece:
    if arrival is None:
        return piece
    home: Key | None = None if piece.last else arrival.home
    return replace(piece, arrival=arrival, bar_number=arrival.bar, home=home)
