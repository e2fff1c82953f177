"""Peaks: a sound's outline at every width, from whole cues down to single blocks of 256 samples."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

BLOCK_FRAMES = 256
FACTOR = 4

Samples = npt.NDArray[np.float32]


class Outline(NamedTuple):
    """What to draw, a row a column of pixels and a column a channel; full scale is 1.

    Attributes:
        low, high: smallest and largest sample.
        rms: root of the mean square.
    """

    low: Samples
    high: Samples
    rms: Samples


class _Level(NamedTuple):
    """Low, high and mean square of blocks of one width, shape (blocks, channels)."""

    low: Samples
    high: Samples
    square: Samples


@dataclass(frozen=True)
class Peaks:
    """The outline of a sound.

    Attributes:
        frames: samples per channel.
        channels: 1 or 2.
        levels: finest first; each has blocks four times as wide as the one before.
    """

    frames: int
    channels: int
    levels: tuple[_Level, ...]

    def outline(self, start: float, end: float, columns: int) -> Outline:
        """The outline from frame `start` to `end`, in `columns` columns; zero outside the sound.

        Columns are made of the widest blocks that fit twice into one, so that the cost depends on
        the columns alone; where columns are narrower than a block of 256 frames, neighbours share
        one (ask for single samples there).
        """
        per_column = (end - start) / columns
        index, width = 0, BLOCK_FRAMES
        while index + 1 < len(self.levels) and width * FACTOR * 2 <= per_column:
            index, width = index + 1, width * FACTOR
        level = self.levels[index]
        blocks = len(level.low)
        edges = (start + per_column * np.arange(columns + 1)) / width
        first = np.floor(edges[:-1]).astype(np.int64)
        last = np.maximum(np.ceil(edges[1:]).astype(np.int64), first + 1)
        inside = (first < blocks) & (last > 0)
        first, last = first.clip(0, blocks - 1), last.clip(1, blocks)
        return Outline(
            _spans(np.minimum, level.low, first, last) * inside[:, None],
            _spans(np.maximum, level.high, first, last) * inside[:, None],
            np.sqrt(_spans(np.add, level.square, first, last) / (last - first)[:, None])
            * inside[:, None],
        )


class PeakBuilder:
    """Makes `Peaks` of a sound fed in blocks of (frames, channels); any block size does."""

    def __init__(self, channels: int) -> None:
        self._channels = channels
        self._frames = 0
        self._rest: Samples = np.empty((0, channels), np.float32)
        self._done: list[_Level] = []

    def feed(self, block: Samples) -> None:
        """The next block, float32."""
        self._frames += len(block)
        sound = np.concatenate((self._rest, block))
        whole = len(sound) // BLOCK_FRAMES * BLOCK_FRAMES
        self._rest = sound[whole:]
        if whole:
            self._done.append(_reduced(sound[:whole].reshape(-1, BLOCK_FRAMES, self._channels)))

    def peaks(self) -> Peaks:
        """The outline of all that was fed; ends the sound."""
        if len(self._rest) or not self._frames:
            rest = self._rest if len(self._rest) else np.zeros((1, self._channels), np.float32)
            self._done.append(_reduced(rest[None]))
        finest = _Level(*(np.concatenate(parts) for parts in zip(*self._done, strict=True)))
        levels = [finest]
        while len(levels[-1].low) > FACTOR:
            levels.append(_coarser(levels[-1]))
        return Peaks(self._frames, self._channels, tuple(levels))


def _reduced(rows: Samples) -> _Level:
    """Blocks of samples, shape (blocks, frames, channels), to one value each."""
    planar = np.ascontiguousarray(rows.transpose(2, 0, 1))  # reducing along memory is far faster
    squares = np.einsum("cbf,cbf->bc", planar, planar) / rows.shape[1]
    return _Level(planar.min(axis=2).T, planar.max(axis=2).T, squares)


def _coarser(level: _Level) -> _Level:
    """Blocks four times as wide; the last takes what is left."""
    starts = np.arange(0, len(level.low), FACTOR)
    counts = np.diff(np.append(starts, len(level.low)))
    return _Level(
        np.minimum.reduceat(level.low, starts, axis=0),
        np.maximum.reduceat(level.high, starts, axis=0),
        (np.add.reduceat(level.square, starts, axis=0) / counts[:, None]).astype(np.float32),
    )


def _spans(
    reduction: np.ufunc,
    values: Samples,
    first: npt.NDArray[np.int64],
    last: npt.NDArray[np.int64],
) -> Samples:
    """Each span of rows [first, last) reduced to one row; spans may share rows."""
    ends = np.append(values, values[-1:], axis=0)  # so that `last` may be the end
    pairs = np.column_stack((first, last)).ravel()
    reduced: Samples = reduction.reduceat(ends, pairs, axis=0)[::2]
    return reduced
