"""Arrivals: from where each stretch is reached, decided by the first plan and kept by edits.

A voice can only lead on across a cut if it knows what it comes from. The first plan writes down,
for every stretch, the bass and the held voices before it, the bar its pinned chords begin with and
the key it stands in (see `climax`). An edit keeps what was written down, so that the notes of other
panels stay; a new stretch is reached from what stands before it now.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from musflow_studio.domain.plan import Arrival
from musflow_studio.domain.score import Role
from musflow_studio.planning.compose import PieceMusic, compose_piece
from musflow_studio.planning.form.turns import piece_name
from musflow_studio.planning.harmony.progression import Turn
from musflow_studio.planning.piece import CueGlobals, Piece

_HELD = (Role.PAD, Role.HARMONY)


def compose_in_order(
    cue: CueGlobals, pieces: Sequence[Piece], turns: Mapping[str, Turn]
) -> tuple[list[PieceMusic], dict[str, Arrival]]:
    """The music of every piece, and from where each is reached."""
    music: list[PieceMusic] = []
    arrivals: dict[str, Arrival] = {}
    for piece in pieces:
        name = piece_name(piece)
        arrivals[name] = piece.arrival or _arrival(piece, music[-1] if music else None)
        told = replace(piece, arrival=arrivals[name])
        music.append(compose_piece(cue, told, turns[name]))
    return music, arrivals


def _arrival(piece: Piece, before: PieceMusic | None) -> Arrival:
    """What a piece comes from: the last chord of the music before it."""
    if before is None or not any(part.notes for part in before.parts):
        return Arrival(piece.bar_number, home=piece.home)
    tick = before.spans[-1].start
    sounding: dict[Role, list[int]] = {
        role: sorted(
            note.pitch for part in before.parts if part.voice.role is role and part.pitched
            for note in part.notes
            if note.start_tick <= tick < note.start_tick + note.duration_ticks
        )
        for role in Role if role is not Role.PERCUSSION
    }  # fmt: skip
    held = next((tuple(sounding[role]) for role in _HELD if len(sounding[role]) > 1), ())
    lowest = min((pitches[0] for pitches in sounding.values() if pitches), default=None)
    return Arrival(piece.bar_number, _last_bass(before) or lowest, held, piece.home)


def _last_bass(before: PieceMusic) -> int | None:
    """The last note of the bass, if one plays."""
    notes = [n for part in before.parts if part.voice.role is Role.BASS for n in part.notes]
    return max(notes, key=lambda n: n.start_tick).pitch if notes else None
