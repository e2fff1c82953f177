"""Drift and breath: ringing tones that fill the bar with energy, chords that come and go."""

from __future__ import annotations

import pytest
from desks import desk_at

from musflow_studio.planning.meter import METERS, parse_meter
from musflow_studio.planning.patterns import PATTERNS, Desk
from musflow_studio.planning.patterns.kit import SHAKER
from musflow_studio.planning.stroke import Stroke


def desk(pattern: str, energy: float, **options: object) -> Desk:
    return desk_at(energy, style_name="ambient-pad", pattern=pattern, bpm=72, **options)  # type: ignore[arg-type]


def strokes(pattern: str, energy: float, **options: object) -> list[Stroke]:
    return PATTERNS[pattern](desk(pattern, energy, **options))


@pytest.mark.parametrize("meter", METERS)
def test_tones_ring_into_each_other_and_fill_the_bar_with_energy(meter: str) -> None:
    counts = []
    for energy in (0.1, 0.3, 0.5, 0.9):
        d = desk("drift", energy, meter=meter)
        found = PATTERNS["drift"](d)
        rings = [a.start + a.length > b.start for a, b in zip(found, found[1:], strict=False)]
        assert sum(rings) >= 0.5 * len(rings)
        for s in found:
            chord = next(span.chord for span in d.spans if s.start < span.end)
            assert s.pitch % 12 in chord.pitch_classes
        counts.append(len(found))
    assert counts == sorted(counts)
    assert counts[-1] >= 2 * counts[0]


def test_calm_bars_leave_room_and_differ() -> None:
    bar = 3840
    found = strokes("drift", 0.2)
    bars = [[s.start % bar for s in found if s.start // bar == index] for index in range(4)]
    assert bars[0] != bars[1]
    assert all(len(places) <= 3 for places in bars)


@pytest.mark.parametrize("meter", METERS)
def test_breaths_enter_late_and_leave_room_in_calm_panels(meter: str) -> None:
    bar = parse_meter(meter).bar_ticks
    calm = {s.start // bar for s in strokes("breath", 0.3, meter=meter)}
    full = {s.start // bar for s in strokes("breath", 0.9, meter=meter)}
    assert len(calm) == 2
    assert full == {0, 1, 2, 3}
    assert not any(s.start % bar == 0 for s in strokes("breath", 0.9, meter=meter))


def test_the_shaker_leans_on_the_off_beat_and_rests() -> None:
    found = strokes("shaker", 0.9)
    assert {s.pitch for s in found} == {SHAKER}
    assert all((s.stress > 0) is (s.start % 960 == 480) for s in found)
    assert [sum(s.start // 3840 == bar for s in found) for bar in range(4)] == [8, 6, 8, 6]


@pytest.mark.parametrize("pattern", ["drift", "breath"])
@pytest.mark.parametrize("last", [False, True])
def test_a_scrap_of_a_panel_is_not_left_silent(pattern: str, last: bool) -> None:
    for energy in (0.1, 0.5, 0.95):
        for meter in METERS:
            assert strokes(pattern, energy, meter=meter, chords="Am", last=last)
