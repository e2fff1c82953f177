"""The WAV file, read back by three other readers."""

from __future__ import annotations

import resource
import struct
import wave
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest
import soundfile
from pedalboard.io import AudioFile as PedalboardFile
from wavinfo import WavInfoReader

from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.finishing.wav import open_wav
from musflow_studio.finishing.wav_chunks import Levels, WavTags

TAGS = WavTags(
    "Café Größe 🎬",
    "tense, D minor",
    datetime(2026, 3, 4, 5, 6, 7),
    time_reference_samples=172_800_000_123,
    software="MusFlow Studio 9.9",
)
LEVELS = Levels(-23.04, 7.5, -1.02, -18.0, None)


def write(path: Path, frames: int, channels: int = 2, tags: WavTags = TAGS) -> np.ndarray:
    values = np.arange(frames * channels, dtype=np.int32).reshape(-1, channels) * 9973 % 2**24
    values = (values - 2**23).astype(np.int32)
    with open_wav(
        path, rate_hz=48000, channels=channels, frames=frames, tags=tags, levels=LEVELS
    ) as writer:
        writer.write(values[: frames // 3])
        writer.write(values[frames // 3 :])
    return values


def chunks(path: Path) -> dict[bytes, bytes]:
    raw = path.read_bytes()
    assert raw[:4] == b"RIFF"
    assert struct.unpack("<I", raw[4:8])[0] == len(raw) - 8
    found, at = {}, 12
    while at < len(raw):
        size = struct.unpack("<I", raw[at + 4 : at + 8])[0]
        found[raw[at : at + 4]] = raw[at + 8 : at + 8 + size]
        at += 8 + size + size % 2
    assert at == len(raw)
    return found


@pytest.mark.parametrize("channels", [1, 2])
@pytest.mark.parametrize("frames", [1, 1000, 1001])
def test_every_reader_gets_every_sample(tmp_path: Path, frames: int, channels: int) -> None:
    path = tmp_path / "a 4∕4 ü.wav"
    values = write(path, frames, channels)
    assert len(chunks(path)[b"data"]) == frames * channels * 3
    assert soundfile.info(path).subtype == "PCM_24"
    np.testing.assert_array_equal(
        soundfile.read(path, dtype="int32", always_2d=True)[0] >> 8, values
    )
    with wave.open(str(path)) as plain:
        assert plain.getparams()[:4] == (channels, 3, 48000, frames)
        raw = np.frombuffer(plain.readframes(frames), np.uint8).reshape(-1, 3)
        assert (raw[0] == values[0, :1].astype("<i4").view(np.uint8)[:3]).all()
    with PedalboardFile(str(path)) as heard:
        assert (heard.samplerate, heard.frames, heard.num_channels) == (48000, frames, channels)
        np.testing.assert_allclose(heard.read(frames).T, values / 2**23, atol=1e-6)


def test_broadcast_extension_and_info_are_read_back(tmp_path: Path) -> None:
    write(tmp_path / "a.wav", 1001)
    info = WavInfoReader(str(tmp_path / "a.wav"), info_encoding="utf-8")
    assert info.bext.description == "Cafe Grosse ?. tense, D minor"
    assert info.bext.originator == "MusFlow Studio"
    assert (info.bext.originator_date, info.bext.originator_time) == ("2026-03-04", "05:06:07")
    assert info.bext.time_reference == 172_800_000_123
    assert info.bext.version == 2
    assert info.bext.loudness_value == pytest.approx(-23.04)
    assert info.bext.loudness_range == pytest.approx(7.5)
    assert info.bext.max_true_peak == pytest.approx(-1.02)
    assert info.bext.max_momentary_loudness == pytest.approx(-18.0)
    assert info.bext.max_shortterm_loudness == pytest.approx(327.67)  # "unknown"
    assert info.bext.coding_history == "A=PCM,F=48000,W=24,M=stereo,T=MusFlow Studio\r\n"
    assert info.info.title == "Café Größe 🎬"
    assert info.info.comment == "tense, D minor"
    assert info.info.software == "MusFlow Studio 9.9"
    assert info.info.created_date == "2026-03-04"


def test_a_long_description_is_cut_at_256_bytes(tmp_path: Path) -> None:
    write(tmp_path / "a.wav", 10, tags=replace(TAGS, title="ü" * 300))
    assert chunks(tmp_path / "a.wav")[b"bext"][:256] == b"u" * 256


def test_only_loops_carry_tempo_and_loop_points(tmp_path: Path) -> None:
    write(tmp_path / "a.wav", 1001)
    assert list(chunks(tmp_path / "a.wav")) == [b"bext", b"fmt ", b"data", b"LIST"]
    looped = replace(TAGS, loop_bpm=96.5, loop_beats=12, loop_meter=(3, 4), root_note=62)
    write(tmp_path / "b.wav", 1001, tags=looped)
    found = chunks(tmp_path / "b.wav")
    assert struct.unpack("<IHHfIHHf", found[b"acid"]) == (6, 62, 0x8000, 0.0, 12, 4, 3, 96.5)
    head, loop = found[b"smpl"][:36], found[b"smpl"][36:]
    assert struct.unpack("<9I", head) == (0, 0, 20833, 62, 0, 0, 0, 1, 0)
    assert struct.unpack("<6I", loop) == (0, 0, 0, 1000, 0, 0)
    read = WavInfoReader(str(tmp_path / "b.wav")).smpl
    assert read.midi_note == 62
    assert (read.sample_loops[0].start, read.sample_loops[0].end) == (0, 1000)


@contextmanager
def largest_file(size: int) -> Iterator[None]:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_full_disk_is_said_and_leaves_nothing(tmp_path: Path) -> None:
    with largest_file(100_000), pytest.raises(StudioError) as caught:
        write(tmp_path / "a.wav", 100_000)
    assert caught.value.code is ErrorCode.DISK_FULL
    assert "a.wav" in caught.value.sentence()
    assert not list(tmp_path.iterdir())


def test_an_unusable_folder_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StudioError) as caught:
        write(tmp_path / "file" / "a.wav", 10)
    assert caught.value.code is ErrorCode.NOT_ALLOWED


def test_more_than_4_gb_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    with (
        pytest.raises(StudioError, match="too long for one WAV file"),
        open_wav(
            tmp_path / "a.wav", rate_hz=96000, channels=2, frames=2**30, tags=TAGS, levels=LEVELS
        ),
    ):
        raise AssertionError("must not get here")
    assert not list(tmp_path.iterdir())


def test_a_failure_while_writing_leaves_nothing(tmp_path: Path) -> None:
    def fail() -> None:
        with open_wav(
            tmp_path / "a.wav", rate_hz=44100, channels=2, frames=9, tags=TAGS, levels=LEVELS
        ) as writer:
            writer.write(np.zeros((4, 2), np.int32))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert not list(tmp_path.iterdir())
