"""Library: list, show, mark, verify, rebuild, clean, delete."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
import tiny_cue

from musflow_studio.domain.clip import Clip, ClipMarks
from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.library import CheckState, Library, entry_of, open_scratch, remove_scratch
from musflow_studio.library.index import INDEX_FILE
from musflow_studio.library.scratch import PREFIX

DYING_WRITER = """
import os, sys
from pathlib import Path
from musflow_studio.library import open_scratch
with open_scratch(Path(sys.argv[1])) as scratch:
    print(scratch.path, flush=True)
    os.kill(os.getpid(), 9)
"""


@pytest.fixture
def clips(tmp_path: Path) -> tuple[Clip, ...]:
    """Three clips kept in one library."""
    return tuple(tiny_cue.keep_one(tmp_path, name) for name in ("Storm", "Calm Sea", "Straße"))


def _ids(library: Library, query: str = "") -> list[str]:
    return [entry.clip_id for entry in library.list(query)]


def test_listing_is_newest_first_and_says_what_the_clip_is(
    tmp_path: Path, clips: tuple[Clip, ...]
) -> None:
    listed = Library(tmp_path).list()
    assert [entry.clip_id for entry in listed] == [clip.clip_id for clip in reversed(clips)]
    new = listed[0]
    assert (new.name, new.bpm, new.key, new.meter) == ("Straße", 120.0, "F# minor", "4/4")
    assert (new.length_s, new.folder, new.wav) == (1.0, clips[2].folder, clips[2].wav)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("storm", 1),
        ("CALM sea", 1),
        ("sea calm", 1),
        ("STRASSE", 1),
        ("f# minor", 3),
        ("50%", 0),
        ("_", 0),
    ],
)
def test_every_word_must_be_found(
    query: str, found: int, tmp_path: Path, clips: tuple[Clip, ...]
) -> None:
    assert len(clips) == 3
    assert len(Library(tmp_path).list(query)) == found


def test_a_library_that_is_not_there_is_empty_and_stays_absent(tmp_path: Path) -> None:
    library = Library(tmp_path / "none")
    assert (library.list(), library.verify(), library.clean()) == ((), (), ())
    assert not (tmp_path / "none").exists()


def test_show_takes_the_beginning_of_an_id(tmp_path: Path, clips: tuple[Clip, ...]) -> None:
    library = Library(tmp_path)
    assert library.show(clips[1].clip_id[:6].upper()) == clips[1]
    with pytest.raises(StudioError, match="No clip in the library") as failure:
        library.show("nope")
    assert failure.value.code is ErrorCode.UNKNOWN_NAME
    with pytest.raises(StudioError, match="No clip in the library"):
        library.show("  ")


def test_an_ambiguous_id_names_the_candidates(tmp_path: Path) -> None:
    made = [tiny_cue.keep_one(tmp_path) for _ in range(17)]
    firsts = [clip.clip_id[0] for clip in made]
    shared = next(digit for digit in firsts if firsts.count(digit) > 1)  # 17 ids, 16 digits
    with pytest.raises(StudioError, match="more digits") as failure:
        Library(tmp_path).show(shared)
    assert failure.value.legal.count(",") + 1 == min(6, firsts.count(shared))


def test_marks_change_and_the_recipe_does_not(tmp_path: Path, clips: tuple[Clip, ...]) -> None:
    library = Library(tmp_path)
    before = (clips[0].folder / "clip.json").read_bytes()
    marked = library.set_marks(clips[0].clip_id, ClipMarks("Storm, take 2", 4, ("loud", "été")))
    assert marked == replace(clips[0], marks=ClipMarks("Storm, take 2", 4, ("loud", "été")))
    assert (clips[0].folder / "clip.json").read_bytes() == before
    assert _ids(library, "take 2 été") == [clips[0].clip_id]
    for wrong in (ClipMarks("x", 6), ClipMarks("x", 0, (" ",)), ClipMarks("x" * 2000)):
        with pytest.raises(StudioError):
            library.set_marks(clips[0].clip_id, wrong)


def test_marks_written_by_another_hand_are_noticed(tmp_path: Path, clips: tuple[Clip, ...]) -> None:
    library = Library(tmp_path)
    assert len(library.list()) == 3
    file = clips[0].folder / "marks.json"
    file.write_text(file.read_text("utf-8").replace("Storm", "Gale"), "utf-8")
    assert _ids(library, "gale") == [clips[0].clip_id]
    file.write_text("not json")
    assert len(library.list()) == 3
    with pytest.raises(StudioError, match=r"marks\.json") as failure:
        library.show(clips[0].clip_id)
    assert failure.value.code is ErrorCode.BAD_FILE


def test_verify_tells_ok_missing_changed_and_damaged(tmp_path: Path) -> None:
    made = [tiny_cue.keep_one(tmp_path, name) for name in "abcde"]
    (made[1].folder / "take" / "stems" / "melody.wav").unlink()
    wav = made[2].folder / made[2].wav
    data = bytearray(wav.read_bytes())
    data[-1] ^= 1
    wav.write_bytes(data)
    (made[3].folder / "clip.json").write_text("{")
    recipe = json.loads((made[4].folder / "clip.json").read_text("utf-8"))
    recipe["value"]["recipe"]["gain_db"] = 3.0
    (made[4].folder / "clip.json").write_text(json.dumps(recipe))
    (made[0].folder / f"{made[0].wav}.reapeaks").write_text("a DAW's own file")
    found = {check.folder: check for check in Library(tmp_path).verify()}
    states = [found[clip.folder].state for clip in made]
    damaged = CheckState.DAMAGED
    assert states == [CheckState.OK, CheckState.MISSING, CheckState.CHANGED, damaged, damaged]
    assert found[made[1].folder].files == ("take/stems/melody.wav",)
    assert found[made[2].folder].files == (made[2].wav,)
    assert found[made[3].folder].files == ("clip.json",)


def test_the_line_of_a_clip_at_hand_is_that_of_the_list(
    tmp_path: Path, clips: tuple[Clip, ...]
) -> None:
    listed = {entry.clip_id: entry for entry in Library(tmp_path).list()}
    assert {clip.clip_id: entry_of(clip) for clip in clips} == listed


def test_a_damaged_package_is_not_listed_and_the_rest_is(
    tmp_path: Path, clips: tuple[Clip, ...]
) -> None:
    (clips[1].folder / "clip.json").write_text('{"value": []}')
    (tmp_path / "clips" / "someone's notes").mkdir()
    library = Library(tmp_path)
    assert len(library.rebuild()) == 2
    with pytest.raises(StudioError, match=r"clip\.json"):
        library.load_clip(clips[1].folder)


@pytest.mark.parametrize("damage", ["garbage", "torn", "other table", "gone"])
def test_a_damaged_index_is_built_again(
    damage: str, tmp_path: Path, clips: tuple[Clip, ...]
) -> None:
    index = tmp_path / INDEX_FILE
    if damage == "garbage":
        index.write_bytes(b"no database at all " * 500)
    elif damage == "torn":
        index.write_bytes(index.read_bytes()[:5000] + b"\xff" * 8000)
    elif damage == "other table":
        with closing(sqlite3.connect(index)) as db:
            db.execute("DROP TABLE clips")
            db.execute("CREATE TABLE clips (folder, marks_written)")
            db.commit()
    else:
        index.unlink()
    assert _ids(Library(tmp_path)) == [clip.clip_id for clip in reversed(clips)]
    assert tiny_cue.keep_one(tmp_path).clip_id in _ids(Library(tmp_path))


def test_a_package_renamed_in_but_never_indexed_is_listed(
    tmp_path: Path, clips: tuple[Clip, ...]
) -> None:
    """What a process leaves that dies between the rename and the index."""
    outside = tiny_cue.keep_one(tmp_path / "out", in_library=False)
    os.rename(outside.folder, tmp_path / "clips" / outside.folder.name)
    assert _ids(Library(tmp_path))[0] == outside.clip_id
    assert len(Library(tmp_path).list()) == len(clips) + 1


def test_deleting_moves_to_the_trash_and_clean_empties_it(
    tmp_path: Path, clips: tuple[Clip, ...]
) -> None:
    library = Library(tmp_path)
    trashed = library.delete(clips[0].clip_id)
    assert trashed == tmp_path / ".trash" / clips[0].folder.name
    assert library.load_clip(trashed).clip_id == clips[0].clip_id
    assert clips[0].clip_id not in _ids(library)
    (removed,) = library.clean()
    assert (removed.path, removed.why) == (trashed, "in the trash")
    assert removed.size_bytes > 10_000
    assert not trashed.exists()
    assert len(library.list()) == 2


def test_a_deleted_clip_comes_back_as_it_was(tmp_path: Path, clips: tuple[Clip, ...]) -> None:
    library = Library(tmp_path)
    before = library.list()
    trashed = library.delete(clips[0].clip_id)
    assert library.restore(trashed) == clips[0]
    assert library.list() == before
    with pytest.raises(StudioError, match="not in the trash any more"):
        library.restore(trashed)
    with pytest.raises(StudioError, match="not in the trash any more"):
        library.restore(clips[1].folder)


def test_clean_removes_what_the_dead_left_and_spares_the_living(
    tmp_path: Path, clips: tuple[Clip, ...]
) -> None:
    run = subprocess.run(
        [sys.executable, "-c", DYING_WRITER, str(tmp_path)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    )
    dead = Path(run.stdout.strip())
    assert dead.is_dir()
    library = Library(tmp_path)
    assert len(library.list()) == len(clips)
    assert len(library.verify()) == len(clips)
    living = tmp_path / "clips" / dead.name.replace(dead.name.split("-")[2], str(os.getpid()))
    living.mkdir()
    assert [removed.path for removed in library.clean()] == [dead]
    assert living.is_dir()
    remove_scratch(tmp_path, os.getpid())
    assert not living.exists()
    assert len(library.list()) == len(clips)


def test_opening_a_scratch_sweeps_the_dead_and_day_old_ones(tmp_path: Path) -> None:
    parent = tmp_path / "clips"
    foreign = parent / f"{PREFIX}{'a' * 26}-1-deadbeef"
    old = parent / f"{PREFIX}{'b' * 26}-1-deadbeef"
    for folder in (foreign, old):
        folder.mkdir(parents=True)
    os.utime(old, (1, 1))
    with open_scratch(tmp_path) as scratch:
        assert {p.name for p in parent.iterdir()} == {foreign.name, scratch.path.name}
        assert os.listdir(scratch.take) == os.listdir(scratch.finished) == []


def test_threads_keep_and_list_at_once(tmp_path: Path) -> None:
    faults: list[BaseException] = []

    def work() -> None:
        try:
            for _ in range(4):
                clip = tiny_cue.keep_one(tmp_path, frames=4410)
                assert clip.clip_id in _ids(Library(tmp_path))
        except BaseException as error:  # noqa: BLE001 - handed to the test's own thread
            faults.append(error)

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert len(Library(tmp_path).list()) == 12


def test_a_library_that_cannot_be_written_is_listed_all_the_same(
    tmp_path: Path, clips: tuple[Clip, ...]
) -> None:
    (tmp_path / INDEX_FILE).unlink()
    (tmp_path / INDEX_FILE).mkdir()  # no index file can be made here, not even by root
    assert len(Library(tmp_path).list()) == len(clips)
