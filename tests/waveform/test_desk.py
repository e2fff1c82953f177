"""Surveys in a thread: kept, renewed after failure, single samples read."""

from __future__ import annotations

import numpy as np
import pytest
import soundfile

from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.waveform import WaveformDesk
from musflow_studio.waveform.desk import KEPT


@pytest.fixture
def desk():
    opened = WaveformDesk()
    yield opened
    opened.close()


def written(path, frames=44100):
    sound = np.sin(np.arange(frames) / 20)[:, None] * [0.5, 0.25]
    soundfile.write(path, sound, 44100, subtype="PCM_24")
    return sound


def test_a_file_is_surveyed_once(desk, tmp_path):
    written(tmp_path / "a.wav")
    waveform = desk.of(tmp_path / "a.wav").result(10)
    assert waveform.seconds == 1.0
    assert waveform.peaks.channels == 2
    assert desk.of(tmp_path / "a.wav").result(10) is waveform


def test_the_oldest_survey_makes_room(desk, tmp_path):
    for number in range(KEPT + 1):
        written(tmp_path / f"{number}.wav", 100)
    first = desk.of(tmp_path / "0.wav").result(10)
    for number in range(1, KEPT + 1):
        desk.of(tmp_path / f"{number}.wav").result(10)
    assert desk.of(tmp_path / "0.wav").result(10) is not first


def test_a_file_that_comes_back_is_read_then(desk, tmp_path):
    missing = desk.of(tmp_path / "a.wav")
    with pytest.raises(StudioError, match="cannot be read any more") as caught:
        missing.result(10)
    assert caught.value.code is ErrorCode.BAD_FILE
    assert "a.wav" in str(caught.value)
    written(tmp_path / "a.wav")
    assert desk.of(tmp_path / "a.wav").result(10).seconds == 1.0


def test_single_samples_are_those_of_the_file(desk, tmp_path):
    sound = written(tmp_path / "a.wav")
    found = desk.samples(tmp_path / "a.wav", 1000, 50).result(10)
    np.testing.assert_allclose(found, sound[1000:1050], atol=2**-22)
    assert len(desk.samples(tmp_path / "a.wav", 44090, 50).result(10)) == 10
    assert len(desk.samples(tmp_path / "a.wav", 90000, 50).result(10)) == 0
