"""Rule 1, density (the sound's part): energy is heard as loudness.

A cue of two panels of 10 s, energy .2 and then .9, is rendered and finished. The short-term
loudness (3 s windows, ITU-R BS.1770-4, EBU Tech 3341) of the second, median over the windows that
lie inside the panel but not in its first second, is 9 LU or more above the first's before
finishing, and 6 LU or more after finishing with each deliverable preset.
"""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import soundfile

from musflow_studio.domain.description import (
    BoardReference,
    Description,
    Mood,
    PanelDescription,
)
from musflow_studio.domain.plan import CuePlan
from musflow_studio.domain.storyboard import HitWeight, Panel, Storyboard
from musflow_studio.domain.style import Style
from musflow_studio.domain.timecode import FrameRate
from musflow_studio.evaluation.rendered import RATE_HZ, Rendered, Sound
from musflow_studio.evaluation.tally import Tally
from musflow_studio.finishing import WavTags, finish
from musflow_studio.finishing.measurement import Meter
from musflow_studio.planning import plan as plan_cue
from musflow_studio.presets import finishing_preset

QUIET, LOUD = 0.2, 0.9
PANEL_S = 10
LEAST_STEP_LU, LEAST_FINISHED_LU = 9.0, 6.0
DELIVERABLES = ("film-mix", "streaming-14", "broadcast-23")
_WINDOW_S = 3
_HIT_S = 1  # where a hit rings, left out
SILENT_LUFS = -70.0
_FPS = 24


def quiet_then_loud(style: Style, seed: int) -> CuePlan:
    """A cue of a calm and an excited panel, in a mood that the seed turns."""
    valence = (-0.6, -0.2, 0.2, 0.6)[seed % 4]
    tension = (0.2, 0.7)[seed // 4 % 2] if valence < 0 else 0.2
    panels, seen = [], []
    for number, energy in enumerate((QUIET, LOUD), start=1):
        uid = f"p{number}"
        mood = Mood(valence, 2 * energy - 1, 0.0, tension)
        panels.append(Panel(uid, str(number), PANEL_S * _FPS, weight=HitWeight.MUST))
        seen.append(PanelDescription(uid, "someone walks", mood, "", energy, (), ()))
    board = Storyboard(f"Step {seed}", FrameRate.parse(str(_FPS)), tuple(panels))
    described = Description(tuple(seen), BoardReference(float(PANEL_S), 1.0, 0.0))
    return plan_cue(board, described, style, cue_uid="1M1", seed=seed)


def check(sound: Rendered, folder: Path) -> tuple[Tally, ...]:
    """Count the steps of one `quiet_then_loud` cue; finishes into new folders in `folder`."""
    before = step_lu(sound.mix)
    finished = {name: step_lu(_finished(sound, name, folder)) for name in DELIVERABLES}
    weak = [f"{name}: {step:.1f} LU" for name, step in finished.items() if step < LEAST_FINISHED_LU]
    said = () if before >= LEAST_STEP_LU else (f"seed {sound.plan.seed}: {before:.1f} LU",)
    return (
        Tally(1, "energy .2 to .9 is 9 LU before finishing", 1 - len(said), 1, broken=said),
        Tally(1, "and 6 LU in each deliverable", len(finished) - len(weak), len(finished),
              broken=tuple(weak)),
    )  # fmt: skip


def step_lu(sound: Sound) -> float:
    """Median short-term loudness of the second 10 s over that of the first, in LU."""
    meter = Meter(RATE_HZ, 2)
    meter.feed(np.ascontiguousarray(sound.T, np.float32))
    heard = np.maximum(meter.survey().short_term_lufs, SILENT_LUFS)
    quiet = heard[10 * _HIT_S : 10 * (PANEL_S - _WINDOW_S) + 1]
    loud = heard[10 * (PANEL_S + _HIT_S) : 10 * (2 * PANEL_S - _WINDOW_S) + 1]
    return float(np.median(loud) - np.median(quiet))


def _finished(sound: Rendered, preset: str, folder: Path) -> Sound:
    inside = folder / preset
    inside.mkdir()
    wanted = finishing_preset(preset)
    audio = finish(
        dataclasses.replace(sound.take, stems=()),
        wanted,
        length_frames=sound.plan.length_samples(RATE_HZ),
        sample_rate_hz=RATE_HZ,
        folder=inside,
        mix_name="mix.wav",
        tags=WavTags("step", "", datetime(2026, 1, 1, tzinfo=UTC)),
        on_step=lambda _: None,
        cancelled=lambda: False,
    )
    finished, _ = soundfile.read(audio.mix.path, dtype="float64", always_2d=True)
    return np.ascontiguousarray(finished.T)
