"""Reading a take's file in blocks: straight with silence after its end, or as an endless loop."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
import numpy.typing as npt
import soundfile

from musflow_studio.domain.audio import AudioFile
from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.finishing.layout import Layout

BLOCK_FRAMES = 65536
Block = npt.NDArray[np.float32]


def read_take(audio: AudioFile, layout: Layout) -> Iterator[Block]:
    """Blocks of (frames, channels) float32 from `layout.first` to `layout.last`.

    Beyond the file there is silence. In a loop the sample at time t is that at t modulo the
    period, with everything that rings beyond the period folded onto its start, however long.
    Raises StudioError if the file cannot be read.
    """
    with opened_take(audio) as file:
        if not layout.loop:
            yield from _straight(file, layout)
        else:
            yield from _endless(file, layout, _folded_tail(file, layout))


@contextmanager
def opened_take(audio: AudioFile) -> Iterator[soundfile.SoundFile]:
    """A take's file. Raises StudioError if it cannot be read."""
    try:
        with soundfile.SoundFile(audio.path) as file:
            yield file
    except soundfile.LibsndfileError as error:
        raise StudioError(
            ErrorCode.BAD_FILE,
            f"the take's audio cannot be read ({error.error_string})",
            value=audio.path,
            hint="render the cue again",
        ) from error


def _straight(file: soundfile.SoundFile, layout: Layout) -> Iterator[Block]:
    file.seek(0)
    for start in range(layout.first, layout.last, BLOCK_FRAMES):
        yield _read(file, min(BLOCK_FRAMES, layout.last - start))


def _endless(file: soundfile.SoundFile, layout: Layout, fold: Block) -> Iterator[Block]:
    period = layout.take_length
    time = layout.first
    while time < layout.last:
        phase = time % period
        count = min(BLOCK_FRAMES, period - phase, layout.last - time)
        file.seek(min(layout.lead_in + phase, file.frames))
        block = _read(file, count)
        folded = fold[phase : phase + count]
        block[: len(folded)] += folded
        yield block
        time += count


def _folded_tail(file: soundfile.SoundFile, layout: Layout) -> Block:
    """What rings beyond the period, every period of it added up; at most one period long."""
    period = layout.take_length
    file.seek(min(layout.lead_in + period, file.frames))
    fold = np.zeros((min(period, file.frames - file.tell()), file.channels), np.float32)
    while file.tell() < file.frames:
        fold += _read(file, len(fold)) if len(fold) < period else _read(file, period)
    return fold


def _read(file: soundfile.SoundFile, frames: int) -> Block:
    """The next frames of a file, silence beyond its end."""
    block: Block = file.read(frames, dtype="float32", always_2d=True, fill_value=0.0)
    return block
