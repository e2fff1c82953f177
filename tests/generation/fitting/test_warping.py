"""Sound moved in time: tones keep pitch, level and place between the channels."""

import numpy as np
import pytest
from clicked_music import RATE_HZ

from musflow_studio.generation.fitting.warping import TimeMap, warped

LINE = np.arange(6 * RATE_HZ) / RATE_HZ
TONE = sum(
    level * np.sin(2 * np.pi * hertz * LINE)
    for hertz, level in ((65, 0.1), (220, 0.3), (331, 0.2))
).astype(np.float32)  # fmt: skip
STEREO = np.stack([TONE, 0.5 * TONE])


@pytest.mark.parametrize("longer", [0.9, 1.02, 1.1])
def test_tones_stay_tones(longer):
    anchors = np.arange(0, 6.01, 0.5)
    made = warped(STEREO, RATE_HZ, TimeMap(anchors, anchors * longer), 1.0, 3 * RATE_HZ)
    spectrum = np.abs(np.fft.rfft(made[0] * np.hanning(made.shape[1]))) ** 2
    hertz = np.fft.rfftfreq(made.shape[1], 1 / RATE_HZ)
    own = np.min(np.abs(hertz[:, None] - [65, 220, 331]), axis=1) < 3
    assert 10 * np.log10(spectrum[~own].sum() / spectrum.sum()) < -40
    assert np.abs(made[1] - 0.5 * made[0]).max() < 1e-6
    assert np.std(made[0]) == pytest.approx(np.std(TONE), rel=0.03)


def test_unstretched_sound_is_the_same_samples():
    made = warped(STEREO, RATE_HZ, TimeMap(np.zeros(1), np.array([-0.5])), 0.0, RATE_HZ)
    assert np.array_equal(made, STEREO[:, RATE_HZ // 2 : 3 * RATE_HZ // 2])


def test_beyond_the_sound_there_is_silence():
    made = warped(STEREO, RATE_HZ, TimeMap(np.zeros(1), np.zeros(1)), -1.0, RATE_HZ)
    assert not made.any()
