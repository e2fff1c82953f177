"""Walking bass, comping, fills and brushes: what each promises."""

from __future__ import annotations

from itertools import pairwise

import pytest
from desks import desk_at

from musflow_studio.planning.harmony.chord import parse_chord
from musflow_studio.planning.harmony.progression import span_at
from musflow_studio.planning.meter import parse_meter
from musflow_studio.planning.patterns import PATTERNS, Desk
from musflow_studio.planning.patterns.jazz import rootless
from musflow_studio.planning.patterns.kit import PEDAL_HAT, RIDE, SWEEP, TAP
from musflow_studio.planning.stroke import Stroke

CHANGES = "Am7 Dm7 Bm7b5 E7 Am6 F7 Bm7b5 E7"
METERS = ("4/4", "3/4", "5/4")


def desk(pattern: str, energy: float, **options: object) -> Desk:
    chosen = {"chords": CHANGES, **options}
    return desk_at(energy, style_name="noir-jazz", pattern=pattern, **chosen)  # type: ignore[arg-type]


def strokes(pattern: str, energy: float, **options: object) -> list[Stroke]:
    return PATTERNS[pattern](desk(pattern, energy, **options))


@pytest.mark.parametrize("meter", METERS)
def test_the_bass_walks_a_tone_a_beat_roots_first_and_steps_into_changes(meter: str) -> None:
    near, changes = 0, 0
    for seed in range(8):
        d = desk("walking", 0.5, meter=meter, seed=seed)
        line = PATTERNS["walking"](d)
        assert [s.start for s in line] == list(range(0, d.piece.length_ticks, 960))
        for before, after in pairwise(line):
            assert before.pitch != after.pitch
            assert abs(after.pitch - before.pitch) <= 12
            if span_at(d.spans, after.start).start == after.start:
                changes += 1
                near += abs(after.pitch - before.pitch) <= 2
        for span in d.spans:
            first = next(s for s in line if s.start == span.start)
            assert first.pitch % 12 == span.chord.bass
    assert near >= 0.6 * changes


def test_inner_beats_are_chord_tones() -> None:
    d = desk("walking", 0.5)
    for s in PATTERNS["walking"](d):
        span = span_at(d.spans, s.start)
        if s.start + 960 < span.end:
            assert s.pitch % 12 in span.chord.pitch_classes


def test_calm_panels_get_two_tones_a_bar_and_busy_ones_skip() -> None:
    assert len(strokes("walking", 0.2)) == 16
    assert len(strokes("walking", 0.5)) == 32
    busy = [len(strokes("walking", 0.8, seed=seed)) for seed in range(6)]
    assert all(32 <= count <= 45 for count in busy)
    assert max(busy) > 32


def test_a_chord_beside_a_bass_keeps_third_and_seventh_and_leaves_the_root() -> None:
    kept = set(rootless(parse_chord("G7"), (0, 2, 4, 5, 7, 9, 11)).pitch_classes)
    assert kept == {11, 2, 5, 9}
    assert set(rootless(parse_chord("Dm9")).pitch_classes) == {5, 9, 0, 4}
    assert rootless(parse_chord("Am")) == parse_chord("Am")


@pytest.mark.parametrize("meter", METERS)
def test_comping_sounds_third_and_seventh_and_varies_by_bar(meter: str) -> None:
    bar = parse_meter(meter).bar_ticks
    rhythms = set()
    for seed in range(4):
        d = desk("comping", 0.6, meter=meter, seed=seed)
        found = PATTERNS["comping"](d)
        for start in {s.start for s in found}:
            sounding = {s.pitch % 12 for s in found if s.start == start}
            chord = span_at(d.spans, start).chord
            assert {chord.pitch_classes[1], chord.pitch_classes[3]} <= sounding
        bars = [
            tuple(sorted({s.start % bar for s in found if s.start // bar == index}))
            for index in range(8)
        ]
        assert all(a != b for a, b in pairwise(bars))
        rhythms |= set(bars)
    assert len(rhythms) >= 4


@pytest.mark.parametrize("meter", METERS)
def test_fills_wait_for_the_melody_to_rest(meter: str) -> None:
    bar = parse_meter(meter).bar_ticks
    sung = (Stroke(0, bar, 79), Stroke(2 * bar, 6 * bar, 79))
    found = strokes("fills", 0.8, meter=meter, melody=sung)
    assert found
    assert all(bar <= s.start < 2 * bar for s in found)
    assert len({s.pitch for s in found}) == len(found)


def test_brushes_tap_the_backbeat_and_sweep_the_rest() -> None:
    found = strokes("brushes", 0.5)
    assert {s.start % 3840 for s in found if s.pitch == TAP} == {960, 2880}
    assert {s.start % 3840 for s in found if s.pitch == SWEEP} == {0, 1920}


@pytest.mark.parametrize("meter", METERS)
def test_the_ride_skips_before_the_beat_and_the_pedal_answers(meter: str) -> None:
    found = strokes("ride", 0.8, meter=meter)
    pedal = {s.start for s in found if s.pitch == PEDAL_HAT}
    skips = [s.start for s in found if s.pitch == RIDE and s.start % 960]
    assert skips
    assert pedal
    assert all(s % 960 == 480 for s in skips)
    assert not any(tick % parse_meter(meter).bar_ticks == 0 for tick in pedal)


@pytest.mark.parametrize("pattern", ["walking", "comping", "fills", "brushes"])
@pytest.mark.parametrize("last", [False, True])
def test_a_scrap_of_a_panel_is_not_left_silent(pattern: str, last: bool) -> None:
    for energy in (0.1, 0.4, 0.7, 0.95):
        for meter in METERS:
            assert strokes(pattern, energy, meter=meter, chords="Am7", last=last)
