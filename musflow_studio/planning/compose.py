"""Composing one piece: its chords, then every voice that its energy and tension call in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from musflow_studio.domain.score import ControlPoint, Note, Role
from musflow_studio.domain.style import RoleStyle
from musflow_studio.planning.dynamics import expression, perform
from musflow_studio.planning.ending import closes, final_chord, let_go
from musflow_studio.planning.figures import harp_figure, piano_figure, pizzicato_figure
from musflow_studio.planning.ground import bass_line, drum_line, timpani_line
from musflow_studio.planning.harmony import Span, Turn, harmonise
from musflow_studio.planning.hits import drum_hit, piano_hit, soft_marks, timpani_hit
from musflow_studio.planning.melody import write_melody
from musflow_studio.planning.piece import CueGlobals, Piece
from musflow_studio.planning.strings import counter_line, pad_voices
from musflow_studio.planning.stroke import Stroke

QUIET_OPENING_ENERGY = 0.5


@dataclass(frozen=True)
class VoicePart:
    """What one voice plays in one piece, in the piece's own ticks."""

    voice: RoleStyle
    notes: tuple[Note, ...]
    expression: tuple[ControlPoint, ...]


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


@dataclass(frozen=True)
class _Desk:
    """What a pattern needs to write its strokes."""

    cue: CueGlobals
    piece: Piece
    spans: tuple[Span, ...]
    melody: tuple[Stroke, ...]
    low: int
    high: int


Pattern = Callable[[_Desk], list[Stroke]]


def compose_piece(cue: CueGlobals, piece: Piece, turn: Turn) -> PieceMusic:
    """All voices of one piece; a pure function of its arguments."""
    spans = harmonise(cue, piece, turn)
    low, high = _melody_range(cue.style.roles)
    voices = [voice for voice in cue.style.roles if plays(voice, piece)]
    under = [
        s for v in voices if v.role is Role.PAD for s in pad_voices(piece, spans, v.low, v.high)
    ]
    melody = tuple(write_melody(cue, piece, spans, low, high, under))
    parts = []
    for voice in voices:
        desk = _Desk(cue, piece, spans, melody, voice.low, voice.high)
        parts.append(_voice_part(desk, voice))
    return PieceMusic(spans, tuple(parts))


def plays(voice: RoleStyle, piece: Piece) -> bool:
    """True when energy, tension and (for accents) the cut call this voice in."""
    if voice.role is Role.ACCENT:
        quiet_start = piece.first and piece.energy < QUIET_OPENING_ENERGY
        if not piece.hit_at_start or quiet_start:
            return False
    loud = voice.enters_at_energy <= piece.energy
    soft = piece.energy <= voice.leaves_at_energy
    return loud and soft and voice.tension_low <= piece.mood.tension < voice.tension_high


def _melody_range(voices: Sequence[RoleStyle]) -> tuple[int, int]:
    lead = next((v for v in voices if v.pattern == "melody"), None)
    return (lead.low, lead.high) if lead else (62, 81)


def _voice_part(desk: _Desk, voice: RoleStyle) -> VoicePart:
    strokes = PATTERNS[voice.pattern](desk)
    sustained = voice.pattern in SUSTAINED
    if sustained:
        strokes = [s for s in strokes if _long_enough(desk.piece, voice, s)]
    if closes(desk.cue, desk.piece):
        strokes = let_go(desk.piece, strokes)
    shape = expression(desk.piece, voice, strokes) if sustained else []
    return VoicePart(voice, tuple(perform(desk.cue, desk.piece, voice, strokes)), tuple(shape))


def _long_enough(piece: Piece, voice: RoleStyle, stroke: Stroke) -> bool:
    """No slow attack on a note shorter than one and a half times that attack."""
    end = piece.microseconds(stroke.start + stroke.length)
    return end - piece.microseconds(stroke.start) >= 1_500 * voice.attack_ms


def _before_close(desk: _Desk) -> tuple[Span, ...]:
    """The spans that keep moving: all but the last chord of the cue."""
    return desk.spans[:-1] if closes(desk.cue, desk.piece) else desk.spans


def _piano(desk: _Desk) -> list[Stroke]:
    low = desk.low if desk.piece.energy < 0.5 else max(desk.low, 43)
    strokes = piano_figure(desk.cue, desk.piece, _before_close(desk), low, desk.high)
    strokes += soft_marks(desk.piece, desk.spans, low, desk.high)
    if closes(desk.cue, desk.piece):
        strokes += final_chord(desk.spans[-1], desk.low, desk.high)
    return strokes


def _melody(desk: _Desk) -> list[Stroke]:
    return [s for s in desk.melody if desk.low <= s.pitch <= desk.high]


def _octave_double(desk: _Desk) -> list[Stroke]:
    return [
        replace(s, pitch=s.pitch + 12 if s.pitch + 12 <= desk.high else s.pitch)
        for s in desk.melody
    ]


def _timpani(desk: _Desk) -> list[Stroke]:
    strokes = timpani_line(desk.cue, desk.piece, _before_close(desk), desk.low, desk.high)
    if closes(desk.cue, desk.piece):
        strokes += [replace(s, start=desk.spans[-1].start) for s in _timpani_hit(desk)]
    return strokes


def _drum(desk: _Desk) -> list[Stroke]:
    moving = _before_close(desk)
    return drum_line(desk.cue, desk.piece, moving) if moving else []


def _piano_hit(desk: _Desk) -> list[Stroke]:
    return piano_hit(desk.piece, desk.spans[0].chord, desk.low, desk.high)


def _timpani_hit(desk: _Desk) -> list[Stroke]:
    return timpani_hit(desk.piece, desk.spans[-1].chord, desk.low, desk.high)


PATTERNS: dict[str, Pattern] = {
    "piano": _piano,
    "melody": _melody,
    "octave-double": _octave_double,
    "pad": lambda d: pad_voices(d.piece, d.spans, d.low, d.high),
    "bass": lambda d: bass_line(d.cue, d.piece, d.spans, d.low, d.high),
    "counter": lambda d: counter_line(d.cue, d.piece, d.spans, d.low, d.high),
    "harp": lambda d: harp_figure(d.cue, d.piece, _before_close(d), d.low, d.high),
    "pizzicato": lambda d: pizzicato_figure(d.cue, d.piece, _before_close(d), d.low, d.high),
    "timpani": _timpani,
    "drum": _drum,
    "piano-hit": _piano_hit,
    "timpani-hit": lambda d: timpani_hit(d.piece, d.spans[0].chord, d.low, d.high),
    "drum-hit": lambda d: drum_hit(d.piece),
}
SUSTAINED = frozenset({"octave-double", "pad", "bass", "counter"})
