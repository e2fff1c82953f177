"""The process behind the door: searched while it hears, killed, started again, folders watched."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from retrieval.small_music import RATE_HZ, Collection, write, write_music

from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.sound_search import IndexState, SoundQuery
from musflow_studio.retrieval import SoundDesk
from musflow_studio.retrieval.options import add_folder, load_options, remove_folder
from musflow_studio.settings import save_settings


@pytest.fixture
def music(tmp_path: Path) -> Path:
    write_music(tmp_path / "music")
    return tmp_path / "music"


@pytest.fixture
def desk(tmp_path: Path, music: Path) -> Iterator[SoundDesk]:
    add_folder(music)
    made = SoundDesk(tmp_path / "library", lambda work: work())
    yield made
    made.close()


def waited(true: Callable[[], bool]) -> bool:
    """Whether it came true within a minute."""
    end = time.monotonic() + 60
    while not true() and time.monotonic() < end:
        time.sleep(0.02)
    return true()


def test_it_hears_answers_watches_and_survives_kills(
    desk: SoundDesk, tmp_path: Path, music: Path
) -> None:
    states: list[IndexState] = []
    desk.changed.connect(states.append)
    state = desk.indexed().result(timeout=60)
    assert (state.heard, state.waiting, state.working) == (6, 0, False)
    found = desk.search(SoundQuery("rain")).result(timeout=60)
    assert found.broad[0].path.parent.name == "field"
    assert states[-1].heard == 6

    write(music / "added.wav", 0.1 * np.ones((1, RATE_HZ)))
    assert waited(lambda: states[-1].heard == 7), "a watched folder is heard without being asked"

    before = Collection(tmp_path / "library", [music]).shelf
    for number in range(12):
        write(music / "more" / f"{number}.wav", 0.1 * np.ones((1, RATE_HZ * 20)))
    asked = desk.indexed()
    assert waited(lambda: states[-1].heard > 7)
    assert desk.pid
    os.kill(desk.pid, signal.SIGKILL)
    with pytest.raises(StudioError) as died:
        asked.result(timeout=60)
    assert died.value.code is ErrorCode.WORKER_DIED
    kept = Collection(tmp_path / "library", [music]).shelf
    assert set(before.places) < set(kept.places), "nothing that was heard is lost"
    np.testing.assert_array_equal(kept.vectors[before.rows], before.vectors[before.rows])

    assert desk.indexed().result(timeout=60).heard == 19
    after = Collection(tmp_path / "library", [music])
    assert after.hear_new() == 0
    assert all(after.shelf.vectors[row].any() for row in after.shelf.rows)


def test_folders_come_and_go(desk: SoundDesk, tmp_path: Path, music: Path) -> None:
    assert desk.indexed().result(timeout=60).heard == 6
    write(tmp_path / "other" / "one.wav", 0.1 * np.ones((1, RATE_HZ)))
    desk.add_folder(tmp_path / "other")
    assert desk.indexed().result(timeout=60).heard == 7
    desk.remove_folder(music)
    assert desk.indexed().result(timeout=60).heard == 1
    with pytest.raises(StudioError, match="nothing to look for"):
        desk.search(SoundQuery()).result(timeout=60)


def test_an_unknown_encoder_is_said(desk: SoundDesk) -> None:
    save_settings({"encoder": "nightingale"}, "sounds")
    with pytest.raises(StudioError, match="nightingale"):
        desk.state().result(timeout=60)
    save_settings({"encoder": None}, "sounds")
    assert waited(lambda: desk.pid is None), "it leaves, so that a mended setting counts"
    assert desk.indexed().result(timeout=60).heard == 6


def test_a_store_that_cannot_be_written_is_said(
    desk: SoundDesk, tmp_path: Path, music: Path
) -> None:
    Collection(tmp_path / "library", [music]).store.vectors.file.mkdir()
    with pytest.raises(StudioError, match="Is a directory"):
        desk.indexed().result(timeout=60)


def test_a_closed_desk_says_so(tmp_path: Path) -> None:
    desk = SoundDesk(tmp_path / "library", lambda work: work())
    desk.close()
    with pytest.raises(StudioError, match="closed"):
        desk.state().result(timeout=5)


def test_folders_are_checked(tmp_path: Path, music: Path) -> None:
    add_folder(music)
    with pytest.raises(StudioError, match="searched already"):
        add_folder(music / "drums")
    with pytest.raises(StudioError, match="no such folder"):
        add_folder(tmp_path / "nowhere")
    assert add_folder(tmp_path).folders == (tmp_path,), "a wider folder takes its parts in"
    assert remove_folder(tmp_path).folders == ()
    with pytest.raises(StudioError, match="not searched"):
        remove_folder(tmp_path)
    save_settings({"folders": 5}, "sounds")
    with pytest.raises(StudioError, match="folders"):
        load_options()
