"""A 24-bit PCM broadcast WAV, written in blocks."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import numpy as np
import numpy.typing as npt

from musflow_studio.disk import says_disk_errors
from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.finishing.wav_chunks import Levels, WavTags, after_the_sound, bext, fmt

_LARGEST_BYTES = 2**32 - 1


class WavWriter:
    """Takes the sound of one file in blocks; made by `open_wav`."""

    def __init__(self, file: BinaryIO, frames: int) -> None:
        self._file = file
        self._missing = frames

    def write(self, block: npt.NDArray[np.int32]) -> None:
        """Write a block (frames, channels) of 24-bit integers."""
        in_order = np.ascontiguousarray(block, dtype="<i4")
        self._file.write(in_order.view(np.uint8).reshape(-1, 4)[:, :3].tobytes())
        self._missing -= len(block)

    @property
    def is_complete(self) -> bool:
        """True when exactly the announced length was written."""
        return self._missing == 0


@contextmanager
def open_wav(
    path: Path,
    *,
    rate_hz: int,
    channels: int,
    frames: int,
    tags: WavTags,
    levels: Levels,
) -> Iterator[WavWriter]:
    """A writer for exactly `frames` frames; the file is removed if the block fails.

    Raises StudioError: DISK_FULL, NOT_ALLOWED, or OUT_OF_RANGE for more than 4 GB.
    """
    before = bext(tags, levels, rate_hz, channels) + fmt(rate_hz, channels)
    data_bytes = frames * channels * 3
    after = b"\0" * (data_bytes % 2) + after_the_sound(tags, rate_hz, frames)
    riff_bytes = 4 + len(before) + 8 + data_bytes + len(after)
    if riff_bytes > _LARGEST_BYTES:
        raise StudioError(
            ErrorCode.OUT_OF_RANGE,
            "the clip is too long for one WAV file",
            value=f"{frames} samples",
            legal="up to 4 GB",
            hint="deliver it in parts",
        )
    with says_disk_errors(path):
        file = path.open("wb")
        try:
            with file:
                file.write(b"RIFF" + struct.pack("<I", riff_bytes) + b"WAVE" + before)
                file.write(b"data" + struct.pack("<I", data_bytes))
                writer = WavWriter(file, frames)
                yield writer
                assert writer.is_complete, "the announced length must be written"
                file.write(after)
        except BaseException:
            path.unlink(missing_ok=True)
            raise
