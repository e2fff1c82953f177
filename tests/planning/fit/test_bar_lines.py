"""Bar lines: every bar is as long as its signature says."""

from __future__ import annotations

import pytest

from musflow_studio.domain.grid import Grid, MeterSection, TempoSection
from musflow_studio.planning.fit.bar_lines import filled, meter_sections, pulse_ticks, signature_of


@pytest.mark.parametrize(
    ("ticks", "meter", "signature"),
    [
        (3840, "4/4", (4, 4)),
        (1920, "4/4", (2, 4)),
        (4800, "4/4", (5, 4)),
        (2400, "4/4", (5, 8)),
        (3600, "4/4", (15, 16)),
        (2880, "3/4", (3, 4)),
        (2880, "6/8", (6, 8)),
        (1440, "6/8", (3, 8)),
        (1920, "6/8", (4, 8)),
        (3600, "6/8", (15, 16)),
    ],
)
def test_signatures(ticks: int, meter: str, signature: tuple[int, int]) -> None:
    assert signature_of(ticks, meter) == signature


@pytest.mark.parametrize(
    ("gap", "lengths"),
    [
        (3840, [3840]),
        (7680, [3840, 3840]),
        (9600, [3840, 3840, 1920]),
        (8640, [3840, 4800]),
        (4080, [4080]),
        (960, [960]),
    ],
)
def test_gaps_are_filled_with_full_bars_and_one_odd_one(gap: int, lengths: list[int]) -> None:
    assert filled(gap, "4/4") == lengths


def test_sections_change_only_where_the_signature_does() -> None:
    sections = meter_sections([0, 3840, 9600, 13440], 20000, "4/4")
    assert sections == (
        MeterSection(0, 4, 4),
        MeterSection(7680, 2, 4),
        MeterSection(9600, 4, 4),
    )
    bars = Grid((TempoSection(0, 500_000),), sections, 20000).bars
    assert [bar.start_tick for bar in bars] == [0, 3840, 7680, 9600, 13440, 17280]


def test_the_felt_beat() -> None:
    assert [pulse_ticks(meter) for meter in ("4/4", "3/4", "5/4", "6/8", "12/8", "3/8")] == [
        960,
        960,
        960,
        1440,
        1440,
        960,
    ]
