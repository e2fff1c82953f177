"""A tempo map for workstations, read back as a workstation would."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musflow_studio.domain.grid import Grid, MeterSection, TempoSection
from plugin_bridge.workstation_map import MapPoint, map_points

TEMPI = st.lists(
    st.tuples(st.integers(1, 40), st.integers(250_000, 1_500_000)), min_size=1, max_size=6
)
METERS = st.lists(
    st.tuples(st.integers(1, 5), st.sampled_from([(4, 4), (3, 4), (6, 8), (5, 4), (11, 8)])),
    min_size=1,
    max_size=5,
)


def grid_of(tempi: list, meters: list, cut_ticks: int) -> Grid:
    """Tempi on eighths; metres after whole bars, each run cut short by some ticks."""
    sections, tick = [], 0
    for eighths, microseconds in tempi:
        sections.append(TempoSection(tick, microseconds))
        tick += 480 * eighths
    bars, tick = [], 0
    for count, (numerator, denominator) in meters:
        bars.append(MeterSection(tick, numerator, denominator))
        tick += count * bars[-1].bar_ticks - cut_ticks
    return Grid(tuple(sections), tuple(bars), tick)


def seconds_at(points: tuple[MapPoint, ...], quarters: float) -> float:
    """When a quarter falls, by the points alone."""
    seconds = 0.0
    for point, after in pairwise([*points, MapPoint(1e9, 60, 4, 4)]):
        inside = min(quarters, after.quarters) - point.quarters
        seconds += max(0.0, inside) * 60 / point.bpm
    return seconds


def bar_lines(points: tuple[MapPoint, ...], count: int) -> list[float]:
    """Quarters of the first bar lines, as a workstation counts them."""
    lines, quarters = [], 0.0
    for _ in range(count):
        lines.append(quarters)
        here = [p for p in points if p.quarters <= quarters + 1e-9][-1]
        quarters += here.numerator * 4 / here.denominator
    return lines


@given(TEMPI, METERS, st.sampled_from([0, 60, 480, 700]), st.booleans())
def test_every_bar_line_falls_where_the_cue_has_it(tempi, meters, cut_ticks, whole_quarters):
    grid = grid_of(tempi, meters, cut_ticks)
    points = map_points(grid, whole_quarters=whole_quarters)
    lines = bar_lines(points, len(grid.bars))
    found = [seconds_at(points, line) for line in lines]
    wanted = [float(grid.seconds_at(bar.start_tick)) for bar in grid.bars]
    assert found == pytest.approx(wanted, abs=1e-6)
    if whole_quarters:
        assert all(point.quarters == int(point.quarters) for point in points)


def test_a_plain_cue_is_one_point_and_a_short_bar_has_its_own_signature():
    tempo = (TempoSection(0, 500_000),)
    assert map_points(Grid(tempo, (MeterSection(0, 4, 4),), 15_000)) == (MapPoint(0, 120, 4, 4),)
    short = Grid(tempo, (MeterSection(0, 4, 4), MeterSection(3360, 3, 4)), 15_000)
    assert map_points(short) == (MapPoint(0, 120, 7, 8), MapPoint(3.5, 120, 3, 4))
    assert map_points(short, whole_quarters=True)[0] == MapPoint(0, 240, 7, 4)
