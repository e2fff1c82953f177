"""The WAV writer: what it writes, other libraries read, to the bit and the same each time."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile

from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.generation import wave_file
from musflow_studio.generation.wave_file import WaveWriter


def test_another_library_reads_the_same_samples_beyond_full_scale(tmp_path: Path) -> None:
    sound = np.random.default_rng(1).normal(0, 2, (2, 1001)).astype(np.float32)
    with WaveWriter(tmp_path / "a.wav", 44100) as writer:
        writer.write(sound[:, :400])
        writer.write(sound[:, 400:])
    read, rate = soundfile.read(writer.path, dtype="float32")
    info = soundfile.info(writer.path)
    assert (rate, info.subtype, info.channels, info.frames) == (44100, "FLOAT", 2, 1001)
    assert np.array_equal(read.T, sound)
    assert writer.audio_file().frames == 1001


def test_the_length_is_right_even_after_a_failure(tmp_path: Path) -> None:
    def fail_halfway() -> None:
        with WaveWriter(tmp_path / "a.wav", 44100) as writer:
            writer.write(np.zeros((2, 10), np.float32))
            raise RuntimeError("halfway")

    with pytest.raises(RuntimeError, match="halfway"):
        fail_halfway()
    assert soundfile.info(tmp_path / "a.wav").frames == 10


def test_a_full_disk_is_said() -> None:
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("this system has no /dev/full")
    with pytest.raises(StudioError) as caught, WaveWriter(full, 44100) as writer:
        writer.write(np.zeros((2, 100_000), np.float32))
    assert caught.value.code is ErrorCode.DISK_FULL


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(StudioError) as caught:
        WaveWriter(tmp_path / "no" / "a.wav", 44100)
    assert caught.value.code is ErrorCode.FILE_NOT_FOUND


def test_no_file_is_longer_than_the_format(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wave_file, "LARGEST_BYTES", 8 * 100)
    with WaveWriter(tmp_path / "a.wav", 44100) as writer:
        writer.write(np.zeros((2, 100), np.float32))
        with pytest.raises(StudioError) as caught:
            writer.write(np.zeros((2, 1), np.float32))
    assert caught.value.code is ErrorCode.OUT_OF_RANGE
    assert soundfile.info(writer.path).frames == 100
