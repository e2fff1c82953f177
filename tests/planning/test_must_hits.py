"""Gate 6: at each must-hit the finished WAV has an onset on the frame, and it stands out."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
import soundfile
from numpy.typing import NDArray
from scored_boards import RATES, STYLE, Look, board_of

from musflow_studio.domain.plan import CuePlan, Fit
from musflow_studio.domain.request import GenerationRequest, Quality
from musflow_studio.domain.storyboard import HitWeight
from musflow_studio.finishing import WavTags, finish
from musflow_studio.generation import engine
from musflow_studio.planning import plan
from musflow_studio.presets import finishing_preset

if TYPE_CHECKING:
    from gates import Gate

RATE_HZ = 44100


def finished(cue: CuePlan, folder: Path) -> NDArray[np.float64]:
    """The finished mix of a cue, mono."""
    folder.mkdir()
    wanted = GenerationRequest(cue, cue.seed, Quality.STANDARD, folder)
    take = engine("sampled").generate(wanted, lambda _: None, lambda: False)
    delivered = folder / "finished"
    delivered.mkdir()
    audio = finish(
        take,
        finishing_preset("as-composed"),
        length_frames=cue.length_samples(RATE_HZ),
        sample_rate_hz=RATE_HZ,
        folder=delivered,
        mix_name="mix.wav",
        tags=WavTags("cue", "", datetime(2026, 1, 1, tzinfo=UTC)),
        on_step=lambda _: None,
        cancelled=lambda: False,
    )
    sound, _ = soundfile.read(audio.mix.path, dtype="float64", always_2d=True)
    mono: NDArray[np.float64] = sound.mean(axis=1)
    return mono


def level_db(sound: NDArray[np.float64]) -> float:
    """Mean square level; -140 dB for silence."""
    return float(10 * np.log10(np.mean(np.square(sound)) + 1e-14))


def rise_db(sound: NDArray[np.float64], sample: int) -> float:
    """Level of the 30 ms from a sample on, over the 100 ms before it."""
    before = sound[max(0, sample - RATE_HZ // 10) : sample]
    return level_db(sound[sample : sample + 3 * RATE_HZ // 100]) - level_db(before)


def onset_near(sound: NDArray[np.float64], sample: int, reach: int) -> int:
    """Where the level rises most (10 ms against the 30 ms before) within `reach` of a sample."""
    window = RATE_HZ // 100
    power = np.concatenate([[0.0], np.cumsum(np.square(sound))])
    at = np.arange(max(3 * window, sample - reach), min(len(sound) - window, sample + reach), 32)
    after = (power[at + window] - power[at]) / window
    before = (power[at] - power[at - 3 * window]) / (3 * window)
    return int(at[np.argmax(10 * np.log10((after + 1e-12) / (before + 1e-12)))])


def hit_board(rng: random.Random) -> tuple[Look, ...]:
    """Three to five panels of 1.5 to 7 s with at least one must-hit after the first."""
    count = rng.randint(3, 5)
    starred = rng.randrange(1, count)
    return tuple(
        Look(
            rng.uniform(1.5, 7.0),
            rng.uniform(-1, 1),
            rng.uniform(-1, 1),
            rng.random(),
            rng.random(),
            HitWeight.MUST if i in (0, starred) or rng.random() < 0.3 else HitWeight.SHOULD,
        )
        for i in range(count)
    )


def met_hits(cue: CuePlan, sound: NDArray[np.float64]) -> list[tuple[float, float]]:
    """(frames between cut and onset, rise in dB) of each must-hit after the cue's start."""
    rate = cue.storyboard.rate
    frame = RATE_HZ / float(rate.fps)
    found = []
    for hit in cue.hits:
        if hit.weight is HitWeight.MUST and hit.panel_uid and hit.frame:
            sample = rate.samples(hit.frame, RATE_HZ)
            onset = onset_near(sound, sample, round(4 * frame))
            found.append(((onset - sample) / frame, rise_db(sound, sample)))
    return found


@pytest.mark.gate
@pytest.mark.timeout(1800)
def test_must_hits_are_heard_on_the_frame(gate: Gate, tmp_path: Path) -> None:
    rng = random.Random(66)
    cues = gate.size(100)
    good, measured = 0, []
    for number in range(cues):
        board, seen = board_of(hit_board(rng), rng.choice(RATES))
        fit = rng.choice(list(Fit))
        cue = plan(board, seen, STYLE, cue_uid="1M1", seed=number, fit=fit)
        hits = met_hits(cue, finished(cue, tmp_path / str(number)))
        measured += hits
        good += all(abs(frames) <= 1 and rise >= 6 for frames, rise in hits)
    rises = sorted(rise for _, rise in measured)
    gate.record(
        "6. must-hits: onset within 1 frame and 6 dB over the 100 ms before",
        f"{good} of {cues} cues; rise median {rises[len(rises) // 2]:.1f} dB, least "
        f"{rises[0]:.1f} dB; onset off by at most "
        f"{max(abs(frames) for frames, _ in measured):.2f} frames",
        "95 % of 100 cues",
        "random boards, all fits and frame rates, finished WAV as composed",
        met=good >= 0.95 * cues,
    )
    # One failing cue in the small sample of ten is within what 95 % allows.
    assert good >= (0.95 if gate.full else 0.9) * cues


def test_the_measure_can_fail() -> None:
    """A steady tone has no hit; a step of 12 dB, two frames late, is found where it is."""
    tone = 0.1 * np.sin(np.arange(RATE_HZ) * 0.05)
    assert abs(rise_db(tone, RATE_HZ // 2)) < 1
    step = tone.copy()
    step[RATE_HZ // 2 :] *= 4
    assert abs(onset_near(step, RATE_HZ // 2 - 3000, 7000) - RATE_HZ // 2) < 200
