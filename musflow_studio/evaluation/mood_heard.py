"""Mood is heard: what of a mood can be measured in the mix of a cue made for it.

A cue of three panels of 4 to 6 s, all of one mood, is rendered; tempo, level, brightness and mode
are measured on its mix. Over moods, the first three should rise with arousal, the share of cues in
major with valence.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from musflow_studio.description.energy import read_energy
from musflow_studio.domain.description import BoardReference, Description, Mood, PanelDescription
from musflow_studio.domain.mood_vocabulary import MOOD_WORDS
from musflow_studio.domain.plan import CuePlan
from musflow_studio.domain.storyboard import Panel, Storyboard
from musflow_studio.domain.style import Style
from musflow_studio.domain.timecode import FrameRate
from musflow_studio.evaluation.rendered import RATE_HZ, Sound
from musflow_studio.finishing.measurement import Meter
from musflow_studio.planning import plan

MOODS = ("calm", "sad", "tender", "hopeful", "tense", "joyful", "angry", "excited")
PANELS, PANEL_S, FPS = 3, 5, 24
_MAJOR = (0.238, 0.006, 0.111, 0.006, 0.137, 0.094, 0.016, 0.214, 0.009, 0.080, 0.008, 0.081)
_MINOR = (0.220, 0.006, 0.104, 0.123, 0.019, 0.103, 0.012, 0.214, 0.062, 0.022, 0.061, 0.052)
"""How often each degree sounds in major and in minor (Albrecht & Shanahan 2013)."""
_FRAME, _HOP = 8192, 4096
_FLUX_FRAME, _FLUX_HOP = 1024, 441
_SMOOTHED, _SWELL = 5, 61  # hops of 10 ms: beats are not played to the hop; swells are slower
_TAPPED_BPM, _TAPPED_OCTAVES = 120.0, 1.4


@dataclass(frozen=True)
class Heard:
    """What was measured in one mix.

    Attributes:
        bpm: of the strongest pulse.
        lufs: integrated loudness.
        brightness_hz: centroid of the spectrum, averaged over what sounds.
        major: True where the tones are more those of a major key than of a minor one.
    """

    bpm: float
    lufs: float
    brightness_hz: float
    major: bool


def mood_cue(style: Style, mood_word: str, seed: int) -> CuePlan:
    """A cue of one mood; energy as the description stage reads it from the mood's arousal.

    Lengths are drawn from the seed, the same for every mood: round ones would make one tempo fit
    so well that neighbouring moods share it.
    """
    valence, arousal, dominance, tension = MOOD_WORDS[mood_word]
    mood = Mood(valence, arousal, dominance, tension)
    reference = BoardReference(float(PANEL_S), 1.0, 0.0)
    energy = read_energy(arousal, PANEL_S, None, reference).energy
    uids = [f"p{number}" for number in range(1, PANELS + 1)]
    lengths = random.Random(f"mood {seed}")
    panels = tuple(Panel(uid, uid[1:], lengths.randint(4 * FPS, 6 * FPS)) for uid in uids)
    seen = tuple(PanelDescription(uid, "someone", mood, mood_word, energy, (), ()) for uid in uids)
    board = Storyboard(mood_word, FrameRate.parse(str(FPS)), panels)
    return plan(board, Description(seen, reference), style, cue_uid="1M1", seed=seed)


def listen(mix: Sound, cue: CuePlan, style: Style) -> Heard:
    """Measure a cue's mix, shape (2, samples).

    The pulse is looked for among the style's tempi, the mode on the cue's tonic.
    """
    mono = mix.mean(axis=0)
    power = _spectra(mono, _FRAME, _HOP)
    meter = Meter(RATE_HZ, 2)
    meter.feed(np.ascontiguousarray(mix.T, np.float32))
    lufs = meter.survey().integrated_lufs
    return Heard(
        bpm=pulse_bpm(mono, style.tempo_low_bpm, style.tempo_high_bpm),
        lufs=-70.0 if lufs is None else lufs,
        brightness_hz=centroid_hz(power),
        major=is_major(power, cue.key.tonic),
    )


def _spectra(mono: NDArray[np.float64], frame: int, hop: int) -> NDArray[np.float64]:
    """Power spectra, shape (frames, bins), under Hann windows."""
    windows = np.lib.stride_tricks.sliding_window_view(mono, frame)[::hop]
    power: NDArray[np.float64] = np.abs(np.fft.rfft(windows * np.hanning(frame))) ** 2
    return power


def centroid_hz(power: NDArray[np.float64]) -> float:
    """Mean frequency of a sound, weighed by amplitude."""
    amplitude = np.sqrt(power.mean(axis=0))
    hertz = np.fft.rfftfreq(_FRAME, 1 / RATE_HZ)
    return float(np.sum(hertz * amplitude) / np.sum(amplitude))


def is_major(power: NDArray[np.float64], tonic: int) -> bool:
    """Whether the tones fit major better than minor on a tonic (pitch class), by correlation."""
    hertz = np.fft.rfftfreq(_FRAME, 1 / RATE_HZ)
    tonal = (hertz > 60) & (hertz < 2000)
    pitch = np.round(69 + 12 * np.log2(hertz[tonal] / 440)).astype(int) % 12
    amplitude = np.sqrt(power[:, tonal]).sum(axis=0)
    chroma = np.bincount(pitch, weights=amplitude, minlength=12)
    degrees = np.roll(chroma, -tonic)
    major, minor = (float(np.corrcoef(degrees, profile)[0, 1]) for profile in (_MAJOR, _MINOR))
    return major > minor


def pulse_bpm(mono: NDArray[np.float64], low_bpm: float, high_bpm: float) -> float:
    """The tempo between two bounds whose beats the onsets meet best.

    The largest autocorrelation of the spectral flux over one to four beats, weighed by how readily
    people tap a tempo: a bell around 120 bpm, 1.4 octaves wide (after Ellis, "Beat tracking by
    dynamic programming", JNMR 36, 2007). Without it a tempo and its half are even. Slow swells are
    taken out of the flux first, and long lags are not weaker for having less to compare.
    """
    loud = np.log1p(100 * np.sqrt(_spectra(mono, _FLUX_FRAME, _FLUX_HOP)))
    flux = np.maximum(np.diff(loud, axis=0), 0).sum(axis=1)
    sharp = _smoothed(flux, _SMOOTHED)
    sharp -= _smoothed(flux, _SWELL)
    spectrum = np.fft.rfft(sharp, 2 * sharp.size)
    matches = np.fft.irfft(np.abs(spectrum) ** 2)[: sharp.size]
    matches /= np.arange(sharp.size, 0, -1)
    tempi = np.arange(low_bpm, high_bpm, 0.25)
    lags = 60 * RATE_HZ / (_FLUX_HOP * tempi)
    line = np.arange(matches.size)
    met = [np.interp(beats * lags, line, matches) for beats in (1, 2, 3, 4)]
    readily = np.exp(-0.5 * (np.log2(tempi / _TAPPED_BPM) / _TAPPED_OCTAVES) ** 2)
    return float(tempi[np.argmax(np.sum(met, axis=0) * readily)])


def _smoothed(flux: NDArray[np.float64], hops: int) -> NDArray[np.float64]:
    window = np.hanning(hops)
    return np.convolve(flux, window / window.sum(), "same")


def rank_correlation(x: Sequence[float], y: Sequence[float]) -> float:
    """Spearman's: the correlation of ranks, ties at their mean rank."""
    return float(np.corrcoef(_ranks(x), _ranks(y))[0, 1])


def _ranks(values: Sequence[float]) -> NDArray[np.float64]:
    line = np.array(values, float)
    below = (line[:, None] > line[None, :]).sum(axis=1)
    equal = (line[:, None] == line[None, :]).sum(axis=1)
    ranks: NDArray[np.float64] = below + (equal - 1) / 2
    return ranks
