"""The index: what is new is heard, nothing heard is lost, another encoder starts anew."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import tiny_cue
from numpy.typing import NDArray
from retrieval.small_music import RATE_HZ, Collection, write, write_music

from musflow_studio.hearing import listen
from musflow_studio.library import Library
from musflow_studio.retrieval.encoders import WindowEncoder
from musflow_studio.retrieval.entries import entry_of
from musflow_studio.retrieval.finding_files import found_files

Array = NDArray[np.float32]


@pytest.fixture
def music(tmp_path: Path) -> Path:
    write_music(tmp_path / "music")
    return tmp_path / "music"


def test_only_what_is_new_or_changed_is_heard(tmp_path: Path, music: Path) -> None:
    collection = Collection(tmp_path / "library", [music])
    assert collection.hear_new() == 6
    assert collection.hear_new() == 0
    write(music / "new.wav", 0.1 * np.ones((1, RATE_HZ)))
    assert collection.hear_new() == 1
    changed = music / "drums" / "fast sticks 0.wav"
    os.utime(changed, ns=(1, changed.stat().st_mtime_ns + 1_000_000))
    assert collection.hear_new() == 1
    assert len(collection.shelf.sounds) == 7


def test_another_reader_finds_what_was_heard_before(tmp_path: Path, music: Path) -> None:
    first = Collection(tmp_path / "library", [music])
    first.hear_new()
    again = Collection(tmp_path / "library", [music])
    assert again.hear_new() == 0
    assert {s.path for s in again.shelf.sounds} == {s.path for s in first.shelf.sounds}


def test_what_is_gone_is_not_found_and_comes_back(tmp_path: Path, music: Path) -> None:
    collection = Collection(tmp_path / "library", [music])
    collection.hear_new()
    file = music / "drums" / "fast sticks 0.wav"
    file.rename(tmp_path / "away.wav")
    assert collection.hear_new() == 0
    assert str(file) not in collection.shelf.places
    (tmp_path / "away.wav").rename(file)
    assert collection.hear_new() == 1
    assert str(file) in collection.shelf.places
    assert len(collection.shelf.sounds) == 6


def test_rows_are_what_their_files_say(tmp_path: Path, music: Path) -> None:
    collection = Collection(tmp_path / "library", [music])
    collection.hear_new()
    shelf, files = collection.shelf, found_files(tmp_path / "library", [music])
    for place, sound in enumerate(shelf.sounds):
        fresh = entry_of(files[sound.path], collection.encoder, None)
        row = shelf.vectors[shelf.rows[place]]
        np.testing.assert_array_equal(row[: collection.encoder.dimension], fresh.vector[:-384])


def test_takes_are_told_by_their_recipe(tmp_path: Path) -> None:
    clip = tiny_cue.keep_one(tmp_path / "library", "Storm")
    collection = Collection(tmp_path / "library", [tmp_path / "library"])
    assert collection.hear_new() == 1, "the library is not searched a second time as a folder"
    (sound,) = collection.shelf.sounds
    assert (sound.clip_id, sound.name) == (clip.clip_id, "Storm")
    assert (sound.bpm, sound.key, sound.genre) == (120, "F# minor", "piano strings")
    assert "calm piano" in sound.words
    Library(tmp_path / "library").set_marks(
        clip.clip_id, replace(clip.marks, tags=("harbour at night",))
    )
    assert collection.hear_new() == 1
    assert "harbour at night" in collection.shelf.sounds[0].words


def test_clips_kept_elsewhere_count_once(tmp_path: Path) -> None:
    clip = tiny_cue.keep_one(tmp_path / "delivered", "Storm", in_library=False)
    collection = Collection(tmp_path / "library", [tmp_path / "delivered"])
    assert collection.hear_new() == 1
    assert collection.shelf.sounds[0].clip_id == clip.clip_id


def test_a_file_that_cannot_be_read_is_told_once(tmp_path: Path, music: Path) -> None:
    (music / "broken.wav").write_bytes(b"RIFF nothing")
    collection = Collection(tmp_path / "library", [music])
    assert collection.hear_new() == 7
    assert collection.hear_new() == 0
    (trouble,) = collection.failed()
    assert "broken.wav" in trouble
    assert len(collection.shelf.sounds) == 6


def test_a_damaged_table_is_made_anew(tmp_path: Path, music: Path) -> None:
    first = Collection(tmp_path / "library", [music])
    first.hear_new()
    (first.store.folder / "sounds.sqlite3").write_bytes(b"no database at all " * 300)
    again = Collection(tmp_path / "library", [music])
    assert again.hear_new() == 6
    assert len(again.shelf.sounds) == 6


class Loudness:
    """A small encoder of sound and words: how loud, how bright, how noisy; words lead nowhere."""

    name, version, dimension, rate_hz = "loudness", "1", 3, 16000

    def of_audio(self, audio: Array) -> Array:
        rows = [listen(sound[None], self.rate_hz).timbre[-10:-7] for sound in audio]
        return np.array([row / (np.linalg.norm(row) + 1e-9) for row in rows], np.float32)

    def of_text(self, texts: Sequence[str]) -> Array:
        return np.zeros((len(texts), self.dimension), np.float32)


def test_another_encoder_hears_everything_again(tmp_path: Path, music: Path) -> None:
    before = Collection(tmp_path / "library", [music])
    before.hear_new()
    other = Collection(tmp_path / "library", [music], WindowEncoder(Loudness()))
    other.indexer.look()
    assert other.indexer.waiting == 6
    assert before.store.vectors.file.exists(), "the old ones stay until the new ones are whole"
    while other.indexer.step():
        pass
    assert len(other.shelf.sounds) == 6
    assert not before.store.vectors.file.exists()
    assert len(before.shelf.sounds) == 0
