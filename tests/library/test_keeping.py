"""keep: the package has what the design says, is whole or absent, and repeats."""

from __future__ import annotations

import hashlib
import json
import os
import resource
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import soundfile
import tiny_cue
from PIL import Image

from musflow_studio.domain.clip import Clip
from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.library import (
    CheckState,
    KeepRequest,
    Library,
    keep,
    load_clip,
    open_scratch,
    verify_package,
)


def _files(folder: Path) -> set[str]:
    return {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}


def test_the_package_has_every_file_and_nothing_else(tmp_path: Path) -> None:
    with open_scratch(tmp_path) as scratch:
        request = tiny_cue.request(scratch, tiny_cue.plan(), "Der Sturm")
        (scratch.finished / "left over.tmp").write_text("x")
        clip = keep(request)
    stem = f"der-sturm_120bpm_Fsharp-minor_{clip.clip_id[:6]}"
    assert clip.folder.parent == tmp_path / "clips"
    assert clip.folder.name.endswith(f"-der-sturm-{clip.clip_id[:6]}")
    assert _files(clip.folder) == {
        f"{stem}.wav",
        f"{stem}.mid",
        f"stems/{stem}_melody.wav",
        f"stems/{stem}_percussion.wav",
        "take/mix.wav",
        "take/stems/melody.wav",
        "take/stems/percussion.wav",
        "clip.json",
        "marks.json",
        "cover.png",
    }
    assert not (clip.folder / "finished").exists()
    assert os.listdir(tmp_path / "clips") == [clip.folder.name]
    assert soundfile.info(clip.folder / clip.wav).subtype == "PCM_24"
    assert soundfile.info(clip.folder / "take/mix.wav").subtype == "FLOAT"
    assert set(clip.seconds) == {"plan", "keep"}


def test_what_is_loaded_is_what_was_kept(tmp_path: Path) -> None:
    clip = tiny_cue.keep_one(tmp_path, "Größe 🎬 4/4")
    assert load_clip(clip.folder) == clip
    assert clip.marks.name == "Größe 🎬 4/4"
    assert clip.recipe.take.mix.path == Path("take/mix.wav")
    for name, digest in clip.sha256.items():
        assert hashlib.sha256((clip.folder / name).read_bytes()).hexdigest() == digest
    assert set(clip.sha256) == _files(clip.folder) - {"clip.json", "marks.json"}


def test_a_name_of_300_letters_is_kept_whole(tmp_path: Path) -> None:
    clip = tiny_cue.keep_one(tmp_path, "x" * 300)
    assert load_clip(clip.folder).marks.name == "x" * 300
    assert max(len(name) for name in os.listdir(clip.folder)) < 100


def test_the_same_recipe_gives_the_same_clip_but_for_id_date_seconds_and_paths(
    tmp_path: Path,
) -> None:
    def told(clip: Clip) -> dict[str, Any]:
        text = (clip.folder / "clip.json").read_text("utf-8").replace(clip.clip_id[:6], "ID")
        value = dict(json.loads(text)["value"])
        return {k: v for k, v in value.items() if k not in ("clip_id", "created", "seconds")}

    first = tiny_cue.keep_one(tmp_path / "one")
    time.sleep(1.1)  # whatever stamps a file with the second of its making shows
    second = tiny_cue.keep_one(tmp_path / "two")
    assert told(first) == told(second)
    assert (first.folder / first.midi).read_bytes() == (second.folder / second.midi).read_bytes()


def test_an_output_folder_holds_packages_directly_and_no_index(tmp_path: Path) -> None:
    clip = tiny_cue.keep_one(tmp_path / "out", in_library=False)
    assert clip.folder.parent == tmp_path / "out"
    assert os.listdir(tmp_path / "out") == [clip.folder.name]
    assert verify_package(clip.folder).state is CheckState.OK


def test_a_borrowed_take_stays_where_it_is(tmp_path: Path) -> None:
    first = tiny_cue.keep_one(tmp_path)
    take = first.recipe.take
    mix = replace(take.mix, path=first.folder / take.mix.path)
    stems = tuple(
        replace(s, audio=replace(s.audio, path=first.folder / s.audio.path)) for s in take.stems
    )
    with open_scratch(tmp_path) as scratch:
        again = tiny_cue.request(scratch, tiny_cue.plan())
        borrowed = replace(take, mix=mix, stems=stems)
        second = keep(replace(again, take=borrowed, borrowed_take=True))
    assert [c.state for c in Library(tmp_path).verify()] == [CheckState.OK] * 2
    assert second.sha256["take/mix.wav"] == first.sha256["take/mix.wav"]


def test_the_cover_shows_panels_or_the_waveform(tmp_path: Path) -> None:
    Image.new("RGB", (320, 180), (200, 30, 30)).save(tmp_path / "red.png")
    plan = tiny_cue.plan(picture=tmp_path / "red.png")
    clip = tiny_cue.keep_one(tmp_path, made=plan)
    with Image.open(clip.folder / "cover.png") as cover:
        assert cover.size == (208, 117)
        assert cover.getpixel((100, 60)) == (200, 30, 30)
    clip = tiny_cue.keep_one(tmp_path, made=tiny_cue.plan(picture=tmp_path / "gone.png"))
    with Image.open(clip.folder / "cover.png") as cover:
        assert cover.size == (632, 160)
        column = [cover.getpixel((300, y)) for y in range(160)]
    inked = sum(pixel == (120, 190, 210) for pixel in column)
    assert abs(inked - 2 * 0.4 * 74) <= 3  # the tone's level of 0.4 on 74 px either side


def test_a_failed_cue_leaves_nothing(tmp_path: Path) -> None:
    def fail() -> None:
        with open_scratch(tmp_path) as scratch:
            tiny_cue.make_take(scratch.take)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert os.listdir(tmp_path / "clips") == []


@contextmanager
def _small_disk(folder: Path, size_kb: int) -> Iterator[Path]:
    """A file system of this size; without the right to mount one, only very small files.

    There the moves are renames, so that the limit meets what `keep` writes itself.
    """
    folder.mkdir()
    options = ["-t", "tmpfs", "-o", f"size={size_kb}k", "tmpfs", str(folder)]
    if shutil.which("mount") and not subprocess.run(["mount", *options]).returncode:
        try:
            yield folder
        finally:
            subprocess.run(["umount", str(folder)], check=True)
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size_kb * 4, hard))
    try:
        yield folder
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize("size_kb", [40, 700, 1300])
def test_a_full_disk_is_one_sentence_and_leaves_nothing(size_kb: int, tmp_path: Path) -> None:
    take = tiny_cue.make_take(tmp_path / "made" / "take")
    finished = tiny_cue.make_finished(tmp_path / "made" / "finished")
    with _small_disk(tmp_path / "small", size_kb) as small:
        with pytest.raises(StudioError, match="disk is full") as failure, open_scratch(small) as at:
            keep(KeepRequest(at, tiny_cue.plan(), take, finished, tiny_cue.PRESET, 0.0))
        assert failure.value.code is ErrorCode.DISK_FULL
        assert failure.value.exit_status == 2
        assert str(small) in failure.value.sentence()
        assert os.listdir(small / "clips") == []
        assert Library(small).list() == ()


def test_an_unusable_folder_is_said_by_its_name(tmp_path: Path) -> None:
    (tmp_path / "a file").write_text("x")
    for folder in (tmp_path / "a file", tmp_path / "a file" / "below"):
        with pytest.raises(StudioError, match="Cannot use this") as failure:
            tiny_cue.keep_one(folder)
        assert failure.value.code is ErrorCode.NOT_ALLOWED
        assert str(folder) in failure.value.sentence()


def test_a_read_only_folder_is_said_by_its_name(tmp_path: Path) -> None:
    with (
        _read_only(tmp_path / "locked") as locked,
        pytest.raises(StudioError, match="Cannot use this") as failure,
    ):
        tiny_cue.keep_one(locked)
    assert failure.value.code is ErrorCode.NOT_ALLOWED
    assert failure.value.value == str(locked)


@contextmanager
def _read_only(folder: Path) -> Iterator[Path]:
    """A folder that cannot be written: by permissions, for root by a read-only mount or /sys."""
    folder.mkdir()
    if os.geteuid() != 0:
        folder.chmod(0o555)
        yield folder
        folder.chmod(0o755)
    elif subprocess.run(["mount", "-t", "tmpfs", "-o", "ro", "tmpfs", str(folder)]).returncode:
        yield Path("/sys")  # no right to mount: the kernel's own folder refuses root too
    else:
        try:
            yield folder
        finally:
            subprocess.run(["umount", str(folder)], check=True)
