"""MusicGen on tiny real checkpoints: takes, melody, memory that runs out, cancel, offline."""

from __future__ import annotations

import os
import socket
import time
from dataclasses import replace

import numpy as np
import pytest
import soundfile
from small_plans import note, part, plan_of
from tiny_musicgen import install, save_musicgen

from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.plan import LengthMode
from musflow_studio.domain.request import GenerationRequest, Quality
from musflow_studio.encoders.pretrained import ON_PROCESSOR, go_offline
from musflow_studio.engines import check_engine, engine_offers
from musflow_studio.generation import engine
from musflow_studio.generation.musicgen.engine import MusicgenEngine, windows_down, with_room

go_offline()
torch = pytest.importorskip("torch")
transformers = pytest.importorskip("transformers")
PLAN = plan_of([part([note(i * 480, 60 + i) for i in range(7)])], frames=24)
LADDER = windows_down(ON_PROCESSOR)
LENGTH = 44100


@pytest.fixture(scope="module", autouse=True)
def one_thread():
    """Networks this small are faster so, and many tests run side by side."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture(scope="module")
def shelf(tmp_path_factory):
    """A models folder with the plain, the melody and the stereo kind."""
    folder = tmp_path_factory.mktemp("models")
    before = os.environ.get("MUSFLOW_MODELS_FOLDER")
    os.environ["MUSFLOW_MODELS_FOLDER"] = str(folder)
    for name in ("plain", "melody", "stereo"):
        saved = save_musicgen(
            tmp_path_factory.mktemp(name), melody=name == "melody", stereo=name == "stereo"
        )
        install(saved, name)
    yield folder
    if before is None:
        del os.environ["MUSFLOW_MODELS_FOLDER"]
    else:
        os.environ["MUSFLOW_MODELS_FOLDER"] = before


@pytest.fixture
def use(shelf, monkeypatch):
    """Choose one of them."""
    return lambda name: monkeypatch.setenv("MUSFLOW_MUSIC_MODEL", name)


@pytest.fixture
def plain(use):
    use("plain")
    return MusicgenEngine(LADDER)


def take(made, folder, plan=PLAN, seed=4, on_step=lambda done: None, cancelled=lambda: False):
    folder.mkdir()
    return made.generate(
        GenerationRequest(plan, seed, Quality.STANDARD, folder), on_step, cancelled
    )


def sound(made):
    return soundfile.read(made.mix.path, dtype="float32")[0]


@pytest.mark.parametrize("kind", ["plain", "melody", "stereo"])
def test_a_take_has_the_plans_frames_and_says_what_it_is(use, tmp_path, kind):
    use(kind)
    steps: list[float] = []
    made = take(engine("musicgen"), tmp_path / "take", on_step=steps.append)
    assert (made.mix.frames, made.mix.sample_rate_hz, made.mix.channels) == (LENGTH, 44100, 2)
    assert made.tail_frames == 0
    assert np.abs(sound(made)).max() > 1e-3
    assert made.stems == ()
    assert made.fit is not None
    assert made.remarks[0] == made.fit.sentence
    assert "CC-BY-NC-4.0" in made.licences[kind]
    assert len(made.resources[kind]) == 64
    assert steps == sorted(steps)
    assert steps[-1] == 1.0
    assert len(steps) > 50
    assert [file.name for file in (tmp_path / "take").iterdir()] == ["mix.wav"]


def test_the_two_channels_of_a_stereo_checkpoint_differ(use, tmp_path):
    use("stereo")
    left, right = sound(take(MusicgenEngine(LADDER), tmp_path / "take")).T
    assert np.abs(left - right).max() > 1e-4


def test_the_same_seed_gives_the_same_samples_and_another_does_not(plain, tmp_path):
    first, again, other = (
        sound(take(plain, tmp_path / name, seed=seed))
        for name, seed in zip("abc", (1, 1, 2), strict=True)
    )
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


def test_a_tail_and_a_loop_have_their_frames(plain, tmp_path):
    with_tail = take(plain, tmp_path / "tail", replace(PLAN, tail_s=0.5))
    assert (with_tail.mix.frames, with_tail.tail_frames) == (LENGTH + 22050, 22050)
    loop = take(plain, tmp_path / "loop", replace(PLAN, length_mode=LengthMode.LOOP))
    assert (loop.mix.frames, loop.tail_frames) == (LENGTH, 0)


def test_the_melody_variant_hears_the_sketch(use, tmp_path):
    use("melody")
    made = MusicgenEngine(LADDER)
    first = sound(take(made, tmp_path / "first"))
    other = plan_of([part([note(i * 480, 73 - 2 * i) for i in range(7)])], frames=24)
    assert not np.array_equal(first, sound(take(made, tmp_path / "other", other)))
    silent = take(made, tmp_path / "silent", plan_of([], frames=24))
    assert silent.mix.frames == LENGTH


def test_memory_that_runs_out_steps_down_and_the_take_says_so(plain, tmp_path, monkeypatch):
    kind = transformers.MusicgenForConditionalGeneration
    whole = kind.generate
    windows = []

    def short(model, *given, **named):
        windows.append((model.dtype, named["max_length"]))
        if len(windows) < 3:
            raise torch.OutOfMemoryError("CUDA out of memory")
        return whole(model, *given, **named)

    monkeypatch.setattr(kind, "generate", short)
    made = take(plain, tmp_path / "take")
    assert made.mix.frames == LENGTH
    assert [dtype for dtype, _ in windows[:3]] == [torch.float32, torch.float32, torch.bfloat16]
    assert [r for r in made.remarks if "memory was short" in r] == [
        "memory was short: plain went on in shorter windows on the processor",
        "memory was short: plain went on at half precision in shorter windows on the processor",
    ]


def test_memory_that_does_not_suffice_at_all_is_one_sentence(plain, tmp_path, monkeypatch):
    def short(*given, **named):
        raise torch.OutOfMemoryError("out of memory")

    monkeypatch.setattr(transformers.MusicgenForConditionalGeneration, "generate", short)
    with pytest.raises(StudioError, match="found no room in memory") as told:
        take(plain, tmp_path / "take")
    assert told.value.code is ErrorCode.OUT_OF_MEMORY


def test_it_begins_where_memory_suffices():
    assert with_room(LADDER, 591, 16_000) == LADDER
    assert with_room(LADDER, 1560, 5_000) == LADDER[2:]
    assert with_room(LADDER, 1560, 100) == LADDER[-1:]
    assert with_room(LADDER, 1560, None) == LADDER


def test_it_stops_within_a_token(plain, tmp_path):
    told: list[float] = []
    with pytest.raises(StudioError) as stopped:
        take(plain, tmp_path / "t", on_step=told.append, cancelled=lambda: len(told) > 5)
    assert stopped.value.code is ErrorCode.CANCELLED
    assert len(told) == 6


def test_long_cues_go_on_window_by_window(plain, tmp_path, monkeypatch):
    lengths = []
    kind = transformers.MusicgenForConditionalGeneration
    whole = kind.generate

    def counted(model, *given, **named):
        lengths.append(named.get("decoder_input_ids"))
        return whole(model, *given, **named)

    monkeypatch.setattr(kind, "generate", counted)
    short = tuple(replace(footing, at_once=2) for footing in LADDER)
    made = take(MusicgenEngine(short), tmp_path / "take", plan_of([], frames=72))
    assert made.mix.frames == 3 * LENGTH
    assert lengths[0] is None
    assert [prompt.shape[1] for prompt in lengths[1:]] == [33] * (len(lengths) - 1)
    assert len(lengths) > 2


def test_idle_weights_are_given_back(plain, tmp_path, monkeypatch):
    monkeypatch.setenv("MUSFLOW_IDLE_UNLOAD_S", "0")
    take(plain, tmp_path / "take")
    deadline = time.monotonic() + 5
    while plain.is_loaded and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not plain.is_loaded
    assert take(plain, tmp_path / "again").mix.frames == LENGTH


def test_it_works_with_the_network_closed(plain, tmp_path, monkeypatch):
    tried: list[object] = []

    def refuse(*asked, **_):
        tried.append(asked)
        raise OSError("the network is closed")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    assert take(plain, tmp_path / "take").mix.frames == LENGTH
    assert tried == []


def test_without_weights_the_engine_says_how_to_get_them(tmp_path, monkeypatch):
    monkeypatch.setenv("MUSFLOW_MODELS_FOLDER", str(tmp_path / "empty"))
    offer = next(offer for offer in engine_offers() if offer.name == "musicgen")
    assert "its weights are not here" in offer.words
    with pytest.raises(StudioError, match="musflow models pull musicgen-small") as told:
        check_engine("musicgen")
    assert told.value.code is ErrorCode.NO_MODEL
    with pytest.raises(StudioError, match="not on this machine"):
        MusicgenEngine().prepare()


def test_with_weights_it_is_offered(use):
    use("plain")
    offer = next(offer for offer in engine_offers() if offer.name == "musicgen")
    assert (offer.title, offer.missing) == ("MusicGen", "")
