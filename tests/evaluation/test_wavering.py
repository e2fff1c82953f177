"""What wavers is measured: in tones made for it, in instruments, and in the model's own source."""

import numpy as np
import pytest
import torch

from musflow_studio.evaluation.wavering import deviations_cents, waver_cents
from musflow_studio.generation.musflow.mel import Spectrum
from musflow_studio.generation.musflow.source import WAVER_CENTS, partials
from musflow_studio.generation.soundfont import find_soundfont

RATE_HZ = 44100


def tone(hertz, off_hz, seconds=3.0):
    """Eight partials, all of them off by so much, rms, four times a second."""
    time = np.arange(int(seconds * RATE_HZ)) / RATE_HZ
    turn = off_hz * 2**0.5 / 4 * np.sin(2 * np.pi * 4 * time)
    return sum(np.sin(k * 2 * np.pi * hertz * time + turn) / k for k in range(1, 9))


def test_a_steady_tone_does_not_waver_and_a_moving_one_does():
    assert max(deviations_cents(tone(220.0, 0.0), 220.0)) < 0.1
    found = next(iter(deviations_cents(tone(440.0, 3.0), 440.0)))
    # A sine's median is 0.71 of its peak: the measure gives 1.48 times its rms.
    assert found == pytest.approx(1.48 * 1731 * 3.0 / 440, rel=0.2)


@pytest.mark.parametrize("program", [20, 19, 48])
def test_the_source_wavers_as_the_instrument_does(program):
    assert waver_cents(find_soundfont(), 0, program) == pytest.approx(
        WAVER_CENTS[program], abs=max(0.3, 0.1 * WAVER_CENTS[program])
    )
    notes = np.array([(0, 9, 60, 1.0, 1, program)], np.float32)
    sound = Spectrum().inverse(partials(notes, 0, 300))[0, 8 * 512 : -8 * 512].numpy()
    found = float(np.median([*deviations_cents(sound, 440 * 2 ** (-9 / 12))]))
    assert found == pytest.approx(WAVER_CENTS[program], abs=max(0.3, 0.5 * WAVER_CENTS[program]))
    assert torch.isfinite(torch.from_numpy(sound)).all()
