"""Loops: the file repeated sounds as if the music had been played on and on."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soundfile
from gates import Gate
from numpy.typing import NDArray

from musflow_studio import pipeline, presets
from musflow_studio.domain.plan import CuePlan, LengthMode
from musflow_studio.domain.request import Quality
from musflow_studio.evaluation.sample_boards import sample_board
from musflow_studio.finishing.measurement import Meter
from musflow_studio.generation.looping import passes_before, written_out
from musflow_studio.planning import plan
from musflow_studio.progress import Progress, Timings
from musflow_studio.tools import Tools

RATE_HZ = 44100
STYLES = tuple(presets.load_styles())
WINDOW = round(0.4 * RATE_HZ)
Sound = NDArray[np.float32]


def loop_plan(seed: int, style: str, panels: int = 2) -> CuePlan:
    board, told = sample_board(seed)
    short = replace(board, panels=board.panels[:panels])
    said = replace(told, panels=told.panels[:panels])
    return plan(
        short, said, presets.style(style), cue_uid="1M1", seed=seed, length_mode=LengthMode.LOOP
    )


def played_on(loop: CuePlan) -> CuePlan:
    """The loop's score written out four times, as a cue to a picture: begun once, never joined."""
    made = written_out(loop, 4)
    rate, grid = made.storyboard.rate, made.grid
    panels = tuple(
        replace(
            panel,
            start_frame=rate.nearest_frame(grid.seconds_at(panel.start_tick)),
            end_frame=rate.nearest_frame(grid.seconds_at(panel.end_tick)),
        )
        for panel in made.panels
    )
    end = rate.nearest_frame(grid.seconds_at(grid.end_tick))
    return replace(made, panels=panels, length_mode=LengthMode.PICTURE, in_frame=0, out_frame=end)


def rendered(made: CuePlan, folder: Path, rate_hz: int = RATE_HZ) -> Sound:
    """The finished mix, samples by channels."""
    tools = Tools()
    tools.start("sampled")
    preset = presets.finishing_preset(
        "loop" if made.length_mode is LengthMode.LOOP else "as-composed"
    )
    delivery = pipeline.Delivery("sampled", preset, rate_hz, 0.0, Quality.STANDARD, folder, "loop")
    progress = Progress("loop", lambda _: None, lambda: False, Timings(folder / "t.json"))
    clip = pipeline.played(made, delivery, tools, progress)
    sound: Sound = soundfile.read(clip.folder / clip.wav, dtype="float32")[0]
    return sound


def loudness(sound: Sound) -> float:
    """LUFS of 400 ms, ungated; what is quieter than -70 counts as -70."""
    meter = Meter(RATE_HZ, sound.shape[1])
    meter.feed(sound)
    energies = meter.survey().energies
    return max(-70.0, -0.691 + 10 * math.log10(max(1e-12, energies.sum() / len(sound))))


def step_at(sound: Sound, seam: int) -> float:
    """How much louder the 400 ms after a sample are than those before it."""
    return loudness(sound[seam : seam + WINDOW]) - loudness(sound[seam - WINDOW : seam])


def jumps(sound: Sound) -> NDArray[np.float32]:
    return np.abs(np.diff(sound, axis=0)).max(axis=1)


def seam_figures(made: CuePlan, folder: Path) -> tuple[float, float]:
    """Of three passes put together: two figures of the seam.

    How far its level step is from those of music played on, in LU (they differ a little from
    pass to pass, since notes fall on other samples), and its jump from sample to sample as a
    share of the largest inside.
    """
    loop = rendered(made, folder / "loop")
    played = rendered(played_on(made), folder / "played")
    passes = np.concatenate((loop, loop, loop))
    period = len(loop)
    seams = (made.grid.sample_at(k * made.grid.end_tick, RATE_HZ) for k in (2, 3))
    steps = sorted(step_at(played, seam) for seam in seams)
    step = step_at(passes, period)
    off = max(steps[0] - step, step - steps[1], 0.0)
    seam = jumps(passes)[[period - 1, 2 * period - 1]].max()
    return off, float(seam / jumps(loop).max())


@pytest.mark.parametrize(("seed", "style"), [(1011, "ambient-pad"), (5, "tender-piano")])
def test_a_loop_goes_on_as_if_played(seed: int, style: str, tmp_path: Path) -> None:
    off, jump = seam_figures(loop_plan(seed, style), tmp_path)
    assert off < 0.5
    assert jump <= 1.0


def test_slow_instruments_begin_before_the_seam() -> None:
    """What sounds late by itself starts early, and in a loop that is in the pass before."""
    made = loop_plan(5, "tender-piano")
    starts = [
        float(made.grid.seconds_at(note.start_tick)) + note.shift_us / 1e6
        for part in made.score.parts
        for note in part.notes
    ]
    assert min(starts) < -0.02


def test_the_last_chord_leads_to_the_first() -> None:
    again = 0
    for style in STYLES:
        for seed in range(20):
            made = loop_plan(seed, style)
            first, last = made.chords[0], made.chords[-1]
            again += first.pitch_classes[0] == last.pitch_classes[0]
    assert again <= 0.02 * 20 * len(STYLES)


@pytest.mark.parametrize("rate_hz", [48000, 96000])
def test_the_seam_is_as_smooth_at_other_rates(rate_hz: int, tmp_path: Path) -> None:
    loop = rendered(loop_plan(5, "tender-piano", 1), tmp_path, rate_hz)
    made = loop_plan(5, "tender-piano", 1)
    assert len(loop) == made.length_samples(rate_hz)
    bends = np.abs(np.diff(np.concatenate((loop, loop)), 2, axis=0)).max(axis=1)
    assert bends[len(loop) - 40 : len(loop) + 40].max() <= bends[: len(loop) - 100].max()


def test_short_loops_are_played_until_all_that_rings_has_rung() -> None:
    made = loop_plan(5, "tender-piano", 1)
    period_s = float(made.grid.seconds_at(made.grid.end_tick))
    assert (passes_before(made) - 1) * period_s < 8.0 <= passes_before(made) * period_s
    thrice = written_out(made, 3)
    assert thrice.grid.seconds_at(thrice.grid.end_tick) == 3 * made.grid.seconds_at(
        made.grid.end_tick
    )
    for part, again in zip(made.score.parts, thrice.score.parts, strict=True):
        assert len(again.notes) == 3 * len(part.notes)
    assert len({panel.panel_uid for panel in thrice.panels}) == 3 * len(made.panels)


@pytest.mark.gate
def test_gate_loops(gate: Gate, tmp_path: Path) -> None:
    steps, shares = [], []
    for number in range(gate.size(20)):
        made = loop_plan(1000 + number, STYLES[number % len(STYLES)])
        off, jump = seam_figures(made, tmp_path / str(number))
        steps.append(off)
        shares.append(jump)
    met = max(steps) < 0.5 and max(shares) <= 1.0
    gate.record(
        "music 3: loops: level step at the seam against music played on; jump against inside",
        f"{max(steps):.2f} LU; {100 * max(shares):.0f} %",
        "under 0.5 LU; 100 % at most",
        f"{gate.size(20)} loops, three passes, the worst",
        met=met,
    )
    assert met
