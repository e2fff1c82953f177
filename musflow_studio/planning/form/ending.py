"""Endings: how a cue closes. The last onset falls on the last chord, and what follows is composed.

In picture mode the time is given, so the ending is composed, not slowed down: a cadence, the last
chord on the last bar line that leaves it room, and then one of

button  a short, struck chord, and silence
ring    the chord is left to ring, and let go before the picture ends
fade    the music grows softer over its last bars, and the chord dies away
hold    the chord is held at its level to the end
cut     the chord stands at full level until the picture stops it

The closing piece decides alone, by its own mood, so that edits elsewhere cannot change it. A tense
panel that is not loud may end open, on another chord than the tonic.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from musflow_studio.domain.plan import Ending
from musflow_studio.domain.score import Role
from musflow_studio.domain.style import RoleStyle
from musflow_studio.planning.ensemble import ensemble
from musflow_studio.planning.harmony.progression import TENSE, Span, span_at
from musflow_studio.planning.harmony.voicing import spread
from musflow_studio.planning.performance.articulation import sustains
from musflow_studio.planning.piece import CueGlobals, Piece, draw
from musflow_studio.planning.stroke import Stroke

RELEASE_US = {
    Ending.RING: 700_000, Ending.FADE: 250_000, Ending.HOLD: 200_000, Ending.CUT: 0,
}  # fmt: skip
"""How long before the picture's end the last chord is let go; a button is over long before."""
BUTTON_US = 420_000
BUTTON_LONGEST_SILENCE_US = 2_800_000
BEFORE_SILENCE_US = 250_000
HELD_ROLES = frozenset({Role.PAD, Role.COUNTER})
_PHRASE_REST_TICKS = 480


def closes(cue: CueGlobals, piece: Piece) -> bool:
    """True for the piece that ends the cue, unless it loops."""
    return piece.last and not cue.loop


def with_ending(cue: CueGlobals, piece: Piece, pinned: Ending | None) -> Piece:
    """The closing piece with its ending; any other as it is."""
    if not closes(cue, piece):
        return piece
    tense = piece.mood.tension >= TENSE and piece.energy < 0.6 and not cue.pinned_chords
    opens = tense and draw(cue, piece, "open ending").random() < 0.6
    wind_down = 2 * cue.meter.bar_ticks
    ending = pinned or _chosen(cue, piece, ends_open=opens)
    return replace(piece, ending=ending, ends_open=opens, wind_down_ticks=wind_down)


def _chosen(cue: CueGlobals, piece: Piece, *, ends_open: bool) -> Ending:
    """By energy and tension; only held instruments can fade or hold."""
    held = any(v.role in HELD_ROLES and sustains(v) for v in ensemble(cue.style, piece))
    energy, tense = piece.energy, piece.mood.tension >= TENSE
    weights = {Ending.RING: 2.0 if held else 1.0}
    if held:
        weights[Ending.FADE] = 3.0 if energy < 0.35 else 0.0
        weights[Ending.HOLD] = (2.0 if tense else 0.7) + 2.0 * ends_open
    if not ends_open and piece.ticks_before_end(BUTTON_LONGEST_SILENCE_US) >= cue.meter.bar_ticks:
        weights[Ending.BUTTON] = 4.0 if energy >= 0.6 and not tense else 0.5 * (energy >= 0.3)
    if energy >= 0.6:
        weights[Ending.CUT] = 3.0 if tense else 0.3
    return draw(cue, piece, "ending").choices(list(weights), list(weights.values()))[0]


def final_chord(span: Span, low: int, high: int) -> list[Stroke]:
    """The last chord, spread upwards over about a tenth of a second."""
    (picked,) = spread([span.chord], low=low, high=high, voices=4)
    return [
        Stroke(span.start, span.length, pitch, 0.1 - 0.1 * (i > 0), 22_000 * i)
        for i, pitch in enumerate(picked)
    ]


def concluded(
    piece: Piece, last: Span, voice: RoleStyle, strokes: Sequence[Stroke]
) -> list[Stroke]:
    """The strokes of one voice in the closing piece, shaped by its ending.

    Nothing is struck after the last chord: what a figure would still play joins the chord.
    """
    ending = piece.ending or Ending.RING
    stop = piece.length_ticks - _release(piece, ending)
    if ending is Ending.BUTTON:
        stop = min(stop, last.start + _lasting(piece, last.start, BUTTON_US))
    struck = {s.pitch for s in strokes if s.start == last.start}
    shaped: list[Stroke] = []
    for stroke in strokes:
        if stroke.start > last.start:
            if voice.role is Role.PERCUSSION or stroke.pitch in struck:
                continue
            struck.add(stroke.pitch)
            reach = stroke.start + stroke.length - last.start
            stroke = replace(stroke, start=last.start, length=reach)
        rings = stroke.start == last.start and voice.role not in (Role.PERCUSSION, Role.MELODY)
        shaped.append(_marked(stroke, ending, stop) if rings else stroke)
    return [replace(s, length=min(s.length, stop - s.start)) for s in shaped if s.start < stop]


def _marked(stroke: Stroke, ending: Ending, stop: int) -> Stroke:
    """A tone of the last chord, as long as the ending lets it."""
    struck_hard = 0.4 * (ending in (Ending.BUTTON, Ending.CUT))
    return replace(stroke, length=stop - stroke.start, stress=stroke.stress + struck_hard)


def _release(piece: Piece, ending: Ending) -> int:
    """Ticks of silence at the end, never more than a quarter of the piece."""
    wanted = piece.ticks_before_end(RELEASE_US.get(ending, 0))
    return min(wanted, piece.length_ticks // 4)


def _lasting(piece: Piece, start: int, microseconds: int) -> int:
    """Ticks from a tick on that last so long in the piece's last tempo."""
    return min(piece.ticks_before_end(microseconds), piece.length_ticks - start)


def let_go(piece: Piece, strokes: Sequence[Stroke]) -> list[Stroke]:
    """Before a tacet panel: notes end early enough to fade by the cut."""
    room = min(piece.ticks_before_end(BEFORE_SILENCE_US), piece.length_ticks // 4)
    stop = piece.length_ticks - room
    return [replace(s, length=min(s.length, stop - s.start)) for s in strokes if s.start < stop]


def winding_down(piece: Piece, spans: Sequence[Span], strokes: Sequence[Stroke]) -> list[Stroke]:
    """The melody without a new phrase in the last bars of the cue.

    A phrase may begin with them, not later: of a later one a held note stays, and so does the
    cue's last note.
    """
    edge = piece.length_ticks - piece.wind_down_ticks
    kept: list[Stroke] = []
    heard, holding = 0, False
    for stroke in sorted(strokes, key=lambda s: s.start):
        opens = not kept or stroke.start - heard >= _PHRASE_REST_TICKS
        heard = max(heard, stroke.start + stroke.length)
        if stroke.start <= edge or (piece.last and stroke.start == spans[-1].start):
            kept.append(stroke)
        elif opens and not holding:
            held = span_at(tuple(spans), stroke.start).end - _PHRASE_REST_TICKS - stroke.start
            kept.append(replace(stroke, length=max(stroke.length, held)))
            holding = True
        elif not holding:
            kept.append(stroke)
    return kept
