"""Takes with known sound for the finishing tests."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import numpy as np
import pytest
import soundfile
from sounds import MakeTake, Sound

from musflow_studio.domain.audio import AudioFile
from musflow_studio.domain.score import Role
from musflow_studio.domain.take import Stem, Take
from musflow_studio.finishing import WavTags


@pytest.fixture
def tags() -> WavTags:
    return WavTags("Café Größe", "planned for 6 panels", datetime(2026, 3, 4, 5, 6, 7), 172_800_000)


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
