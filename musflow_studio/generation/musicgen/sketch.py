"""Sketch: the plan's melody on sampled instruments, as what the melody variant listens to.

It takes, for each moment, the one pitch class that sounds most: the chroma of the authors' code,
which the library computes with torchaudio; here with torch alone, by the library's own filters.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import soundfile
import soxr
import torch
from torch import Tensor
from transformers.audio_utils import chroma_filter_bank

from musflow_studio.domain.request import GenerationRequest
from musflow_studio.domain.score import Role
from musflow_studio.generation.sampled import SampledEngine

PITCHES = 12
_TUNES = (Role.MELODY, Role.COUNTER, Role.ARPEGGIO, Role.HARMONY, Role.PAD, Role.BASS)
"""Whose stem is heard: the first that plays."""


class Sketch:
    """The pitch classes of a cue.

    Args:
        sound: (n,) mono.
        rate_hz: of it.
        settings: of the checkpoint's `preprocessor_config.json`: n_fft, hop_length.
    """

    def __init__(self, sound: Tensor, rate_hz: int, settings: dict[str, int]) -> None:
        self._size, self._hop = settings.get("n_fft", 16384), settings.get("hop_length", 4096)
        self._sound, self._rate_hz = sound, rate_hz
        self._filters = torch.from_numpy(
            chroma_filter_bank(self._size, PITCHES, rate_hz, tuning=0.0)
        ).float()

    def between(self, start_s: float, end_s: float) -> Tensor:
        """(1, time, 12), one 1 in each row: the strongest pitch class of a stretch."""
        first, last = (round(at * self._rate_hz) for at in (start_s, end_s))
        sound = self._sound[min(first, len(self._sound)) : last]
        sound = torch.nn.functional.pad(sound, (0, max(last - first, self._size) - len(sound)))
        spectrum = torch.stft(
            sound, self._size, self._hop, window=torch.hann_window(self._size),
            center=True, return_complex=True,
        ).abs() ** 2  # fmt: skip
        strongest = (self._filters @ spectrum).argmax(dim=0)
        return torch.nn.functional.one_hot(strongest, PITCHES).float()[None]


def sketch_of(
    request: GenerationRequest,
    model_folder: Path,
    rate_hz: int,
    cancelled: Callable[[], bool],
) -> Sketch | None:
    """The plan's melody, or what stands for one; None where nothing plays."""
    folder = request.folder / "sketch"
    folder.mkdir()
    asked = replace(request, folder=folder)
    try:
        take = SampledEngine().generate(asked, lambda fraction: None, cancelled)
        stems = {stem.role: stem.audio for stem in take.stems}
        heard = next((stems[role] for role in _TUNES if role in stems), None)
        if heard is None:
            return None
        sound, from_hz = soundfile.read(heard.path, dtype="float32")
    finally:
        shutil.rmtree(folder)
    mono = soxr.resample(np.asarray(sound).mean(axis=1), from_hz, rate_hz).astype(np.float32)
    return Sketch(torch.from_numpy(mono), rate_hz, _settings(model_folder))


def _settings(folder: Path) -> dict[str, int]:
    file = folder / "preprocessor_config.json"
    told: dict[str, int] = json.loads(file.read_text("utf-8")) if file.is_file() else {}
    return told
