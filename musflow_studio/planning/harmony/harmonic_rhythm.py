"""Harmonic rhythm: how long each chord lasts, by bars, calm and the strong beats of the metre."""

from __future__ import annotations

from itertools import pairwise

from musflow_studio.domain.plan import Ending
from musflow_studio.planning.harmony.numeral import bar_numerals
from musflow_studio.planning.piece import CueGlobals, Piece

FINAL_CHORD_US, BUTTON_CHORD_US = 2_000_000, 1_000_000
CALM_ENERGY, CALM_TENSION = 0.25, 0.55
LONGEST_CALM_CHORD_US = 5_200_000
LEAST_CHORDS = 3

Stretch = tuple[int, int]
"""First tick and the tick after the last."""


def chord_segments(cue: CueGlobals, piece: Piece) -> tuple[Stretch, ...]:
    """The stretches that get a bar of a progression each, gapless.

    Bars, with scraps under half a bar joined on; two bars in calm pieces, where that leaves three
    chords and none is longer than 5.2 s. The last chord of the cue gets at least two seconds to
    ring, one where it is struck short.
    """
    segments = list(piece.segments())
    least = cue.meter.bar_ticks // 2
    if len(segments) > 1 and segments[0][1] - segments[0][0] < least:
        segments[:2] = [(segments[0][0], segments[1][1])]
    if piece.last and not cue.loop:
        least = max(least, room_for_last(piece))
    while len(segments) > 1 and segments[-1][1] - segments[-1][0] < least:
        segments[-2:] = [(segments[-2][0], segments[-1][1])]
    return _calmed(piece, tuple(segments))


def room_for_last(piece: Piece) -> int:
    """Ticks the last chord of the cue needs."""
    short = piece.ending is Ending.BUTTON
    return piece.ticks_before_end(BUTTON_CHORD_US if short else FINAL_CHORD_US)


def _calmed(piece: Piece, segments: tuple[Stretch, ...]) -> tuple[Stretch, ...]:
    """Pairs of bars joined from the start on where a piece is calm; the last bars stay."""
    if piece.energy >= CALM_ENERGY or piece.mood.tension >= CALM_TENSION:
        return segments
    kept = 2 if piece.last else 0
    moving = segments[: len(segments) - kept]
    pairs = [(moving[i][0], moving[min(i + 1, len(moving) - 1)][1])
             for i in range(0, len(moving), 2)]  # fmt: skip
    joined = (*pairs, *segments[len(moving) :])
    longest = max((piece.microseconds(b) - piece.microseconds(a) for a, b in pairs), default=0)
    fits = len(joined) >= LEAST_CHORDS and longest <= LONGEST_CALM_CHORD_US
    return joined if fits else segments


def shared(cue: CueGlobals, piece: Piece, stretch: Stretch, bar: str) -> list[tuple[Stretch, str]]:
    """The numerals of one bar and their stretches: they change on accents, else on pulses.

    Each lasts a pulse at least; where there is no room, the first ones are left out.
    """
    numerals = bar_numerals(bar)
    if len(numerals) == 1:
        return [(stretch, bar)]
    start, end = stretch
    pulse = cue.meter.pulse_ticks
    pulses = [t for t in _pulses(cue, piece, start, end) if start + pulse <= t <= end - pulse]
    accents = [t for t in pulses if piece.tick_in_bar(t) in cue.meter.accents]
    places = accents if len(accents) >= len(numerals) - 1 else pulses
    count = min(len(numerals) - 1, len(places))
    changes = [places[len(places) * (i + 1) // (count + 1)] for i in range(count)]
    stretches = pairwise([start, *changes, end])
    return list(zip(stretches, numerals[-count - 1 :], strict=True))


def _pulses(cue: CueGlobals, piece: Piece, start: int, end: int) -> list[int]:
    """Ticks of a stretch, its start aside, on which a listener taps."""
    pulse = cue.meter.pulse_ticks
    lines = [start, *(line for line in piece.bar_lines if start < line < end), end]
    return [
        tick
        for line, after in pairwise(lines)
        for tick in range(line + -piece.tick_in_bar(line) % pulse, after, pulse)
        if tick > start
    ]
