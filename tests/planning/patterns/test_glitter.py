"""Tiptoe and sparkle: short tones with rests below, glints and runs above."""

from __future__ import annotations

import pytest
from desks import desk_at

from musflow_studio.planning.harmony.progression import span_at
from musflow_studio.planning.meter import METERS, parse_meter
from musflow_studio.planning.patterns import PATTERNS, Desk
from musflow_studio.planning.stroke import Stroke


def desk(pattern: str, energy: float, **options: object) -> Desk:
    return desk_at(energy, style_name="mystery-celesta", pattern=pattern, **options)  # type: ignore[arg-type]


def strokes(pattern: str, energy: float, **options: object) -> list[Stroke]:
    return PATTERNS[pattern](desk(pattern, energy, **options))


@pytest.mark.parametrize("meter", METERS)
def test_tiptoe_begins_on_the_root_leads_into_the_next_and_rests(meter: str) -> None:
    bar = parse_meter(meter).bar_ticks
    counts = [len(strokes("tiptoe", energy, meter=meter)) for energy in (0.2, 0.5, 0.9)]
    assert counts[0] == 4
    assert counts == sorted(counts)
    d = desk("tiptoe", 0.5, meter=meter)
    found = PATTERNS["tiptoe"](d)
    for span in d.spans:
        inside = [s for s in found if span.start <= s.start < span.end]
        assert inside[0].pitch % 12 == span.chord.bass
        assert sum(s.length for s in inside) <= bar // 2
    for span, after in zip(d.spans, d.spans[1:], strict=False):
        last = [s for s in found if s.start < after.start][-1]
        assert last.start > span.start
        assert (last.pitch + 1) % 12 == after.chord.bass


@pytest.mark.parametrize("meter", METERS)
def test_a_bar_sparkles_once_and_the_fourth_runs_upwards(meter: str) -> None:
    bar = parse_meter(meter).bar_ticks
    d = desk("sparkle", 0.8, meter=meter)
    found = PATTERNS["sparkle"](d)
    for s in found:
        assert s.pitch % 12 in span_at(d.spans, s.start).chord.pitch_classes
    bars = [[s for s in found if s.start // bar == index] for index in range(4)]
    assert [len(b) for b in bars[:3]] == [3, 3, 3]
    run = bars[3]
    assert len(run) >= 6
    assert run[-1].pitch > run[0].pitch + 7
    assert [s.stress for s in run] == sorted(s.stress for s in run)
    assert all(s.start % bar >= bar // 2 - 480 for s in run)


def test_glints_avoid_the_melodys_own_onsets() -> None:
    sung = tuple(Stroke(i * 960, 960, 79) for i in range(16))
    for seed in range(6):
        found = strokes("sparkle", 0.5, melody=sung, seed=seed)
        firsts = found[::3]
        assert not any(s.start % 960 == 0 for s in firsts)


@pytest.mark.parametrize("pattern", ["tiptoe", "sparkle"])
@pytest.mark.parametrize("last", [False, True])
def test_a_scrap_of_a_panel_is_not_left_silent(pattern: str, last: bool) -> None:
    for energy in (0.1, 0.5, 0.95):
        for meter in METERS:
            assert strokes(pattern, energy, meter=meter, chords="Am", last=last)
