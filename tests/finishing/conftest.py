"""Takes with known sound for the finishing tests."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
import soundfile

from musflow_studio.domain.audio import AudioFile
from musflow_studio.domain.score import Role
from musflow_studio.domain.take import Stem, Take
from musflow_studio.finishing import WavTags

Sound = npt.NDArray[np.float32]


def sine(seconds: float, rate_hz: int, hz: float, dbfs: float, phase: float = 0.0) -> Sound:
    """A stereo sine whose peak lies at `dbfs`, (frames, 2)."""
    times = np.arange(round(seconds * rate_hz)) / rate_hz
    mono = 10 ** (dbfs / 20) * np.sin(2 * np.pi * hz * times + phase)
    return np.column_stack((mono, mono)).astype(np.float32)


def plucks(seconds: float, rate_hz: int, level: float, seed: int = 1) -> Sound:
    """Decaying notes with sharp attacks, twice a second, (frames, 2)."""
    draws = np.random.default_rng(seed)
    sound = np.zeros((round(seconds * rate_hz), 2), np.float32)
    times = np.arange(rate_hz) / rate_hz
    for start in range(0, len(sound), rate_hz // 2):
        hz = 110 * 2 ** (draws.integers(0, 36) / 12)
        note = np.exp(-times / 0.25) * sum(
            np.sin(2 * np.pi * hz * k * times) / k for k in (1, 2, 3)
        )
        room = sound[start : start + rate_hz]
        room += (level * note[: len(room), None] * draws.uniform(0.5, 1, 2)).astype(np.float32)
    return sound


@pytest.fixture
def tags() -> WavTags:
    return WavTags("Café Größe", "planned for 6 panels", datetime(2026, 3, 4, 5, 6, 7), 172_800_000)


MakeTake = Callable[..., Take]


@pytest.fixture
def make_take(tmp_path: Path) -> MakeTake:
    """Writes stems (and their sum as mix) as a take."""

    def make(
        *stems: Sound,
        rate_hz: int = 44100,
        lead_in: int = 0,
        tail: int = 0,
        mix: Sound | None = None,
    ) -> Take:
        folder = tmp_path / "take"
        folder.mkdir(exist_ok=True)

        def written(name: str, sound: Sound) -> AudioFile:
            path = folder / f"{name}.wav"
            soundfile.write(path, sound, rate_hz, subtype="FLOAT")
            return AudioFile(path, len(sound), rate_hz, sound.shape[1])

        roles = list(Role)[: len(stems)]
        files = tuple(
            Stem(role, written(role.value, stem)) for role, stem in zip(roles, stems, strict=True)
        )
        whole = mix if mix is not None else np.sum(stems, axis=0, dtype=np.float32)
        return Take("test", "1", 0, written("mix", whole), files, lead_in, tail, {}, {})

    return make
