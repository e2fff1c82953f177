"""The engine with a toy model: length, stems, repeat, cancel, a model that is not there."""

from dataclasses import replace

import numpy as np
import pytest
import soundfile
import torch
from tiny_cue import plan
from torch.nn import functional as F
from toy_model import toy_model, toy_model_folder

from musflow_studio.domain.audio import AudioFile
from musflow_studio.domain.engines import MUSFLOW_FREE
from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.request import GenerationRequest, Quality
from musflow_studio.domain.score import Role
from musflow_studio.generation import Capability
from musflow_studio.generation.musflow.engine import TAIL_S, MusflowEngine
from musflow_studio.generation.musflow.meaning import meaning_of
from musflow_studio.generation.musflow.model import save_model
from musflow_studio.own_model import MODEL_VARIABLE


@pytest.fixture
def engine(tmp_path, monkeypatch):
    monkeypatch.setenv(MODEL_VARIABLE, str(toy_model_folder(tmp_path / "model")))
    return MusflowEngine()


def take(engine, folder, seed=4, cancelled=lambda: False, quality=Quality.STANDARD):
    folder.mkdir()
    request = GenerationRequest(plan(), seed, quality, folder)
    return engine.generate(request, lambda fraction: None, cancelled)


def test_a_take_is_as_long_as_the_plan_and_its_tail_and_its_stems_sum_to_it(engine, tmp_path):
    made = take(engine, tmp_path / "take")
    length = plan().length_samples(44100)
    assert made.mix.frames == length + made.tail_frames
    assert 0 < made.tail_frames <= TAIL_S * 44100
    assert [(stem.role, stem.also) for stem in made.stems] == [
        (Role.MELODY, ()),
        (Role.PERCUSSION, ()),
    ]
    mix, _ = soundfile.read(made.mix.path)
    total = sum(soundfile.read(stem.audio.path)[0] for stem in made.stems)
    assert np.abs(mix).max() > 0
    assert np.abs(total - mix).max() < 1e-5 * np.abs(mix).max()


def test_the_same_seed_gives_the_same_samples_and_another_does_not(engine, tmp_path):
    first, again, other = (
        soundfile.read(take(engine, tmp_path / name, seed).mix.path)[0]
        for name, seed in (("a", 1), ("b", 1), ("c", 2))
    )
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


def test_it_stops_when_told(engine, tmp_path):
    with pytest.raises(StudioError) as told:
        take(engine, tmp_path / "take", cancelled=lambda: True)
    assert told.value.code is ErrorCode.CANCELLED


def test_a_model_that_is_not_there_is_said(monkeypatch, tmp_path):
    monkeypatch.setenv(MODEL_VARIABLE, str(tmp_path / "nowhere"))
    with pytest.raises(StudioError, match="no model"):
        MusflowEngine().prepare()


def test_silence_is_a_take_too(engine, tmp_path):
    made = plan()
    silent = replace(made, score=replace(made.score, parts=()))
    (tmp_path / "take").mkdir()
    request = GenerationRequest(silent, 1, Quality.DRAFT, tmp_path / "take")
    done = engine.generate(request, lambda fraction: None, lambda: False)
    assert not soundfile.read(done.mix.path)[0].any()
    assert done.stems == ()


def test_a_draft_is_one_sound_without_stems(engine, tmp_path):
    made = take(engine, tmp_path / "take", quality=Quality.DRAFT)
    assert made.stems == ()
    assert soundfile.read(made.mix.path)[0].any()


def test_a_stem_stays_as_it_is_whatever_plays_beside_it(engine, tmp_path):
    whole = plan()
    alone = replace(whole, score=replace(whole.score, parts=whole.score.parts[:1]))
    sounds = []
    for name, cue in (("whole", whole), ("alone", alone)):
        (tmp_path / name).mkdir()
        request = GenerationRequest(cue, 3, Quality.STANDARD, tmp_path / name)
        made = engine.generate(request, lambda fraction: None, lambda: False)
        sounds.append(soundfile.read(made.stems[0].audio.path)[0][:44100])
    assert np.abs(sounds[0] - sounds[1]).max() < 1e-3 * np.abs(sounds[0]).max()


def test_free_is_not_told_the_notes(engine, tmp_path):
    free = MusflowEngine(MUSFLOW_FREE)
    assert Capability.NOTES not in free.capabilities
    lower = plan()
    melody = lower.score.parts[0]
    notes = tuple(replace(note, pitch=note.pitch - 12) for note in melody.notes)
    parts = (replace(melody, notes=notes), *lower.score.parts[1:])
    lower = replace(lower, score=replace(lower.score, parts=parts))
    for player, same in ((free, True), (engine, False)):
        heard = []
        for name, cue in (("high", plan()), ("low", lower)):
            folder = tmp_path / f"{player.name} {name}"
            folder.mkdir()
            request = GenerationRequest(cue, 3, Quality.STANDARD, folder)
            made = player.generate(request, lambda fraction: None, lambda: False)
            heard.append(soundfile.read(made.mix.path)[0])
        assert np.array_equal(*heard) is same


def test_a_reference_is_heard_by_the_model(engine, tmp_path):
    heard = []
    for name, hz in (("low", 110), ("high", 2000)):
        path = tmp_path / f"{name}.wav"
        tone = 0.3 * np.sin(2 * np.pi * hz * np.arange(22050) / 22050)
        soundfile.write(path, tone, 22050)
        folder = tmp_path / name
        folder.mkdir()
        reference = AudioFile(path, 22050, 22050, 1)
        request = GenerationRequest(plan(), 3, Quality.STANDARD, folder, reference)
        made = engine.generate(request, lambda fraction: None, lambda: False)
        heard.append(soundfile.read(made.mix.path)[0])
    assert not np.array_equal(*heard)
    assert Capability.REFERENCE in engine.capabilities


def test_a_reference_that_is_no_sound_is_said(engine, tmp_path):
    path = tmp_path / "words.wav"
    path.write_text("no sound")
    (tmp_path / "take").mkdir()
    asked = GenerationRequest(
        plan(), 3, Quality.STANDARD, tmp_path / "take", AudioFile(path, 10, 44100, 2)
    )
    with pytest.raises(StudioError, match="reference cannot be read"):
        engine.generate(asked, lambda fraction: None, lambda: False)


def test_free_plays_what_the_words_ask_for(engine, tmp_path):
    free = MusflowEngine(MUSFLOW_FREE)
    for player, same in ((free, False), (engine, True)):
        heard = []
        for number, words in enumerate(("a tense chase", "a lullaby")):
            folder = tmp_path / f"{player.name} {number}"
            folder.mkdir()
            request = GenerationRequest(replace(plan(), caption=words), 3, Quality.DRAFT, folder)
            made = player.generate(request, lambda fraction: None, lambda: False)
            heard.append(soundfile.read(made.mix.path)[0])
        assert np.array_equal(*heard) is same


def test_words_and_a_reference_count_alike(engine):
    model = toy_model()
    told = meaning_of(model, plan())
    reference = F.normalize(torch.randn(512, generator=torch.Generator().manual_seed(1)), dim=0)
    both = meaning_of(model, plan(), reference)
    assert float(both @ told) == pytest.approx(float(both @ reference), abs=1e-4)
    assert float(both.norm()) == pytest.approx(1.0, abs=1e-4)


@pytest.fixture
def bare(tmp_path, monkeypatch):
    """A model of bare parts."""
    save_model(toy_model(), tmp_path / "bare", {"sound": "dry"})
    monkeypatch.setenv(MODEL_VARIABLE, str(tmp_path / "bare"))
    return MusflowEngine()


def test_a_model_of_bare_parts_plays_every_role_a_stem_on_the_desk(bare, tmp_path):
    made = take(bare, tmp_path / "take")
    roles = list(dict.fromkeys(part.role for part in plan().score.parts if part.notes))
    assert [(stem.role, stem.also) for stem in made.stems] == [(role, ()) for role in roles]
    mix, _ = soundfile.read(made.mix.path)
    total = sum(soundfile.read(stem.audio.path)[0] for stem in made.stems)
    assert 0 < np.abs(mix).max()
    assert np.abs(total - mix).max() < 1e-5 * np.abs(mix).max()
    assert take(bare, tmp_path / "draft", quality=Quality.DRAFT).stems


def test_the_desk_gives_bare_parts_their_level(bare, tmp_path):
    whole, heard = plan(), []
    for name, louder_db in (("usual", 0.0), ("louder", 6.0)):
        first = replace(whole.score.parts[0], gain_db=louder_db, reverb_send=0.0)
        cue = replace(whole, score=replace(whole.score, parts=(first,)))
        (tmp_path / name).mkdir()
        request = GenerationRequest(cue, 3, Quality.STANDARD, tmp_path / name)
        made = bare.generate(request, lambda fraction: None, lambda: False)
        heard.append(soundfile.read(made.mix.path)[0][:44100])
    assert np.allclose(heard[0] * 10 ** (6 / 20), heard[1], atol=1e-4 * np.abs(heard[1]).max())
