"""Rule 7 in sound: a rendered cue lets go, and one that holds on is caught."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from musflow_studio.domain.plan import CuePlan
from musflow_studio.evaluation.music_rules import letting_go
from musflow_studio.evaluation.rendered import RATE_HZ, Rendered, excerpt
from musflow_studio.evaluation.sample_boards import sample_cues
from musflow_studio.generation import damping
from musflow_studio.presets import load_styles

STYLE = load_styles()["tender-piano"]


def rendered(folder: Path) -> Rendered:
    cues = (excerpt(cue, 16) for cue in sample_cues(STYLE, 20, 3))
    return Rendered(next(c for c in cues if any(_hard_cuts(c))), folder)


def _hard_cuts(plan: CuePlan) -> Iterator[bool]:
    for before, after in pairwise(plan.panels):
        yield before.end_frame - before.start_frame > 36 and damping.is_hard(plan, before, after)


def test_a_cue_lets_go_and_without_damping_some_harmony_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sound = rendered(tmp_path)
    (tally,) = letting_go.check(sound.plan, STYLE, sound)
    assert tally.counted > 0
    assert tally.broken == ()
    monkeypatch.setattr(letting_go, "GONE_DB", -200.0)
    (strict,) = letting_go.check(sound.plan, STYLE, sound)
    assert len(strict.broken) == tally.counted


def test_what_rings_is_measured_against_what_sounded() -> None:
    cut = 2 * RATE_HZ
    seconds = np.arange(4 * RATE_HZ) / RATE_HZ
    tone = np.sin(2 * np.pi * 220 * seconds)
    held = np.stack((tone, tone))
    fading = held * np.where(seconds < 2, 1.0, 10 ** (-(seconds - 2) * 50 / 20))
    assert letting_go.ring_db(held, cut) == pytest.approx(0, abs=0.1)
    assert letting_go.ring_db(fading, cut) == pytest.approx(-22.4, abs=0.5)
    assert letting_go.ring_db(0 * held, cut) is None


def test_hard_cuts_are_those_with_must_energy_or_a_lead(tmp_path: Path) -> None:
    plan = rendered(tmp_path).plan
    pairs = list(zip(plan.panels, plan.panels[1:], strict=False))
    for before, after in pairs:
        weights = {p.uid: p.weight for p in plan.storyboard.panels}
        steps = abs(before.energy - after.energy) >= 0.3
        if weights[after.panel_uid] == "must" or steps:
            assert damping.is_hard(plan, before, after)
