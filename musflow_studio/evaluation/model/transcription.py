"""Transcription: sound to notes, by a network that is not ours and hears every instrument.

basic-pitch (Bittner et al., ICASSP 2022, arXiv 2203.09893; Apache-2.0) run by onnxruntime: its
posteriors of onsets and of held notes, and a decoder of our own that keeps what the score is
compared by, starts and pitches. The package is found, never imported (it would pull in
TensorFlow):

    pip install --no-deps basic-pitch==0.4.0
"""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import soxr
from numpy.typing import NDArray

from musflow_studio.domain.errors import ErrorCode, StudioError

PACKAGE = "basic_pitch"
NETWORK = "saved_models/icassp_2022/nmp.onnx"
RATE_HZ = 22050
HOP = 256
LOWEST_PITCH = 21
PITCHES = 88
_WINDOW = 2 * RATE_HZ - HOP
_EDGE = 15
"""Frames at either side of a window that are left to its neighbours."""
_KEPT = _WINDOW // HOP - 2 * _EDGE
_NOTE, _ONSET = 1, 2
_AT_ONCE = 4
ONSET_AT_LEAST, HELD_AT_LEAST = 0.5, 0.3
"""basic-pitch's own thresholds."""
SHORTEST_FRAMES = 5

Sound = NDArray[np.float32]
Notes = NDArray[np.float64]
"""(n, 2), ascending: start in seconds, MIDI pitch."""


class Transcriber:
    """See the module. Raises StudioError where basic-pitch's network is not installed."""

    def __init__(self) -> None:
        self._session = _session(network_file())

    def notes(self, sound: Sound) -> Notes:
        """The notes heard in a mono sound (samples,) at 44.1 kHz."""
        return self.decoded(*self.posteriors(sound))

    def decoded(self, onsets: NDArray[np.float32], held: NDArray[np.float32]) -> Notes:
        """Notes of what `posteriors` gives."""
        return decoded(onsets, held)

    def posteriors(self, sound: Sound) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """How likely each pitch starts, and is held: (frames, 88) each, 86.1 frames a second."""
        heard = soxr.resample(sound.astype(np.float32), 44100, RATE_HZ)
        frames = len(heard) // HOP
        count = max(1, -(-frames // _KEPT))
        padded = np.zeros((count - 1) * _KEPT * HOP + _WINDOW, np.float32)
        padded[_EDGE * HOP :][: len(heard)] = heard[: len(padded) - _EDGE * HOP]
        windows = np.stack([padded[i * _KEPT * HOP :][:_WINDOW] for i in range(count)])
        onsets: list[NDArray[np.float32]] = []
        held: list[NDArray[np.float32]] = []
        for first in range(0, count, _AT_ONCE):
            batch = windows[first : first + _AT_ONCE, :, None]
            out = self._session.run(
                [f"StatefulPartitionedCall:{n}" for n in (_ONSET, _NOTE)],
                {"serving_default_input_2:0": batch},
            )
            for kept, values in zip((onsets, held), out, strict=True):
                kept.append(values[:, _EDGE : _EDGE + _KEPT].reshape(-1, PITCHES))
        return np.concatenate(onsets)[:frames], np.concatenate(held)[:frames]


def decoded(onsets: NDArray[np.float32], held: NDArray[np.float32]) -> Notes:
    """Notes from posteriors (frames, 88): peaks of the onsets whose pitch is then held a while."""
    beyond = np.pad(onsets, ((1, 1), (0, 0)), constant_values=0.0)
    peak = (onsets >= beyond[:-2]) & (onsets > beyond[2:]) & (onsets >= ONSET_AT_LEAST)
    frames = np.lib.stride_tricks.sliding_window_view(
        np.pad(held, ((0, SHORTEST_FRAMES - 1), (0, 0))), SHORTEST_FRAMES, axis=0
    )
    peak &= frames.mean(-1) >= HELD_AT_LEAST
    at, pitch = np.nonzero(peak)
    return np.stack((at * HOP / RATE_HZ, pitch + float(LOWEST_PITCH)), 1)


def network_file() -> Path:
    """basic-pitch's ONNX file. Raises StudioError where it is not installed."""
    spec = find_spec(PACKAGE)
    file = Path(spec.origin).parent / NETWORK if spec and spec.origin else None
    if file is None or not file.is_file():
        raise StudioError(
            ErrorCode.FILE_NOT_FOUND,
            "the transcriber of the evaluation is not installed",
            hint="run `pip install --no-deps basic-pitch==0.4.0` and "
            "`pip install 'musflow-studio[evaluation]'`",
        )
    return file


@cache
def _session(file: Path) -> Any:
    import onnxruntime  # only here: an extra

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 2
    return onnxruntime.InferenceSession(str(file), options, providers=["CPUExecutionProvider"])
