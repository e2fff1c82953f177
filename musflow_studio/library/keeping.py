"""keep: a finished take becomes a clip package, whole or absent.

In the scratch folder: move the audio to its names, write MIDI, cover and marks, put every file on
the disk while hashing it, write `clip.json` last; then one rename makes the package visible, and
a library's index learns of it. A process killed before the rename leaves a scratch folder that
the next one sweeps; killed after it, a package that the index finds by itself.
"""

from __future__ import annotations

import datetime
import os
import shutil
import sqlite3
import time
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from musflow_studio import __version__
from musflow_studio.disk import says_disk_errors, sync_folder, write_synced
from musflow_studio.domain.alternate import Alternate
from musflow_studio.domain.audio import AudioFile
from musflow_studio.domain.clip import Clip, ClipMarks, FinishedAudio, Recipe
from musflow_studio.domain.plan import CuePlan
from musflow_studio.domain.preset import FinishingPreset
from musflow_studio.domain.reference import Likeness
from musflow_studio.domain.take import Stem, Take
from musflow_studio.library.cover import write_cover
from musflow_studio.library.index import Index
from musflow_studio.library.midi import write_midi
from musflow_studio.library.names import file_stem, package_name
from musflow_studio.library.package import (
    CLIP_FILE,
    COVER_FILE,
    MARKS_FILE,
    clip_text,
    file_digests,
    marks_text,
)
from musflow_studio.library.scratch import Scratch


@dataclass(frozen=True)
class KeepRequest:
    """One clip to keep.

    Attributes:
        scratch: from `open_scratch`; its folder becomes the package, and whatever else lies in
            it is removed.
        plan, take, finished, preset, gain_db: what was made and how; audio paths absolute.
        seconds: wall time of the stages so far (describe, plan, generate, finish).
        name: for the user; "" takes the board's title.
        borrowed_take: True leaves the take's files where they are (another package's) and links
            or copies them; False moves them.
        alternate, alternate_of: see `Recipe`.
        likeness: see `Clip`.
    """

    scratch: Scratch
    plan: CuePlan
    take: Take
    finished: FinishedAudio
    preset: FinishingPreset
    gain_db: float
    seconds: dict[str, float] = field(default_factory=dict)
    name: str = ""
    borrowed_take: bool = False
    alternate: Alternate = Alternate.FULL
    alternate_of: str = ""
    likeness: Likeness | None = None


def keep(request: KeepRequest) -> Clip:
    """Write the package and return its clip; when this returns, the clip survives a power cut.

    Raises StudioError (DISK_FULL, NOT_ALLOWED); then nothing of the package is there, and the
    scratch folder goes when its block ends.
    """
    started = time.perf_counter()
    scratch = request.scratch
    with says_disk_errors(scratch.folder):
        clip = _fill(request, scratch.path, started)
        folder = _publish(scratch.path, clip)
    if scratch.in_library:
        _index(scratch.folder, folder)
    return replace(clip, folder=folder)


def _fill(request: KeepRequest, scratch: Path, started: float) -> Clip:
    """Everything but the rename. `seconds["keep"]` ends where `clip.json` is written."""
    clip = _unhashed(request)
    _place_take(request, scratch)
    _place_finished(request.finished, clip, scratch)
    write_midi(request.plan, scratch / clip.midi)
    finished_mix = replace(request.finished.mix, path=scratch / clip.wav)
    write_cover(request.plan, finished_mix, scratch / COVER_FILE)
    digests = file_digests(scratch, _file_names(clip), sync=True)
    seconds = {**request.seconds, "keep": round(time.perf_counter() - started, 3)}
    whole = replace(clip, sha256=digests, seconds=seconds)
    _write_text(scratch / MARKS_FILE, marks_text(clip.marks))
    _write_text(scratch / CLIP_FILE, clip_text(whole))
    _remove_others(scratch, {*digests, MARKS_FILE, CLIP_FILE})
    return whole


def _unhashed(request: KeepRequest) -> Clip:
    plan, name = request.plan, request.name or request.plan.storyboard.title
    clip_id = request.scratch.clip_id
    stem = file_stem(name, plan.bpm, plan.key.name, clip_id)
    created = datetime.datetime.now(datetime.UTC)
    return Clip(
        clip_id=clip_id,
        folder=request.scratch.path.parent / package_name(name, created, clip_id),
        created=created.isoformat(timespec="milliseconds"),
        wav=f"{stem}.wav",
        midi=f"{stem}.mid",
        stems={s.role.value: f"stems/{stem}_{s.role.value}.wav" for s in request.finished.stems},
        recipe=_recipe(request),
        loudness=request.finished.loudness,
        seconds={},
        sha256={},
        marks=ClipMarks(name, tags=_tags(request)),
        likeness=request.likeness,
        frames=request.finished.mix.frames,
    )


def _tags(request: KeepRequest) -> tuple[str, ...]:
    return () if request.alternate is Alternate.FULL else (request.alternate.words,)


def _recipe(request: KeepRequest) -> Recipe:
    take = request.take
    stems = tuple(replace(s, audio=_inside(s.audio, _take_stem(s))) for s in take.stems)
    return Recipe(
        plan=request.plan,
        take=replace(take, mix=_inside(take.mix, "take/mix.wav"), stems=stems),
        preset=request.preset,
        sample_rate_hz=request.finished.mix.sample_rate_hz,
        gain_db=request.gain_db,
        code_version=__version__,
        alternate=request.alternate,
        alternate_of=request.alternate_of,
    )


def _inside(audio: AudioFile, name: str) -> AudioFile:
    return replace(audio, path=Path(PurePosixPath(name)))


def _take_stem(stem: Stem) -> str:
    return f"take/stems/{stem.role.value}.wav"


def _file_names(clip: Clip) -> list[str]:
    """Every file of the package that gets a digest."""
    take = clip.recipe.take
    unfinished = ["take/mix.wav", *(_take_stem(stem) for stem in take.stems)]
    return [clip.wav, clip.midi, COVER_FILE, *clip.stems.values(), *unfinished]


def _place_take(request: KeepRequest, scratch: Path) -> None:
    place = _link if request.borrowed_take else _move
    place(request.take.mix.path, scratch / "take" / "mix.wav")
    for stem in request.take.stems:
        place(stem.audio.path, scratch / _take_stem(stem))


def _place_finished(finished: FinishedAudio, clip: Clip, scratch: Path) -> None:
    _move(finished.mix.path, scratch / clip.wav)
    for stem in finished.stems:
        _move(stem.audio.path, scratch / clip.stems[stem.role.value])


def _move(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    if source != target:
        shutil.move(source, target)


def _link(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(source, target)
    except OSError:  # another file system, or one without links
        shutil.copyfile(source, target)


def _write_text(path: Path, text: str) -> None:
    write_synced(path, text.encode("utf-8", "backslashreplace"))


def _remove_others(scratch: Path, kept: set[str]) -> None:
    """Leave nothing in the package but its own files and the folders that hold them."""
    for found, _, files in os.walk(scratch, topdown=False):
        for name in files:
            path = Path(found, name)
            if path.relative_to(scratch).as_posix() not in kept:
                path.unlink()
        if Path(found) != scratch and not os.listdir(found):
            Path(found).rmdir()


def _publish(scratch: Path, clip: Clip) -> Path:
    """Put the folders on the disk and rename the whole; the package is visible from here on."""
    for found, _, _ in os.walk(scratch, topdown=False):
        sync_folder(Path(found))
    folder = clip.folder
    if folder.exists():  # the same six digits on the same day under the same name
        folder = folder.with_name(f"{folder.name}-{clip.clip_id[6:12]}")
    os.rename(scratch, folder)
    sync_folder(folder.parent)
    return folder


def _index(library: Path, folder: Path) -> None:
    """Best effort: the package is kept already, and every opening of the index finds it."""
    with suppress(sqlite3.Error, OSError):
        Index(library).add(folder)
