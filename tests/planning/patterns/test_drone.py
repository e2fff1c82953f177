"""Drone, cluster, tremolo, swells, bells and booms: what each promises, in every metre."""

from __future__ import annotations

from itertools import pairwise

import pytest
from desks import desk_at

from musflow_studio.planning.harmony.voicing import C4, clear_below
from musflow_studio.planning.meter import METERS, parse_meter
from musflow_studio.planning.patterns import PATTERNS, Desk
from musflow_studio.planning.stroke import Stroke

TONIC = 9  # the desks play in A minor


def desk(pattern: str, energy: float, **options: object) -> Desk:
    return desk_at(energy, style_name="dark-drone", pattern=pattern, bpm=60, **options)  # type: ignore[arg-type]


def strokes(pattern: str, energy: float, **options: object) -> list[Stroke]:
    return PATTERNS[pattern](desk(pattern, energy, **options))


def sounding(found: list[Stroke], tick: int) -> list[int]:
    return sorted(s.pitch for s in found if s.start <= tick < s.start + s.length)


@pytest.mark.parametrize("meter", METERS)
@pytest.mark.parametrize("chords", ["Am Bb Am F", "Am Bb Am F Am Bb Am F Am Bb Am F Am Am"])
def test_the_drone_never_stops_and_never_leaves_the_tonic(meter: str, chords: str) -> None:
    d = desk("drone", 0.6, meter=meter, chords=chords)
    found = PATTERNS["drone"](d)
    for tick in range(0, d.piece.length_ticks, 480):
        pitches = sounding(found, tick)
        assert len(pitches) == 2
        assert pitches[0] % 12 == TONIC
        assert (pitches[1] - pitches[0]) % 12 in (0, 7)
        assert clear_below(pitches)


def test_the_bows_of_a_long_drone_change_in_turn() -> None:
    found = strokes("drone", 0.6, chords=" ".join(["Am"] * 12))
    changes = {p: {s.start for s in found if s.pitch == p} - {0} for p in {s.pitch for s in found}}
    low, high = (changes[p] for p in sorted(changes))
    assert low
    assert high
    assert not low & high


@pytest.mark.parametrize("meter", METERS)
@pytest.mark.parametrize("energy", [0.1, 0.4, 0.6, 0.9])
@pytest.mark.parametrize("pattern", ["cluster", "shiver", "swell"])
def test_held_voices_stay_clear_below_middle_c(pattern: str, energy: float, meter: str) -> None:
    for seed in range(6):
        found = strokes(pattern, energy, meter=meter, tension=0.8, seed=seed, chords="Am Bb Eb F")
        for s in found:
            assert clear_below(sounding(found, s.start)), (s, sounding(found, s.start))
        for one, other in pairwise(sorted(found, key=lambda s: (s.pitch, s.start))):
            assert one.pitch != other.pitch or one.start + one.length <= other.start


def test_tense_clusters_rub_above_middle_c_and_calm_ones_do_not() -> None:
    def rubs(tension: float) -> list[int]:
        found = strokes("cluster", 0.5, tension=tension, chords="Am Bb Dm F", seed=2)
        return [
            high
            for s in found
            for low, high in pairwise(sounding(found, s.start))
            if high - low == 1 and high > C4
        ]

    assert rubs(0.8)
    assert not rubs(0.1)


@pytest.mark.parametrize("meter", METERS)
def test_bells_are_seconds_apart_and_closer_where_there_is_more_energy(meter: str) -> None:
    def gaps(energy: float) -> list[float]:
        d = desk("far-bells", energy, meter=meter, chords=" ".join(["Am F"] * 12), tension=0.2)
        starts = [d.piece.microseconds(s.start) / 1e6 for s in PATTERNS["far-bells"](d)]
        return [b - a for a, b in pairwise(starts)]

    still, busy = gaps(0.1), gaps(0.9)
    assert min(still + busy) > 2.0
    assert sum(still) / len(still) > 1.4 * sum(busy) / len(busy)


def test_bells_stay_under_the_melody() -> None:
    sung = (Stroke(0, 40 * 3840, 74),)
    found = strokes("far-bells", 0.9, chords=" ".join(["Am F"] * 12), melody=sung)
    assert max(s.pitch for s in found) <= 71


@pytest.mark.parametrize("meter", METERS)
def test_booms_mark_downbeats_and_a_heart_beats_under_tense_panels(meter: str) -> None:
    bar = parse_meter(meter).bar_ticks
    calm = strokes("booms", 0.55, meter=meter, tension=0.2)
    heart = strokes("booms", 0.55, meter=meter, tension=0.8)
    assert [s.start for s in calm] == [0, 2 * bar]
    assert [s.start for s in heart] == [b * bar + late for b in range(4) for late in (0, 480)]
    assert all(s.stress < 0 for s in heart if s.start % bar)


@pytest.mark.parametrize("pattern", ["drone", "cluster", "far-bells", "booms", "shiver", "swell"])
@pytest.mark.parametrize("meter", METERS)
@pytest.mark.parametrize("last", [False, True])
def test_a_scrap_of_a_panel_is_not_left_silent(pattern: str, meter: str, last: bool) -> None:
    for energy in (0.1, 0.4, 0.6, 0.9):
        assert strokes(pattern, energy, meter=meter, chords="Am", last=last)


def test_the_hit_sounds_the_drone_whatever_the_chord() -> None:
    low = sorted(s.pitch for s in strokes("pedal-hit", 0.8, chords="Bb F"))[:2]
    assert low[0] % 12 == TONIC
    assert (low[1] - low[0]) % 12 in (0, 7)
