"""Strip: what a mixing desk does to one part, and how much of it goes to the room."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from pedalboard import HighpassFilter

from musflow_studio.domain.score import Part

MONO_BELOW_HZ = 120.0
MASTER_GAIN_DB = -3.0
"""Level of the whole desk: the loudest tutti of a style, accents included, peaks near -3 dBFS."""


class Strip:
    """High-pass, pan, level and send of one part; keeps its filters' state between blocks."""

    def __init__(self, part: Part, sample_rate_hz: int) -> None:
        self._rate = sample_rate_hz
        self._filters = _high_pass(part.high_pass_hz)
        self._matrix = pan_matrix(part.pan) * np.float32(
            10 ** ((part.gain_db + MASTER_GAIN_DB) / 20)
        )
        self._send = np.float32(part.reverb_send / 2)

    def process(
        self, audio: NDArray[np.float32]
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """The dry sound, shape (2, n), and the mono send to the room, shape (n,)."""
        for high_pass in self._filters:
            audio = high_pass.process(audio, self._rate, reset=False)
        dry = np.matmul(self._matrix, audio, dtype=np.float32)
        return dry, (dry[0] + dry[1]) * self._send


class MonoBass:
    """Folds what lies below 120 Hz to the middle: three first-order filters on the sides.

    Low tones have no direction, but their differences between the sides fight in a room.
    """

    def __init__(self, sample_rate_hz: int) -> None:
        self._rate = sample_rate_hz
        self._filters = [HighpassFilter(MONO_BELOW_HZ) for _ in range(3)]

    def process(self, audio: NDArray[np.float32]) -> NDArray[np.float32]:
        """The next block, shape (2, n)."""
        middle, side = (audio[0] + audio[1]) / 2, (audio[0] - audio[1]) / 2
        for high_pass in self._filters:
            side = high_pass.process(side, self._rate, reset=False)
        return np.stack((middle + side, middle - side))


def pan_matrix(pan: float) -> NDArray[np.float32]:
    """Equal-power pan of a stereo sound as a matrix on (left, right); pan -1 to 1.

    The middle moves by sine and cosine (at the centre unchanged), the sides narrow with the
    distance from the centre and cancel in mono: no position makes a mono sum thin.
    """
    angle = (pan + 1) * math.pi / 4
    left, right = math.sqrt(2) * math.cos(angle), math.sqrt(2) * math.sin(angle)
    width = 1 - abs(pan)
    rows = [[left + width, left - width], [right - width, right + width]]
    return (np.array(rows) / 2).astype(np.float32)


def _high_pass(cutoff_hz: float) -> list[HighpassFilter]:
    """Two first-order filters in series, 12 dB per octave; none for 0."""
    return [HighpassFilter(cutoff_hz) for _ in range(2)] if cutoff_hz > 0 else []
