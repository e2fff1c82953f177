"""Grid: ticks, seconds, samples, bars."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from musflow_studio.domain.grid import TICKS_PER_QUARTER, Grid, MeterSection, TempoSection


@st.composite
def grids(draw):
    starts = sorted(draw(st.sets(st.integers(1, 100_000), max_size=6)))
    tempi = [TempoSection(t, draw(st.integers(250_000, 1_500_000))) for t in [0, *starts]]
    return Grid(tuple(tempi), (MeterSection(0, 4, 4),), 120_000)


def test_a_constant_tempo_is_arithmetic():
    grid = Grid((TempoSection(0, 500_000),), (MeterSection(0, 4, 4),), 8 * TICKS_PER_QUARTER)
    assert grid.seconds_at(3 * TICKS_PER_QUARTER) == Fraction(3, 2)
    assert grid.sample_at(TICKS_PER_QUARTER, 44100) == 22050
    assert grid.position(5 * TICKS_PER_QUARTER) == "2.2"
    assert grid.position(5 * TICKS_PER_QUARTER + 240) == "2.2+240"
    assert [bar.number for bar in grid.bars] == [1, 2]


def test_a_tempo_change_adds_what_each_section_lasts():
    grid = Grid(
        (TempoSection(0, 500_000), TempoSection(960, 1_000_000)), (MeterSection(0, 3, 4),), 2880
    )
    assert grid.seconds_at(1920) == Fraction(3, 2)
    assert grid.tempo_at(959).bpm == 120
    assert grid.tempo_at(960).bpm == 60


def test_a_pick_up_is_bar_zero():
    meters = (MeterSection(0, 1, 4), MeterSection(960, 4, 4))
    grid = Grid((TempoSection(0, 500_000),), meters, 960 * 9, pickup=True)
    assert [(bar.number, bar.start_tick) for bar in grid.bars] == [(0, 0), (1, 960), (2, 4800)]


@given(grids(), st.fractions(0, 200_000))
def test_ticks_and_seconds_are_inverse(grid, tick):
    assert grid.tick_at(grid.seconds_at(tick)) == tick


@given(grids(), st.integers(0, 119_999))
def test_bars_cover_the_grid_without_gaps(grid, tick):
    bar = grid.bar_at(tick)
    assert bar.start_tick <= tick < bar.end_tick
    assert sum(b.end_tick - b.start_tick for b in grid.bars) == grid.end_tick
