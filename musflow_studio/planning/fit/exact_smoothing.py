"""Exact smoothing: the same places in the beat, with as little change of tempo as they allow.

Once it is settled on which sixteenth of a beat each hit falls, a section may still last a beat more
or less, and a hit may lie anywhere in its half-frame window. A second dynamic programme (Viterbi)
over both, then coordinate descent on the window, keep neighbouring tempi close.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from musflow_studio.planning.fit.exact_limits import (
    LONG_LIMIT,
    WINDOW_FRAMES,
    Floats,
    deviation_costs,
)

STEP_COST = 1.2  # of two adjacent sections 4 % apart
OFFSET_COST = 0.15  # of a hit at the edge of its window
_OFFSETS = np.linspace(-WINDOW_FRAMES, WINDOW_FRAMES, 5)
_FINE_OFFSETS = np.linspace(-WINDOW_FRAMES, WINDOW_FRAMES, 17)
_SWEEPS = 3


@dataclass(frozen=True)
class HitPath:
    """Hits on a grid and the sections between them.

    Attributes:
        times: seconds of each hit in the picture.
        lengths: sixteenths of each section (one fewer).
        strict: whether a section keeps the limit of long ones.
        base_bpm: base tempo.
        frame_seconds: length of a frame.
        pulse: sixteenths per felt beat.
    """

    times: Floats
    lengths: tuple[int, ...]
    strict: tuple[bool, ...]
    base_bpm: float
    frame_seconds: float
    pulse: int

    def windows(self, offsets: Floats) -> list[Floats]:
        """Seconds each hit may be moved: none at the start, only later at the end."""
        inner = [offsets * self.frame_seconds] * (len(self.lengths) - 1)
        return [np.zeros(1), *inner, offsets[offsets >= 0] * self.frame_seconds]

    def offset_costs(self, offsets: Floats) -> Floats:
        """Cost of hits moved by these seconds."""
        shares = offsets / (WINDOW_FRAMES * self.frame_seconds)
        return np.asarray(OFFSET_COST * shares**2, np.float64)

    def deviation(self, section: int, lengths: Floats, seconds: Floats) -> Floats:
        """Relative distance from the base tempo."""
        safe = np.maximum(seconds, 1e-9)
        return np.asarray(lengths * 15 / (safe * self.base_bpm) - 1, np.float64)


@dataclass(frozen=True)
class _Stage:
    """One section's choices. Shapes (lengths, offsets before, offsets after)."""

    lengths: Floats
    deviation: Floats
    cost: Floats


def smoothed(path: HitPath) -> tuple[tuple[int, ...], Floats]:
    """Lengths of the sections in sixteenths, and seconds each hit is moved.

    `path` as given must keep the limits with some offsets.
    """
    lengths, offsets = _second_pass(path)
    return lengths, _settled(path, lengths, offsets)


def _stage(path: HitPath, section: int) -> _Stage:
    windows = path.windows(_OFFSETS)
    lengths = np.array([path.lengths[section] + path.pulse * k for k in (-1.0, 0.0, 1.0)])
    seconds = (
        path.times[section + 1]
        - path.times[section]
        + windows[section + 1][None, None, :]
        - windows[section][None, :, None]
    )
    deviation = path.deviation(section, lengths[:, None, None], seconds)
    cost = deviation_costs(deviation, seconds, path.strict[section])
    cost = cost + path.offset_costs(windows[section + 1])
    return _Stage(lengths, deviation, np.where(lengths[:, None, None] >= 1, cost, np.inf))


def _second_pass(path: HitPath) -> tuple[tuple[int, ...], Floats]:
    stages = [_stage(path, section) for section in range(len(path.lengths))]
    totals = [stages[0].cost]
    backs: list[Floats] = []
    for before, stage in zip(stages, stages[1:], strict=False):
        total, back = _joined(totals[-1], before, stage)
        totals.append(total)
        backs.append(back)
    return _chosen(path, stages, totals[-1], backs)


def _joined(so_far: Floats, before: _Stage, stage: _Stage) -> tuple[Floats, Floats]:
    """Cheapest totals of a stage's choices and the (length, offset) of the one before, flat."""
    total = np.empty_like(stage.cost)
    back = np.empty_like(stage.cost)
    for shared in range(stage.cost.shape[1]):
        deviation = before.deviation[:, :, shared].reshape(-1, 1)
        step = (stage.deviation[:, shared, :].reshape(1, -1) - deviation) / LONG_LIMIT
        costs = so_far[:, :, shared].reshape(-1, 1) + STEP_COST * step**2
        shape = stage.cost[:, shared, :].shape
        total[:, shared, :] = costs.min(axis=0).reshape(shape) + stage.cost[:, shared, :]
        back[:, shared, :] = costs.argmin(axis=0).reshape(shape)
    return total, back


def _chosen(
    path: HitPath, stages: list[_Stage], totals: Floats, backs: list[Floats]
) -> tuple[tuple[int, ...], Floats]:
    windows = path.windows(_OFFSETS)
    length, before, after = np.unravel_index(int(totals.argmin()), totals.shape)
    lengths = [int(stages[-1].lengths[length])]
    offsets = [float(windows[-1][after]), float(windows[-2][before])]
    for section in range(len(stages) - 2, -1, -1):
        flat = int(backs[section][length, before, after])
        after = before
        length, before = np.unravel_index(flat, stages[section].cost.shape[:2])
        lengths.append(int(stages[section].lengths[length]))
        offsets.append(float(windows[section][before]))
    return tuple(lengths[::-1]), np.array(offsets[::-1])


def _settled(path: HitPath, lengths: tuple[int, ...], offsets: Floats) -> Floats:
    """Offsets on a finer scale, one hit at a time."""
    windows = path.windows(_FINE_OFFSETS)
    moved = offsets.copy()
    for _ in range(_SWEEPS):
        for hit in range(1, moved.size):
            moved[hit] = _best_offset(path, lengths, moved, hit, windows[hit])
    return moved


def _best_offset(
    path: HitPath, lengths: tuple[int, ...], offsets: Floats, hit: int, tries: Floats
) -> float:
    tries = np.append(offsets[hit], tries)
    first, stop = max(0, hit - 2), min(len(lengths), hit + 2)
    placed = np.tile((path.times + offsets)[first : stop + 1], (tries.size, 1))
    placed[:, hit - first] = path.times[hit] + tries
    seconds = np.diff(placed, axis=1)
    deviation = path.deviation(first, np.array(lengths[first:stop], np.float64), seconds)
    strict = path.strict[first:stop]
    cost = (STEP_COST * (np.diff(deviation, axis=1) / LONG_LIMIT) ** 2).sum(axis=1)
    cost = cost + path.offset_costs(tries)
    for k, kept in enumerate(strict):
        cost = cost + deviation_costs(deviation[:, k], seconds[:, k], kept)
    return float(tries[int(np.argmin(cost))])
