"""Rendered cues: excerpts end on panels, and some panels' notes can be heard alone."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from musflow_studio.evaluation.rendered import RATE_HZ, Rendered, excerpt
from musflow_studio.evaluation.sample_boards import sample_cues
from musflow_studio.presets import load_styles

STYLE = load_styles()["tender-piano"]


def test_an_excerpt_is_whole_panels_and_at_least_one() -> None:
    cue = next(iter(sample_cues(STYLE, 1, 3)))
    for seconds in (0.1, 12.0, 1000.0):
        part = excerpt(cue, seconds)
        assert part.panels == cue.panels[: len(part.panels)]
        assert part.out_frame == cue.in_frame + part.panels[-1].end_frame
        length_s = part.length_samples(RATE_HZ) / RATE_HZ
        assert length_s <= seconds or len(part.panels) == 1
    assert excerpt(cue, 1000.0).panels == cue.panels


def test_panels_alone_are_silent_elsewhere(tmp_path: Path) -> None:
    cue = excerpt(next(iter(sample_cues(STYLE, 1, 3))), 14)
    assert len(cue.panels) > 1
    second = cue.panels[1]
    sound = Rendered(cue, tmp_path).tonal_only([second.panel_uid])
    start = cue.storyboard.rate.samples(second.start_frame, RATE_HZ)
    assert not np.abs(sound[:, : start - RATE_HZ // 2]).max(initial=0) > 1e-6
    assert np.abs(sound[:, start:]).max() > 1e-3


def test_the_mix_is_the_sum_of_the_stems(tmp_path: Path) -> None:
    sound = Rendered(excerpt(next(iter(sample_cues(STYLE, 1, 3))), 6), tmp_path)
    total = np.sum(list(sound.stems.values()), axis=0)
    assert np.abs(total - sound.mix).max() == pytest.approx(0, abs=1e-6)
