"""Melody: pitches for the cells of a phrase, found by the cheapest singable path.

A shortest path (Viterbi) over the scale. What costs is what counterpoint forbids or a singer
dislikes: leaving the motif's contour, foreign tones that are not passed or left by step, big leaps
that are not turned back, leading tones and tritones, the harmony's register, and straying from the
phrase's arch. On strong beats a foreign tone that falls by step is forgiven in part: a suspension
where it was there before, an appoggiatura where it is reached by step.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from statistics import median

from musflow_studio.domain.grid import TICKS_PER_QUARTER
from musflow_studio.domain.plan import Key
from musflow_studio.domain.style import RoleStyle
from musflow_studio.planning.harmony.chord import Chord
from musflow_studio.planning.harmony.key import SCALES, is_minor, scale_pitch_classes
from musflow_studio.planning.harmony.outer_voices import Ground, ground_of, parallel_cost
from musflow_studio.planning.harmony.progression import Span, local_key, span_at
from musflow_studio.planning.melody.phrase import Cell, phrase_cells
from musflow_studio.planning.piece import CueGlobals, Piece, draw
from musflow_studio.planning.stroke import Stroke

TWELFTH, FIFTH, OVER_HARMONY, MIDDLE_C = 19, 7, 3, 60
_PRUNE_OVER = 25.0
_SUSPENDED, _LEANING = 3.5, 2.5
"""What a foreign tone on a strong beat is forgiven if it was held over, or is reached by step."""
_AUGMENTED = {(3, 1): 2.0, (8, 4): 15.0, (11, 6): 4.0}
"""What augmented seconds and fifths, and major sevenths, cost, by (semitones, scale steps)."""
_UNPAID = 12.0
"""What it costs to end on a note that owes another."""
_LEAPS = (1.3, 0.0, 0.3, 1.2, 1.9, 4.0, 6.0, 6.0)
"""What a free move of so many scale steps costs."""


def write_melody(
    cue: CueGlobals,
    piece: Piece,
    spans: tuple[Span, ...],
    lead: RoleStyle,
    under: Sequence[Stroke] = (),
    bass: Sequence[Stroke] = (),
) -> list[Stroke]:
    """The melody of a piece; empty where the piece is too short to sing in.

    A twelfth of the lead's range is used, and no note shorter than its attack lets speak, where
    the metre has such rhythms. `under` is the harmony the melody has to stay clear of, by a minor
    third where that is possible, `bass` the line it moves against without parallel fifths and
    octaves (without one, the lowest of `under`).
    """
    cells = phrase_cells(cue, piece, spans, _shortest_ticks(piece, lead))
    floor, top = compass(lead.low, lead.high)
    middle = floor + (top - floor) * (0.34 + 0.26 * piece.energy) + 1.2 * piece.mood.valence
    reach = 5.0 + 5.0 * piece.energy
    valley = max(middle - 0.45 * reach, min(_usual_top(spans, under) + OVER_HARMONY, top - reach))
    register = Register(floor, top, valley, valley + reach)
    ground = ground_of(spans, bass, under) if cue.style.tonal else None
    return sing(cue, piece, spans, cells, register, "melody", under, ground)


def _usual_top(spans: Sequence[Span], under: Sequence[Stroke]) -> float:
    """The top of the harmony, chord by chord, in the middle of its ups and downs; 0 for none."""
    cells = [Cell(span.start, span.length) for span in spans]
    return median(max(_sounding(under, cell), default=0) for cell in cells)


def _shortest_ticks(piece: Piece, lead: RoleStyle) -> int:
    """One and a half attacks."""
    return math.ceil(1_500 * lead.attack_ms * TICKS_PER_QUARTER / piece.tempi[0][1])


def compass(low: int, high: int) -> tuple[int, int]:
    """The twelfth of a range that a cue's melody keeps to: high in it, over the harmony."""
    floor = low + max(0, high - low - TWELFTH) * 3 // 4
    return floor, min(high, floor + TWELFTH)


@dataclass(frozen=True)
class Register:
    """Where a line may lie, and where its phrases begin (`valley`) and culminate (`peak`)."""

    low: int
    high: int
    valley: float
    peak: float

    def wish(self, height: float) -> float:
        """The pitch that a height 0..1 asks for."""
        return self.valley + height * (self.peak - self.valley)


class Debt(Enum):
    """What the next note owes the one before."""

    NONE = 0
    DOWN = 1
    UP = 2
    STEP = 3
    RESOLVE = 4


State = tuple[int, Debt]
Paths = dict[State, tuple[float, State | None]]


@dataclass(frozen=True)
class _Option:
    """A pitch a cell may take: its cost, its place in the scale, whether the chord has it."""

    pitch: int
    cost: float
    place: int
    foreign: bool
    strong: bool


def sing(
    cue: CueGlobals,
    piece: Piece,
    spans: tuple[Span, ...],
    cells: Sequence[Cell],
    register: Register,
    purpose: str,
    under: Sequence[Stroke] = (),
    ground: Ground | None = None,
    beside: Sequence[Stroke] = (),
) -> list[Stroke]:
    """Give cells their pitches: the cheapest path through the scale over the chords.

    The line stays over `under`, and keeps seconds away from `beside`, below middle C above all.
    """
    if not cells:
        return []
    key = local_key(cue, piece)
    rng = draw(cue, piece, purpose)
    best: list[Paths] = []
    before: Mapping[int, int] = {}
    for cell in cells:
        chord = span_at(spans, cell.start).chord
        strength = cue.meter.strength(piece.tick_in_bar(cell.start))
        floor = max(_sounding(under, cell), default=0) + OVER_HARMONY
        near = _sounding(beside, cell)
        options = [
            _option(
                pitch,
                cell,
                key,
                chord,
                strength,
                register,
                0.7 * rng.random() + 2.0 * max(0, floor - pitch) + _clash(pitch, near),
            )
            for pitch in singable(key, chord, register.low, register.high)
        ]
        if ground:
            options = [_over(o, ground, cell) for o in options]
        left = cells[max(0, len(best) - 1)]
        lows = ground.passing((left.start, left.end), (cell.start, cell.end)) if ground else (0, 0)
        best.append(_arrive(best[-1], before, options, cell, lows) if best else _begin(options))
        before = {option.pitch: option.place for option in options}
    return _trace(best, cells)


def _begin(options: Sequence[_Option]) -> Paths:
    return {
        (o.pitch, Debt.STEP if o.foreign else Debt.NONE): (o.cost + 3.0 * o.foreign, None)
        for o in options
    }


def _arrive(
    paths: Paths,
    places: Mapping[int, int],
    options: Sequence[_Option],
    cell: Cell,
    lows: tuple[int, int],
) -> Paths:
    """The cheapest way to each option from the states before."""
    least = min(cost for cost, _ in paths.values())
    alive = [(s, cost) for s, (cost, _) in paths.items() if cost <= least + _PRUNE_OVER]
    found: Paths = {}
    for option in options:
        for state, cost in alive:
            steps = option.place - places[state[0]]
            total = cost + option.cost + _move_cost(state, option, steps, cell)
            total += parallel_cost(lows, state[0], option.pitch)
            debt = _debt(state[0], option)
            if debt is Debt.RESOLVE and abs(steps) <= 1 and cell.length <= TICKS_PER_QUARTER:
                total -= _SUSPENDED if steps == 0 else _LEANING
            known = found.get((option.pitch, debt))
            if known is None or total < known[0]:
                found[option.pitch, debt] = (total, state)
    return found


def _over(option: _Option, ground: Ground, cell: Cell) -> _Option:
    hollow = ground.hollow_cost(option.pitch, cell.start, cell.end)
    return replace(option, cost=option.cost + hollow)


def _debt(before: int, option: _Option) -> Debt:
    """A foreign tone owes a step (on a strong beat: down); a leap over a fifth owes a turn."""
    if option.foreign:
        return Debt.RESOLVE if option.strong else Debt.STEP
    leap = option.pitch - before
    if abs(leap) <= FIFTH:
        return Debt.NONE
    return Debt.DOWN if leap > 0 else Debt.UP


def _move_cost(state: State, option: _Option, steps: int, cell: Cell) -> float:
    leap = option.pitch - state[0]
    cost = 3.0 if abs(leap) % 12 == 6 else 0.0
    cost += _AUGMENTED.get((abs(leap), abs(steps)), 0.0)
    if cell.step is not None:
        cost += cell.pull * abs(steps - cell.step)
        cost += 2.5 if _direction(steps) != _direction(cell.step) else 0.0
    free = _LEAPS[min(abs(steps), 7)]
    cost += free * (0.15 if cell.step is not None and cell.pull > 2 else 0.5 if cell.opens else 1.0)
    if option.foreign and abs(steps) > 1:
        cost += 3.0
    return cost + _debt_cost(state[1], steps)


def _direction(steps: int) -> int:
    return (steps > 0) - (steps < 0)


def _debt_cost(debt: Debt, steps: int) -> float:
    match debt:
        case Debt.STEP:
            return 0.0 if abs(steps) == 1 else 5.0
        case Debt.RESOLVE:
            return 0.0 if steps == -1 else 8.0
        case Debt.DOWN:
            return 0.0 if steps < 0 else 10.0
        case Debt.UP:
            return 0.0 if steps > 0 else 10.0
    return 0.0


def _option(
    pitch: int,
    cell: Cell,
    key: Key,
    chord: Chord,
    strength: float,
    register: Register,
    extra: float,
) -> _Option:
    foreign = pitch % 12 not in chord.pitch_classes
    place = scale_position(key, pitch)
    wish = register.wish(cell.height)
    cost = extra + 0.03 * (pitch - wish) ** 2 + 1.0 * max(0.0, pitch - register.peak)
    if foreign:
        cost += 6.0 if strength >= 0.6 else 2.0 if strength > 0.1 else 0.3
        cost += 5.0 if cell.length > TICKS_PER_QUARTER else 0.0
    if cell.goal and (pitch - key.tonic) % 12 not in {SCALES[key.mode][d] for d in cell.goal}:
        cost += 9.0 if cell.goal == (0,) else 1.5
    return _Option(pitch, cost, place, foreign, strength >= 0.6)


def _sounding(strokes: Sequence[Stroke], cell: Cell) -> set[int]:
    """The pitches that sound at some time of a cell."""
    return {s.pitch for s in strokes if s.start < cell.end and cell.start < s.start + s.length}


def _clash(pitch: int, near: set[int]) -> float:
    """What it costs to lie a second from what sounds: much below middle C, little above."""
    worst = 9.0 if pitch < MIDDLE_C else 1.5
    return worst * sum(abs(pitch - other) in (1, 2) for other in near)


def _trace(best: Sequence[Paths], cells: Sequence[Cell]) -> list[Stroke]:
    state: State | None = min(
        best[-1], key=lambda s: best[-1][s][0] + _UNPAID * (s[1] is not Debt.NONE)
    )
    strokes: list[Stroke] = []
    for cell, paths in zip(reversed(cells), reversed(best), strict=True):
        assert state is not None
        strokes.append(Stroke(cell.start, cell.length, state[0], 0.3 if cell.opens else 0.0))
        state = paths[state][1]
    return strokes[::-1]


def singable(key: Key, chord: Chord, low: int, high: int) -> list[int]:
    """Pitches of the key, bent to a chord's foreign tones (G# instead of G over E in A minor)."""
    foreign = set(chord.pitch_classes) - set(scale_pitch_classes(key))
    bent = {
        pc
        for pc in scale_pitch_classes(key)
        if pc in chord.pitch_classes or not {(pc + 1) % 12, (pc - 1) % 12} & foreign
    }
    allowed = bent | set(chord.pitch_classes)
    return [p for p in range(low, high + 1) if p % 12 in allowed]


def scale_position(key: Key, pitch: int) -> int:
    """Scale steps from the key's lowest tonic; a foreign tone counts as the degree it alters.

    The flat third of a borrowed chord is a third, the raised leading tone of minor a seventh.
    """
    octave, rest = divmod(pitch - key.tonic, 12)
    scale = SCALES[key.mode]
    return 7 * octave + (scale.index(rest) if rest in scale else _altered(key, rest))


def _altered(key: Key, rest: int) -> int:
    """The degree 0..6 that a tone outside the scale alters, by semitones over the tonic."""
    if rest == 1 and not is_minor(key):
        return 0  # the leading tone of the second degree
    return (0, 1, 1, 2, 2, 3, 3, 4, 5, 5, 6, 6)[rest]
