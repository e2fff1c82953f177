"""Framer: overlapping windows over a stream that comes in blocks of any length."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.float32]

RATE_HZ = 22050
"""What everything here is measured at."""


class Framer:
    """Cuts a stream into windows, the first one centred on the first sample.

    Window i is centred on sample i x hop. Half a window of silence stands before the stream and
    after it, so that every sample is seen as often as its neighbours.

    Args:
        size: samples of a window, even.
        hop: samples from one window to the next, at most `size`.
        rows: how many streams run beside each other.
    """

    def __init__(self, size: int, hop: int, rows: int = 1) -> None:
        self._size, self._hop = size, hop
        self._kept = np.zeros((rows, size // 2), np.float32)

    def feed(self, block: Samples) -> Samples:
        """The windows that are whole now, (rows, windows, size), for samples (rows, n)."""
        self._kept = np.concatenate((self._kept, block), axis=1)
        count = (self._kept.shape[1] - self._size) // self._hop + 1
        if count <= 0:
            return np.empty((len(self._kept), 0, self._size), np.float32)
        windows = np.lib.stride_tricks.sliding_window_view(self._kept, self._size, axis=1)
        found = windows[:, : (count - 1) * self._hop + 1 : self._hop]
        self._kept = self._kept[:, count * self._hop :]
        return found

    def rest(self) -> Samples:
        """The windows that reach over the stream's end."""
        return self.feed(np.zeros((len(self._kept), self._size // 2), np.float32))
