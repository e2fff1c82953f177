"""Found music on a plan's grid: clicks whose place is known in the place of a model's sound."""

from dataclasses import replace

import numpy as np
import pytest
from clicked_music import RATE_HZ, clicks, gridded, off_grid_ms, onsets_s, played

from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.plan import Hit
from musflow_studio.domain.storyboard import HitWeight
from musflow_studio.generation.fitting import fit_to_plan
from musflow_studio.generation.fitting.pulses import runs

SECONDS = 12
FRAMES = SECONDS * RATE_HZ
EIGHTH, QUARTER, DOTTED, HALF = 480, 960, 1440, 1920
FOUR = [(0, 4, 4)]
CASES = [
    ("faster", [(0, 96)], FOUR, (90.2, 0.37, 0.0), QUARTER),
    ("slower, drifting", [(0, 100)], FOUR, (107, 0.2, 0.03), QUARTER),
    ("a tempo map", [(0, 100), (7680, 104), (15360, 98)], FOUR, (101, 0.5, 0.01), QUARTER),
    ("half the tempo", [(0, 104)], FOUR, (53, 0.1, 0.01), HALF),
    ("double the tempo", [(0, 75)], FOUR, (146, 0.1, 0.01), EIGHTH),
    ("three quarters", [(0, 132)], [(0, 3, 4)], (127, 0.3, 0.02), QUARTER),
    ("five quarters", [(0, 100)], [(0, 5, 4)], (98, 0.3, 0.01), QUARTER),
    ("six eighths", [(0, 100)], [(0, 6, 8)], (66, 0.2, 0.01), DOTTED),
    ("seven eighths", [(0, 90)], [(0, 7, 8)], (184, 0.2, 0.01), EIGHTH),
    ("an odd bar", [(0, 100)], [(0, 4, 4), (7680, 3, 8), (9120, 4, 4)], (98, 0.2, 0.01), QUARTER),
]  # fmt: skip


def fitted(plan, sound, frames=FRAMES):
    return fit_to_plan(sound, RATE_HZ, plan, frames)


def grid_s(plan, pulse_ticks):
    times = np.concatenate([run.times_s for run in runs(plan, pulse_ticks, SECONDS)])
    return times[(times > 0.05) & (times < SECONDS - 0.1)]


@pytest.mark.gate
def test_clicks_lie_on_the_grid(gate):
    worst, count, beats = 0.0, gate.size(60), 0
    rng = np.random.default_rng(8)
    for number in range(count):
        _, tempi, meters, (bpm, offset, drift), pulse = CASES[number % len(CASES)]
        times = rng.uniform(0.97, 1.03) if number >= len(CASES) else 1.0
        plan = gridded(tempi, meters, SECONDS)
        sound = played(bpm * times, SECONDS + 5, offset + rng.uniform(0, 0.3), drift)
        done = fitted(plan, sound)
        assert done.audio.shape == (2, FRAMES)
        off = off_grid_ms(done.audio, grid_s(plan, pulse))
        worst, beats = max(worst, float(off.max())), beats + len(off)
    figure = f"{worst:.1f} ms at most over {beats} pulses of {count} sounds"
    how = (
        "clicks at other tempi, drifting, late; tempo maps, 3/4 5/4 6/8 7/8, odd bars, half/double"
    )
    gate.record("ears 4: a foreign sound fitted to the grid", figure, "5 ms", how, met=worst < 5)
    assert worst < 5


@pytest.mark.parametrize("case", CASES[6:], ids=lambda case: case[0])
def test_odd_metres_and_bars(case):
    _, tempi, meters, (bpm, offset, drift), pulse = case
    plan = gridded(tempi, meters, SECONDS)
    done = fitted(plan, played(bpm, SECONDS + 5, offset, drift))
    assert off_grid_ms(done.audio, grid_s(plan, pulse)).max() < 5


def test_strokes_half_way_between_beats_are_moved_along():
    plan = gridded([(0, 100)], FOUR, SECONDS)
    beats = np.arange(0.2, SECONDS + 5, 60 / 86)
    loud, soft = clicks(beats, SECONDS + 5), 0.5 * clicks(beats + 30 / 86, SECONDS + 5)
    done = fitted(plan, loud + soft)
    assert off_grid_ms(done.audio, grid_s(plan, EIGHTH)).max() < 2


def test_what_was_moved_is_told():
    done = fitted(gridded([(0, 100)], FOUR, SECONDS), played(96, SECONDS + 5, 0.3))
    told = done.fit
    assert told.found_bpm == pytest.approx(96, abs=0.3)
    assert told.stretch_percent == pytest.approx(-4, abs=0.3)
    assert told.most_moved_ms == pytest.approx(4 * 10 * (SECONDS - 0.6), rel=0.1)
    assert told.beats in (20, 21)
    assert "beats moved" in told.sentence


def test_what_lies_on_the_grid_is_cut_and_not_touched():
    sound = played(100, SECONDS + 5, 0.25)
    done = fitted(gridded([(0, 100)], FOUR, SECONDS), sound)
    assert done.fit.stretch_percent == done.fit.most_stretch_percent == 0
    assert "cut, not stretched" in done.fit.sentence
    first = round(0.25 * RATE_HZ)
    moved = min(
        np.abs(done.audio[:, :9000] - sound[:, first + by : first + by + 9000]).max()
        for by in range(-44, 45)
    )
    assert moved == 0


def test_what_would_be_stretched_too_far_keeps_its_tempo():
    plan = gridded([(0, 100)], FOUR, SECONDS)
    done = fitted(plan, played(72, SECONDS + 5))
    assert "28 %" in done.fit.sentence
    assert "not stretched" in done.fit.sentence
    assert np.diff(onsets_s(done.audio)) == pytest.approx(60 / 72, abs=0.002)
    assert done.audio.shape == (2, FRAMES)


def test_unstretched_music_begins_where_must_hits_meet_beats():
    plan = gridded([(0, 100)], FOUR, SECONDS)
    hit = Hit("p1", "1", 100, HitWeight.MUST, 6720, "2.4", 0.8, "beat", True)
    done = fitted(replace(plan, hits=(hit,)), played(72, SECONDS + 5))
    assert off_grid_ms(done.audio, np.array([100 / 24]))[0] < 6


def test_a_must_hit_takes_its_beat_along():
    plan = gridded([(0, 100)], FOUR, SECONDS)
    tick = 7 * QUARTER
    frame = 101  # 4.208 s; the beat is at 4.200
    hit = Hit("p1", "1", frame, HitWeight.MUST, tick, "2.4", -0.2, "beat", True)
    done = fitted(replace(plan, hits=(hit,)), played(97, SECONDS + 5))
    assert off_grid_ms(done.audio, np.array([frame / 24]))[0] < 2


@pytest.mark.parametrize("kind", ["silence", "noise", "too short"])
def test_what_has_no_beat_is_cut_to_length(kind):
    frames = SECONDS * RATE_HZ
    sound = np.zeros((2, frames // 40 if kind == "too short" else frames), np.float32)
    if kind == "noise":
        sound += np.random.default_rng(0).normal(0, 0.1, sound.shape).astype(np.float32)
    done = fitted(gridded([(0, 100)], FOUR, SECONDS), sound)
    assert done.audio.shape == (2, FRAMES)
    assert "no clear beat" in done.fit.why_not


def test_downbeats_are_laid_on_bar_lines():
    beat = 60 / 100
    soft = clicks(np.arange(0.2, SECONDS + 6, beat), SECONDS + 6) * 0.4
    strong = clicks(np.arange(0.2 + 2 * beat, SECONDS + 6, 4 * beat), SECONDS + 6)
    done = fitted(gridded([(0, 100)], FOUR, SECONDS), soft + strong)
    loud = np.flatnonzero(np.abs(done.audio[0]) > 0.8) / RATE_HZ
    assert np.all((loud + 0.01) % (4 * beat) < 0.02)


def test_it_can_be_stopped():
    def stop():
        raise StudioError(ErrorCode.CANCELLED, "cancelled")

    with pytest.raises(StudioError, match="ancelled"):
        fit_to_plan(played(96, 9), RATE_HZ, gridded([(0, 100)], FOUR, 6), 6 * RATE_HZ, stop)
