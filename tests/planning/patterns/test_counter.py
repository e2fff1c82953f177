"""The counter line: still while the melody moves, moving while it rests, the other way."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from desks import desk_at

from musflow_studio.planning.patterns.counter import counter
from musflow_studio.planning.stroke import Stroke

BAR = 3840


def line(melody: tuple[Stroke, ...], seed: int = 1, energy: float = 0.7) -> list[Stroke]:
    made = desk_at(energy, style_name="tender-piano", pattern="counter", melody=melody, seed=seed,
                   bpm=72)  # fmt: skip
    return counter(made)


def onsets(strokes: list[Stroke], bar: int) -> int:
    return sum(bar * BAR <= s.start < (bar + 1) * BAR for s in strokes)


def test_it_moves_where_the_melody_rests() -> None:
    sung = tuple(Stroke(BAR + 480 * i, 480, 72 + i % 3) for i in range(8))
    found = line(sung)
    assert onsets(found, 1) == 1
    assert onsets(found, 2) == 4
    assert onsets(line(sung, energy=0.3), 2) == 2


def test_it_covers_the_piece_without_gap_or_overlap() -> None:
    found = line((Stroke(0, 4 * BAR, 72),))
    assert found[0].start == 0
    assert found[-1].start + found[-1].length == 4 * BAR
    assert all(a.start + a.length == b.start for a, b in pairwise(found))


def test_it_goes_against_the_melody() -> None:
    against = []
    for seed in range(20):
        rising = tuple(Stroke(1920 * i, 1920, 70 + 2 * i) for i in range(8))
        falling = tuple(Stroke(1920 * i, 1920, 84 - 2 * i) for i in range(8))
        up, down = line(rising, seed), line(falling, seed)
        against += [up[-1].pitch - up[0].pitch < 0, down[-1].pitch - down[0].pitch > 0]
    assert np.mean(against) >= 0.85
