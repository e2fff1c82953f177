"""Searches by words and by example: two tracks, partitions, and reasons."""

from __future__ import annotations

from pathlib import Path

import pytest
from hearing.plain_sounds import triads
from retrieval.small_music import RATE_HZ, Collection, write, write_music

from musflow_studio.domain.errors import StudioError
from musflow_studio.domain.sound_search import Pace, SoundQuery, SoundsFound, pace_of
from musflow_studio.retrieval.moods import mood_partition, partition_in, partition_of_word


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    place = tmp_path_factory.mktemp("searched")
    write_music(place / "music")
    found = Collection(place / "library", [place / "music"])
    found.hear_new()
    return found


def find(collection: Collection, query: SoundQuery) -> SoundsFound:
    return collection.searcher.find(query, collection.shelf)


def test_words_find_what_is_said_of_a_file(collection: Collection) -> None:
    found = find(collection, SoundQuery("rain"))
    assert [hit.path.parent.name for hit in found.broad[:2]] == ["field", "field"]
    assert "\u201crain\u201d" in found.broad[0].reference.why
    assert "all 6 sounds" in found.broad[0].reference.why


def test_words_find_what_they_mean(collection: Collection) -> None:
    found = find(collection, SoundQuery("church hymn"))
    assert found.broad[0].path.parent.name == "slow organ"
    assert "come near" in found.broad[0].reference.why


def test_an_example_finds_its_kind_and_not_itself(collection: Collection) -> None:
    for sound in collection.shelf.sounds:
        like = Path(sound.path)
        found = find(collection, SoundQuery(like=like))
        assert like not in [hit.path for hit in found.broad]
        assert found.broad[0].path.parent == like.parent
        assert f"sounds like {like.stem}" in found.broad[0].reference.why


def test_an_example_from_elsewhere(collection: Collection, tmp_path: Path) -> None:
    write(tmp_path / "temp track.wav", triads([[59, 62, 66]], 3.0, RATE_HZ))
    found = find(collection, SoundQuery(like=tmp_path / "temp track.wav"))
    assert found.broad[0].path.parent.name == "slow organ"
    assert len(found.broad) == 6


def test_targeted_hits_lie_inside_and_broad_ones_stay(collection: Collection) -> None:
    found = find(collection, SoundQuery("rain", pace=Pace.FAST))
    assert found.partition == "fast"
    assert found.targeted
    assert all(pace_of(hit.bpm) is Pace.FAST for hit in found.targeted)
    assert found.broad[0].path.parent.name == "field"
    found = find(collection, SoundQuery("something", genre="Drums"))
    assert {hit.path.parent.name for hit in found.targeted} == {"drums"}
    assert len(found.broad) == 6
    mood = collection.shelf.sounds[0].mood
    found = find(collection, SoundQuery("something", mood=mood))
    assert {hit.mood for hit in found.targeted} == {mood}


def test_words_name_the_partition(collection: Collection) -> None:
    assert find(collection, SoundQuery("a fast tense chase")).partition == "tense, fast"
    assert find(collection, SoundQuery("rain")).partition == ""
    assert not find(collection, SoundQuery("rain")).targeted


def test_an_empty_partition_leaves_the_broad_track(collection: Collection) -> None:
    found = find(collection, SoundQuery("rain", genre="polka"))
    assert (found.partition, found.targeted) == ("polka", ())
    assert found.broad


def test_a_hit_can_steer(collection: Collection) -> None:
    hit = find(collection, SoundQuery("fast sticks")).broad[0]
    assert hit.reference.path == hit.path
    assert hit.reference.bpm == pytest.approx(hit.bpm)
    assert hit.reference.energy_curve[0][0] == 0
    assert hit.reference.encoder == collection.encoder.identity
    assert len(hit.reference.embedding) == collection.encoder.dimension


def test_an_empty_collection_finds_nothing(tmp_path: Path) -> None:
    found = find(Collection(tmp_path / "library", []), SoundQuery("rain", genre="x"))
    assert (found.broad, found.targeted, found.searched) == ((), (), 0)


def test_what_cannot_be_asked_is_said(collection: Collection, tmp_path: Path) -> None:
    with pytest.raises(StudioError, match="nothing to look for"):
        find(collection, SoundQuery("  "))
    with pytest.raises(StudioError, match="1 to 100"):
        find(collection, SoundQuery("rain", count=0))
    with pytest.raises(StudioError, match="mood word"):
        find(collection, SoundQuery("rain", mood="bluish"))
    with pytest.raises(StudioError, match="No such audio file"):
        find(collection, SoundQuery(like=tmp_path / "gone.wav"))


def test_every_mood_word_has_a_partition() -> None:
    assert mood_partition(-0.45, 0.5, 0.85) == "tense"
    assert partition_of_word("Peaceful") == "calm"
    assert partition_in("a hopeless, rainy night") == "sad"
    assert partition_in("rainy night") == ""
