"""Clicks as a foreign engine might play them, and the plans they are to be laid on."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
from small_plans import plan_of

from musflow_studio.domain.grid import Grid, MeterSection, TempoSection
from musflow_studio.domain.plan import CuePlan

RATE_HZ = 44100


def clicks(times_s, seconds: float) -> np.ndarray:
    """Short bright strokes at these seconds, (2, n)."""
    audio = np.zeros(int(seconds * RATE_HZ), np.float32)
    line = np.arange(400) / RATE_HZ
    stroke = (np.exp(-line * 600) * np.sin(2 * np.pi * 2000 * line)).astype(np.float32)
    for time in times_s:
        at = round(time * RATE_HZ)
        if 0 <= at < len(audio) - 400:
            audio[at : at + 400] += stroke
    return np.stack([audio, audio])


def played(bpm: float, seconds: float, offset_s: float = 0.0, drift: float = 0.0) -> np.ndarray:
    """Clicks in a tempo that wanders by a share of itself."""
    times = [offset_s]
    while times[-1] < seconds:
        times.append(times[-1] + 60 / bpm * (1 + drift * np.sin(times[-1] / 7)))
    return clicks(times, seconds)


def gridded(
    tempi: list[tuple[int, float]], meters: list[tuple[int, int, int]], seconds: int
) -> CuePlan:
    """A plan with (start tick, quarters a minute) and (start tick, beats, of which note)."""
    made = plan_of([], frames=seconds * 24)
    grid = Grid(
        tuple(TempoSection(tick, round(60e6 / bpm)) for tick, bpm in tempi),
        tuple(MeterSection(*meter) for meter in meters),
        10**9,
    )
    end = int(grid.tick_at(Fraction(seconds)))
    return replace(made, grid=replace(grid, end_tick=end))


def onsets_s(audio: np.ndarray) -> np.ndarray:
    """Where strokes begin: the first sample over a fifth, then 150 ms of deafness."""
    level, found, at = np.abs(audio[0]), [], 0
    for at in np.flatnonzero(level > 0.2):
        if not found or at - found[-1] > 0.15 * RATE_HZ:
            found.append(at)
    return np.array(found) / RATE_HZ


def off_grid_ms(audio: np.ndarray, times_s: np.ndarray) -> np.ndarray:
    """How far the nearest stroke is from each of these times, in milliseconds."""
    found = onsets_s(audio)
    return np.array([np.abs(found - time).min(initial=9.0) for time in times_s]) * 1000
