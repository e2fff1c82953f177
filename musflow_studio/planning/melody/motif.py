"""The motif: three to six notes of one bar that the whole cue is remembered by.

A contour (scale steps) from the table of its mood and character, and a rhythm of its metre; and
a theme brought from elsewhere, fitted to the metre of this cue.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from musflow_studio.domain.description import Mood
from musflow_studio.domain.grid import TICKS_PER_QUARTER
from musflow_studio.domain.plan import Motif
from musflow_studio.domain.style import MelodyCharacter
from musflow_studio.planning.melody.rhythm import Rhythm, rhythms
from musflow_studio.planning.meter import Meter

Contour = tuple[int, ...]


@dataclass(frozen=True)
class _Contours:
    """Contours of one character, by mood."""

    bright: tuple[Contour, ...]
    dark: tuple[Contour, ...]
    tense: tuple[Contour, ...]


_SORROWFUL: tuple[Contour, ...] = (
    (0, 2, 1, 0, -1), (0, 5, 4, 2), (0, 1, 0, -2), (0, -1, -2, 0), (0, -1, 1, 0), (0, 4, 3, 0),
    (0, 2, 1, -1), (0, 4, 3, 2, 1),
)  # fmt: skip
_TENSE: tuple[Contour, ...] = (
    (0, 1, 0, -1), (0, 2, 1, 0), (0, 1, -1, 0), (0, 1, 0, 3), (0, -1, 0, 2, 1), (0, 1, 2, 1),
)  # fmt: skip
_CALM: tuple[Contour, ...] = (
    (0, 2, 1), (0, 1, 2), (0, 4, 2, 1), (0, 2, 3, 2), (0, -1, 2, 1), (0, 2, 4, 3), (0, 3, 2, 1),
)  # fmt: skip
_CONTOURS: dict[MelodyCharacter, _Contours] = {
    MelodyCharacter.LYRICAL: _Contours(
        bright=((0, 1, 2, 4), (0, 2, 4, 3), (0, 4, 3, 2), (0, 2, 1, 4, 3), (0, 4, 5, 4, 2),
                (0, 1, 4, 2), (0, 3, 2, 4), (0, 1, 2, 4, 3)),
        dark=_SORROWFUL,
        tense=_TENSE,
    ),
    MelodyCharacter.HEROIC: _Contours(
        bright=((0, 4, 3, 4), (0, 3, 4, 5), (0, 0, 2, 4), (0, 2, 4, 5), (0, 0, 0, 3, 4),
                (0, 4, 3, 2, 4), (0, 1, 2, 4, 3), (0, 4, 5, 4)),
        dark=((0, 2, 1, 0), (0, 0, 2, 1), (0, 4, 3, 2), (0, 1, 2, 4, 3), (0, 4, 5, 4),
              (0, 2, 4, 3)),
        tense=((0, 1, 0, -1), (0, 0, 0, 1), (0, 2, 1, 0), (0, 1, 0, 3), (0, 0, 1, 0, 2)),
    ),
    MelodyCharacter.SPARSE: _Contours(
        bright=((0, 2, 1), (0, 1, 2), (0, 2, 4), (0, 4, 3), (0, 3, 2), (0, 4, 2, 1)),
        dark=((0, 2, 1), (0, -1, -2), (0, 1, -1), (0, 4, 3), (0, 2, -1, 0)),
        tense=((0, 1, 0), (0, 1, -1), (0, -1, 0), (0, 2, 1), (0, 1, 0, -1)),
    ),
    MelodyCharacter.PLAYFUL: _Contours(
        bright=((0, 2, 1, 3, 2), (0, 4, 2, 1, 0), (0, 1, 2, 4, 2), (0, 2, 4, 2), (0, 1, 0, 2, 4),
                (0, -1, 0, 2, 1, 3), (0, 1, 2, 0, 2, 4), (0, 2, 1, 3, 2, 4),
                (0, 4, 2, 3), (0, 2, 1, 4)),
        dark=((0, 2, 1, 0), (0, 2, 1, -1), (0, -1, 0, 2, 1), (0, 1, 2, 1, 0), (0, 4, 3, 1, 2),
              (0, 2, 1, 0, -1, 0)),
        tense=((0, 1, 0, 2), (0, -1, 0, 1), (0, 1, 2, 1, 0), (0, 1, 0, -1, 0), (0, 2, 1, 0, 1, 2)),
    ),
    MelodyCharacter.JAZZ: _Contours(
        bright=((0, 2, 1, -1), (0, 1, 2, 4), (0, 2, 4, 5, 3), (0, -1, 0, 2), (0, 4, 3, 1, 2)),
        dark=((0, 2, 1, -1), (0, -1, -3, -2), (0, 2, 1, 0, -2), (0, 1, 2, 1, -1), (0, 4, 3, 1)),
        tense=((0, 1, 0, -1), (0, 2, 1, -1), (0, -1, 1, 0), (0, 2, 1, 0, -1)),
    ),
    MelodyCharacter.OSTINATO: _Contours(
        bright=((0, 2, 1, 2), (0, 1, 0, 2), (0, 2, 4, 2), (0, 4, 2, 4), (0, 0, 2, 1)),
        dark=((0, 1, 0, 2), (0, 2, 0, 1), (0, 0, 1, 0), (0, 2, 1, 0), (0, -1, 0, 2)),
        tense=((0, 1, 0, 1), (0, 0, 1, 0), (0, -1, 0, 1), (0, 1, 0, -1)),
    ),
}  # fmt: skip


def choose_motif(
    meter: Meter,
    mood: Mood,
    rng: random.Random,
    character: MelodyCharacter = MelodyCharacter.LYRICAL,
    shortest_ticks: int = 1,
) -> Motif:
    """Draw a motif of one bar that suits mood and character.

    No note is shorter than `shortest_ticks` where the metre has such a rhythm.
    """
    contours = _contours(mood, character)
    table = rhythms(character, meter, shortest_ticks)
    if not any(len(contour) in table for contour in contours):
        table = rhythms(character, meter, 1)
    degrees = rng.choice([contour for contour in contours if len(contour) in table])
    return Motif(degrees, _ticks(rng.choice(table[len(degrees)])))


def fit_motif(motif: Motif, meter: Meter) -> Motif:
    """The same notes in a bar of another metre: the rhythm there that resembles it most.

    A motif that fills this metre's bar already is returned as it is.
    """
    if sum(motif.rhythm_ticks) == meter.bar_ticks:
        return motif
    own = _places(motif.rhythm_ticks)
    options = [
        _ticks(rhythm)
        for character in MelodyCharacter
        for rhythm in rhythms(character, meter, 1).get(len(motif.degrees), ())
    ] or [_stretched(motif.rhythm_ticks, meter)]
    best = min(options, key=lambda ticks: (_distance(own, _places(ticks)), ticks))
    return Motif(motif.degrees, best)


def _contours(mood: Mood, character: MelodyCharacter) -> tuple[Contour, ...]:
    table = _CONTOURS[character]
    if mood.tension >= 0.55:
        return table.tense
    if mood.valence < -0.1:
        return table.dark
    if character is MelodyCharacter.LYRICAL and mood.arousal <= 0:
        return _CALM
    return table.bright


def _ticks(rhythm: Rhythm) -> tuple[int, ...]:
    return tuple(int(length * TICKS_PER_QUARTER) for length in rhythm)


def _places(ticks: Sequence[int]) -> tuple[float, ...]:
    """Where each note begins, as a share of the whole."""
    return tuple(sum(ticks[:i]) / sum(ticks) for i in range(len(ticks)))


def _distance(one: Sequence[float], other: Sequence[float]) -> float:
    return sum(abs(a - b) for a, b in zip(one, other, strict=True))


def _stretched(ticks: Sequence[int], meter: Meter) -> tuple[int, ...]:
    """Lengths scaled to the bar, on sixteenths where the bar has that many."""
    unit = TICKS_PER_QUARTER // 4
    count = len(ticks)
    edges = [round(sum(ticks[:i]) / sum(ticks) * meter.bar_ticks / unit) for i in range(count)]
    edges = [max(edge, i) for i, edge in enumerate(edges)]
    stops = [*edges[1:], max(meter.bar_ticks // unit, edges[-1] + 1)]
    return tuple(max(1, b - a) * unit for a, b in zip(edges, stops, strict=True))
