"""Encoders: what places a file among the sounds, and words among them too. `sound_encoder(name)`.

`timbre` comes with the studio and needs no trained network. Models that put sound and words into
one space (`AudioTextEncoder`: MusFlow's own, CLAP) can take its place where their weights are.
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import Protocol

import numpy as np
import soundfile
import soxr
from numpy.typing import NDArray

from musflow_studio.domain.engines import MUSFLOW
from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.model import ModelKind
from musflow_studio.encoders.audio_text import AudioTextEncoder
from musflow_studio.encoders.laion import hearer_of
from musflow_studio.encoders.text import TextEncoder
from musflow_studio.hearing import Heard
from musflow_studio.hearing.space import SPACE_FILE, load_space
from musflow_studio.hearing.timbre import VERSION
from musflow_studio.models import find_model
from musflow_studio.retrieval.options import TIMBRE

Array = NDArray[np.float32]

WINDOW_S = 10.0
WINDOWS = 3


class SoundEncoder(Protocol):
    """Places files and sentences in one space; the larger the dot product, the more alike.

    Attributes:
        identity: name and version; vectors of different identities do not compare.
        dimension: of the vectors.
    """

    identity: str
    dimension: int

    def of_file(self, path: Path, heard: Heard) -> Array:
        """Where a file that was heard lies: (dimension,) of length 1, or zeros for silence."""
        ...

    def of_words(self, text: str) -> Array:
        """Where words lead: (dimension,) of length 1, or zeros where they cannot be understood."""
        ...


class TimbreEncoder:
    """The one that is always there: timbre, and a linear map from MiniLM's sentences to it.

    Args:
        sentences: the text encoder; None where its model is not installed.
    """

    def __init__(self, sentences: TextEncoder | None) -> None:
        self._sentences = sentences
        self._space = load_space()
        self.identity = f"{TIMBRE} {VERSION}.{_digest()}"
        self.dimension = self._space.turn.shape[1]

    def of_file(self, path: Path, heard: Heard) -> Array:
        """See `SoundEncoder`; the file itself is not read again."""
        return self._space.place(heard)

    def of_words(self, text: str) -> Array:
        """See `SoundEncoder`."""
        if self._sentences is None or not text.strip():
            return np.zeros(self.dimension, np.float32)
        return np.asarray(self._space.place_of_words(self._sentences.encode([text]))[0])


class WindowEncoder:
    """Any `AudioTextEncoder` on files: the mean of up to three windows of 10 s, spread evenly."""

    def __init__(self, inner: AudioTextEncoder) -> None:
        self._inner = inner
        self.identity = f"{inner.name} {inner.version}"
        self.dimension = inner.dimension

    def of_file(self, path: Path, heard: Heard) -> Array:
        """See `SoundEncoder`. Raises StudioError where the file cannot be read."""
        windows = _windows(path, self._inner.rate_hz)
        mean = self._inner.of_audio(windows).mean(axis=0)
        return np.asarray(mean / max(1e-9, float(np.linalg.norm(mean))), np.float32)

    def of_words(self, text: str) -> Array:
        """See `SoundEncoder`."""
        if not text.strip():
            return np.zeros(self.dimension, np.float32)
        return np.asarray(self._inner.of_text([text])[0])


def sound_encoder(name: str, sentences: TextEncoder | None) -> SoundEncoder:
    """`timbre`, `musflow` for our own model, or another one on this machine that hears music.

    Raises StudioError NO_MODEL, saying how to get it, for one that is not here.
    """
    if name == TIMBRE:
        return TimbreEncoder(sentences)
    if name == MUSFLOW:
        from musflow_studio.retrieval.joint import JointEncoder  # loads torch

        return WindowEncoder(JointEncoder(sentences))
    return WindowEncoder(hearer_of(find_model(name, ModelKind.AUDIO_TEXT)))


@cache
def _digest() -> str:
    """Six digits of the fitted space: another fit is another encoder."""
    return hashlib.sha256(SPACE_FILE.read_bytes()).hexdigest()[:6]


def _windows(path: Path, rate_hz: int) -> Array:
    """(windows, frames) mono at a rate; one window where the file is short."""
    try:
        with soundfile.SoundFile(path) as file:
            length = round(WINDOW_S * file.samplerate)
            count = max(1, min(WINDOWS, file.frames // length))
            starts = np.linspace(0, max(0, file.frames - length), count).astype(int)
            rows = [_window(file, int(start), length) for start in starts]
            source_hz = file.samplerate
    except (soundfile.SoundFileError, OSError) as error:
        raise StudioError(
            ErrorCode.BAD_FILE, "this is no audio file that can be read", value=path
        ) from error
    return np.stack([soxr.resample(row, source_hz, rate_hz) for row in rows]).astype(np.float32)


def _window(file: soundfile.SoundFile, start: int, length: int) -> Array:
    file.seek(start)
    mono: Array = file.read(length, dtype="float32", always_2d=True).mean(axis=1)
    return mono
