"""WaveWriter: 32-bit float WAV in blocks, with nothing in it but sound.

Sound libraries put the time of writing into float files (the PEAK chunk), which makes two equal
takes differ; this header is the same for the same audio (RIFF WAVE, format 3, `fact` chunk).
"""

from __future__ import annotations

import struct
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType

import numpy as np
from numpy.typing import NDArray

from musflow_studio.disk import says_disk_errors
from musflow_studio.domain.audio import AudioFile
from musflow_studio.domain.errors import ErrorCode, StudioError

_HEADER = struct.Struct("<4sI4s4sIHHIIHHH4sII4sI")
_FLOAT_FORMAT = 3
_SAMPLE_BYTES = 4
LARGEST_BYTES = 2**32 - 1 - _HEADER.size


class WaveWriter:
    """Writes one stereo file; use as a context manager, then ask for `audio_file`."""

    channels = 2

    def __init__(self, path: Path, sample_rate_hz: int) -> None:
        self.path = path
        self._rate = sample_rate_hz
        self._frames = 0
        with says_disk_errors(path):
            self._file = path.open("wb", buffering=0)

    def write(self, audio: NDArray[np.float32]) -> None:
        """Append samples, shape (2, n). Raises StudioError if the disk or the format is full."""
        size = (self._frames + audio.shape[1]) * self.channels * _SAMPLE_BYTES
        if size > LARGEST_BYTES:
            raise StudioError(
                ErrorCode.OUT_OF_RANGE, "too long for a WAV file", value=self.path, legal="4 GiB"
            )
        self._write_all(np.ascontiguousarray(audio.T, "<f4").tobytes())
        self._frames += audio.shape[1]

    def _write_all(self, data: bytes) -> None:
        left = memoryview(data)
        with says_disk_errors(self.path):
            while left:
                left = left[self._file.write(left) :]

    def _header(self) -> bytes:
        data = self._frames * self.channels * _SAMPLE_BYTES
        frame_bytes = self.channels * _SAMPLE_BYTES
        return _HEADER.pack(
            *(b"RIFF", _HEADER.size - 8 + data, b"WAVE", b"fmt ", 18),
            *(_FLOAT_FORMAT, self.channels, self._rate, self._rate * frame_bytes),
            *(frame_bytes, _SAMPLE_BYTES * 8, 0),
            *(b"fact", 4, self._frames, b"data", data),
        )

    def audio_file(self) -> AudioFile:
        """What was written so far."""
        return AudioFile(self.path, self._frames, self._rate, self.channels)

    def __enter__(self) -> WaveWriter:
        with ExitStack() as on_failure:
            on_failure.callback(self._file.close)
            self._write_all(self._header())
            on_failure.pop_all()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Put the length into the header and close."""
        with self._file:
            if not isinstance(error, StudioError):
                self._file.seek(0)
                self._write_all(self._header())
