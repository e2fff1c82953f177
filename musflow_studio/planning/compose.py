"""Composing one piece: its chords, then every voice that its energy and tension call in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from musflow_studio.domain.score import ControlPoint, Note, Role
from musflow_studio.domain.style import RoleStyle
from musflow_studio.planning.ensemble import ensemble
from musflow_studio.planning.form.ending import concluded, let_go, winding_down
from musflow_studio.planning.form.transitions import lead_over
from musflow_studio.planning.harmony.progression import Span, Turn, harmonise
from musflow_studio.planning.harmony.registers import GROUND, PLACED_FIRST, is_pitched, settle
from musflow_studio.planning.melody.line import compass, write_melody
from musflow_studio.planning.patterns import PATTERNS, Desk
from musflow_studio.planning.performance.balance import balanced
from musflow_studio.planning.performance.expression import expression
from musflow_studio.planning.performance.performing import perform
from musflow_studio.planning.performance.restraint import restrained
from musflow_studio.planning.performance.swing import swung
from musflow_studio.planning.performance.thickness import Written, lighten
from musflow_studio.planning.piece import CueGlobals, Piece
from musflow_studio.planning.stroke import Stroke, rolled_anew

LEAD_VALLEY = 6
"""Semitones over the bottom of a lead's compass that held harmony may reach."""


@dataclass(frozen=True)
class VoicePart:
    """What one voice plays in one piece, in the piece's own ticks."""

    voice: RoleStyle
    notes: tuple[Note, ...]
    expression: tuple[ControlPoint, ...]

    @property
    def pitched(self) -> bool:
        """False for drum kits and other players of noises."""
        return is_pitched(self.voice)


@dataclass(frozen=True)
class PieceMusic:
    """A composed piece, in its own ticks."""

    spans: tuple[Span, ...]
    parts: tuple[VoicePart, ...]

    @property
    def roles(self) -> tuple[Role, ...]:
        """Who plays, without the accents at hits, in the order of the style."""
        playing = dict.fromkeys(part.voice.role for part in self.parts if part.notes)
        return tuple(role for role in playing if role is not Role.ACCENT)


def compose_piece(cue: CueGlobals, piece: Piece, turn: Turn) -> PieceMusic:
    """All voices of one piece; a pure function of its arguments."""
    spans = harmonise(cue, piece, turn)
    written = lighten(_orchestrated(cue, piece, spans, ensemble(cue.style, piece)))
    balance = balanced(written, piece.energy)
    parts = tuple(
        _voice_part(cue, piece, voice, swung(piece, rolled_anew(strokes), cue.style.swing))
        for voice, strokes in balance
    )
    return PieceMusic(spans, parts)


def _orchestrated(
    cue: CueGlobals, piece: Piece, spans: tuple[Span, ...], voices: Sequence[RoleStyle]
) -> list[Written]:
    """The voices and their strokes, written from the ground up: each finds its place clear.

    The melody is written when bass, pads and chords stand; who comes later knows it.
    """
    melody: tuple[Stroke, ...] | None = None
    ceiling = _ceiling(voices)
    placed: list[Stroke] = []
    strokes: dict[int, list[Stroke]] = {}
    for i in sorted(range(len(voices)), key=lambda i: PLACED_FIRST.index(voices[i].role)):
        voice = voices[i]
        if melody is None and voice.role not in GROUND:
            melody = _melody(cue, piece, spans, voices, strokes)
        desk = Desk(cue, piece, spans, melody or (), voice, tuple(placed), ceiling)
        strokes[i] = settle(voice, _strokes(desk), spans, placed)
    return [(voice, strokes[i]) for i, voice in enumerate(voices)]


def _lead(voices: Sequence[RoleStyle]) -> RoleStyle | None:
    return next((voice for voice in voices if voice.pattern == "melody"), None)


def _ceiling(voices: Sequence[RoleStyle]) -> int:
    """Where the lead's register begins in earnest; nobody's without one."""
    lead = _lead(voices)
    return compass(lead.low, lead.high)[0] + LEAD_VALLEY if lead else 127


def _melody(
    cue: CueGlobals,
    piece: Piece,
    spans: tuple[Span, ...],
    voices: Sequence[RoleStyle],
    ground: Mapping[int, Sequence[Stroke]],
) -> tuple[Stroke, ...]:
    """What the lead sings over the ground, and against its bass; nothing where nobody leads."""
    lead = _lead(voices)
    if lead is None:
        return ()
    by_role = {role: [s for i, w in ground.items() if voices[i].role is role for s in w]
               for role in GROUND}  # fmt: skip
    bass = by_role[Role.BASS]
    if not bass and not by_role[Role.HARMONY]:
        bass = _lowest(by_role[Role.PAD])
    under = by_role[Role.PAD] + by_role[Role.HARMONY]
    return tuple(winding_down(piece, spans, write_melody(cue, piece, spans, lead, under, bass)))


def _lowest(strokes: Sequence[Stroke]) -> list[Stroke]:
    """The strokes that have nothing below them when they begin: the bass where nobody plays it."""
    return [
        one
        for one in strokes
        if not any(s.pitch < one.pitch and s.start <= one.start < s.start + s.length
                   for s in strokes)
    ]  # fmt: skip


def _strokes(desk: Desk) -> list[Stroke]:
    strokes = PATTERNS[desk.voice.pattern](desk)
    strokes = restrained(desk.cue.meter, desk.piece, desk.voice, strokes)
    strokes = lead_over(desk.cue, desk.piece, desk.voice, strokes)
    if desk.closing:
        return concluded(desk.piece, desk.spans[-1], desk.voice, strokes)
    return let_go(desk.piece, strokes) if desk.piece.before_silence else strokes


def _voice_part(
    cue: CueGlobals, piece: Piece, voice: RoleStyle, strokes: Sequence[Stroke]
) -> VoicePart:
    notes = tuple(perform(cue, piece, voice, strokes))
    return VoicePart(voice, notes, tuple(expression(piece, voice, notes)))
