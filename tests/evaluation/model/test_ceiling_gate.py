"""The measures themselves: the sampled engine is found right, and other plans' music wrong."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("onnxruntime")
from musflow_studio.evaluation.model.adherence import (  # noqa: E402
    CHORDS,
    ENERGY,
    MEASURES,
    NOTES,
    TEMPO,
    Listener,
    adherence,
)
from musflow_studio.evaluation.model.held_out import Source, rendered_cues  # noqa: E402
from musflow_studio.evaluation.model.players import shuffled  # noqa: E402
from musflow_studio.evaluation.model.report import value_of  # noqa: E402
from musflow_studio.evaluation.model.transcription import Transcriber  # noqa: E402
from musflow_studio.evaluation.model.verdicts import LEAST_CEILING  # noqa: E402
from musflow_studio.generation.soundfont import find_soundfont  # noqa: E402

if TYPE_CHECKING:
    from gates import Gate

FLOORS = {TEMPO: 0.8, CHORDS: 0.8, ENERGY: 0.5, NOTES: LEAST_CEILING}
"""What the ceiling has to reach for a measure to be worth asking a model about."""


@pytest.mark.gate
def test_the_measures_find_the_sampled_engine_right_and_other_plans_wrong(
    gate: Gate, tmp_path: Path
) -> None:
    count, seconds = (100, 20.0) if gate.full else (6, 8.0)
    cues = rendered_cues(Source(tmp_path, find_soundfont(), seconds), count)
    listener = Listener(Transcriber())
    right = adherence("B", "sampled", cues, lambda cue: cue.sound, listener)
    wrong = adherence("B", "other", cues, shuffled(cues, lambda cue: cue.sound), listener)
    said, met = [], True
    for name, least in FLOORS.items():
        own, other = (
            value_of(right, "sampled", MEASURES[name]),
            value_of(wrong, "other", MEASURES[name]),
        )
        if own is None or other is None:
            assert not gate.full, f"no cue asks for {name}"
            continue
        met &= own.value >= least and other.value < own.value
        said.append(f"{name} {own.value:.2f}, of other plans {other.value:.2f} ({own.count})")
    gate.record(
        f"model B: the measures on the sampled engine, {count} held-out plans",
        "; ".join(said),
        f"notes at least {LEAST_CEILING}, each less for other plans",
        f"first {seconds:g} s of each plan; basic-pitch, beats by dynamic programming, levels",
        met=met,
    )
    if gate.full:
        assert met, said
    else:  # a handful of short cues: the notes and chords alone are many enough to say something
        for name in (CHORDS, NOTES):
            own = value_of(right, "sampled", MEASURES[name])
            other = value_of(wrong, "other", MEASURES[name])
            assert own is not None
            assert other is not None
            assert own.value > other.value + 0.2
