"""The hybrid engine: the model in the bed's place, everything else to the sample as sampled."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pyloudnorm
import pytest
import soundfile
from toy_model import toy_model, toy_model_folder

from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.plan import CuePlan, LengthMode, Pins
from musflow_studio.domain.request import GenerationRequest, Quality
from musflow_studio.domain.score import Role
from musflow_studio.engines import check_engine
from musflow_studio.evaluation.rendered import excerpt
from musflow_studio.evaluation.sample_boards import sample_board, sample_cues
from musflow_studio.generation import Capability, engine
from musflow_studio.generation.musflow.model import save_model
from musflow_studio.generation.musflow.voices import bed_roles
from musflow_studio.own_model import MODEL_VARIABLE
from musflow_studio.planning import plan
from musflow_studio.presets import load_styles

STYLES = load_styles()


@pytest.fixture(scope="module")
def engines(tmp_path_factory):
    """Sampled and hybrid, loaded once."""
    with pytest.MonkeyPatch.context() as patch:
        folder = toy_model_folder(tmp_path_factory.mktemp("toy") / "model")
        patch.setenv(MODEL_VARIABLE, str(folder))
        yield {name: engine(name) for name in ("sampled", "hybrid")}


@pytest.fixture(scope="module")
def cue() -> CuePlan:
    """Nine seconds of pad, melody and accents."""
    return excerpt(next(sample_cues(STYLES["orchestral-hope"], 1, 3)), 9)


@pytest.fixture(scope="module")
def takes(engines, cue, tmp_path_factory):
    """The same cue by both."""
    return {name: made(one, cue, tmp_path_factory.mktemp(name)) for name, one in engines.items()}


def made(player, cue, folder, seed=1, cancelled=lambda: False):
    request = GenerationRequest(cue, seed, Quality.DRAFT, folder)
    return player.generate(request, lambda fraction: None, cancelled)


def sound(audio):
    return soundfile.read(audio.path)[0]


def stems(take):
    return {stem.role: sound(stem.audio) for stem in take.stems}


def test_the_bed_alone_is_played_by_the_model(takes, cue):
    sampled, hybrid = stems(takes["sampled"]), stems(takes["hybrid"])
    assert list(sampled) == list(hybrid)
    length = cue.length_samples(44100)
    assert {r for r in sampled if np.array_equal(sampled[r][:length], hybrid[r][:length])} == (
        set(sampled) - {Role.PAD}
    )
    mix = sound(takes["hybrid"].mix)
    assert np.abs(sum(hybrid.values()) - mix).max() < 1e-6
    assert takes["hybrid"].mix.frames - takes["hybrid"].tail_frames == length


def test_the_bed_is_as_loud_as_sampled_instruments_would_be(takes):
    meter = pyloudnorm.Meter(44100)
    sampled, hybrid = (stems(takes[name])[Role.PAD] for name in ("sampled", "hybrid"))
    assert meter.integrated_loudness(hybrid) == pytest.approx(
        meter.integrated_loudness(sampled), abs=1.0
    )


def test_a_take_says_what_made_it(takes):
    take = takes["hybrid"]
    assert len(take.resources) == len(take.licences) == 2
    how_the_bed_is_played = engine("musflow").version
    assert f"bed {how_the_bed_is_played}, sampled" in take.engine_version


def test_the_seed_decides_about_the_bed(engines, takes, cue, tmp_path_factory):
    hybrid = engines["hybrid"]
    again, other = (
        made(hybrid, cue, tmp_path_factory.mktemp(f"seed{seed}"), seed) for seed in (1, 2)
    )
    first = sound(takes["hybrid"].mix)
    assert np.array_equal(sound(again.mix), first)
    assert not np.array_equal(stems(other)[Role.PAD], stems(again)[Role.PAD])
    melody, unchanged = (
        stems(take)[Role.MELODY][: cue.length_samples(44100)] for take in (other, again)
    )
    assert np.array_equal(melody, unchanged)
    assert Capability.SEED in hybrid.capabilities


def test_a_loop_is_as_long_as_its_bars(engines, tmp_path):
    board, seen = sample_board(2)
    loop = plan(
        board, seen, STYLES["orchestral-hope"], cue_uid="1M1", seed=2,
        length_mode=LengthMode.LOOP, pins=Pins(bars=2),
    )  # fmt: skip
    bed = tuple(part for part in loop.score.parts if part.role in bed_roles(loop))
    take = made(engines["hybrid"], replace(loop, score=replace(loop.score, parts=bed)), tmp_path)
    assert (take.mix.frames, take.tail_frames) == (loop.length_samples(44100), 0)
    assert stems(take)[Role.PAD].any()


def test_a_model_of_dry_instruments_gets_the_room_and_the_same_level(
    takes, cue, tmp_path, monkeypatch
):
    folder = tmp_path / "model"
    save_model(toy_model(), folder, {"sound": "dry"})
    monkeypatch.setenv(MODEL_VARIABLE, str(folder))
    (tmp_path / "take").mkdir()
    dry = stems(made(engine("hybrid"), cue, tmp_path / "take"))[Role.PAD]
    roomy, sampled = (stems(takes[name])[Role.PAD] for name in ("hybrid", "sampled"))
    meter = pyloudnorm.Meter(44100)
    assert meter.integrated_loudness(dry) == pytest.approx(
        meter.integrated_loudness(sampled), abs=1.0
    )
    length = min(len(dry), len(roomy))
    assert np.corrcoef(dry[:length, 0], roomy[:length, 0])[0, 1] < 0.99


def test_it_stops_when_told_and_leaves_no_thread(engines, cue, tmp_path):
    asked = iter(range(100))
    with pytest.raises(StudioError) as told:
        made(engines["hybrid"], cue, tmp_path, cancelled=lambda: next(asked) > 1)
    assert told.value.code is ErrorCode.CANCELLED


def test_a_damaged_model_is_said_and_sampled_plays_on(tmp_path, monkeypatch):
    folder = toy_model_folder(tmp_path / "model")
    weights = folder / "velocity.safetensors"
    weights.write_bytes(weights.read_bytes()[:-1] + b"\x00")
    monkeypatch.setenv(MODEL_VARIABLE, str(folder))
    with pytest.raises(StudioError, match="damaged") as told:
        engine("hybrid").prepare()
    assert told.value.code is ErrorCode.BAD_FILE
    assert "--engine sampled" in told.value.sentence()
    check_engine("sampled")
