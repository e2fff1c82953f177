"""Articulation: how long notes really sound, by the way each voice is played.

The written length stands on the grid and goes into the MIDI file. In sound a legato or sustained
note ends a little after the next one has begun (whose slow attack may have begun early), and a
staccato note is about half as long as written. Notes too short for a slow attack are not played.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from musflow_studio.domain.general_midi import KIT_BANK, Nature, nature
from musflow_studio.domain.grid import TICKS_PER_QUARTER
from musflow_studio.domain.score import Note, Role
from musflow_studio.domain.style import Articulation, RoleStyle
from musflow_studio.planning.piece import Piece

OVERLAP_US = 35_000
STACCATO_SHARE = 0.48
SLOW_ATTACK_MS = 60.0
_JOINED_TICKS = TICKS_PER_QUARTER // 8
_LINES = frozenset({Role.MELODY, Role.COUNTER, Role.BASS})


def articulation(voice: RoleStyle) -> Articulation:
    """What the style says, else what suits role and instrument."""
    if voice.articulation is not None:
        return voice.articulation
    if voice.bank != KIT_BANK and voice.role in _LINES and _nature(voice) is not Nature.PLUCKED:
        return Articulation.LEGATO
    return Articulation(_nature(voice).value)


def sustains(voice: RoleStyle) -> bool:
    """True for instruments that sound as long as they are held."""
    return _nature(voice) is Nature.SUSTAINED


def speaks_slowly(voice: RoleStyle) -> bool:
    """True where notes must begin ahead of the beat to be heard on it."""
    return sustains(voice) and voice.attack_ms >= SLOW_ATTACK_MS


def speaking(piece: Piece, voice: RoleStyle, notes: Sequence[Note]) -> list[Note]:
    """Notes long enough for the voice's attack; a legato line sings on through the others.

    A bass rests instead: its note would be the wrong one under the next chord.
    """
    if not speaks_slowly(voice):
        return list(notes)
    line = articulation(voice) is Articulation.LEGATO and voice.role is not Role.BASS
    kept: list[Note] = []
    for note in notes:
        end = note.start_tick + note.duration_ticks
        if piece.microseconds(end) - piece.microseconds(note.start_tick) >= _least_us(voice):
            kept.append(note)
        elif line and kept and 0 <= note.start_tick - _end(kept[-1]) <= _JOINED_TICKS:
            kept[-1] = replace(kept[-1], duration_ticks=end - kept[-1].start_tick)
    return kept


def articulate(piece: Piece, voice: RoleStyle, notes: Sequence[Note]) -> list[Note]:
    """The notes of one voice in one piece with the ends they have in sound."""
    how = articulation(voice)
    if how is Articulation.STACCATO:
        return [replace(note, end_shift_us=_staccato_us(piece, note)) for note in notes]
    if how in (Articulation.LEGATO, Articulation.SUSTAINED):
        return [_joined(piece, note, notes) for note in notes]
    return list(notes)


def _nature(voice: RoleStyle) -> Nature:
    return nature(voice.program, voice.bank)


def _least_us(voice: RoleStyle) -> float:
    return 1_500 * voice.attack_ms


def _end(note: Note) -> int:
    return note.start_tick + note.duration_ticks


def _staccato_us(piece: Piece, note: Note) -> int:
    written = piece.microseconds(_end(note)) - piece.microseconds(note.start_tick)
    return note.shift_us - round((1 - STACCATO_SHARE) * written)


def _joined(piece: Piece, note: Note, notes: Sequence[Note]) -> Note:
    """The note until shortly after the next begins, where one follows without a rest."""
    after = [n for n in notes if abs(n.start_tick - _end(note)) <= _JOINED_TICKS]
    after = [n for n in after if n.start_tick > note.start_tick and n.pitch != note.pitch]
    if not after:
        return note
    begins = min(piece.microseconds(n.start_tick) + n.shift_us for n in after)
    return replace(note, end_shift_us=begins + OVERLAP_US - piece.microseconds(_end(note)))
