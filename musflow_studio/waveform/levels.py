"""Levels: what meters show, thirty times a second of a sound."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import soxr

from musflow_studio.waveform.loudness import OFFSET_DB, k_weighting

STEPS_PER_S = 30
OVERSAMPLING = 4
FLOOR_DB = -120.0
BAND_EDGES_HZ = np.geomspace(30.0, 18_000.0, 49)
"""48 bands, a little under a fifth of an octave each."""
_WINDOW_S = 0.09
_SHORT_TERM_STEPS = 3 * STEPS_PER_S
_MOMENTARY_STEPS = round(0.4 * STEPS_PER_S)

Table = npt.NDArray[np.float32]


class Moment(NamedTuple):
    """What meters show at one moment.

    Attributes:
        peak_db: true peak of each channel in dBTP, at least -120.
        level_db: mean square of each channel in dBFS, at least -120.
        momentary_lufs, short_term_lufs: of the last 0.4 and 3 s, at least -120.
        bands_db: power in each of the 48 bands in dBFS, at least -120.
    """

    peak_db: Table
    level_db: Table
    momentary_lufs: float
    short_term_lufs: float
    bands_db: Table


@dataclass(frozen=True)
class Levels:
    """Tables with a row for every thirtieth of a second.

    Attributes:
        peaks: true peak of each channel, full scale 1; shape (steps, channels).
        squares: mean square of each channel; shape (steps, channels).
        weighted: K-weighted mean square, summed over the channels; shape (steps,).
        bands_db: power in each band in dBFS, mean of the channels; shape (steps, 48).
    """

    peaks: Table
    squares: Table
    weighted: Table
    bands_db: Table

    def at(self, seconds: float) -> Moment:
        """The row at a time; silence outside the sound."""
        step = math.floor(seconds * STEPS_PER_S)
        if not 0 <= step < len(self.peaks):
            silent = np.full(self.peaks.shape[1], FLOOR_DB, np.float32)
            bands = np.full(self.bands_db.shape[1], FLOOR_DB, np.float32)
            return Moment(silent, silent, FLOOR_DB, FLOOR_DB, bands)
        return Moment(
            _db(self.peaks[step] ** 2),
            _db(self.squares[step]),
            float(self.momentary_lufs[step]),
            float(self.short_term_lufs[step]),
            self.bands_db[step],
        )

    @cached_property
    def short_term_lufs(self) -> Table:
        """Loudness of the 3 s before the end of each step (EBU Tech 3341), shape (steps,)."""
        return self._loudness(_SHORT_TERM_STEPS)

    @cached_property
    def momentary_lufs(self) -> Table:
        """Loudness of the 0.4 s before the end of each step, shape (steps,)."""
        return self._loudness(_MOMENTARY_STEPS)

    def _loudness(self, steps: int) -> Table:
        sums = np.concatenate((np.zeros(steps), np.cumsum(self.weighted, dtype=np.float64)))
        means = (sums[steps:] - sums[:-steps]).clip(0.0) / steps
        return _db(means, OFFSET_DB)


class LevelBuilder:
    """Makes `Levels` of a sound fed in blocks of (frames, channels); any block size does."""

    def __init__(self, rate_hz: int, channels: int) -> None:
        self._rate_hz = rate_hz
        self._channels = channels
        self._peaks = _TruePeaks(rate_hz, channels)
        self._spectra = _Spectra(rate_hz, channels)
        self._frames = 0

    def feed(self, block: Table) -> None:
        """The next block, float32."""
        self._frames += len(block)
        self._peaks.feed(block)
        self._spectra.feed(block)

    def levels(self) -> Levels:
        """The tables of all that was fed; ends the sound."""
        steps = -(-self._frames * STEPS_PER_S // self._rate_hz)
        squares, weighted, bands = self._spectra.tables(steps)
        return Levels(self._peaks.table(steps), squares, weighted, bands)


class _TruePeaks:
    """The largest magnitude of each step, oversampled four times (BS.1770-4, annex 2)."""

    def __init__(self, rate_hz: int, channels: int) -> None:
        self._rate_hz = rate_hz * OVERSAMPLING
        self._stream = soxr.ResampleStream(
            rate_hz, self._rate_hz, channels, dtype="float32", quality="HQ"
        )
        self._channels = channels
        self._rest: Table = np.empty((channels, 0), np.float32)
        self._rows: list[Table] = []
        self._at = 0

    def feed(self, block: Table, *, last: bool = False) -> None:
        between = self._stream.resample_chunk(block, last=last)
        self._rest = np.concatenate((self._rest, np.abs(between.T)), axis=1)
        end = self._at + self._rest.shape[1]
        step = len(self._rows)
        while (upto := (step + 1) * self._rate_hz // STEPS_PER_S) <= end:
            self._take(upto)
            step += 1

    def table(self, steps: int) -> Table:
        """A row for each of this many steps."""
        self.feed(np.empty((0, self._channels), np.float32), last=True)
        self._take(self._at + self._rest.shape[1])
        return np.stack(self._rows[:steps]) if steps else np.empty((0, self._channels), np.float32)

    def _take(self, upto: int) -> None:
        count = upto - self._at
        self._rows.append(self._rest[:, :count].max(axis=1, initial=0.0))
        self._rest, self._at = self._rest[:, count:], upto


class _Spectra:
    """Energies of each step by a Hann window of about 90 ms around its middle.

    The mean square of a windowed piece, divided by the window's own, is the piece's (Parseval);
    weighted by a filter's gain over frequency, it is that of the filtered piece.
    """

    def __init__(self, rate_hz: int, channels: int) -> None:
        self._rate_hz = rate_hz
        self._width = 1 << round(math.log2(_WINDOW_S * rate_hz))
        hann = np.hanning(self._width + 1)[:-1]
        self._window = (hann / np.sqrt(np.sum(hann**2) * self._width / 2)).astype(np.float32)
        frequencies = np.arange(self._width // 2 + 1) * (rate_hz / self._width)
        self._weights = k_weighting(frequencies, rate_hz).astype(np.float32)
        self._sound: Table = np.zeros((channels, self._width), np.float32)  # before the beginning
        self._first = -self._width
        self._step = 0
        self._rows: list[tuple[Table, Table, Table]] = []

    def feed(self, block: Table) -> None:
        self._sound = np.concatenate((self._sound, block.T), axis=1)
        starts = []
        while self._start(self._step) + self._width <= self._first + self._sound.shape[1]:
            starts.append(self._start(self._step) - self._first)
            self._step += 1
        if starts:
            self._measure(starts)
        keep = self._start(self._step) - self._first
        self._sound, self._first = self._sound[:, keep:], self._first + keep

    def tables(self, steps: int) -> tuple[Table, Table, Table]:
        """Mean squares, K-weighted sums and bands in dB, a row for each of this many steps."""
        self.feed(np.zeros((self._width * 2, len(self._sound)), np.float32))
        squares, weighted, bands = (np.concatenate(rows) for rows in zip(*self._rows, strict=True))
        return squares[:steps], weighted[:steps], bands[:steps]

    def _start(self, step: int) -> int:
        """First frame of the window of a step."""
        return (2 * step + 1) * self._rate_hz // (2 * STEPS_PER_S) - self._width // 2

    def _measure(self, starts: list[int]) -> None:
        pieces = np.stack([self._sound[:, start : start + self._width] for start in starts])
        spectra = np.fft.rfft(pieces * self._window)
        power = spectra.real**2 + spectra.imag**2  # (steps, channels, bins)
        both = power.sum(axis=1)
        weighted = np.einsum("sb,b->s", both, self._weights)
        bands = _band_powers(both, self._rate_hz / self._width) / power.shape[1]
        self._rows.append((power.sum(axis=2), weighted, _db(bands)))


def _band_powers(power: Table, bin_hz: float) -> npt.NDArray[np.float64]:
    """Power in each band, shape (steps, bands); a bin spreads evenly over its own width.

    By differences of the running sum: a product with a matrix would set the threads of BLAS to
    work, which beside a generating worker costs ten times as much.
    """
    below = np.zeros((len(power), power.shape[1] + 1))
    np.cumsum(power, axis=1, dtype=np.float64, out=below[:, 1:])
    edges = (BAND_EDGES_HZ / bin_hz + 0.5).clip(0, power.shape[1])
    index = np.minimum(edges.astype(np.int64), power.shape[1] - 1)
    at_edges = below[:, index] + power[:, index] * (edges - index)
    powers: npt.NDArray[np.float64] = np.diff(at_edges, axis=1).clip(0.0)
    return powers


def _db(power: npt.NDArray[np.floating], offset_db: float = 0.0) -> Table:
    least = 10 ** ((FLOOR_DB - offset_db) / 10)
    levels: Table = (10 * np.log10(np.maximum(power, least)) + offset_db).astype(np.float32)
    return levels
