"""Rule 1 in sound: a calm and an excited panel differ as they should, and a flat one is caught."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from musflow_studio.evaluation.music_rules import loudness
from musflow_studio.evaluation.rendered import RATE_HZ, Rendered, Sound
from musflow_studio.presets import load_styles

STYLE = load_styles()["tender-piano"]


def test_energy_is_heard_before_and_after_finishing(tmp_path: Path) -> None:
    takes, finished = tmp_path / "takes", tmp_path / "finished"
    takes.mkdir()
    finished.mkdir()
    sound = Rendered(loudness.quiet_then_loud(STYLE, 0), takes)
    before, after = loudness.check(sound, finished)
    assert (before.broken, after.broken) == ((), ())
    assert (before.counted, after.counted) == (1, 3)


@pytest.mark.parametrize("step_db", [0.0, 5.0, 12.0])
def test_the_step_is_the_difference_in_level(step_db: float) -> None:
    noise = np.random.default_rng(1).standard_normal((2, 20 * RATE_HZ)) * 0.05
    noise[:, 10 * RATE_HZ :] *= 10 ** (step_db / 20)
    assert loudness.step_lu(noise) == pytest.approx(step_db, abs=0.1)


def test_a_flat_cue_is_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    flat: Sound = np.random.default_rng(1).standard_normal((2, 20 * RATE_HZ)) * 0.05
    monkeypatch.setattr(loudness, "_finished", lambda *_: flat)
    sound = Rendered(loudness.quiet_then_loud(STYLE, 0), tmp_path)
    sound.__dict__["mix"] = flat
    before, after = loudness.check(sound, tmp_path)
    assert (before.kept, after.kept) == (0, 0)
