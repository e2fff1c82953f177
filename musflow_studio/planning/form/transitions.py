"""Transitions: how the music gets over a cut where energy or mode change.

pickup  two eighths (three in 6/8) that walk by step into the next bass
swell   held instruments grow into the cut
fill    the drums roll in the last beat
breath  a rest before the cut
colour  nothing prepares the cut: other instruments answer it

The stretch before the cut prepares it, so the choice is made once, side by side, and kept with the
plan; an edited stretch that nobody prepares for can only answer by its colour. At a must-hit the
approach (see dynamics) swells and breathes anyway; the drums may fill up to that breath.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from musflow_studio.domain.grid import TICKS_PER_QUARTER
from musflow_studio.domain.plan import Transition
from musflow_studio.domain.score import Role
from musflow_studio.domain.style import Articulation, RoleStyle, Style
from musflow_studio.planning.ensemble import ensemble
from musflow_studio.planning.harmony.key import is_minor, scale_pitch_classes
from musflow_studio.planning.harmony.progression import local_key
from musflow_studio.planning.patterns.figure import on_pulse
from musflow_studio.planning.performance.articulation import articulation, sustains
from musflow_studio.planning.performance.dynamics import approach
from musflow_studio.planning.piece import CueGlobals, Piece, draw
from musflow_studio.planning.stroke import Stroke, nearest

ENERGY_STEP, INVITING_STEP = 0.3, 0.08
COLOUR_INSTRUMENTS = 2
"""So many instruments must enter or leave for a cut to be answered by colour."""
LOWEST_PICKUP = 60
EIGHTH = TICKS_PER_QUARTER // 2
FASTEST_STROKE_US = 90_000
FILLS: dict[str, tuple[int, ...]] = {
    "toms": (), "snare": (38,), "backbeat": (38, 38, 48, 47, 45, 43),
    "boom-bap": (38, 38, 47, 43), "brushes": (38,), "timpani-roll": (), "timpani": (),
    "taiko": (), "clip-clop": (76, 77), "booms": (), "drum": (36,),
}  # fmt: skip
"""Patterns whose players can fill, the first first, and the keys of their kits; tuned drums: ()."""
_HELD = (Role.PAD, Role.HARMONY, Role.COUNTER, Role.BASS)
_WALKERS = (Role.HARMONY, Role.ARPEGGIO, Role.BASS)


def needs_transition(cue: CueGlobals, before: Piece, after: Piece) -> bool:
    """True at a cut with music on both sides where energy changes by 0.3, or the mode."""
    if before.tacet or after.tacet or before.panel_uid == after.panel_uid:
        return False
    steps = abs(before.energy - after.energy) >= ENERGY_STEP
    return steps or is_minor(local_key(cue, before)) != is_minor(local_key(cue, after))


def invites_transition(cue: CueGlobals, before: Piece, after: Piece) -> bool:
    """True at some softer cuts, where the music may lead on all the same."""
    if before.tacet or after.tacet or before.panel_uid == after.panel_uid or after.hit_at_start:
        return False
    rises = after.energy - before.energy
    return INVITING_STEP <= rises and draw(cue, before, "invited").random() < 0.7


def choose_transition(cue: CueGlobals, before: Piece, after: Piece) -> Transition:
    """What the stretch before a cut does about it; NONE where it is too short for anything."""
    weights = _weights(cue, before, after)
    if not weights:
        return Transition.NONE
    return draw(cue, before, "transition").choices(list(weights), list(weights.values()))[0]


def _weights(cue: CueGlobals, before: Piece, after: Piece) -> dict[Transition, float]:
    beats = before.length_ticks / cue.meter.pulse_ticks
    if beats < 1:
        return {}
    voices = ensemble(cue.style, before)
    rises = after.energy - before.energy
    weights = {Transition.BREATH: 4.0 if rises < -0.15 else 1.0}
    if before.dialogue or beats < 3:
        return weights
    if any(_can_swell(v) for v in voices):
        weights[Transition.SWELL] = 3.0 if rises > 0.15 else 0.0 if rises < -0.15 else 1.0
    if fill_player(cue.style, before) and rises > -0.15 and not before.hush_ticks:
        weights[Transition.FILL] = 4.0 if beats >= 4 else 0.0
    if pickup_player(cue.style, before) and not after.hit_at_start:
        weights[Transition.PICKUP] = 2.0 if rises > -0.15 else 1.0
    return weights


def _can_swell(voice: RoleStyle) -> bool:
    """True for held chords and lines that sound up to the cut."""
    joined = articulation(voice) in (Articulation.LEGATO, Articulation.SUSTAINED)
    return voice.role in _HELD and sustains(voice) and joined


def changes_colour(style: Style, before: Piece, after: Piece) -> bool:
    """True when enough instruments enter or leave at a cut to be heard as an answer to it."""
    here = {v.instrument for v in ensemble(style, before)}
    there = {v.instrument for v in ensemble(style, after)}
    return len(here ^ there) >= COLOUR_INSTRUMENTS


def pickup_player(style: Style, piece: Piece) -> RoleStyle | None:
    """Who can walk in eighths: the first fast harmony, arpeggio or bass that plays."""
    eighth_ms = EIGHTH * piece.tempi[-1][1] / TICKS_PER_QUARTER / 1000
    fast = [v for v in ensemble(style, piece) if 1.5 * v.attack_ms <= 0.8 * eighth_ms]
    fit = [v for v in fast if v.role is Role.BASS or v.high >= LOWEST_PICKUP + 7]
    ranked = (v for role in _WALKERS for v in fit if v.role is role)
    return next(ranked, None)


def fill_player(style: Style, piece: Piece) -> RoleStyle | None:
    """Who fills: of the drums that play, the one that a drummer would turn to."""
    drums = [v for v in ensemble(style, piece) if v.pattern in FILLS]
    return min(drums, key=lambda v: list(FILLS).index(v.pattern), default=None)


def lead_over(
    cue: CueGlobals, piece: Piece, voice: RoleStyle, strokes: list[Stroke]
) -> list[Stroke]:
    """The strokes of one voice, with the pickup or the fill where it is this voice's."""
    if piece.leads_out is Transition.PICKUP and voice == pickup_player(cue.style, piece):
        return _with_pickup(cue, piece, voice, strokes)
    if piece.leads_out is Transition.FILL and voice == fill_player(cue.style, piece):
        return _with_fill(cue, piece, voice, strokes)
    return strokes


def _with_fill(
    cue: CueGlobals, piece: Piece, voice: RoleStyle, strokes: Sequence[Stroke]
) -> list[Stroke]:
    """Sixteenths in the last beat that sounds; where they would blur, eighths in the last two."""
    blurs = piece.tempi[-1][1] < 4 * FASTEST_STROKE_US
    unit, beats = (EIGHTH, 2) if blurs else (EIGHTH // 2, 1)
    end = approach(piece).silent_from
    window = min(beats * cue.meter.pulse_ticks, piece.length_ticks // 2)
    starts = range(on_pulse(end - window, unit), end - unit // 2, unit)
    before = [s for s in strokes if s.start < starts.start]
    last = before[-1].pitch if before else voice.low
    keys = _fill_keys(voice, len(starts), last)
    grows = 2.0 / max(1, len(starts) - 1)
    return before + [
        Stroke(start, unit, key, -1.2 + grows * i)
        for i, (start, key) in enumerate(zip(starts, keys, strict=True))
    ]


def _with_pickup(
    cue: CueGlobals, piece: Piece, voice: RoleStyle, strokes: Sequence[Stroke]
) -> list[Stroke]:
    count = cue.meter.pulse_ticks // EIGHTH
    window = piece.length_ticks - count * EIGHTH
    before = [s for s in strokes if s.start < window]
    if piece.target is None or window <= 0:
        return list(strokes)
    before = [replace(s, length=min(s.length, window - s.start)) for s in before]
    pitches = _steps_to(cue, piece, voice, count, before)
    return before + [
        Stroke(window + i * EIGHTH, EIGHTH, pitch, 0.1 * i) for i, pitch in enumerate(pitches)
    ]


def _steps_to(
    cue: CueGlobals, piece: Piece, voice: RoleStyle, count: int, before: Sequence[Stroke]
) -> list[int]:
    """`count` scale steps that end beside the target, from the side they come from."""
    assert piece.target is not None
    low = voice.low if voice.role is Role.BASS else max(voice.low, LOWEST_PICKUP)
    came = max((s for s in before), key=lambda s: s.start, default=None)
    centre = came.pitch if came else (low + voice.high) / 2
    middle = max(low + 4, min(voice.high - 4, centre))
    goal = nearest(piece.target, low - 2, voice.high + 2, middle)
    scale = scale_pitch_classes(local_key(cue, piece))
    under = [p for p in range(goal - 1, low - 1, -1) if p % 12 in scale][:count]
    over = [p for p in range(goal + 1, voice.high + 1) if p % 12 in scale][:count]
    rising = len(under) == count and (centre <= goal or len(over) < count)
    return (under if rising else over)[::-1]


def _fill_keys(voice: RoleStyle, count: int, last: int) -> list[int]:
    """The drums of a fill: keys of a kit in their order, tuned drums on their last tone."""
    keys = FILLS[voice.pattern]
    if len(keys) == 1 or len(keys) == 2:
        return [keys[i % len(keys)] for i in range(count)]
    if keys:
        return [keys[i * len(keys) // count] for i in range(count)]
    return [last] * count
