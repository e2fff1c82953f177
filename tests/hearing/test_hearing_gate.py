"""Hearing against our own cues, whose tempo, key, chords and beats are known."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from musflow_studio.domain.plan import CuePlan
from musflow_studio.evaluation.mood_heard import MOODS, mood_cue
from musflow_studio.evaluation.rendered import RATE_HZ, Rendered
from musflow_studio.hearing import Heard, listen
from musflow_studio.presets import load_styles

if TYPE_CHECKING:
    from gates import Gate

RELATIVES = (1, 2, 1 / 2, 3, 1 / 3, 3 / 2, 2 / 3)
"""Other levels of the same metre that a tempo may be heard at."""


@dataclass
class Told:
    """Counts over cues."""

    tempo: int = 0
    tempo_or_relative: int = 0
    key: int = 0
    key_or_relative: int = 0
    roots: float = 0.0


def beat_bpm(cue: CuePlan) -> float:
    """Beats a minute as one counts them: dotted quarters in 6/8."""
    meter = cue.grid.meters[0]
    return cue.bpm / 1.5 if (meter.numerator, meter.denominator) == (6, 8) else cue.bpm


def count(told: Told, cue: CuePlan, heard: Heard) -> None:
    ratio = heard.pulse.bpm / beat_bpm(cue)
    told.tempo += abs(ratio - 1) < 0.04
    told.tempo_or_relative += any(abs(ratio / level - 1) < 0.04 for level in RELATIVES)
    is_minor = cue.key.mode in ("minor", "dorian", "phrygian")
    relative = ((cue.key.tonic + (3 if is_minor else 9)) % 12, not is_minor)
    found = heard.key and (heard.key.tonic, heard.key.mode == "minor")
    told.key += found == (cue.key.tonic, is_minor)
    told.key_or_relative += found in ((cue.key.tonic, is_minor), relative)
    told.roots += share_of_roots(cue, heard)


def share_of_roots(cue: CuePlan, heard: Heard) -> float:
    """Share of the time in which the root heard is the root planned."""
    right = []
    for time in np.arange(0, float(cue.grid.seconds_at(cue.grid.end_tick)), 0.1):
        tick = cue.grid.tick_at(time)
        planned = [c.pitch_classes[0] for c in cue.chords if c.start_tick <= tick < c.end_tick]
        found = [chord.root for chord in heard.chords if chord.start_s <= time < chord.end_s]
        if planned and found:
            right.append(planned[0] == found[0])
    return float(np.mean(right)) if right else 0.0


@pytest.mark.gate
@pytest.mark.timeout(1800)
def test_tempo_and_key_of_our_own_cues_are_heard(gate: Gate, tmp_path: Path) -> None:
    styles, told = list(load_styles().values()), Told()
    cues = gate.size(50)
    for number in range(cues):
        inside = tmp_path / str(number)
        inside.mkdir()
        cue = mood_cue(styles[number % 10], MOODS[number * 3 % 8], 500 + number // 10)
        count(told, cue, listen(Rendered(cue, inside).mix.astype(np.float32), RATE_HZ))
    tempo, key = told.tempo_or_relative / cues, told.key_or_relative / cues
    met = tempo >= 0.9 and key >= 0.8
    gate.record(
        f"ears: tempo and key heard in {cues} cues of all styles",
        f"tempo {tempo:.0%} ({told.tempo / cues:.0%} at the very beat), key {key:.0%} "
        f"({told.key / cues:.0%} exact), root of the chord {told.roots / cues:.0%} of the time",
        "tempo within 4 % or at another level of the metre in 90 %, key or its relative in 80 %",
        "sampled engine, 12 to 18 s; pulse of the onsets 40 to 240 bpm, Krumhansl-Kessler profiles",
        met=met,
    )
    # One cue of five is a fifth: a small sample may miss one more.
    assert tempo >= (0.9 if gate.full else 0.6)
    assert key >= (0.8 if gate.full else 0.4)
