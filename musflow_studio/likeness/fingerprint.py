"""Fingerprint: whether two files hold the very same recording.

After Wang, "An industrial-strength audio search algorithm" (ISMIR 2003): pairs of spectral peaks
and the time between them; a literal copy has many pairs at one and the same offset.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile
import soxr
from numpy.typing import NDArray

from musflow_studio.domain.errors import ErrorCode, StudioError

RATE_HZ = 11025
SIZE, HOP = 1024, 256
LONGEST_S = 300.0
"""What comes later in a file is not looked at."""
AROUND_BINS, AROUND_FRAMES = 8, 6
"""A peak is the largest value this far around it."""
STRETCH_FRAMES, PEAKS_A_STRETCH = 43, 24
"""Of each second the strongest peaks count."""
FAN_OUT, FURTHEST_FRAMES = 5, 64
_QUIETEST_DB = -70.0

Real = NDArray[np.float32]


@dataclass(frozen=True)
class Fingerprint:
    """Pairs of peaks: (bin, bin, frames between) -> frames where the first one lies."""

    pairs: dict[tuple[int, int, int], tuple[int, ...]]

    @property
    def count(self) -> int:
        """How many pairs there are."""
        return sum(len(places) for places in self.pairs.values())


def fingerprint_of_file(path: Path) -> Fingerprint:
    """Of a file's first five minutes. Raises StudioError where it cannot be read."""
    try:
        with soundfile.SoundFile(path) as file:
            rate_hz = file.samplerate
            sound = file.read(int(LONGEST_S * rate_hz), dtype="float32", always_2d=True)
    except soundfile.LibsndfileError as error:
        raise StudioError(
            ErrorCode.BAD_FILE, f"this audio cannot be read ({error.error_string})", value=path
        ) from error
    return fingerprint(sound.mean(axis=1), rate_hz)


def fingerprint(mono: Real, rate_hz: int) -> Fingerprint:
    """Of one channel, shape (n,)."""
    slow = soxr.resample(mono, rate_hz, RATE_HZ)
    frames, bins = _peaks(_levels(slow))
    found: dict[tuple[int, int, int], list[int]] = defaultdict(list)
    for at, (frame, low) in enumerate(zip(frames, bins, strict=True)):
        last = np.searchsorted(frames, frame + FURTHEST_FRAMES, "right")
        later = slice(np.searchsorted(frames, frame, "right"), last)
        for frame_2, bin_2 in list(zip(frames[later], bins[later], strict=True))[:FAN_OUT]:
            found[int(low), int(bin_2), int(frame_2 - frame)].append(int(frames[at]))
    return Fingerprint({pair: tuple(places) for pair, places in found.items()})


def shared_share(one: Fingerprint, other: Fingerprint) -> float:
    """The share of the smaller one's pairs that the other has at one offset, 0 to 1."""
    offsets: Counter[int] = Counter()
    for pair, places in one.pairs.items():
        for place in places:
            offsets.update({place - there for there in other.pairs.get(pair, ())})
    if not offsets:
        return 0.0
    best = max(sum(offsets[at + near] for near in (-1, 0, 1)) for at in offsets)
    return min(1.0, best / max(1, min(one.count, other.count)))


def _levels(mono: Real) -> Real:
    """Levels in dB, (frames, SIZE / 2 + 1)."""
    padded = np.pad(mono, (0, max(0, SIZE - mono.size)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, SIZE)[::HOP]
    power = np.abs(np.fft.rfft(windows * np.hanning(SIZE).astype(np.float32), axis=1)) ** 2
    return np.asarray(10 * np.log10(power / SIZE + 1e-12), np.float32)


def _peaks(levels: Real) -> tuple[NDArray[np.int_], NDArray[np.int_]]:
    """Frames (ascending) and bins of what is largest around."""
    highest = _widest(_widest(levels, AROUND_FRAMES, 0), AROUND_BINS, 1)
    floor = max(_QUIETEST_DB, float(levels.max(initial=-120.0)) - 60)
    frames, bins = np.nonzero((levels >= highest) & (levels > floor))
    loudest = np.lexsort((-levels[frames, bins], frames // STRETCH_FRAMES))
    stretch = (frames // STRETCH_FRAMES)[loudest]
    place = np.arange(stretch.size) - np.searchsorted(stretch, stretch)
    kept = np.sort(loudest[place < PEAKS_A_STRETCH])
    return frames[kept], bins[kept]


def _widest(levels: Real, around: int, axis: int) -> Real:
    """The largest value this far around, along one axis."""
    highest = levels.copy()
    moved, still = np.moveaxis(highest, axis, 0), np.moveaxis(levels, axis, 0)
    for step in range(1, min(around, len(still) - 1) + 1):
        np.maximum(moved[step:], still[:-step], out=moved[step:])
        np.maximum(moved[:-step], still[step:], out=moved[:-step])
    return highest
