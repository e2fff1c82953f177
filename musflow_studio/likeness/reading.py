"""Reading: an audio file or a kept clip as a reference; what was heard is kept for a while."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import soundfile

from musflow_studio.domain.audio import AudioFile
from musflow_studio.domain.clip import Clip
from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.plan import CuePlan
from musflow_studio.domain.reference import Reference, Trait
from musflow_studio.hearing import listen_to_file, reference_of
from musflow_studio.hearing.heard import Heard
from musflow_studio.library import Library
from musflow_studio.library.package import CLIP_FILE
from musflow_studio.likeness.fingerprint import Fingerprint, fingerprint_of_file


def reference_from(path: Path) -> Reference:
    """A file, or a clip's package with tempo and key as they were planned.

    Raises StudioError where there is nothing, or nothing that can be heard.
    """
    if not path.exists():
        raise StudioError(ErrorCode.FILE_NOT_FOUND, "there is no such reference", value=path)
    if not path.is_dir():
        return reference_of(heard(path), path)
    if not (path / CLIP_FILE).is_file():
        raise StudioError(
            ErrorCode.BAD_INPUT,
            "a reference is an audio file or a kept clip, not a folder",
            value=path,
        )
    return _of_clip(Library.load_clip(path))


def reference_audio(plan: CuePlan) -> AudioFile | None:
    """What an engine may listen to: the reference's file, where its sound is wanted and there."""
    reference = plan.reference
    if reference is None or Trait.SOUND not in plan.liked or not reference.path.is_file():
        return None
    try:
        told = soundfile.info(reference.path)
    except soundfile.LibsndfileError:
        return None
    return AudioFile(reference.path, told.frames, told.samplerate, told.channels)


def heard(path: Path) -> Heard:
    """What is heard of a file; heard anew once it changes."""
    return _heard(path, *_state(path))


def fingerprinted(path: Path) -> Fingerprint:
    """The fingerprint of a file; taken anew once it changes."""
    return _fingerprinted(path, *_state(path))


def _of_clip(clip: Clip) -> Reference:
    plan, audio = clip.recipe.plan, clip.folder / clip.wav
    found = reference_of(heard(audio), audio, clip.marks.name)
    return replace(
        found,
        bpm=round(plan.bpm, 2),
        key=plan.key.name,
        bpm_sure=1.0,
        key_sure=1.0,
        why=f"{clip.marks.name}: {plan.bpm:.0f} bpm, {plan.key.name}, as planned",
    )


def _state(path: Path) -> tuple[int, int]:
    try:
        told = path.stat()
    except OSError as error:
        raise StudioError(
            ErrorCode.FILE_NOT_FOUND, f"the reference cannot be read ({error.strerror})", value=path
        ) from error
    return told.st_mtime_ns, told.st_size


@lru_cache(maxsize=4)
def _heard(path: Path, changed_ns: int, size: int) -> Heard:
    return listen_to_file(path)


@lru_cache(maxsize=4)
def _fingerprinted(path: Path, changed_ns: int, size: int) -> Fingerprint:
    return fingerprint_of_file(path)
