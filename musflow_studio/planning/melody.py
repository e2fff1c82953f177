"""Melody: phrases built from the motif, pitches found by the cheapest singable path.

A phrase is one or two bars: the motif, then an answer and a breath. The pitches are a shortest
path (Viterbi) over the scale, where leaving the motif's contour, foreign tones on strong beats,
leaps and drift all cost.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace

from musflow_studio.domain.grid import TICKS_PER_QUARTER
from musflow_studio.domain.plan import Key, Motif
from musflow_studio.planning.chord import Chord
from musflow_studio.planning.harmony import Span, local_key, span_at
from musflow_studio.planning.key import SCALES, scale_pitch_classes
from musflow_studio.planning.piece import CueGlobals, Piece, draw
from musflow_studio.planning.stroke import Stroke

EIGHTH = TICKS_PER_QUARTER // 2
# Answers: (offset, lengths) in quarters, for a bar of four and of three.
_ANSWERS_FOUR = ((0, (2.0,)), (1, (1, 1.5)), (0, (1, 2)), (1, (0.5, 0.5, 1.5)), (0, (1.5, 0.5, 1)))
_ANSWERS_THREE = ((0, (2.0,)), (1, (0.5, 1.0)), (0, (1, 1.0)), (0, (0.5, 0.5, 1)))


@dataclass(frozen=True)
class Cell:
    """A melody note without pitch.

    Attributes:
        start, length: ticks.
        step: scale steps from the note before, where the motif prescribes them; None if free.
        opens: True for the first note of a phrase.
    """

    start: int
    length: int
    step: int | None = None
    opens: bool = False


def write_melody(
    cue: CueGlobals,
    piece: Piece,
    spans: tuple[Span, ...],
    low: int,
    high: int,
    under: Sequence[Stroke] = (),
) -> list[Stroke]:
    """The melody of a piece; empty where the piece is too short to sing in.

    `under` is the harmony it has to stay clear of, by a minor third where that is possible.
    """
    cells = phrase_cells(cue, piece, spans)
    centre = low + (high - low) * (0.3 + 0.34 * piece.energy) + 1.5 * piece.mood.valence
    return sing(cue, piece, spans, cells, low, high, centre, "melody", under)


def phrase_cells(cue: CueGlobals, piece: Piece, spans: tuple[Span, ...]) -> list[Cell]:
    """The rhythm of the melody, phrase by phrase: motif, answer, breath."""
    rng = draw(cue, piece, "phrases")
    closing = piece.last and not cue.loop
    bars = _singable_bars(cue, piece)
    if closing:
        bars = [bar for bar in bars if bar[1] <= spans[-1].start]
    motif = cue.motif if piece.first or closing else _variant(cue.motif, piece, rng)
    cells: list[Cell] = _pickup(piece, bars, rng)
    for i in range(0, len(bars), 2):
        pair = bars[i : i + 2]
        if len(pair) == 2 and i == 0 and piece.energy < 0.45 and rng.random() < 0.25:
            cells += _motif_cells(_augmented(motif), pair[0][0], pair[1][1])
        else:
            cells += _motif_cells(motif, *pair[0])
            cells += _answer(motif, piece, pair[1], rng) if len(pair) == 2 else []
        cells = _breathe(cells, pair[-1][1] if cells[-1].start >= pair[-1][0] else pair[0][1])
    if not bars and not closing:
        cells = _scrap(cue.motif, piece)
    if closing:
        cells.append(Cell(spans[-1].start, spans[-1].length, opens=not cells))
    return cells


def _variant(motif: Motif, piece: Piece, rng: random.Random) -> Motif:
    """The motif as this piece tells it: mostly plain, sometimes turned over (same rhythm)."""
    if piece.energy > 0.3 and rng.random() < 0.3:
        return replace(motif, degrees=tuple(-degree for degree in motif.degrees))
    return motif


def _augmented(motif: Motif) -> Motif:
    return replace(motif, rhythm_ticks=tuple(2 * length for length in motif.rhythm_ticks))


def _pickup(piece: Piece, bars: list[tuple[int, int]], rng: random.Random) -> list[Cell]:
    """Two eighths leading into the first bar, where the piece begins before it."""
    wanted = rng.random() < 0.6 and piece.energy >= 0.35
    if not bars or bars[0][0] < 3 * EIGHTH or not wanted:
        return []
    line = bars[0][0]
    return [Cell(line - 2 * EIGHTH, EIGHTH, opens=True), Cell(line - EIGHTH, EIGHTH)]


def _singable_bars(cue: CueGlobals, piece: Piece) -> list[tuple[int, int]]:
    least = cue.meter.bar_ticks * 3 // 4
    return [(a, b) for a, b in piece.segments() if b - a >= least]


def _motif_cells(motif: Motif, start: int, end: int) -> list[Cell]:
    cells: list[Cell] = []
    tick, before = start, 0
    for degree, length in zip(motif.degrees, motif.rhythm_ticks, strict=True):
        if tick >= end - EIGHTH:
            break
        step = degree - before if cells else None
        cells.append(Cell(tick, min(length, end - tick), step, opens=not cells))
        tick, before = tick + length, degree
    return cells


def _answer(motif: Motif, piece: Piece, bar: tuple[int, int], rng: random.Random) -> list[Cell]:
    if piece.energy < 0.25 or rng.random() < 0.25:
        return []
    if piece.energy > 0.6 and rng.random() < 0.5:
        return _motif_cells(motif, *bar)
    table = _ANSWERS_THREE if bar[1] - bar[0] < 4 * TICKS_PER_QUARTER else _ANSWERS_FOUR
    offset, lengths = rng.choice(table)
    cells: list[Cell] = []
    tick = bar[0] + offset * TICKS_PER_QUARTER
    for length in lengths:
        ticks = min(int(length * TICKS_PER_QUARTER), bar[1] - tick)
        if ticks >= EIGHTH:
            cells.append(Cell(tick, ticks))
        tick += ticks
    return cells


def _scrap(motif: Motif, piece: Piece) -> list[Cell]:
    """The motif's head at double speed, or one note, where there is no whole bar."""
    if piece.energy < 0.3 or piece.length_ticks < 2 * TICKS_PER_QUARTER:
        return []
    halved = replace(motif, rhythm_ticks=tuple(length // 2 for length in motif.rhythm_ticks))
    return _breathe(_motif_cells(halved, 0, piece.length_ticks), piece.length_ticks)


def _breathe(cells: list[Cell], end: int) -> list[Cell]:
    """The last note ends at least an eighth before its phrase does."""
    last = cells[-1]
    room = end - EIGHTH - last.start
    return [*cells[:-1], replace(last, length=max(EIGHTH, min(last.length, room)))]


def sing(
    cue: CueGlobals,
    piece: Piece,
    spans: tuple[Span, ...],
    cells: Sequence[Cell],
    low: int,
    high: int,
    centre: float,
    purpose: str,
    under: Sequence[Stroke] = (),
) -> list[Stroke]:
    """Give cells their pitches: the cheapest path through the scale over the chords."""
    if not cells:
        return []
    key = local_key(cue, piece)
    rng = draw(cue, piece, purpose)
    closing = piece.last and not cue.loop
    best: list[dict[int, tuple[float, int]]] = []
    for i, cell in enumerate(cells):
        chord = span_at(spans, cell.start).chord
        strength = cue.meter.strength(piece.tick_in_bar(cell.start))
        options: dict[int, tuple[float, int]] = {}
        floor = _top_at(under, cell) + 3
        for pitch in singable(key, chord, low, high):
            cost = _note_cost(pitch, cell, chord, strength, centre) + 0.9 * rng.random()
            cost += 1.2 * max(0, floor - pitch)
            if closing and i == len(cells) - 1:
                cost += _closing_cost(pitch, key)
            before = best[-1] if best else {pitch: (0.0, 0)}
            arrivals = [(c + _move_cost(key, p, pitch, cell), p) for p, (c, _) in before.items()]
            total, came = min(arrivals) if best else (0.0, pitch)
            options[pitch] = (total + cost, came)
        best.append(options)
    return _trace(best, cells)


def _top_at(under: Sequence[Stroke], cell: Cell) -> int:
    """The highest pitch that sounds under a cell; 0 for none."""
    end = cell.start + cell.length
    return max(
        (s.pitch for s in under if s.start < end and cell.start < s.start + s.length), default=0
    )


def _trace(best: list[dict[int, tuple[float, int]]], cells: Sequence[Cell]) -> list[Stroke]:
    pitch = min(best[-1], key=lambda p: best[-1][p][0])
    strokes: list[Stroke] = []
    for cell, options in zip(reversed(cells), reversed(best), strict=True):
        strokes.append(Stroke(cell.start, cell.length, pitch, 0.3 if cell.opens else 0.0))
        pitch = options[pitch][1]
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
    """Scale steps from the key's lowest tonic; a raised tone counts as its degree."""
    octave, rest = divmod(pitch - key.tonic, 12)
    return 7 * octave + max(i for i, step in enumerate(SCALES[key.mode]) if step <= rest)


def _note_cost(pitch: int, cell: Cell, chord: Chord, strength: float, centre: float) -> float:
    drift = 0.012 * (pitch - centre) ** 2
    if pitch % 12 in chord.pitch_classes:
        return drift
    foreign = 7.0 if strength >= 0.6 else 3.0 if strength > 0.1 else 0.3
    return drift + foreign + (5.0 if cell.length > TICKS_PER_QUARTER else 0.0)


def _move_cost(key: Key, before: int, after: int, cell: Cell) -> float:
    steps = scale_position(key, after) - scale_position(key, before)
    tritone = 3.0 if abs(after - before) % 12 == 6 else 0.0
    if cell.step is not None:
        return 3.5 * abs(steps - cell.step) + tritone
    leap = (1.6, 0.0, 0.3, 1.2, 2.0, 4.0, 6.0, 7.0)[min(abs(steps), 7)]
    return tritone + (0.5 * leap if cell.opens else leap)


def _closing_cost(pitch: int, key: Key) -> float:
    return {0: 0.0, 7: 3.0, 4: 1.5, 3: 1.5}.get((pitch - key.tonic) % 12, 9.0)
