"""Phrases: when the melody sings, and what it makes of the motif, before it has pitches.

A piece's bars are grouped into phrases of two or four (one where there is no room for two); odd
bars rest. A phrase states the motif and goes on as phrases do: with an answer, with a sequence
and a fragment towards its high point, broadened, or told again. It ends on its longest note, and
then breathes. Several such layouts are drawn, and the one is kept that sings for as long as the
style's character likes.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from musflow_studio.domain.grid import TICKS_PER_QUARTER
from musflow_studio.domain.plan import Motif
from musflow_studio.domain.style import MelodyCharacter
from musflow_studio.planning.harmony.progression import Span
from musflow_studio.planning.melody.rhythm import closes
from musflow_studio.planning.performance.dynamics import approach
from musflow_studio.planning.piece import CueGlobals, Piece, draw

EIGHTH = TICKS_PER_QUARTER // 2
LAYOUTS_DRAWN = 10
LEAST_SUNG, MOST_SUNG = 0.46, 0.7
MOTIF_PULL, SEQUENCE_PULL = 4.0, 2.0
TONIC_GOAL, OPEN_GOAL = (0, 2), (1, 4, 6)
_SUNG_SHARE = {
    MelodyCharacter.LYRICAL: 0.58,
    MelodyCharacter.HEROIC: 0.62,
    MelodyCharacter.SPARSE: 0.46,
    MelodyCharacter.PLAYFUL: 0.56,
    MelodyCharacter.JAZZ: 0.56,
    MelodyCharacter.OSTINATO: 0.54,
}
_EAGER = (MelodyCharacter.HEROIC, MelodyCharacter.JAZZ, MelodyCharacter.PLAYFUL)


@dataclass(frozen=True)
class Cell:
    """A melody note without pitch.

    Attributes:
        start, length: ticks.
        step: scale steps from the note before, where the motif asks for them; None if free.
        pull: how strongly it asks.
        opens: True for the first note of a phrase.
        height: 0..1, where in the piece's compass it would like to lie.
        goal: scale degrees 0..6 it would like to be, for the last of a phrase; empty if free.
    """

    start: int
    length: int
    step: int | None = None
    pull: float = MOTIF_PULL
    opens: bool = False
    height: float = 0.5
    goal: tuple[int, ...] = ()

    @property
    def end(self) -> int:
        """Tick where it ends."""
        return self.start + self.length


Bar = tuple[int, int]
"""A bar to sing in, as (start, end)."""


@dataclass(frozen=True)
class _Place:
    """What all phrases of a piece share."""

    cue: CueGlobals
    piece: Piece
    motif: Motif
    shortest_ticks: int
    end: int

    @property
    def breath(self) -> int:
        """Ticks of rest after a phrase; a swung eighth would be too short a breath."""
        return 2 * EIGHTH if self.cue.style.swing else EIGHTH


def phrase_cells(
    cue: CueGlobals, piece: Piece, spans: tuple[Span, ...], shortest_ticks: int = 1
) -> list[Cell]:
    """The melody of a piece without its pitches; empty where it is too short to sing in."""
    rng = draw(cue, piece, "phrases")
    closing = piece.last and not cue.loop
    end = spans[-1].start if closing else _last_tick(piece)
    motif = cue.motif if piece.first or closing else _variant(cue.motif, piece, rng)
    place = _Place(cue, piece, motif, shortest_ticks, end)
    final = [_final(piece, spans[-1])] if closing else []
    layouts = [_layout(place, rng, closing=closing) for _ in range(LAYOUTS_DRAWN)]
    rings = TICKS_PER_QUARTER * closing  # the last note may be a button: no more is counted on
    wanted = _SUNG_SHARE[cue.style.melody] * piece.length_ticks - rings
    least = LEAST_SUNG * piece.length_ticks - rings
    cells = min(layouts, key=lambda c: abs(_sung(c) - wanted) + 9 * max(0, least - _sung(c)))
    return _capped(cells + final, _most_sung(piece))


def _final(piece: Piece, last: Span) -> Cell:
    """The note the cue ends on."""
    goal = OPEN_GOAL if piece.ends_open else (0,)
    return Cell(last.start, last.length, height=0.4, goal=goal)


def _capped(cells: list[Cell], most: int) -> list[Cell]:
    """The cells with their long notes cut to one length, so that no more than `most` is sung.

    Cutting all to the same length leaves the last of a phrase its longest.
    """
    longest = max((cell.length for cell in cells), default=0)
    while longest > 2 * EIGHTH and _sung(cells) > most:
        longest -= EIGHTH
        cells = [replace(cell, length=min(cell.length, longest)) for cell in cells]
    return cells


def _last_tick(piece: Piece) -> int:
    """Where the melody must be silent: before a hit's breath, a hush, or the next panel."""
    return max(1, approach(piece).silent_from)


def _variant(motif: Motif, piece: Piece, rng: random.Random) -> Motif:
    """The motif as this piece tells it: mostly plain, sometimes turned over (same rhythm)."""
    if piece.energy > 0.3 and rng.random() < 0.25:
        return replace(motif, degrees=tuple(-degree for degree in motif.degrees))
    return motif


def _most_sung(piece: Piece) -> int:
    """Ticks of a piece that may be sung at most."""
    return int(MOST_SUNG * piece.length_ticks)


def _sung(cells: Sequence[Cell]) -> int:
    """Ticks that are heard as sung: a gap inside a quarter is touch."""
    apart = [after.start - cell.start for cell, after in pairwise(cells)]
    lengths = [cell.length for cell in cells]
    return (
        sum(
            gap if gap <= TICKS_PER_QUARTER else length
            for gap, length in zip([*apart, 2 * TICKS_PER_QUARTER], lengths, strict=True)
        )
        if cells
        else 0
    )


def _layout(place: _Place, rng: random.Random, *, closing: bool) -> list[Cell]:
    """One way to sing the piece."""
    bars = _bars(place)
    latest = place.piece.length_ticks - place.piece.wind_down_ticks
    groups = [g for g in _groups(bars, rng, place.piece) if g[0][0] <= latest or not closing]
    if not groups:
        return [] if closing else _scrap(place)
    cells: list[Cell] = []
    for i, group in enumerate(groups):
        last = i == len(groups) - 1
        stop = place.end if last else groups[i + 1][0][0]
        stop = min(stop, group[-1][1] + TICKS_PER_QUARTER)
        if len(bars) == 1 and not closing:
            stop = min(stop, group[0][0] + place.breath + _most_sung(place.piece))
        flows = closing and last and place.end - group[-1][1] < place.cue.meter.bar_ticks
        phrase = _phrase(place, group, rng)
        phrase = _rounded(phrase, stop - (0 if flows else place.breath), flows=flows)
        phrase = _pickup(place, cells, phrase, rng) + phrase
        goal = OPEN_GOAL if i % 2 == 0 and not closing else TONIC_GOAL
        rises = last and place.piece.hit_at_end
        cells += _shaped(phrase, goal, _arch(place.piece, rng, rises=rises))
    return cells


def _bars(place: _Place) -> list[Bar]:
    """Whole bars, or nearly (three quarters); from the half bar where that gives more of them."""
    piece, meter = place.piece, place.cue.meter
    least = meter.bar_ticks * 3 // 4
    ends = [(a, min(b, place.end)) for a, b in piece.segments()]
    bars = [(a, b) for a, b in ends if b - a >= least]
    if len(bars) >= 2 or len(meter.accents) < 2 or meter.accents[1] * 2 != meter.bar_ticks:
        return bars
    first = next((t for t in range(0, place.end, EIGHTH) if _is_accent(place, t)), place.end)
    shifted = [
        (a, min(a + meter.bar_ticks, place.end)) for a in range(first, place.end, meter.bar_ticks)
    ]
    shifted = [(a, b) for a, b in shifted if b - a >= least]
    return shifted if len(shifted) > len(bars) else bars


def _is_accent(place: _Place, tick: int) -> bool:
    return place.piece.tick_in_bar(tick) in place.cue.meter.accents


def _groups(bars: Sequence[Bar], rng: random.Random, piece: Piece) -> list[list[Bar]]:
    """The bars as phrases of two or four; a bar too many rests, before or after."""
    left = list(bars)
    if len(left) < 2:
        return [left] if left else []
    if len(left) % 2 and len(left) > 2 and _waits(piece, rng):
        left.pop(0)
    groups = []
    while len(left) >= 2:
        size = 4 if len(left) >= 4 and rng.random() < 0.5 else 2
        groups.append(left[:size])
        left = left[size:]
    return groups


def _waits(piece: Piece, rng: random.Random) -> bool:
    """True when the melody lets a bar go by before it enters."""
    return not piece.hit_at_start and rng.random() < 0.4


def _phrase(place: _Place, bars: Sequence[Bar], rng: random.Random) -> list[Cell]:
    """The cells of one phrase, its first note open to any pitch."""
    motif, piece = place.motif, place.piece
    first = _told(motif, *bars[0])
    if len(bars) == 1:
        return first
    if len(bars) == 2:
        if rng.random() < (0.4 if place.cue.style.melody is MelodyCharacter.SPARSE else 0.15):
            return first  # the second bar listens
        if piece.energy < 0.45 and rng.random() < 0.15:
            return _told(_broadened(motif), bars[0][0], bars[1][1])
        if piece.energy > 0.4 and rng.random() < 0.3:
            return first + _sequence(place, first, bars[1], rng)
        return first + _close(place, bars[1], rng)
    second = _sequence(place, first, bars[1], rng)
    if rng.random() < 0.35:
        second = _close(place, bars[1], rng)
        third = _told(motif, *bars[2])
    else:
        third = _fragments(place, bars[2], rng)
    return first + second + third + _close(place, bars[3], rng)


def _told(motif: Motif, start: int, end: int) -> list[Cell]:
    """The motif from a tick on, as much of it as fits."""
    cells: list[Cell] = []
    tick, before = start, 0
    for degree, length in zip(motif.degrees, motif.rhythm_ticks, strict=True):
        if tick > end - EIGHTH:
            break
        step = degree - before if cells else None
        cells.append(Cell(tick, min(length, end - tick), step))
        tick, before = tick + length, degree
    return cells


def _broadened(motif: Motif) -> Motif:
    return replace(motif, rhythm_ticks=tuple(2 * length for length in motif.rhythm_ticks))


def _sequence(place: _Place, told: Sequence[Cell], bar: Bar, rng: random.Random) -> list[Cell]:
    """The motif again, a step or a third higher or lower."""
    reach = place.motif.degrees[min(len(told), len(place.motif.degrees)) - 1]
    shift = rng.choice((1, 1, 2) if place.piece.energy > 0.4 else (-1, -1, 1))
    again = _told(place.motif, *bar)
    return [replace(again[0], step=shift - reach, pull=SEQUENCE_PULL), *again[1:]]


def _fragments(place: _Place, bar: Bar, rng: random.Random) -> list[Cell]:
    """The motif's head twice in a bar, the second a step on; whole where bars have no half."""
    half = place.cue.meter.bar_ticks // 2
    head = [cell for cell in _told(place.motif, *bar) if cell.start < bar[0] + half]
    if len(place.cue.meter.accents) < 2 or half % EIGHTH or len(head) < 2:
        return _told(place.motif, *bar)
    head[-1] = replace(head[-1], length=min(head[-1].length, bar[0] + half - head[-1].start))
    if bar[1] - bar[0] < 2 * half or head[-1].length < place.shortest_ticks:
        return _told(place.motif, *bar)
    reach = sum(cell.step or 0 for cell in head)
    again = [replace(cell, start=cell.start + half) for cell in head]
    shift = 1 if rng.random() < 0.7 else -1
    return head + [replace(again[0], step=shift - reach, pull=SEQUENCE_PULL), *again[1:]]


def _close(place: _Place, bar: Bar, rng: random.Random) -> list[Cell]:
    """A free answer that comes to rest."""
    offset, lengths = rng.choice(closes(place.cue.meter, place.shortest_ticks))
    tick = bar[0] + int(offset * TICKS_PER_QUARTER)
    cells: list[Cell] = []
    for length in lengths:
        ticks = min(int(length * TICKS_PER_QUARTER), bar[1] - tick)
        if ticks < EIGHTH // 2:
            break
        cells.append(Cell(tick, ticks))
        tick += ticks
    return cells or [Cell(bar[0], bar[1] - bar[0])]


def _rounded(phrase: Sequence[Cell], stop: int, *, flows: bool) -> list[Cell]:
    """The phrase ended by `stop`, its last note the longest.

    The last note takes what room it needs; what is still longer before it is cut to its length. A
    phrase that flows into the cue's last note needs no long note of its own.
    """
    kept = [cell for cell in phrase if cell.start <= stop - EIGHTH] or [phrase[0]]
    if not flows and len(kept) > 3 and stop - kept[-1].start < TICKS_PER_QUARTER:
        kept.pop()  # rather a head of the motif that can be held than all of it in snippets
    room = max(EIGHTH // 2, stop - kept[-1].start)
    if flows:
        return [*kept[:-1], replace(kept[-1], length=min(kept[-1].length, room))]
    longest = max(cell.length for cell in kept)
    last = replace(kept[-1], length=min(room, longest))
    return [replace(cell, length=min(cell.length, last.length)) for cell in kept[:-1]] + [last]


def _pickup(
    place: _Place, before: Sequence[Cell], phrase: Sequence[Cell], rng: random.Random
) -> list[Cell]:
    """One to three eighths leading into the phrase, where it does not begin the piece."""
    eager = place.cue.style.melody in _EAGER
    wanted = place.piece.energy >= 0.3 and rng.random() < (0.6 if eager else 0.4)
    free = phrase[0].start - (before[-1].end + place.breath if before else 0)
    most = min(free // EIGHTH, 3)
    if not wanted or most < 1 or place.shortest_ticks > EIGHTH:
        return []
    count = rng.randint(1, most)
    start = phrase[0].start - count * EIGHTH
    return [Cell(start + i * EIGHTH, EIGHTH) for i in range(count)]


Arch = Sequence[tuple[float, float]]
"""(place in the phrase, height), both 0..1, linear between."""


def _arch(piece: Piece, rng: random.Random, *, rises: bool) -> Arch:
    """How a phrase rises and falls: over a high point, up into a hit, or down from the start."""
    if rises:
        return ((0.0, 0.2), (1.0, 1.0))
    if piece.mood.valence < -0.2 and rng.random() < 0.5:
        return ((0.0, 0.8), (0.2, 0.9), (1.0, 0.1))
    peak = rng.uniform(0.45, 0.75)
    return ((0.0, 0.25), (peak, 1.0), (1.0, 0.25))


def _shaped(phrase: Sequence[Cell], goal: tuple[int, ...], arch: Arch) -> Iterator[Cell]:
    """The phrase with the height each note would like, its opening and its goal."""
    start, length = phrase[0].start, max(1, phrase[-1].start - phrase[0].start)
    for i, cell in enumerate(phrase):
        height = _height(arch, (cell.start - start) / length)
        ends = goal if i == len(phrase) - 1 else ()
        yield replace(cell, height=height, opens=i == 0, goal=ends)


def _height(arch: Arch, place: float) -> float:
    for (x0, y0), (x1, y1) in pairwise(arch):
        if place <= x1:
            return y0 + (y1 - y0) * (place - x0) / (x1 - x0)
    return arch[-1][1]


def _scrap(place: _Place) -> list[Cell]:
    """The motif's head where there is no whole bar to sing in, one note where even that is long."""
    piece = place.piece
    first = -piece.tick_in_bar(0) % TICKS_PER_QUARTER
    stop = min(place.end - place.breath, first + _most_sung(piece))
    if piece.wind_down_ticks or piece.energy < 0.2 or stop - first < TICKS_PER_QUARTER:
        return []
    if stop - first < 2 * TICKS_PER_QUARTER:
        return [Cell(first, stop - first, opens=True)]
    motif = place.motif
    onsets = sum(motif.rhythm_ticks[:-1])
    if first + onsets + EIGHTH > stop and min(motif.rhythm_ticks) // 2 >= place.shortest_ticks:
        motif = replace(motif, rhythm_ticks=tuple(n // 2 for n in motif.rhythm_ticks))
    head = _rounded(_told(motif, first, stop), stop, flows=False)
    return list(_shaped(head, (), _arch(piece, draw(place.cue, piece, "scrap"), rises=False)))
