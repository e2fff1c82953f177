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

from musflow_studio import hearing
from musflow_studio.description.energy import read_energy
from musflow_studio.domain.description import BoardReference, Description, Mood, PanelDescription
from musflow_studio.domain.mood_vocabulary import MOOD_WORDS
from musflow_studio.domain.plan import CuePlan
from musflow_studio.domain.storyboard import Panel, Storyboard
from musflow_studio.domain.style import Style
from musflow_studio.domain.timecode import FrameRate
from musflow_studio.evaluation.rendered import RATE_HZ, Sound
from musflow_studio.finishing.measurement import Meter
from musflow_studio.hearing.key import is_major_on
from musflow_studio.planning import plan

MOODS = ("calm", "sad", "tender", "hopeful", "tense", "joyful", "angry", "excited")
PANELS, PANEL_S, FPS = 3, 5, 24
_FRAME, _HOP = 8192, 4096


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
    sound = mix.astype(np.float32)
    ears = hearing.listen(
        sound, RATE_HZ, low_bpm=style.tempo_low_bpm, high_bpm=style.tempo_high_bpm
    )
    meter = Meter(RATE_HZ, 2)
    meter.feed(np.ascontiguousarray(sound.T))
    lufs = meter.survey().integrated_lufs
    return Heard(
        bpm=ears.pulse.bpm,
        lufs=-70.0 if lufs is None else lufs,
        brightness_hz=centroid_hz(_spectra(mix.mean(axis=0), _FRAME, _HOP)),
        major=is_major_on(cue.key.tonic, ears.chroma.values.sum(axis=1, dtype=np.float64)),
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


def rank_correlation(x: Sequence[float], y: Sequence[float]) -> float:
    """Spearman's: the correlation of ranks, ties at their mean rank."""
    return float(np.corrcoef(_ranks(x), _ranks(y))[0, 1])


def _ranks(values: Sequence[float]) -> NDArray[np.float64]:
    line = np.array(values, float)
    below = (line[:, None] > line[None, :]).sum(axis=1)
    equal = (line[:, None] == line[None, :]).sum(axis=1)
    ranks: NDArray[np.float64] = below + (equal - 1) / 2
    return ranks
