"""Source: an audio file as frames at the output's rate, read as they are needed."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile
import soxr

from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.player.ring import Block

BLOCK_FRAMES = 65536


@dataclass(frozen=True)
class Ring:
    """A file with what rings on after the frame `at` (at the other file's rate)."""

    path: Path
    at: int


class Source:
    """A file opened for playing; mono is heard on both sides.

    Where the output runs at another rate the file is resampled once (soxr, very high quality) into
    a scratch file that goes away with this object.

    Attributes:
        path: the file.
        file_frames, file_rate_hz: as the file has them.
        given_ring: what rings on where a loop turns back.
        frames: length at the output's rate.
    """

    def __init__(self, path: Path, rate_hz: int, ring: Ring | None = None) -> None:
        """Open a file, and what rings on from it; raises StudioError naming it."""
        self.path = path
        self.given_ring = ring
        self._scratch: tempfile.TemporaryDirectory[str] | None = None
        with _naming(path):
            self._file = soundfile.SoundFile(path)
        self.file_frames: int = self._file.frames
        self.file_rate_hz: int = self._file.samplerate
        if self.file_rate_hz != rate_hz:
            with _naming(path):
                self._resample(rate_hz)
        self.frames: int = self._file.frames
        self._ring = Source(ring.path, rate_hz) if ring else None
        self._ring_at = round(ring.at * rate_hz / self.file_rate_hz) if ring else 0

    def reopened(self, rate_hz: int) -> Source:
        """The same for another rate."""
        return Source(self.path, rate_hz, self.given_ring)

    def close(self) -> None:
        """Close the file; remove what was resampled."""
        self._file.close()
        if self._ring:
            self._ring.close()
        if self._scratch:
            self._scratch.cleanup()

    def read(self, start: int, count: int) -> Block:
        """Frames from `start` on, shape (count, 2); silence beyond the end."""
        out = np.zeros((count, 2), np.float32)
        there = max(0, min(count, self.frames - start))
        if there:
            if self._file.tell() != start:
                self._file.seek(start)
            found = self._file.read(there, dtype="float32", always_2d=True)
            out[: len(found)] = found[:, [0, -1]]
        return out

    def turned_back(self, end: int, start: int) -> Source | None:
        """What rings on where a loop turns back, if it was given for this place."""
        return self._ring if end == self._ring_at else None

    def _resample(self, rate_hz: int) -> None:
        self._scratch = tempfile.TemporaryDirectory(prefix="musflow-player-")
        path = Path(self._scratch.name) / "resampled.wav"
        with soundfile.SoundFile(
            path, "w", rate_hz, 2, subtype="FLOAT", format="RF64"
        ) as resampled:
            for block in _resampled(self._file, rate_hz):
                resampled.write(block)
        self._file.close()
        self._file = soundfile.SoundFile(path)


def file_rate_hz(path: Path) -> int:
    """The sample rate of an audio file. Raises StudioError naming it."""
    with _naming(path):
        return int(soundfile.info(path).samplerate)


def _resampled(file: soundfile.SoundFile, rate_hz: int) -> Iterator[Block]:
    stream = soxr.ResampleStream(file.samplerate, rate_hz, 2, dtype="float32", quality="VHQ")
    left = file.frames
    while left > 0:
        block = file.read(min(BLOCK_FRAMES, left), dtype="float32", always_2d=True)
        left -= len(block)
        yield stream.resample_chunk(np.ascontiguousarray(block[:, [0, -1]]), last=left <= 0)
        if not len(block):
            return


class _naming:
    """Inside the block a failure becomes a StudioError about the file."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> None:
        if not self._path.is_file():
            raise StudioError(ErrorCode.FILE_NOT_FOUND, "no such audio file", value=self._path)

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        if isinstance(error, (soundfile.LibsndfileError, OSError)):
            raise StudioError(
                ErrorCode.BAD_FILE,
                f"this file cannot be played ({error})",
                value=self._path,
                legal="WAV, FLAC, OGG, MP3, AIFF",
            ) from error
