"""Instruments: where their sound starts, how they follow velocity, strange fonts and libraries."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.generation import fluidsynth
from musflow_studio.generation.player import PartPlayer
from musflow_studio.generation.soundfont import find_soundfont
from musflow_studio.generation.synth import open_instrument, renderer_name
from musflow_studio.generation.timeline import Event

RATE = 44100
PHRASE = (
    Event(640, 60, 100),
    Event(6400, 64, 70),
    Event(9600, 60, 0),
    Event(12800, 64, 0),
)
NOTE = (Event(0, 60, 90),)


@pytest.fixture
def font() -> Path:
    return find_soundfont()


@pytest.fixture
def small_font() -> Path:
    """The small font that pretty_midi carries; it has no variation banks."""
    import pretty_midi

    return Path(pretty_midi.__file__).parent / "TimGM6mb.sf2"


def sound_of(
    font: Path, bank: int, program: int, events: tuple[Event, ...], strides: list[int]
) -> NDArray[np.float32]:
    player = PartPlayer(partial(open_instrument, font, RATE, bank, program), events)
    sound = np.concatenate([player.render(n, lambda: False) for n in strides], axis=1)
    player.close()
    return sound


def test_sound_starts_with_the_event_and_not_before(font: Path) -> None:
    level = np.max(np.abs(sound_of(font, 0, 0, PHRASE, [19200])), axis=0)
    assert level[:640].max() == 0
    assert level[640 : 640 + 132].max() > 1e-4  # within 3 ms: 64 samples and the sample's attack


def test_the_block_size_does_not_change_a_sample(font: Path) -> None:
    whole = sound_of(font, 0, 0, PHRASE, [19200])
    assert np.array_equal(whole, sound_of(font, 0, 0, PHRASE, [64] * 300))
    assert np.array_equal(whole, sound_of(font, 0, 0, PHRASE, [6400, 640, 12160]))


@pytest.mark.parametrize(("bank", "program"), [(0, 0), (0, 48), (0, 60), (128, 48)])
def test_velocity_40_to_120_moves_the_level_by_14_db(font: Path, bank: int, program: int) -> None:
    pitch = 36 if bank else 60
    soft, loud = (
        np.std(sound_of(font, bank, program, (Event(0, pitch, v),), [RATE // 64 * 64]))
        for v in (40, 120)
    )
    assert 20 * np.log10(loud / soft) >= 14


@pytest.mark.parametrize(
    ("asked", "played"), [((77, 49), (0, 49)), ((128, 127), (128, 0)), ((8, 0), (0, 0))]
)
def test_a_preset_the_font_lacks_is_played_by_the_nearest(
    small_font: Path, asked: tuple[int, int], played: tuple[int, int]
) -> None:
    instead = sound_of(small_font, *asked, NOTE, [8192])
    assert np.array_equal(instead, sound_of(small_font, *played, NOTE, [8192]))
    assert np.max(np.abs(instead)) > 0.001


def test_a_damaged_font_is_one_sentence(small_font: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.sf2"
    broken.write_bytes(small_font.read_bytes()[:4000])
    with pytest.raises(StudioError) as caught:
        open_instrument(broken, RATE, 0, 0)
    assert caught.value.code is ErrorCode.BAD_FILE
    assert "broken.sf2" in caught.value.sentence()


@pytest.fixture
def fresh_library() -> Iterator[None]:
    """The search for the library begins anew, and again after the test."""
    fluidsynth.library.cache_clear()
    yield
    fluidsynth.library.cache_clear()


@pytest.mark.usefixtures("fresh_library")
def test_the_library_is_found_and_says_its_version() -> None:
    assert renderer_name().startswith("FluidSynth 2.")


@pytest.mark.usefixtures("fresh_library")
@pytest.mark.parametrize("other", ["/no/such/libfluidsynth.so", "libm.so.6"])
def test_a_named_library_that_is_none_is_said(other: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MUSFLOW_FLUIDSYNTH", other)
    with pytest.raises(StudioError) as caught:
        renderer_name()
    assert other in caught.value.sentence()


@pytest.mark.usefixtures("fresh_library")
def test_without_any_library_setup_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MUSFLOW_FLUIDSYNTH", raising=False)
    monkeypatch.setattr(fluidsynth, "candidates", lambda: iter(["libnone.so"]))
    with pytest.raises(StudioError) as caught:
        renderer_name()
    assert caught.value.code is ErrorCode.FILE_NOT_FOUND
    assert "musflow setup" in caught.value.sentence()


def test_the_wheels_library_is_looked_for_beside_the_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "pygame").mkdir()
    (tmp_path / "pygame/__init__.py").write_text("raise RuntimeError('not to be imported')")
    (tmp_path / "pygame_ce.libs").mkdir()
    carried = tmp_path / "pygame_ce.libs/libfluidsynth-2d6ca569.so.3.5.6"
    carried.write_bytes(b"")
    monkeypatch.syspath_prepend(str(tmp_path))
    assert str(carried) == list(fluidsynth.candidates())[-1]
    assert "pygame" not in sys.modules
