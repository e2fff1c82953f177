"""What the window says was understood of words."""

from __future__ import annotations

import numpy as np
import pytest

from musflow_studio.effect_words import Proposer, change_by_model
from musflow_studio.presets import finishing_preset
from ui.rack.words_panel import understanding

NOISE = np.random.default_rng(1).normal(0, 0.1, (44100, 2)).astype(np.float32)


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ('{"width": 1.4}', ""),
        ("{}", "These words ask for nothing that effects can do; nothing is changed."),
        ("no idea", "warm"),
    ],
)
def test_a_models_numbers_are_never_called_nothing(answer: str, told: str) -> None:
    proposer = Proposer("toy", lambda question: answer)
    preset = finishing_preset("as-composed")
    result = change_by_model("warm", preset, NOISE, 44100, None, proposer)
    said = understanding(result)
    assert told in said
    assert bool(told) == bool(said)
