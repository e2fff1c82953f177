"""Room: the one reverb that all parts share, as an impulse response and its convolution.

The response is decaying noise, different left and right: the late part of a real room is that
(Moorer, "About this reverberation business", 1979), and unlike comb and all-pass networks it has
no ring. Each octave decays at its own speed, the highs faster, and nothing lies under 150 Hz.
Convolution is linear, so every stem can carry its own share and the stems still sum to the mix.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

_NOISE_SEED = 20080618
_LOW_CUT_HZ = 150.0
_RISE_S = 0.012
_FAST_FRAMES = 8192  # lengths are multiples of it: transforms of prime lengths are slow
_EARLY_TAPS = 9
_EARLY_SPAN_S = (0.007, 0.055)
_EARLY_SHARE = 0.25  # of the response's energy


@dataclass(frozen=True)
class Room:
    """How the room sounds.

    Attributes:
        room_size: 0 (a booth, 0.4 s to -60 dB) to 1 (a cathedral, 4.5 s).
        damping: 0 (bright stone) to 1 (heavy curtains): how much faster the highs die.
        wet_level: 0 to 1; 0.5 returns as much energy as was sent, 1 four times as much.
        pre_delay_ms: silence before the first reflection, 0 to 200.
    """

    room_size: float = 0.6
    damping: float = 0.5
    wet_level: float = 0.5
    pre_delay_ms: float = 20.0

    @classmethod
    def from_style(cls, values: Mapping[str, float]) -> Room:
        """The room a score names; what is missing keeps its default, the rest is clipped."""
        known = {name: values[name] for name in cls.__dataclass_fields__ if name in values}
        top = {"pre_delay_ms": 200.0}
        return cls(**{k: min(max(float(v), 0.0), top.get(k, 1.0)) for k, v in known.items()})

    @property
    def decay_s(self) -> float:
        """Seconds to -60 dB in the middle (500 Hz)."""
        return float(0.4 * (4.5 / 0.4) ** self.room_size)


@lru_cache(maxsize=4)
def impulse_response(room: Room, sample_rate_hz: int) -> NDArray[np.float32]:
    """The room's answer to a click, shape (2, n): the same samples for the same room, always.

    Its energy per channel is (2 wet_level) squared; n covers the decay to -80 dB.
    """
    delay = round(room.pre_delay_ms * sample_rate_hz / 1000)
    frames = math.ceil(room.decay_s * 80 / 60 * sample_rate_hz / _FAST_FRAMES) * _FAST_FRAMES
    draws = np.random.Generator(np.random.PCG64(_NOISE_SEED))
    late = _late_field(draws, room, frames, sample_rate_hz)
    early = _early_reflections(draws, frames, sample_rate_hz)
    whole = _unit(late) * math.sqrt(1 - _EARLY_SHARE) + _unit(early) * math.sqrt(_EARLY_SHARE)
    shaped = _unit(_low_cut(whole, sample_rate_hz)) * 2 * room.wet_level
    return np.pad(shaped, ((0, 0), (delay, 0))).astype(np.float32)


def _late_field(
    draws: np.random.Generator, room: Room, frames: int, rate: int
) -> NDArray[np.float64]:
    """Noise split into octaves, each under its own exponential decay, rising over _RISE_S."""
    spectrum = np.fft.rfft(draws.standard_normal((2, frames)))
    hertz = np.fft.rfftfreq(frames, 1 / rate)
    seconds = np.arange(frames) / rate
    field = np.zeros((2, frames))
    for centre_hz in (125.0 * 2**octave for octave in range(8)):
        band = np.fft.irfft(spectrum * _octave(hertz, centre_hz), frames)
        field += band * np.exp(-math.log(1000) * seconds / _decay_s(room, centre_hz))
    return field * np.minimum(1.0, seconds / _RISE_S)


def _octave(hertz: NDArray[np.floating], centre_hz: float) -> NDArray[np.float64]:
    """A band one octave wide with raised-cosine flanks; neighbours add up to one in power."""
    octaves = np.log2(np.maximum(hertz, 1.0) / centre_hz)
    flank: NDArray[np.float64] = np.cos(np.clip(octaves, -1, 1) * math.pi / 2)
    return flank


def _decay_s(room: Room, hertz: float) -> float:
    """Seconds to -60 dB at a frequency: a little longer below 500 Hz, shorter above."""
    octaves = math.log2(hertz / 500)
    if octaves <= 0:
        return room.decay_s * (1 - 0.06 * octaves)
    return room.decay_s / (1 + octaves * (0.08 + 0.42 * room.damping))


def _early_reflections(draws: np.random.Generator, frames: int, rate: int) -> NDArray[np.float64]:
    """A few single echoes per side, growing sparser towards the start and weaker later."""
    taps = np.zeros((2, frames))
    first, last = _EARLY_SPAN_S
    for side in range(2):
        times = first + (last - first) * np.sort(draws.random(_EARLY_TAPS))
        at = np.minimum((times * rate).astype(int), frames - 1)
        taps[side, at] += draws.choice([-1.0, 1.0], _EARLY_TAPS) * np.exp(-times / 0.03)
    return taps


def _low_cut(response: NDArray[np.float64], rate: int) -> NDArray[np.float64]:
    """Fourth-order Butterworth high-pass at 150 Hz, causal: nothing sounds ahead of its cause."""
    frames = response.shape[1]
    s = 1j * np.fft.rfftfreq(frames, 1 / rate) / _LOW_CUT_HZ
    poles = (s**2 + 0.765367 * s + 1) * (s**2 + 1.847759 * s + 1)
    filtered: NDArray[np.float64] = np.fft.irfft(np.fft.rfft(response) * s**4 / poles, frames)
    return filtered


def _unit(response: NDArray[np.float64]) -> NDArray[np.float64]:
    """The response with energy 1 in each channel."""
    energy: NDArray[np.float64] = np.sum(response**2, axis=1, keepdims=True)
    return response / np.sqrt(energy)


class Convolution:
    """A mono signal through a stereo response, in blocks of one size.

    Uniformly partitioned overlap-save (Stockham 1966; Gardner, JAES 43, 1995): the response is
    cut into pieces of a block each, spectra of past blocks are kept, memory is constant.

    Args:
        spectra: of the response's pieces, as `response_spectra` makes them.
    """

    def __init__(self, spectra: NDArray[np.complex64]) -> None:
        pieces, _, bins = spectra.shape
        self._spectra = spectra
        self._past = np.zeros((pieces, bins), np.complex64)
        self._before = np.zeros(bins - 1, np.float32)

    def process(self, mono: NDArray[np.float32]) -> NDArray[np.float32]:
        """The wet sound of one block, shape (2, block_frames), with the past ringing on in it."""
        self._past[1:] = self._past[:-1]
        self._past[0] = np.fft.rfft(np.concatenate((self._before, mono)))
        self._before = mono
        wet = np.einsum("pf,pcf->cf", self._past, self._spectra)
        return np.fft.irfft(wet)[:, mono.size :].astype(np.float32, copy=False)


def response_spectra(response: NDArray[np.float32], block_frames: int) -> NDArray[np.complex64]:
    """Spectra of a stereo response cut into blocks, shape (pieces, 2, block_frames + 1)."""
    pieces = -(-response.shape[1] // block_frames)
    padded = np.pad(response, ((0, 0), (0, pieces * block_frames - response.shape[1])))
    cut = padded.reshape(2, pieces, block_frames).transpose(1, 0, 2)
    return np.fft.rfft(cut, 2 * block_frames).astype(np.complex64, copy=False)
