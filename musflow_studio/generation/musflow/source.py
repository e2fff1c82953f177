"""Source: what the notes alone would sound like, as bins of the spectrum.

A vocoder that knows its notes need not guess phases: every partial of a held note turns at its own
frequency from frame to frame, and between partials there is noise. After the source of neural
source-filter models (Wang, Takaki and Yamagishi, ICASSP 2019), drawn straight into the spectrum
(Rodet and Depalle, "Spectral envelopes and inverse FFT synthesis", AES 93rd Convention, 1992).
Partials of most instruments waver: vibrato, a section's players, a chorus. Each wavers by itself,
by as much as was measured for its instrument. Everything is a function of the frame's place in
the cue, so stretches that are made one after another fit together.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from functools import cache

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from musflow_studio.generation.musflow import sheet as of_sheet
from musflow_studio.generation.musflow.mel import Spectrum
from musflow_studio.generation.musflow.shapes import (
    CHANNELS,
    FFT_SIZE,
    FRAMES_PER_LATENT,
    HOP,
    SAMPLE_RATE_HZ,
)
from musflow_studio.generation.musflow.sheet import Array, Sheet
from musflow_studio.generation.musflow.sketch import hann_lobe
from musflow_studio.generation.musflow.strikes import DRUMS, strikes

PARTIALS = 80
WIDE_PARTIALS, WIDE = 40, 12
"""Of a note that begins in a frame: partials that are drawn, and bins to either side of each."""
HIGHEST_HZ = 19_000.0
RING_DB_A_SECOND, RING_S = 24.0, 2.0
"""How a note goes on after its end; its true level is the magnitudes' affair."""
EARLY_S = FFT_SIZE / 2 / SAMPLE_RATE_HZ
"""A frame hears a note this long before the note reaches the frame's middle."""
NOISE = 1e-3
"""Of full scale, between the partials."""
WAVER_CENTS = {
    16: 0.9, 18: 3.7, 19: 1.9, 20: 0, 40: 11, 41: 8.2, 42: 8.9, 43: 5.4, 44: 9.5, 48: 8.9, 49: 8.9,
    50: 8.9, 51: 9.2, 52: 11, 53: 8.4, 54: 11, 57: 0, 60: 4.5, 61: 3.5, 62: 1.0, 68: 4.8, 70: 6.3,
    71: 2.6, 73: 7.9, 88: 5.7, 89: 10, 90: 5.8, 91: 6.2, 92: 5.9, 93: 9.6, 94: 7.0, 95: 5.8,
    97: 5.9, 99: 7.1, 100: 8.5, 101: 8.9, 173: 9.5, 177: 8.9, 179: 11,
}  # fmt: skip
"""By program, as in Sheet: how far partials under 1.2 kHz are off, rms about their median, measured
in MuseScore General Lite by `python -m musflow_studio.evaluation.wavering`."""
USUAL_CENTS, MOST_HZ = 6.0, 12.0
"""For other programs; and the most that is heard of high partials."""
BINS = FFT_SIZE // 2 + 1
_ON, _WHOLE = 1e-4, torch.tensor(float(FFT_SIZE))
_SCALE = FFT_SIZE / 4
"""A full-scale sine's magnitude in its bin."""
_LOBE = 4
_NOISE_FRAMES = 512
_SEED = 2504
_WAVERS = 3

Doubles = NDArray[np.float64]
Sources = Callable[[int, int], Tensor]
"""The source of `count` latents from latent `first` on: complex (sheets, 2, BINS, 4 x count)."""


def sources_of(sheets: Sequence[Sheet]) -> Sources:
    """The sources of several sheets side by side."""

    def stretch(first: int, count: int) -> Tensor:
        frames = (first * FRAMES_PER_LATENT, count * FRAMES_PER_LATENT)
        return torch.stack([source_bins(sheet.notes, *frames) for sheet in sheets])

    return stretch


def source_bins(notes: Array, first: int, count: int) -> Tensor:
    """Partials, strokes and noise of a sheet's notes: complex mid and side (2, BINS, count).

    Args:
        notes: (n, 6), as in Sheet.
        first: the first frame, from the cue's start; may be negative.
        count: of frames.
    """
    bins = partials(notes, first, count) + NOISE * noise(first, count)
    struck = strikes(notes, first, count)
    return bins if struck is None else bins + struck


def partials(notes: Array, first: int, count: int) -> Tensor:
    """The partials alone, complex mid and side (2, BINS, count), zero where nothing sounds."""
    bins = torch.zeros(CHANNELS, BINS + _LOBE, count, dtype=torch.complex64)
    frames = torch.arange(first, first + count, dtype=torch.float64)
    middles = (frames.numpy() + 0.5) * HOP / SAMPLE_RATE_HZ
    for program, pitch, level, begins in _levels(notes, middles):
        heard = np.flatnonzero(level)
        first_one = min(begins[:, 0].min(initial=count), heard.min(initial=count))
        last_one = max(begins[:, 0].max(initial=0), heard.max(initial=0))
        span = slice(int(first_one), int(last_one) + 1)
        voice = _Voice(program, pitch, frames[span])
        voice.draw(bins[..., span], torch.from_numpy(level[span]))
        voice.begin(bins[..., span], begins - [span.start, 0, 0])
    return bins[:, :BINS] * _signs()[:, None]


def _levels(notes: Array, middles: Doubles) -> Iterator[tuple[int, int, Array, Doubles]]:
    """Everything that sounds in frames with these middles (seconds).

    Program, pitch, level (count,) and beginnings (n, 3): of a frame that a note begins in, its
    number, the sample of its window, and the note's level. There the first level is 0.
    """
    start, end = notes[:, of_sheet.START_S] - EARLY_S, notes[:, of_sheet.END_S]
    sounding = (start < middles[-1]) & (end + RING_S > middles[0])
    notes = notes[sounding & (notes[:, of_sheet.GROUP] != DRUMS)]
    players = notes[:, [of_sheet.PROGRAM, of_sheet.PITCH]].astype(int)
    for program, pitch in np.unique(players, axis=0):
        own = notes[(players == (program, pitch)).all(1)]
        since = middles[None] - own[:, of_sheet.END_S, None]
        ring = 10 ** (-RING_DB_A_SECOND / 20 * np.clip(since, 0, None)) * (since < RING_S)
        begun = middles[None] >= own[:, of_sheet.START_S, None] - EARLY_S
        level = (own[:, of_sheet.VELOCITY, None] * ring * begun).max(0)
        late = (own[:, of_sheet.START_S, None] - middles[None] + EARLY_S) * SAMPLE_RATE_HZ
        late = np.where(late < FFT_SIZE, late, 0).max(0)
        at = np.flatnonzero(late > 0)
        begins = np.stack((at, late[at], level[at]), 1)
        level[at] = 0
        yield int(program), int(pitch), level.astype(np.float32), begins


class _Voice:
    """One pitch of one program, and where its partials are in some frames."""

    def __init__(self, program: int, pitch: int, frames: Tensor) -> None:
        hertz = 440.0 * 2 ** ((pitch - 69) / 12)
        count = max(1, min(PARTIALS, int(HIGHEST_HZ / hertz)))
        self._number = number = torch.arange(1, count + 1)
        self._place = place = number * (hertz * FFT_SIZE / SAMPLE_RATE_HZ)
        turned = 2 * math.pi * HOP / FFT_SIZE * place.double()[:, None] * (frames + 0.5)[None]
        seconds = (frames + 0.5) * (HOP / SAMPLE_RATE_HZ)
        cents = WAVER_CENTS.get(program, USUAL_CENTS)
        away_hz = (hertz * number * cents / 1731).clamp(max=MOST_HZ)
        row = (pitch + 37 * program) % 128
        self._phases = [
            turned
            + _PHASES[channel, row, :count, None]
            + away_hz[:, None] * _wavering(channel, row, count, seconds)
            for channel in range(CHANNELS)
        ]
        """Radians at the frames' middles, (partials, frames) of mid and side."""

    def draw(self, bins: Tensor, level: Tensor) -> None:
        """Add its partials to bins (2, BINS + _LOBE, count), at a level (count,)."""
        below = self._place.double().floor().long() - 1
        for out, phases in zip(bins, self._phases, strict=True):
            tone = torch.polar(level[None] / self._number[:, None], _turns(phases))
            for step in range(_LOBE):
                lobe = _SCALE * hann_lobe(below + step - self._place)
                out.index_add_(0, (below + step).clamp(0, BINS + _LOBE - 1), tone * lobe[:, None])

    def begin(self, bins: Tensor, begins: Doubles) -> None:
        """Add frames that a note begins in, (n, 3) as in `_levels`.

        Of the window only the end is heard: partials are wider there, and in step with the start.
        """
        if not len(begins):
            return
        at = torch.from_numpy(begins[:, 0].astype(np.int64))
        late, level = (torch.from_numpy(column.astype(np.float32)) for column in begins.T[1:])
        heard = slice(None, WIDE_PARTIALS)
        place, number = self._place[heard], self._number[heard]
        near = place.floor().long()[:, None] + torch.arange(1 - WIDE, WIDE + 1)
        lobe = _SCALE * late_lobe((near - place[:, None])[..., None], late)
        inside = ((near >= 0) & (near < BINS))[..., None]
        rows = near.clamp(0, BINS - 1).flatten()
        for out, phases in zip(bins, self._phases, strict=True):
            tone = torch.polar(level / number[:, None], _turns(phases[heard][:, at]))
            drawn = (tone[:, None] * lobe * inside).flatten(0, 1)
            added = torch.zeros(len(out), len(at), dtype=drawn.dtype).index_add_(0, rows, drawn)
            out[:, at] += added


def _turns(phases: Tensor) -> Tensor:
    return phases.remainder(2 * math.pi).float()


def late_lobe(away: Tensor, late: Tensor) -> Tensor:
    """The Hann window's spectrum where its first `late` samples are silent; complex.

    As `sketch.hann_lobe`, which it is for 0: bins away from a tone whose phase is that in the
    window's middle.
    """

    def summed(away: Tensor) -> Tensor:
        turn = -2 * math.pi * away / FFT_SIZE
        step = torch.polar(torch.ones_like(turn), turn) - 1
        first, last = (torch.polar(torch.ones_like(turn * n), turn * n) for n in (late, _WHOLE))
        whole = (last - first) / torch.where(away.abs() < _ON, torch.ones_like(step), step)
        return torch.where(away.abs() < _ON, FFT_SIZE - late + 0j, whole)

    both = summed(away) / 2 - (summed(away - 1) + summed(away + 1)) / 4
    middle = torch.polar(torch.ones_like(away), math.pi * away)
    return middle * both / (FFT_SIZE / 2)


def _wavering(channel: int, row: int, count: int, seconds: Tensor) -> Tensor:
    """Phases (count, n) of partials whose frequencies are off by 1 Hz rms, irregularly."""
    wavers = 2 * math.pi * _WAVER_HZ[channel, row, :count, :, None] * seconds
    size = math.sqrt(2 / _WAVERS) / _WAVER_HZ[channel, row, :count, :, None]
    return (size * torch.sin(wavers + _WAVER_PHASES[channel, row, :count, :, None])).sum(1)


def noise(first: int, count: int) -> Tensor:
    """Bins of white noise of full scale, (2, BINS, count), the same for the same frames."""
    return _noise()[..., torch.arange(first, first + count).remainder(_NOISE_FRAMES)]


@cache
def _noise() -> Tensor:
    generator = torch.Generator().manual_seed(_SEED)
    drawn = torch.randn(CHANNELS, _NOISE_FRAMES * HOP, generator=generator)
    bins: Tensor = Spectrum()(torch.cat((drawn, drawn, drawn), -1))
    return bins[..., _NOISE_FRAMES : 2 * _NOISE_FRAMES].clone()


def _signs() -> Tensor:
    """A frame's middle is its zero of phase; the transform counts from its start."""
    return 1.0 - 2.0 * (torch.arange(BINS) % 2)


def _drawn(*shape: int) -> Tensor:
    return torch.rand(shape, generator=_GENERATOR, dtype=torch.float64)


_GENERATOR = torch.Generator().manual_seed(_SEED)
_PHASES = 2 * math.pi * _drawn(CHANNELS, 128, PARTIALS)
"""Where each partial begins; mid and side differ, so the sound is wide where its side is loud."""
_WAVER_HZ = 0.7 * 10 ** _drawn(CHANNELS, 128, PARTIALS, _WAVERS)
_WAVER_PHASES = 2 * math.pi * _drawn(CHANNELS, 128, PARTIALS, _WAVERS)
