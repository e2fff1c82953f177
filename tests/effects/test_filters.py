"""The curve that is drawn is the answer of the filters that are heard."""

from __future__ import annotations

import numpy as np
import pedalboard
import pytest

from musflow_studio.domain.effect_table import EFFECTS, numbers_of
from musflow_studio.domain.filters import FILTER_KINDS, filter_db, one_filter_db
from musflow_studio.domain.preset import Effect
from musflow_studio.effects import EffectChain

FRAMES = 1 << 17
HEARD_HZ = (30, 18_000)


def answer_db(effects: list[Effect], rate_hz: int) -> tuple[np.ndarray, np.ndarray]:
    """Frequencies and dB of what a click becomes."""
    click = np.zeros((FRAMES, 2), np.float32)
    click[0] = 1
    heard = EffectChain(effects, rate_hz, 2).processed(click)[:, 0].astype(np.float64)
    hz = np.fft.rfftfreq(FRAMES, 1 / rate_hz)
    told = 20 * np.log10(np.abs(np.fft.rfft(heard)) + 1e-12)
    within = (hz > HEARD_HZ[0]) & (hz < HEARD_HZ[1])
    return hz[within], told[within]


@pytest.mark.parametrize("kind", sorted(FILTER_KINDS))
@pytest.mark.parametrize("hz", [60.0, 900.0, 12_000.0])
def test_a_filter_is_drawn_as_it_sounds(kind: str, hz: float) -> None:
    for rate_hz, gain_db, q in ((44_100, -14.0, 0.7), (48_000, 9.0, 3.0)):
        numbers = {"cutoff_frequency_hz": hz, "gain_db": gain_db, "q": q}
        effect = Effect(kind, {name: numbers[name] for name in EFFECTS[kind].parameters})
        at_hz, heard_db = answer_db([effect], rate_hz)
        assert one_filter_db(effect, at_hz, rate_hz) == pytest.approx(heard_db, abs=0.1)


def test_filters_add_up_and_what_is_off_counts_for_nothing() -> None:
    cut = Effect("HighpassFilter", {"cutoff_frequency_hz": 200.0})
    bell = Effect("PeakFilter", {"cutoff_frequency_hz": 3000.0, "gain_db": 6.0})
    room = Effect("Space", {})
    silent = Effect("LowShelfFilter", {"gain_db": 20.0}, on=False)
    hz, heard_db = answer_db([cut, bell], 44_100)
    assert filter_db([cut, silent, room, bell], hz, 44_100) == pytest.approx(heard_db, abs=0.1)


def test_what_a_preset_leaves_out_is_what_the_effect_takes() -> None:
    for kind, known in EFFECTS.items():
        numbers = numbers_of(Effect(kind, {}))
        assert list(numbers) == list(known.parameters)
        if not known.defaults:
            made = getattr(pedalboard, kind)()
            told = {name: getattr(made, name) for name in numbers}
            assert numbers == pytest.approx(told, abs=1e-4)
    assert numbers_of(Effect("Gain", {"gain_db": 3.0})) == {"gain_db": 3.0}
