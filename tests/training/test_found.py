"""A person's own recordings as a corpus: heard, worded, cut, learnt from without notes."""

import numpy as np
import pytest
import soundfile
import torch
from PIL import Image

from musflow_studio.domain.errors import StudioError
from musflow_studio.generation.musflow import sheet as of_sheet
from musflow_studio.generation.musflow.conditioning import CONTROLS
from musflow_studio.training.corpus import FOUND, read_corpus
from musflow_studio.training.found import found_files, make_found
from musflow_studio.training.prepared import (
    Prepared,
    joined_prepared,
    load_prepared,
    save_prepared,
)
from musflow_studio.training.recipe import Withheld
from musflow_studio.training.sound_bank import SoundBank
from musflow_studio.training.train_joint import Words, there
from musflow_studio.training.train_velocity import drawn_conditions

RATE, SECONDS, BPM = 44100, 40, 120


def encode(texts):
    """A row for each text that differs with it."""
    rows = [np.random.default_rng(len(text)).normal(size=384) for text in texts]
    return np.array(rows, np.float32)


def strummed():
    """A minor triads on A, struck at 120 bpm, 40 s."""
    beat = np.arange(round(RATE * 60 / BPM)) / RATE
    hertz = [220 * 2 ** (step / 12) for step in (0, 3, 7, 12)]
    chord = sum(np.sin(2 * np.pi * h * k * beat) / k for h in hertz for k in range(1, 5))
    return np.tile(chord * np.exp(-6 * beat) * 0.08, SECONDS * BPM // 60)


@pytest.fixture(scope="module")
def recordings(tmp_path_factory):
    folder = tmp_path_factory.mktemp("recordings")
    soundfile.write(folder / "plain.wav", strummed()[: 6 * 48000], 48000)
    soundfile.write(folder / "strums.flac", strummed(), RATE)
    (folder / "strums.txt").write_text("A bare guitar\n\nThe rider waits at the ford.\n")
    Image.new("RGB", (64, 40), (20, 40, 90)).save(folder / "strums.png")
    return folder


@pytest.fixture(scope="module")
def made(recordings, tmp_path_factory):
    folder = tmp_path_factory.mktemp("found")
    prepared = make_found(folder, found_files(recordings), encode)
    return read_corpus(folder), prepared


def test_recordings_become_cues_of_at_most_36_seconds(made):
    corpus, prepared = made
    assert corpus.seeds == (FOUND, FOUND + 1, FOUND + 2)
    assert [round(len(s) / RATE) for s in corpus.sounds] == [6, 36, 4]
    assert prepared.seeds.tolist() == list(corpus.seeds)


def test_beats_and_chords_are_heard(made):
    sheet = made[0].sheets[1]
    turns = np.unwrap(np.arctan2(sheet.rows[:, 1], sheet.rows[:, 0]))
    beats_a_second = (turns[600] - turns[100]) / (2 * np.pi) / (500 * 2048 / RATE)
    assert 60 * beats_a_second == pytest.approx(BPM, rel=0.02)
    told = sheet.rows[100:600, of_sheet.CHORD].mean(0)
    assert set(np.flatnonzero(told > 0.8).tolist()) == {9, 0, 4}
    assert len(sheet.notes) == 0


def test_words_come_from_sidecars_and_pictures_are_optional(recordings, made):
    plain, strums = found_files(recordings)
    assert (strums.caption, strums.story) == ("A bare guitar", "The rider waits at the ford.")
    assert strums.picture == recordings / "strums.png"
    assert plain.picture is None
    corpus, prepared = made
    words = Words(joined_prepared(prepared, prepared), corpus.seeds, torch.device("cpu"))
    places = [SoundBank(corpus, torch.device("cpu"), 1).places(1, 16)[0]]
    assert there(words.drawn("caption", places)).all()
    pictured = torch.from_numpy(prepared.pictures[:, 0].astype(np.float32))
    assert there(pictured).tolist() == [False, True, True]


def test_words_of_two_corpora_are_kept_with_their_cues(made, tmp_path):
    prepared = made[1]
    rows = (prepared.captions, prepared.stories, prepared.pictures)
    two_each = [np.concatenate((kind, -kind), axis=1) for kind in rows]
    others = Prepared(prepared.seeds + FOUND, *two_each)
    joined = joined_prepared(prepared, others)
    save_prepared(joined, tmp_path / "both.safetensors")
    kept = load_prepared(tmp_path / "both.safetensors")
    assert np.array_equal(kept.seeds, [*prepared.seeds, *others.seeds])
    assert np.array_equal(kept.captions[: len(prepared.seeds), :1], prepared.captions[:, :1])
    assert np.array_equal(kept.stories[len(prepared.seeds) :], others.stories)
    assert np.array_equal(kept.pictures, joined.pictures)


def test_notes_of_found_music_are_never_told(made):
    bank = SoundBank(made[0], torch.device("cpu"), 1)
    places = bank.places(6, 216)
    given = drawn_conditions(bank, places, torch.zeros(6, 512), Withheld(0, 0, 0, 0)).given
    silent = [CONTROLS.index(name) for name in ("players", "notes")]
    assert given[:, silent].sum() == 0
    assert given.sum() == 6 * (len(CONTROLS) - 2)


def test_an_empty_folder_and_a_broken_file_are_said(tmp_path):
    with pytest.raises(StudioError, match="No recording"):
        found_files(tmp_path)
    (tmp_path / "noise.wav").write_bytes(b"not a sound")
    with pytest.raises(StudioError, match="cannot|can be read"):
        found_files(tmp_path)
