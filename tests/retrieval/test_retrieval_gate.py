"""A library of rendered clips: found by example, in partitions, quickly; grown, rebuilt, killed."""

from __future__ import annotations

import multiprocessing
import shutil
import sqlite3
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
import soundfile
from retrieval.small_music import Collection

from musflow_studio.domain.sound_search import Pace, SoundQuery, pace_of
from musflow_studio.evaluation.short_cues import short_cue
from musflow_studio.evaluation.sound_space import render
from musflow_studio.presets import load_styles
from musflow_studio.retrieval.moods import PARTITIONS
from musflow_studio.retrieval.shelf import ShelfReader
from musflow_studio.retrieval.sounds import SOUNDS_FILE, Sound
from musflow_studio.retrieval.store import Store

if TYPE_CHECKING:
    from gates import Gate

FULL, SMALL = 1000, 40
MANY = 100_000
STYLES = tuple(load_styles())


def write_clip(number: int, folder: Path) -> None:
    """A short cue as a file whose name says nothing; its style is number modulo ten."""
    inside = folder / f".{number}"
    inside.mkdir()
    cue = short_cue(load_styles()[STYLES[number % 10]], number // 10)
    sound, rate_hz = soundfile.read(render(cue, inside), dtype="float32", always_2d=True)
    soundfile.write(folder / f"{number:04d}.flac", np.clip(sound, -1, 1), rate_hz)
    shutil.rmtree(inside)


@dataclass
class Library:
    """The clips, and the collection that heard them."""

    collection: Collection
    music: Path
    count: int

    def style(self, path: str | Path) -> int:
        return int(Path(path).stem) % 10


@pytest.fixture(scope="module")
def library(
    tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[Library]:
    place = tmp_path_factory.mktemp("clips")
    music = place / "music"
    music.mkdir()
    full = bool(request.config.getoption("--full"))
    count = FULL if full else SMALL
    if full:
        spawned = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(2, mp_context=spawned) as pool:
            list(pool.map(write_clip, range(count), [music] * count, chunksize=20))
    else:
        for number in range(count):
            write_clip(number, music)
    collection = Collection(place / "library", [music])
    assert collection.hear_new() == count
    yield Library(collection, music, count)
    shutil.rmtree(place)


@pytest.mark.gate
@pytest.mark.timeout(1800)
def test_the_same_style_is_found_by_example(gate: Gate, library: Library) -> None:
    shelf, found, firsts = library.collection.shelf, 0, 0.0
    for sound in shelf.sounds:
        hits = library.collection.searcher.find(SoundQuery(like=Path(sound.path), count=5), shelf)
        same = [library.style(hit.path) == library.style(sound.path) for hit in hits.broad]
        found += any(same)
        firsts += np.mean(same)
    share = found / library.count
    gate.record(
        f"ears: search by example in {library.count} rendered clips",
        f"the same style among the first 5 in {share:.1%}; {firsts / library.count:.0%} of all 5",
        "80 %",
        "4 to 6 s of sound alone, ten styles, names that say nothing, other seeds than the fit's",
        met=share >= 0.8,
    )
    assert share >= 0.8


@pytest.mark.gate
@pytest.mark.timeout(600)
def test_targeted_hits_lie_inside_and_broad_ones_are_kept(gate: Gate, library: Library) -> None:
    shelf, find = library.collection.shelf, library.collection.searcher.find
    outside = lost = asked = 0
    for sound in shelf.sounds:
        for pace, mood in ((Pace.SLOW, ""), (Pace.FAST, ""), (None, PARTITIONS[asked % 8])):
            hits = find(SoundQuery(like=Path(sound.path), pace=pace, mood=mood), shelf)
            asked += 1
            lost += len(hits.broad) != 8
            outside += sum(
                (pace is not None and pace_of(hit.bpm) is not pace)
                or (bool(mood) and hit.mood != mood)
                for hit in hits.targeted
            )
    gate.record(
        f"ears: two tracks over {asked} targeted searches",
        f"{outside} targeted hits outside their partition, {lost} broad tracks not kept",
        "0 and 0",
        "partitions by tempo and by mood, as heard",
        met=not outside and not lost,
    )
    assert not outside
    assert not lost


@pytest.mark.gate
@pytest.mark.timeout(600)
def test_growing_and_changing_the_library(gate: Gate, library: Library, tmp_path: Path) -> None:
    collection = library.collection
    shutil.copy(library.music / "0000.flac", library.music / "9000.flac")
    added = collection.hear_new()
    (library.music / "9000.flac").unlink()
    removed = collection.hear_new()
    other = Collection(
        collection.store.folder.parent, [library.music], TimbreOfAnotherFit(collection)
    )
    other.indexer.look()
    rebuilt = other.indexer.waiting
    gate.record(
        f"ears: an index of {library.count} clips grows, shrinks, changes its encoder",
        f"{added} heard for one clip added, {removed} for one removed, {rebuilt} for another "
        "encoder",
        f"1, 0 and {library.count}",
        "files copied in and taken out; a kill while hearing is a test of its own",
        met=(added, removed, rebuilt) == (1, 0, library.count),
    )
    assert (added, removed, rebuilt) == (1, 0, library.count)


@pytest.mark.gate
@pytest.mark.timeout(600)
def test_searches_answer_quickly(gate: Gate, library: Library, tmp_path: Path) -> None:
    small = slowest_ms(library.collection, library.collection.reader)
    many = MANY if gate.full else 200
    collection, reader = filled(library.collection, tmp_path / "many", many)
    large = slowest_ms(collection, reader)
    gate.record(
        "ears: a search with the index loaded",
        f"slowest of 40: {small:.0f} ms in {library.count} sounds, {large:.0f} ms in {many:,}",
        "100 ms",
        "words, example and partition, in the searching process",
        met=max(small, large) <= 100,
    )
    assert len(reader.shelf().sounds) == many


class TimbreOfAnotherFit:
    """The collection's own encoder under the name another fit would have."""

    def __init__(self, collection: Collection) -> None:
        self._encoder = collection.encoder
        self.identity, self.dimension = "timbre 1.other", collection.encoder.dimension
        self.of_file, self.of_words = self._encoder.of_file, self._encoder.of_words


def slowest_ms(collection: Collection, reader: ShelfReader) -> float:
    """Of 40 searches after the first."""
    example = Path(reader.shelf().sounds[3].path)
    queries = [
        SoundQuery(f"{mood} piano at night {number}") for mood in PARTITIONS for number in range(4)
    ] + [SoundQuery(like=example, pace=pace, genre="jazz") for pace in Pace for _ in range(3)]
    times = []
    for query in queries:
        start = time.perf_counter()
        collection.searcher.find(query, reader.shelf())
        times.append(time.perf_counter() - start)
    return 1000 * max(times[1:])


def filled(like: Collection, folder: Path, count: int) -> tuple[Collection, ShelfReader]:
    """A store with that many sounds, copies of the real ones a little moved, written in one go."""
    shelf = like.shelf
    store = Store(folder, like.encoder.identity, shelf.vectors.shape[1])
    rng = np.random.default_rng(1)
    rows = shelf.rows[np.arange(count) % len(shelf.rows)]
    noise = rng.standard_normal((count, shelf.vectors.shape[1]), np.float32) * 0.02
    vectors = np.concatenate((np.zeros_like(noise[:1]), shelf.vectors[rows] + noise))
    vectors.astype("<f4").tofile(store.vectors.file)
    sounds = [shelf.sounds[number % len(shelf.rows)] for number in range(count)]
    write_rows(store, [replace(s, path=f"/many/{n}.wav") for n, s in enumerate(sounds)])
    return like, ShelfReader(store)


def write_rows(store: Store, sounds: list[Sound]) -> None:
    """All of them in one transaction; `Store.put` would sync each."""
    assert not store.table.stamps()
    names = [field.name for field in fields(Sound)]
    values = [(*(getattr(sound, name) for name in names), 1) for sound in sounds]
    marks = ", ".join("?" * (len(names) + 1))
    with closing(sqlite3.connect(store.folder / SOUNDS_FILE)) as db, db:
        db.executemany(
            f"INSERT INTO sounds ({', '.join(names)}, revision) VALUES ({marks})", values
        )
