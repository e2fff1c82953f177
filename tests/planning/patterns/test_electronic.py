"""Sequencer, pumping bass, stabs and kit: what each promises, in every metre."""

from __future__ import annotations

import pytest
from desks import desk_at

from musflow_studio.planning.meter import METERS, parse_meter
from musflow_studio.planning.patterns import PATTERNS, Desk
from musflow_studio.planning.patterns.kit import KICK, SNARE
from musflow_studio.planning.patterns.steps import EIGHTH, SIXTEENTH, steps
from musflow_studio.planning.stroke import Stroke

ENERGIES = (0.05, 0.3, 0.55, 0.7, 0.95)


def desk(pattern: str, energy: float, **options: object) -> Desk:
    return desk_at(energy, style_name="synth-pulse", pattern=pattern, **options)  # type: ignore[arg-type]


def strokes(pattern: str, energy: float, **options: object) -> list[Stroke]:
    return PATTERNS[pattern](desk(pattern, energy, **options))


@pytest.mark.parametrize("meter", METERS)
def test_steps_are_counted_from_the_bar_line_also_before_it(meter: str) -> None:
    bar = parse_meter(meter).bar_ticks
    found = list(steps(desk("kick", 0.6, meter=meter, early_ticks=3 * SIXTEENTH).piece, EIGHTH))
    assert found[0].tick == SIXTEENTH  # the piece begins on an odd sixteenth: wait for the eighth
    assert found[0].inside == bar - EIGHTH
    assert all((s.tick - 3 * SIXTEENTH) % bar == s.inside for s in found)
    assert all(s.place * EIGHTH == s.inside for s in found)
    assert [s.bar for s in found] == sorted(s.bar for s in found)


@pytest.mark.parametrize("meter", METERS)
def test_the_sequencer_opens_with_energy_and_stays_in_the_chord(meter: str) -> None:
    counts = []
    for energy in ENERGIES:
        d = desk("sequence", energy, meter=meter)
        found = PATTERNS["sequence"](d)
        for s in found:
            chord = next(span.chord for span in d.spans if s.start < span.end)
            assert s.pitch % 12 in chord.pitch_classes
            assert d.low <= s.pitch <= d.high
        counts.append(len(found))
    assert counts == sorted(counts)
    assert counts[-1] >= 2 * counts[0]


def test_the_sequencer_repeats_its_row_but_not_its_bars() -> None:
    bar = 3840
    found = strokes("sequence", 0.6, chords="Am Am Am Am")
    bars = [
        [(s.start % bar, s.pitch) for s in found if s.start // bar == index] for index in range(4)
    ]
    assert bars[0] == bars[2]
    assert bars[0] != bars[1]
    assert bars[1] != bars[3]


def test_every_panel_runs_on_the_same_row() -> None:
    one = {s.start: s.pitch for s in strokes("sequence", 0.6, panel="p1")}
    other = {s.start: s.pitch for s in strokes("sequence", 0.6, panel="p2")}
    shared = one.keys() & other.keys()
    assert one != other
    assert len(shared) >= 20
    assert all(one[tick] == other[tick] for tick in shared)


def test_the_sequencer_stays_a_minor_third_under_the_melody() -> None:
    sung = (Stroke(0, 3840, 79), Stroke(3840, 3840, 83))
    free = max(s.pitch for s in strokes("sequence", 0.95) if s.start < 3840)
    under = max(s.pitch for s in strokes("sequence", 0.95, melody=sung) if s.start < 3840)
    assert under <= 79 - 3 < free + 3


def test_fast_tempi_are_not_blurred() -> None:
    starts = [s.start for s in strokes("sequence", 0.95, bpm=150)]
    assert min(b - a for a, b in zip(starts, starts[1:], strict=False)) >= EIGHTH


@pytest.mark.parametrize("meter", METERS)
def test_the_bass_plays_roots_and_ducks_under_the_beat(meter: str) -> None:
    d = desk("pulse-bass", 0.7, meter=meter)
    pulse = d.cue.meter.pulse_ticks
    found = PATTERNS["pulse-bass"](d)
    for s in found:
        chord = next(span.chord for span in d.spans if s.start < span.end)
        assert s.pitch % 12 == chord.bass
        if s.start % d.cue.meter.bar_ticks:
            assert (s.stress < 0) is (s.start % pulse == 0)
    assert len(strokes("pulse-bass", 0.2, meter=meter)) == len(d.spans)


@pytest.mark.parametrize("meter", METERS)
@pytest.mark.parametrize("energy", ENERGIES[2:])
def test_kick_and_snare_take_turns(meter: str, energy: float) -> None:
    bar = parse_meter(meter).bar_ticks
    kicks = strokes("kick", energy, meter=meter)
    snares = strokes("backbeat", energy, meter=meter)
    assert {s.pitch for s in kicks} == {KICK}
    assert {s.pitch for s in snares} == {SNARE}
    assert {0, bar, 2 * bar, 3 * bar} <= {s.start for s in kicks}
    assert not any(s.start % bar == 0 for s in snares)
    assert all(any(s.start // bar == index for s in snares) for index in range(4))


def test_a_driven_snare_turns_every_fourth_bar() -> None:
    found = strokes("backbeat", 0.9)
    assert [sum(s.start // 3840 == bar for s in found) for bar in range(4)] == [2, 2, 2, 4]


@pytest.mark.parametrize("pattern", ["sequence", "pulse-bass", "stabs", "kick", "backbeat"])
@pytest.mark.parametrize("meter", METERS)
def test_a_scrap_of_a_panel_is_not_left_silent(pattern: str, meter: str) -> None:
    for energy in ENERGIES:
        assert strokes(pattern, energy, meter=meter, chords="Am")


@pytest.mark.parametrize("pattern", ["sequence", "pulse-bass", "stabs", "kick", "backbeat", "hats"])
def test_the_machine_stops_before_the_last_chord(pattern: str) -> None:
    found = strokes(pattern, 0.9, last=True)
    last = 3 * 3840
    busy = [s for s in found if s.start > last + 4 * EIGHTH]
    assert not busy
    assert [s for s in found if s.start < last]
