"""Peaks and loudness of a stream, kept on a grid of ticks of about 1 ms.

Loudness after ITU-R BS.1770-4 (K-weighting, 400 ms blocks every 100 ms, gates at -70 LUFS and
10 LU), short-term loudness and loudness range after EBU Tech 3341 and 3342; true peak by 4x
oversampling (BS.1770-4, annex 2). A `Survey` is small (a ten-minute cue: 10 MB), so a gain that
changes slowly can be tried on it without going through the audio again.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pedalboard
import soxr

from musflow_studio.finishing.take_audio import Block

OVERSAMPLING = 4
HOP_S = 0.1
GATE_LUFS = -70.0
# The standard's K-weighting (its tables for 48 kHz) as second-order shelf and two first-order
# high-passes: parameters after De Man, "Evaluation of Implementations of the EBU R128 Loudness
# Measurement" (AES 2018), the shelf's corner converted to its midpoint. The standard's high-pass
# is not normalised: the difference is the constant below.
_SHELF_HZ, _SHELF_DB, _SHELF_Q = 1499.06, 3.99984, 0.70718
_HIGH_PASS_HZ = 38.1355
_PASSBAND_DB = 0.0427
_OFFSET_DB = -0.691

Series = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Survey:
    """What was measured on a stream.

    Attributes:
        tick_frames: samples per tick; the last tick may be shorter.
        ticks_per_hop: ticks in 100 ms.
        peaks: per tick, largest oversampled magnitude of any channel, full scale = 1.
        energies: per tick, sum of squares of the K-weighted samples of all channels.
        frames: samples per channel.
    """

    tick_frames: int
    ticks_per_hop: int
    peaks: Series
    energies: Series
    frames: int

    def under_gain(self, tick_gains: float | Series) -> Survey:
        """The survey of the same stream under a gain (linear), one for all or one per tick."""
        return replace(
            self, peaks=self.peaks * tick_gains, energies=self.energies * np.square(tick_gains)
        )

    @property
    def true_peak_db(self) -> float | None:
        """Largest oversampled magnitude in dBTP; None for silence."""
        peak = float(self.peaks.max(initial=0.0))
        return 20 * math.log10(peak) if peak > 0 else None

    @property
    def hop_mean_squares(self) -> Series:
        """K-weighted mean square of all channels of every whole 0.1 s."""
        whole = self.frames // (self.ticks_per_hop * self.tick_frames)
        per_hop = self.energies[: whole * self.ticks_per_hop].reshape(whole, -1).sum(axis=1)
        return np.asarray(per_hop / (self.ticks_per_hop * self.tick_frames))

    def _windows(self, hops: int) -> Series:
        """Loudness in LUFS of every window of this many hops, one window a hop."""
        whole = self.frames // (self.ticks_per_hop * self.tick_frames)
        if whole < hops:
            return np.empty(0)
        per_hop = self.energies[: whole * self.ticks_per_hop].reshape(whole, -1).sum(axis=1)
        totals = np.convolve(per_hop, np.ones(hops), "valid")
        return _lufs(totals / (hops * self.ticks_per_hop * self.tick_frames))

    @property
    def is_long_enough(self) -> bool:
        """True if there is at least one block of 400 ms."""
        return len(self._windows(4)) > 0

    @property
    def integrated_lufs(self) -> float | None:
        """Gated loudness; None under 400 ms or if nothing is above -70 LUFS."""
        loud = self._windows(4)
        loud = loud[loud >= GATE_LUFS]
        if not len(loud):
            return None
        return _mean_lufs(loud[loud >= _mean_lufs(loud) - 10.0])

    @property
    def loudest_momentary_lufs(self) -> float | None:
        """Loudest 400 ms."""
        return _loudest(self._windows(4))

    @property
    def short_term_lufs(self) -> Series:
        """Loudness of every 3 s, 100 ms apart."""
        return self._windows(30)

    @property
    def loudest_short_term_lufs(self) -> float | None:
        """Loudest 3 s."""
        return _loudest(self._windows(30))

    @property
    def loudness_range_lu(self) -> float | None:
        """Spread between the 10th and 95th percentile of the 3 s loudness above its gates."""
        loud = self._windows(30)
        loud = loud[loud >= GATE_LUFS]
        if not len(loud):
            return None
        low, high = np.percentile(loud[loud >= _mean_lufs(loud) - 20.0], (10, 95))
        return float(high - low)


class Meter:
    """Measures a stream fed in blocks of (frames, channels); any block size gives the same.

    Args:
        rate_hz: sample rate.
        channels: 1 or 2.
    """

    def __init__(self, rate_hz: int, channels: int) -> None:
        hop = round(HOP_S * rate_hz)
        self._tick = next(n for n in range(max(1, rate_hz // 1000), 0, -1) if hop % n == 0)
        self._ticks_per_hop = hop // self._tick
        self._rate = rate_hz
        self._frames = 0
        self._weighting = pedalboard.Chain(
            [
                pedalboard.HighShelfFilter(_SHELF_HZ, _SHELF_DB, _SHELF_Q),
                pedalboard.HighpassFilter(_HIGH_PASS_HZ),
                pedalboard.HighpassFilter(_HIGH_PASS_HZ),
            ]
        )
        self._channels = channels
        # A first block of one frame would be taken for one channel; silence leaves no trace.
        self._weighting.process(np.zeros((channels, 16), np.float32), rate_hz, reset=False)
        self._oversampler = soxr.ResampleStream(
            rate_hz, rate_hz * OVERSAMPLING, channels, dtype="float32", quality="HQ"
        )
        self._energies = _Ticks(np.add, self._tick)
        self._sample_peaks = _Ticks(np.maximum, self._tick)
        self._true_peaks = _Ticks(np.maximum, self._tick * OVERSAMPLING)

    def feed(self, block: Block) -> None:
        """Measure the next block, (frames, channels) float32."""
        self._frames += len(block)
        planar = np.ascontiguousarray(block.T)
        weighted = self._weighting.process(planar, self._rate, reset=False)
        self._energies.feed(np.einsum("cf,cf->f", weighted, weighted, dtype=np.float64))
        self._sample_peaks.feed(np.abs(block).max(axis=1, initial=0.0))
        self._true_peaks.feed(
            np.abs(self._oversampler.resample_chunk(block)).max(axis=1, initial=0.0)
        )

    def survey(self) -> Survey:
        """What was measured; ends the stream."""
        rest = self._oversampler.resample_chunk(
            np.zeros((0, self._channels), np.float32), last=True
        )
        self._true_peaks.feed(np.abs(rest).max(axis=1, initial=0.0))
        peaks = self._sample_peaks.values()
        between = self._true_peaks.values()[: len(peaks)]
        peaks[: len(between)] = np.maximum(peaks[: len(between)], between)
        return Survey(
            tick_frames=self._tick,
            ticks_per_hop=self._ticks_per_hop,
            peaks=peaks,
            energies=self._energies.values() * 10 ** (_PASSBAND_DB / 10),
            frames=self._frames,
        )


class _Ticks:
    """Reduces a stream of numbers to one number per tick."""

    def __init__(self, reduction: np.ufunc, width: int) -> None:
        self._reduction = reduction
        self._width = width
        self._done: list[Series] = []
        self._rest: npt.NDArray[np.floating] = np.empty(0, np.float32)

    def feed(self, values: npt.NDArray[np.floating]) -> None:
        values = np.concatenate((self._rest, values))
        whole = len(values) // self._width * self._width
        self._reduce(values[:whole].reshape(-1, self._width))
        self._rest = values[whole:]

    def values(self) -> Series:
        """All ticks, the unfinished last one included."""
        if len(self._rest):
            self._reduce(self._rest[None, :])
            self._rest = self._rest[:0]
        return np.concatenate(self._done) if self._done else np.empty(0)

    def _reduce(self, rows: npt.NDArray[np.floating]) -> None:
        self._done.append(self._reduction.reduce(rows, axis=1).astype(np.float64))


def _lufs(mean_squares: Series) -> Series:
    with np.errstate(divide="ignore"):
        levels: Series = _OFFSET_DB + 10 * np.log10(mean_squares)
    return levels


def _mean_lufs(levels: Series) -> float:
    """Mean of loudness values by energy."""
    return float(10 * np.log10(np.mean(10 ** (levels / 10))))


def _loudest(levels: Series) -> float | None:
    loudest = float(levels.max(initial=-math.inf))
    return loudest if loudest >= GATE_LUFS else None
