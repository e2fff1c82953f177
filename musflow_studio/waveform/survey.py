"""Survey: one pass over an audio file, in blocks, for everything a screen shows of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import soundfile

from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.waveform.levels import LevelBuilder, Levels
from musflow_studio.waveform.peaks import PeakBuilder, Peaks

READ_FRAMES = 65536


@dataclass(frozen=True)
class Waveform:
    """What a screen shows of one file.

    Attributes:
        rate_hz: sample rate of the file.
        peaks, levels: see there.
    """

    rate_hz: int
    peaks: Peaks
    levels: Levels

    @property
    def seconds(self) -> float:
        """Length of the file."""
        return self.peaks.frames / self.rate_hz


def survey(path: Path) -> Waveform:
    """Read a whole file. Raises StudioError naming it."""
    with opened(path) as file:
        peaks, levels = PeakBuilder(file.channels), LevelBuilder(file.samplerate, file.channels)
        for block in file.blocks(READ_FRAMES, dtype="float32", always_2d=True):
            peaks.feed(block)
            levels.feed(block)
        return Waveform(file.samplerate, peaks.peaks(), levels.levels())


def read_samples(path: Path, start: int, count: int) -> npt.NDArray[np.float32]:
    """Samples from frame `start` on, shape (frames, channels), as many as are there.

    Raises StudioError naming the file.
    """
    with opened(path) as file:
        file.seek(min(max(0, start), file.frames))
        found: npt.NDArray[np.float32] = file.read(count, dtype="float32", always_2d=True)
        return found


@contextmanager
def opened(path: Path) -> Iterator[soundfile.SoundFile]:
    """The file, or one sentence why it cannot be read."""
    try:
        with soundfile.SoundFile(path) as file:
            yield file
    except (soundfile.SoundFileError, OSError) as error:
        raise StudioError(
            ErrorCode.BAD_FILE,
            "this audio file cannot be read any more",
            value=path,
            hint="see whether it is still there and whole: musflow library verify",
        ) from error
