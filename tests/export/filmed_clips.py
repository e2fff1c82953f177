"""Clips of noise under coloured panels at any frame rate, for the tests of what is exported."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import soundfile
import tiny_cue
from PIL import Image

from musflow_studio.domain.clip import Clip, ClipMarks, Loudness, Recipe
from musflow_studio.domain.storyboard import HitWeight, Panel, Storyboard
from musflow_studio.domain.take import Take
from musflow_studio.domain.timecode import FrameRate

COLOURS = ((200, 40, 40), (40, 160, 60), (50, 70, 200))
RATE_HZ = 44100


def filmed_clip(folder: Path, fps: str = "24", lengths: tuple[int, ...] = (17, 9, 24)) -> Clip:
    """A clip of white noise whose panels are red, green and blue, `lengths` frames each."""
    rate = FrameRate.parse(fps)
    panels = tuple(
        Panel(f"p{i}", str(i + 1), frames, _painted(folder, i), story=f"colour {i}")
        for i, frames in enumerate(lengths)
    )
    start = rate.frames_of(rate.timecode(0).replace("00", "01", 1))
    board = Storyboard("Colours", rate, panels, start_timecode_frames=start)
    plan = tiny_cue.plan()
    edges = np.cumsum([0, *lengths])
    planned = tuple(
        replace(plan.panels[0], panel_uid=p.uid, start_frame=int(a), end_frame=int(b))
        for p, a, b in zip(panels, edges, edges[1:], strict=False)
    )
    hit = replace(plan.hits[0], panel_uid="p1", frame=lengths[0], weight=HitWeight.MUST)
    total = int(edges[-1])
    plan = replace(plan, storyboard=board, panels=planned, out_frame=total, hits=(hit,))
    samples = rate.samples(total, RATE_HZ)
    noise = np.random.default_rng(7).uniform(-0.4, 0.4, (samples, 2))
    soundfile.write(folder / "mix.wav", noise, RATE_HZ, subtype="PCM_24")
    audio = tiny_cue.audio(folder / "take.wav", "FLOAT", 0.1, 441)
    take = Take("sampled", "1", 7, audio, (), 0, 0, {}, {})
    recipe = Recipe(plan, take, tiny_cue.PRESET, RATE_HZ, 0.0, "test")
    loudness = Loudness(None, None, 0.0)
    return Clip(
        "0" * 26, folder, "2026-01-01T00:00:00Z", "mix.wav", "mix.mid", {}, samples, recipe,
        loudness, {}, {}, ClipMarks("Colours 1M1"),
    )  # fmt: skip


def _painted(folder: Path, index: int) -> Path:
    path = folder / f"{index}.png"
    Image.new("RGB", (320, 180), COLOURS[index % 3]).save(path)
    return path
