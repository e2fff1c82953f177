"""What the music of a plan must satisfy: grid, chords, energy curve and notes."""

from __future__ import annotations

from collections.abc import Sequence

from musflow_studio.documents.ranges import require, within
from musflow_studio.domain.grid import Grid, MeterSection
from musflow_studio.domain.plan import CuePlan
from musflow_studio.domain.score import Part

LAST_TICK = 1_000_000_000
FASTEST_US = 150_000  # 400 quarters per minute
SLOWEST_US = 6_000_000  # 10 quarters per minute
LONGEST_SHIFT_US = 2_000_000


def check_grid(grid: Grid) -> None:
    """Sections start at tick 0 and ascend; metres change on bar lines."""
    require(grid.tempi, "grid.tempi", "is empty", "at least one tempo")
    require(grid.meters, "grid.meters", "is empty", "at least one metre")
    _check_starts("grid.tempi", [section.start_tick for section in grid.tempi])
    _check_starts("grid.meters", [section.start_tick for section in grid.meters])
    for i, tempo in enumerate(grid.tempi):
        at = f"grid.tempi[{i}].microseconds_per_quarter"
        within(at, tempo.microseconds_per_quarter, FASTEST_US, SLOWEST_US)
    if grid.base_microseconds_per_quarter is not None:
        base_us = grid.base_microseconds_per_quarter
        within("grid.base_microseconds_per_quarter", base_us, FASTEST_US, SLOWEST_US)
    for i, meter in enumerate(grid.meters):
        _check_meter(meter, f"grid.meters[{i}]")
    last = max(grid.tempi[-1].start_tick, grid.meters[-1].start_tick)
    within("grid.end_tick", grid.end_tick, last + 1, LAST_TICK)


def _check_starts(at: str, starts: Sequence[int]) -> None:
    require(starts[0] == 0, f"{at}[0].start_tick", f"is {starts[0]}", "0")
    for i, (before, after) in enumerate(zip(starts, starts[1:], strict=False), start=1):
        within(f"{at}[{i}].start_tick", after, before + 1, LAST_TICK)


def _check_meter(meter: MeterSection, at: str) -> None:
    within(f"{at}.numerator", meter.numerator, 1, 32)
    legal = (1, 2, 4, 8, 16, 32)
    known = meter.denominator in legal
    require(known, f"{at}.denominator", f"is {meter.denominator}", "1, 2, 4, 8, 16 or 32")


def check_score(plan: CuePlan) -> None:
    """Chords, energy curve, notes and expression are in range and in order."""
    _check_chords(plan)
    for i, (tick, energy) in enumerate(plan.energy_curve):
        within(f"energy_curve[{i}] tick", tick, 0, LAST_TICK)
        within(f"energy_curve[{i}] energy", energy, 0, 1)
    _check_order("energy_curve", [tick for tick, _ in plan.energy_curve])
    for i, part in enumerate(plan.score.parts):
        _check_part(part, f"score.parts[{i}]")


def _check_chords(plan: CuePlan) -> None:
    for i, chord in enumerate(plan.chords):
        at = f"chords[{i}]"
        within(f"{at}.start_tick", chord.start_tick, 0, LAST_TICK)
        within(f"{at}.end_tick", chord.end_tick, chord.start_tick + 1, LAST_TICK)
        within(f"{at}.bass", chord.bass, 0, 11)
        require(chord.pitch_classes, f"{at}.pitch_classes", "is empty", "at least one")
        for pitch_class in chord.pitch_classes:
            within(f"{at}.pitch_classes", pitch_class, 0, 11)
    _check_order("chords", [chord.start_tick for chord in plan.chords])


def _check_part(part: Part, at: str) -> None:
    within(f"{at}.program", part.program, 0, 127)
    within(f"{at}.bank", part.bank, 0, 128)
    within(f"{at}.gain_db", part.gain_db, -60, 24)
    within(f"{at}.pan", part.pan, -1, 1)
    within(f"{at}.reverb_send", part.reverb_send, 0, 1)
    within(f"{at}.high_pass_hz", part.high_pass_hz, 0, 20_000)
    _check_notes(part, at)
    for i, point in enumerate(part.expression):
        within(f"{at}.expression[{i}].tick", point.tick, 0, LAST_TICK)
        within(f"{at}.expression[{i}].value", point.value, 0, 127)
    _check_order(f"{at}.expression", [point.tick for point in part.expression])
    _check_order(f"{at}.notes", [note.start_tick for note in part.notes])


def _check_notes(part: Part, at: str) -> None:
    for i, note in enumerate(part.notes):
        within(f"{at}.notes[{i}].start_tick", note.start_tick, 0, LAST_TICK)
        within(f"{at}.notes[{i}].duration_ticks", note.duration_ticks, 1, LAST_TICK)
        within(f"{at}.notes[{i}].pitch", note.pitch, 0, 127)
        within(f"{at}.notes[{i}].velocity", note.velocity, 1, 127)
        within(f"{at}.notes[{i}].shift_us", note.shift_us, -LONGEST_SHIFT_US, LONGEST_SHIFT_US)
        within(f"{at}.notes[{i}].end_shift_us", note.end_shift_us, -LAST_TICK, LONGEST_SHIFT_US)


def _check_order(at: str, ticks: Sequence[int]) -> None:
    for i, (before, after) in enumerate(zip(ticks, ticks[1:], strict=False), start=1):
        require(before <= after, f"{at}[{i}]", "starts before the one above it", "ascending ticks")
