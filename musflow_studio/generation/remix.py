"""Remix: a take put together from stems that exist, some of them played again.

The mix is the sum of its stems as `rendering` sums them, so what was not touched is the same to
the last bit of a 32-bit float.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import numpy as np
import soundfile
from numpy.typing import NDArray

from musflow_studio.domain.audio import AudioFile
from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.take import Stem, Take
from musflow_studio.generation.wave_file import WaveWriter

BLOCK_FRAMES = 1 << 18


def remix(full: Take, stems: Sequence[Stem], path: Path, cancelled: Callable[[], bool]) -> Take:
    """The take of these stems (absolute paths, one rate and lead-in); writes its mix to `path`.

    The mix is as long as the longest stem. Raises StudioError: CANCELLED, a stem that cannot be
    read, or a disk error.
    """
    mix = _summed(stems, path, cancelled)
    tail = mix.frames - (full.mix.frames - full.tail_frames)
    return replace(full, mix=mix, stems=tuple(stems), tail_frames=max(0, tail))


def _summed(stems: Sequence[Stem], path: Path, cancelled: Callable[[], bool]) -> AudioFile:
    frames = max(stem.audio.frames for stem in stems)
    rate_hz = stems[0].audio.sample_rate_hz
    with ExitStack() as opened, WaveWriter(path, rate_hz) as writer:
        files = [opened.enter_context(_open(stem.audio)) for stem in stems]
        for start in range(0, frames, BLOCK_FRAMES):
            if cancelled():
                raise StudioError(ErrorCode.CANCELLED, "cancelled")
            writer.write(_sum(files, min(BLOCK_FRAMES, frames - start)))
    return writer.audio_file()


def _sum(files: Sequence[soundfile.SoundFile], count: int) -> NDArray[np.float32]:
    """The next block of all files, shape (2, count); silence after a file's end."""
    total = np.zeros((count, WaveWriter.channels))
    for file in files:
        total += file.read(count, dtype="float32", always_2d=True, fill_value=0.0)
    return total.T.astype(np.float32)


def _open(audio: AudioFile) -> soundfile.SoundFile:
    try:
        return soundfile.SoundFile(audio.path)
    except soundfile.LibsndfileError as error:
        raise StudioError(
            ErrorCode.BAD_FILE,
            f"a stem of the take cannot be read ({error.error_string})",
            value=audio.path,
            hint="render the cue again",
        ) from error
