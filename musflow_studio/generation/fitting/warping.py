"""Warping: sound moved along a map of times, without changing its pitch.

A phase-locked vocoder (Puckette, "Phase-locked vocoder", IEEE ASSP Workshop 1995): each output
window is the window of the sound that belongs there, turned so that it goes on where the one
before stopped. Both channels are turned alike, so the stereo image stays. Around attacks nothing
is stretched and nothing is turned, so they stay sharp and lie where the map says. (Rubber Band was
measured first: where the stretch changes it is up to 7 ms off.)
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Audio = NDArray[np.float32]
Real = NDArray[np.float64]

SIZE, HOP = 2048, 512
_BLOCK = 256
"""Windows computed at once."""
_RISE = 1.5
ATTACK_S = 0.03
"""To either side of an attack, as it was."""


class TimeMap:
    """Where each moment of a sound goes: straight between anchors, unstretched beyond them.

    Args:
        source_s: seconds in the sound, ascending, at least one.
        target_s: seconds in the result, ascending, as many.
    """

    def __init__(self, source_s: Real, target_s: Real) -> None:
        self.source_s = np.asarray(source_s, np.float64)
        self.target_s = np.asarray(target_s, np.float64)

    def at(self, source_s: Real | float) -> Real:
        """Where these moments of the sound go."""
        return _straight(np.asarray(source_s, np.float64), self.source_s, self.target_s)

    def back(self, target_s: Real | float) -> Real:
        """From where in the sound these moments of the result come."""
        return _straight(np.asarray(target_s, np.float64), self.target_s, self.source_s)

    def stiffened(self) -> TimeMap:
        """The same map with nothing stretched close to its anchors."""
        room = np.diff(self.source_s, prepend=-np.inf, append=np.inf)
        there = np.diff(self.target_s, prepend=-np.inf, append=np.inf)
        before, after = (
            np.minimum(ATTACK_S, 0.3 * np.minimum(room[cut], there[cut]))
            for cut in (slice(None, -1), slice(1, None))
        )
        sides = (-before, np.zeros(len(before)), after)
        source, target = (
            np.column_stack([line + side for side in sides]).ravel()
            for line in (self.source_s, self.target_s)
        )
        return TimeMap(source, target)


def _straight(x: Real, xs: Real, ys: Real) -> Real:
    inside = np.interp(x, xs, ys)
    result: Real = inside + np.minimum(x - xs[0], 0) + np.maximum(x - xs[-1], 0)
    return result


def warped(
    audio: Audio,
    rate_hz: int,
    times: TimeMap,
    start_s: float,
    frames: int,
    check: Callable[[], None] = lambda: None,
) -> Audio:
    """Part of the result, shape (2, frames); silence where the sound has nothing.

    Args:
        audio: (2, n).
        rate_hz: of both.
        times: seconds of `audio` to seconds of the result; its anchors are attacks.
        start_s: second of the result with which the part begins.
        frames: samples of the part.
        check: called every few seconds of sound; may raise.
    """
    stiff = times.stiffened()
    windows_at = np.arange(-SIZE // HOP, frames // HOP + SIZE // HOP + 1) * HOP
    at_s = stiff.back(windows_at / rate_hz + start_s)
    source = np.round(at_s * rate_hz).astype(np.int64)
    if np.all(np.diff(source) == HOP):
        return _cut(audio, round(float(stiff.back(start_s)) * rate_hz), frames)
    fresh = _near(times.source_s, at_s, HOP / rate_hz)
    result = np.zeros((2, (len(source) - 1) * HOP + SIZE), np.float32)
    turning = _Turning()
    for first in range(0, len(source), _BLOCK):
        check()
        part = slice(first, first + _BLOCK)
        windows = turning.windows(audio, source[part], fresh[part])
        for i, window in enumerate(windows.transpose(1, 0, 2), first):
            result[:, i * HOP : i * HOP + SIZE] += window
    lead = SIZE // HOP * HOP + SIZE // 2
    return result[:, lead : lead + frames]


def _near(anchors: Real, at_s: Real, within_s: float) -> NDArray[np.bool_]:
    """Which moments are close to an anchor."""
    bounds = np.concatenate(([-np.inf], anchors, [np.inf]))
    after = np.searchsorted(bounds, at_s)
    near: NDArray[np.bool_] = np.minimum(at_s - bounds[after - 1], bounds[after] - at_s) < within_s
    return near


def _cut(audio: Audio, first: int, frames: int) -> Audio:
    """So many samples from one on, silence outside the audio."""
    result = np.zeros((2, frames), np.float32)
    start, stop = max(0, first), min(audio.shape[1], first + frames)
    if stop > start:
        result[:, start - first : stop - first] = audio[:, start:stop]
    return result


class _Turning:
    """Windows turned so that each goes on where the one before stopped; keeps the last one."""

    def __init__(self) -> None:
        bell = np.hanning(SIZE + 1)[:-1]
        self._bell = bell.astype(np.float32)
        # Windowed twice, overlapping four times: the squares of the bells add up to 1.5.
        self._closing = (bell * HOP / (SIZE * 0.375)).astype(np.float32)
        self._last: NDArray[np.complex64] | None = None

    def windows(self, audio: Audio, centres: NDArray[np.int64], fresh: NDArray[np.bool_]) -> Audio:
        """(2, n, SIZE): the windows to be added up, HOP apart."""
        here = self._spectra(audio, centres)
        before = self._spectra(audio, centres - HOP)
        for i in range(len(centres)):
            if self._last is not None:
                turn = _turn(self._last.sum(axis=0), before[:, i].sum(axis=0))
                if fresh[i]:
                    turn[_rising(before[:, i], here[:, i])] = 1
                here[:, i] *= turn
            self._last = here[:, i]
        inverse: Audio = np.fft.irfft(here, axis=-1).astype(np.float32) * self._closing
        return inverse

    def _spectra(self, audio: Audio, centres: NDArray[np.int64]) -> NDArray[np.complex64]:
        cut = np.stack([_cut(audio, int(c) - SIZE // 2, SIZE) for c in centres], axis=1)
        return np.fft.rfft(cut * self._bell, axis=-1).astype(np.complex64)


def _rising(before: NDArray[np.complex64], here: NDArray[np.complex64]) -> NDArray[np.bool_]:
    """The bins where something new begins."""
    new: NDArray[np.bool_] = np.abs(here).sum(axis=0) > _RISE * np.abs(before).sum(axis=0)
    return new


def _turn(
    was: NDArray[np.complex64], should_have_been: NDArray[np.complex64]
) -> NDArray[np.complex64]:
    """By what to turn each bin; neighbours, of opposite sign within one partial, turn together."""
    product = was * np.conj(should_have_been)
    locked = product.copy()
    locked[1:] += product[:-1]
    locked[:-1] += product[1:]
    size = np.abs(locked)
    turn: NDArray[np.complex64] = np.where(size > 1e-20, locked / np.maximum(size, 1e-20), 1)
    return turn.astype(np.complex64)
