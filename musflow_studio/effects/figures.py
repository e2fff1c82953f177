"""Figures: what an ear would notice of a sound or of an effect, in numbers.

Bands in dB of the whole, spectral tilt, width, crest and the spread of levels of a sound; the
decay and the direct-to-reverb ratio of a chain, from its answer to a burst of noise.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from musflow_studio.domain.preset import Effect
from musflow_studio.effects.chain import EffectChain

BAND_EDGES_HZ = (20, 60, 120, 250, 500, 1000, 2000, 4000, 8000, 16000)
"""Borders of the nine bands."""
FLOOR_DB = -90.0
MOST_DIRECT_DB = 60.0
_WINDOW = 4096
_LEVEL_S = 0.4
_BURST_S, _LISTEN_S, _BURST_LEVEL = 0.05, 12.0, 0.1
_DIRECT_S = 0.055

Sound = npt.NDArray[np.float32]
"""Shape (frames, 2)."""
Spectrum = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Figures:
    """What was measured on a sound.

    Attributes:
        bands_db: energy of each band of BAND_EDGES_HZ, of the whole.
        tilt_db: energy above 2 kHz to that below 500 Hz: higher is brighter.
        width_db: side to middle; FLOOR_DB for one channel.
        crest_db: peak to mean level.
        spread_db: between the 95th and 10th percentile of the levels of 0.4 s.
        level_db: mean level, dBFS.
    """

    bands_db: tuple[float, ...]
    tilt_db: float
    width_db: float
    crest_db: float
    spread_db: float
    level_db: float


def figures(sound: Sound, rate_hz: int) -> Figures:
    """Measure a sound of at least 0.4 s."""
    power = power_spectrum(sound)
    energy = float(np.mean(np.square(sound, dtype=np.float64)))
    middle, side = sound.sum(axis=1) / 2, (sound[:, 0] - sound[:, -1]) / 2
    levels = _levels(sound, rate_hz)
    level_db = _db(energy)
    return Figures(
        bands_db=tuple(
            _db(share(power, rate_hz, low, high))
            for low, high in zip(BAND_EDGES_HZ, BAND_EDGES_HZ[1:], strict=False)
        ),
        tilt_db=_db(share(power, rate_hz, 2000, 20000)) - _db(share(power, rate_hz, 20, 500)),
        width_db=max(FLOOR_DB, _db(float(np.mean(side**2))) - _db(float(np.mean(middle**2)))),
        crest_db=2 * _db(float(np.abs(sound).max(initial=0.0))) - level_db,
        spread_db=float(np.percentile(levels, 95) - np.percentile(levels, 10)),
        level_db=level_db,
    )


def power_spectrum(sound: Sound) -> Spectrum:
    """Mean power of both channels by frequency, 2049 bins from 0 to half the rate (Hann window)."""
    padded = np.concatenate([sound, np.zeros((max(0, _WINDOW - len(sound)), 2), np.float32)])
    whole = len(padded) // _WINDOW * _WINDOW
    frames = padded[:whole].reshape(-1, _WINDOW, 2) * np.hanning(_WINDOW)[None, :, None]
    return np.asarray(np.mean(np.abs(np.fft.rfft(frames, axis=1)) ** 2, axis=(0, 2)))


def share(power: Spectrum, rate_hz: int, low_hz: float, high_hz: float) -> float:
    """The part of a power spectrum between two frequencies, 0 to 1."""
    hz = np.linspace(0, rate_hz / 2, len(power))
    return float(power[(hz >= low_hz) & (hz < high_hz)].sum() / max(power.sum(), 1e-30))


@dataclass(frozen=True)
class RoomFigures:
    """How a chain answers a burst.

    Attributes:
        decay_s: seconds in which the answer falls by 60 dB, from its fall between -5 and -35 dB.
        direct_db: energy of the first 55 ms to that after, at most MOST_DIRECT_DB.
    """

    decay_s: float
    direct_db: float


def room_figures(effects: Sequence[Effect], rate_hz: int = 44100, wet: float = 1.0) -> RoomFigures:
    """Measure a chain with a burst of pink noise of 50 ms at -20 dBFS."""
    answer = EffectChain(effects, rate_hz, 2, wet).processed(_burst(rate_hz))
    energy = np.square(answer, dtype=np.float64).sum(axis=1)
    falling = np.cumsum(energy[::-1])[::-1]
    db = 10 * np.log10(np.maximum(falling, 1e-30) / max(falling[0], 1e-30))
    after = db[round(_BURST_S * rate_hz) :]
    early = int(np.argmax(after < after[0] - 5)) if after[0] > -60 else 0
    late = int(np.argmax(after < after[0] - 35)) if after[0] > -60 else 0
    border = round((_BURST_S + _DIRECT_S) * rate_hz)
    near = float(energy[:border].sum())
    return RoomFigures(
        decay_s=2 * (late - early) / rate_hz,
        direct_db=min(MOST_DIRECT_DB, _db(near) - _db(float(energy[border:].sum()))),
    )


@cache
def _burst(rate_hz: int) -> Sound:
    """Pink noise of 50 ms and the silence to listen into."""
    count = round(_BURST_S * rate_hz)
    white = np.fft.rfft(np.random.default_rng(1).normal(size=count))
    pink = np.fft.irfft(white / np.sqrt(np.arange(len(white)) + 1), count)
    sound = np.zeros((round(_LISTEN_S * rate_hz), 2), np.float32)
    sound[:count] = (_BURST_LEVEL * pink / pink.std())[:, None]
    return sound


def _levels(sound: Sound, rate_hz: int) -> Spectrum:
    """Mean level of every 0.4 s, dBFS; the quietest told as 60 dB under the loudest."""
    step = round(_LEVEL_S * rate_hz)
    whole = max(step, len(sound) // step * step)
    padded = np.zeros((whole, sound.shape[1]), np.float32)
    padded[: len(sound[:whole])] = sound[:whole]
    energy = np.square(padded, dtype=np.float64).reshape(whole // step, -1).mean(axis=1)
    return np.asarray(10 * np.log10(np.maximum(energy, max(energy.max() * 1e-6, 1e-30))))


def _db(power: float) -> float:
    return max(FLOOR_DB, 10 * float(np.log10(max(power, 1e-30))))
