"""Reference sound: the middle of a file, as an engine that listens to it wants it."""

from __future__ import annotations

import numpy as np
import soundfile
import soxr
from numpy.typing import NDArray

from musflow_studio.domain.audio import AudioFile
from musflow_studio.domain.errors import ErrorCode, StudioError

LONGEST_S = 30.0


def reference_sound(reference: AudioFile, sample_rate_hz: int) -> NDArray[np.float32]:
    """The middle half minute in stereo, shape (2, n). Raises StudioError."""
    rate_hz = reference.sample_rate_hz
    count = min(reference.frames, round(LONGEST_S * rate_hz))
    try:
        with soundfile.SoundFile(reference.path) as file:
            file.seek((reference.frames - count) // 2)
            sound = file.read(count, dtype="float32", always_2d=True)
    except soundfile.LibsndfileError as error:
        raise StudioError(
            ErrorCode.BAD_FILE,
            f"the reference cannot be read ({error.error_string})",
            value=reference.path,
        ) from error
    both = np.ascontiguousarray(np.broadcast_to(sound[:, :2], (len(sound), 2)))
    return np.ascontiguousarray(soxr.resample(both, rate_hz, sample_rate_hz).T)
