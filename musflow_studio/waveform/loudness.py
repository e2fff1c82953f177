"""K-weighting (ITU-R BS.1770-4) as a gain over frequency, for sounds measured by their spectrum."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

OFFSET_DB = -0.691
"""What the standard adds to the weighted energy, so that 997 Hz counts as it is."""
_SHELF_HZ, _SHELF_DB, _SHELF_Q = 1681.974450955533, 3.999843853973347, 0.7071752369554196
_PASS_HZ, _PASS_Q = 38.13547087602444, 0.5003270373238773

Gains = npt.NDArray[np.float64]


def k_weighting(frequencies_hz: npt.NDArray[np.floating], rate_hz: int) -> Gains:
    """Gain of power at each frequency: the standard's two filters, moved to this sample rate.

    The filters are those of its annex 1, given there for 48 kHz, as analogue prototypes (De Man,
    "Evaluation of Implementations of the EBU R128 Loudness Measurement", AES 2018).
    """
    z = np.exp(-2j * np.pi * np.asarray(frequencies_hz) / rate_hz)
    return _power(*_shelf(rate_hz), z) * _power(*_high_pass(rate_hz), z)


def _shelf(rate_hz: int) -> tuple[list[float], list[float]]:
    k = math.tan(math.pi * _SHELF_HZ / rate_hz)
    high = 10 ** (_SHELF_DB / 20)
    band = high**0.4996667741545416
    above = [
        high + band * k / _SHELF_Q + k * k,
        2 * (k * k - high),
        high - band * k / _SHELF_Q + k * k,
    ]
    return above, _poles(k, _SHELF_Q)


def _high_pass(rate_hz: int) -> tuple[list[float], list[float]]:
    k = math.tan(math.pi * _PASS_HZ / rate_hz)
    scale = 1 + k / _PASS_Q + k * k
    return [scale, -2 * scale, scale], _poles(k, _PASS_Q)


def _poles(k: float, q: float) -> list[float]:
    return [1 + k / q + k * k, 2 * (k * k - 1), 1 - k / q + k * k]


def _power(above: list[float], below: list[float], z: npt.NDArray[np.complex128]) -> Gains:
    top, bottom = (c[0] + c[1] * z + c[2] * z * z for c in (above, below))
    gains: Gains = np.abs(top / bottom) ** 2
    return gains
