"""A cue placed in a bar of the workstation has its bar lines."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from random_boards import random_request
from scored_boards import HOPE, STYLE, board_of, longer, planned

from musflow_studio.documents.invariants import check_plan
from musflow_studio.domain.errors import StudioError
from musflow_studio.domain.plan import Fit, LengthMode, Pins
from musflow_studio.evaluation.music_rules import CHECKS
from musflow_studio.evaluation.sample_boards import sample_board
from musflow_studio.planning import plan
from musflow_studio.planning.fit.host_bars import UNHEARD_US, host_bars
from musflow_studio.planning.fit.moments import microseconds_of
from musflow_studio.planning.fit.tempo_fit import fit_grid
from musflow_studio.presets import load_styles

BAR_QUARTERS = {"4/4": 4, "3/4": 3, "6/8": 3, "5/4": 5}
METERS = st.sampled_from(sorted(BAR_QUARTERS))
SHARES = st.floats(0, 0.999999)
TEMPI = st.floats(40, 240)


@given(METERS, SHARES, TEMPI)
def test_every_later_beat_is_the_workstations(meter, share, bpm):
    into_bar, micros = Fraction(share) * BAR_QUARTERS[meter], microseconds_of(bpm)
    bars = host_bars(into_bar, micros, meter)
    request = replace(random_request(random.Random(3), Fit.STEADY), bpm=bpm, meter=meter)
    grid = fit_grid(replace(request, into_bar=into_bar)).grid
    for bar in grid.bars[1:]:
        quarters = into_bar + grid.seconds_at(bar.start_tick) * 1_000_000 / micros
        off = quarters - round(quarters / BAR_QUARTERS[meter]) * BAR_QUARTERS[meter]
        assert abs(off * micros) <= UNHEARD_US + 1
    assert sum(tempo.start_tick > 0 for tempo in bars.tempi) <= 1
    assert 0.49 < bars.tempi[0].microseconds_per_quarter / micros < 1.51
    assert [bar.number for bar in grid.bars][:2] == ([0, 1] if bars.pickup_ticks else [1, 2])


def test_a_cue_on_the_bar_line_starts_with_a_full_bar():
    bars = host_bars(Fraction(0), 500_000, "4/4")
    assert (bars.pickup_ticks, len(bars.tempi), len(bars.meters)) == (0, 1, 1)


def test_a_cue_on_the_third_beat_starts_with_two_beats_and_keeps_one_tempo():
    bars = host_bars(Fraction(2), 500_000, "4/4")
    assert (bars.pickup_ticks, len(bars.tempi)) == (2 * 960, 1)
    first = bars.meters[0]
    assert (first.numerator, first.denominator) == (2, 4)


@pytest.mark.parametrize("into_bar", [0.0, 0.04, 1.0, 1.37, 2.5, 3.8, 3.97])
def test_the_plan_is_whole_wherever_the_cue_starts(into_bar):
    cue = planned(HOPE, pins=Pins(bpm=97.3, meter="4/4", into_bar=into_bar))
    check_plan(cue)
    assert cue.bpm == pytest.approx(97.3, abs=1e-3)
    assert any("workstation" in reason for reason in cue.why)
    longest = max(n.start_tick + n.duration_ticks for p in cue.score.parts for n in p.notes)
    assert longest <= cue.grid.end_tick + 4 * 960


def test_a_moved_cut_leaves_the_bar_lines_where_they_are():
    board, description = board_of(HOPE)
    pins = Pins(bpm=100, meter="4/4", into_bar=2.0)
    first, edited = (
        plan(one, description, STYLE, cue_uid="1M1", seed=1, pins=pins)
        for one in (board, longer(board, 1, 7))
    )
    again = plan(
        longer(board, 1, 7), description, STYLE, cue_uid="1M1", seed=1, pins=pins, base=first
    )
    assert again.grid == edited.grid
    assert len(again.grid.tempi) == 1
    lines = [{bar.start_tick for bar in cue.grid.bars} for cue in (first, again)]
    assert min(lines, key=len) <= max(lines, key=len)


def test_another_place_in_the_bar_moves_the_bar_lines():
    first = planned(HOPE, pins=Pins(bpm=100, meter="4/4", into_bar=2.0))
    moved = planned(HOPE, pins=Pins(bpm=100, meter="4/4", into_bar=1.0), base=first)
    assert moved.grid.bars[1].start_tick == 3 * 960


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"pins": Pins(into_bar=1.0)}, "tempo and metre"),
        ({"pins": Pins(bpm=90, meter="3/4", into_bar=3.0)}, "under a bar of 3/4"),
        ({"pins": Pins(bpm=90, meter="3/4", into_bar=float("nan"))}, "out of range"),
        ({"pins": Pins(bpm=90, meter="3/4", into_bar=-0.1)}, "out of range"),
        (
            {"pins": Pins(bpm=90, meter="3/4", into_bar=1.0), "fit": Fit.EXACT},
            "moves the tempo",
        ),
        (
            {
                "pins": Pins(bpm=90, meter="3/4", into_bar=1.0),
                "length_mode": LengthMode.LOOP,
            },
            "a loop starts on a bar line",
        ),
    ],
)
def test_a_place_that_means_nothing_is_refused(more, said):
    with pytest.raises(StudioError, match=said):
        planned(HOPE, **more)


def test_new_tempo_and_metre_do_not_keep_an_old_place():
    kept = Pins(bpm=90, meter="4/4", into_bar=1.0)
    assert Pins(key="D minor").over(kept).into_bar == 1.0
    assert Pins(bpm=80).over(kept).into_bar is None


def test_music_that_starts_anywhere_in_a_bar_keeps_the_rules_as_well_as_any():
    inside, free = Counter(), Counter()
    counted = Counter()
    for style in (load_styles()[name] for name in ("orchestral-hope", "noir-jazz", "tender-piano")):
        for seed in range(6):
            draw = random.Random(f"{style.name} {seed}")
            meter = style.meters[seed % len(style.meters)]
            bpm = round(draw.uniform(style.tempo_low_bpm, style.tempo_high_bpm), 2)
            pins = Pins(bpm=bpm, meter=meter)
            free += _broken(style, seed, pins)
            placed = replace(pins, into_bar=draw.random() * BAR_QUARTERS[meter])
            inside += _broken(style, seed, placed, counted)
    for name, broken in inside.items():
        assert broken <= free[name] + 1 + 0.02 * counted[name], name


def _broken(style, seed, pins, counted=None):
    """How often each rule of the music was broken by one cue."""
    board, description = sample_board(seed)
    cue = plan(board, description, style, cue_uid="1M1", seed=seed, pins=pins)
    broken = Counter()
    for tally in (tally for check in CHECKS for tally in check(cue, style)):
        broken[tally.name] += tally.counted - tally.kept
        if counted is not None:
            counted[tally.name] += tally.counted
    return broken
