"""CLAP on a tiny real checkpoint: one space, windows, stepping down, cancel, a closed network."""

from __future__ import annotations

import shutil
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from gates import Gate
from safetensors.numpy import load_file, save_file
from tiny_models import install, save_clap

from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.model import InstalledModel
from musflow_studio.encoders.clap import MOST_WINDOWS, RATE_HZ, Clap, windows
from musflow_studio.encoders.pretrained import ON_PROCESSOR, is_out_of_memory


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save_clap(tmp_path_factory.mktemp("models") / "toy clap")


@pytest.fixture
def model(folder: Path) -> InstalledModel:
    return install(folder, "toy")


@pytest.fixture
def clap(model: InstalledModel) -> Clap:
    return Clap(model, ladder=ON_PROCESSOR)


def _tone(hz: float, seconds: float) -> np.ndarray[Any, np.dtype[np.float32]]:
    time = np.arange(round(seconds * RATE_HZ)) / RATE_HZ
    return (0.3 * np.sin(2 * np.pi * hz * time)).astype(np.float32)


def test_sound_and_words_lie_in_one_space(clap: Clap) -> None:
    heard = clap.of_audio(np.stack([_tone(220, 3), _tone(5000, 3)]))
    read = clap.of_text(["calm music", "a storm"])
    assert heard.shape == read.shape == (2, clap.dimension) == (2, 16)
    assert np.allclose(np.linalg.norm([*heard, *read], axis=1), 1, atol=1e-5)
    assert abs(heard[0] @ heard[1]) < 0.9999
    assert clap.version == Clap(clap.pretrained.model).version != ""


def test_what_is_heard_does_not_depend_on_company_or_chance(clap: Clap) -> None:
    long = np.concatenate([_tone(220, 6), _tone(3000, 6)])
    alone = clap.of_audio(long)
    again = clap.of_audio(np.stack([long[::-1], long]))[1]
    assert np.abs(alone[0] - again).max() < 1e-5


def test_windows_cover_the_sound() -> None:
    cut = list(windows(np.arange(23 * RATE_HZ, dtype=np.float32)))
    assert [round(float(piece[0]) / RATE_HZ, 2) for piece in cut] == [0, 6.5, 13]
    assert cut[-1][-1] == 23 * RATE_HZ - 1
    assert len(list(windows(np.zeros(7200 * 100 * 10, np.float32)))) <= MOST_WINDOWS
    assert [len(piece) for piece in windows(np.zeros(5, np.float32))] == [5]


@pytest.mark.gate
def test_memory_that_runs_out_is_stepped_down_from_and_said(
    clap: Clap, monkeypatch: pytest.MonkeyPatch, gate: Gate
) -> None:
    import torch
    from transformers import ClapModel

    whole, tried = ClapModel.get_audio_features, []

    def greedy(self: Any, *given: Any, **named: Any) -> Any:
        tried.append((self.dtype, len(named["input_features"])))
        if self.dtype is torch.float32:
            raise torch.OutOfMemoryError("tried to allocate 2 GiB")
        return whole(self, *given, **named)

    expected = clap.of_audio(_tone(220, 25))
    monkeypatch.setattr(ClapModel, "get_audio_features", greedy)
    heard = clap.of_audio(_tone(220, 25))
    half = torch.bfloat16
    assert tried == [(torch.float32, 3), (torch.float32, 1), (half, 1), (half, 1), (half, 1)]
    near = float(heard[0] @ expected[0])
    gate.record(
        "ears 1: memory that runs out in a pretrained model",
        f"{len(clap.pretrained.remarks)} steps down, each said; cosine with before {near:.4f}",
        "goes on at half precision, 0.99",
        "torch.OutOfMemoryError raised by the library at full precision",
        met=near > 0.99,
    )
    assert near > 0.99
    assert clap.pretrained.remarks == [
        "memory was short: toy went on one at a time on the processor",
        "memory was short: toy went on at half precision on the processor",
    ]
    monkeypatch.setattr(ClapModel, "get_audio_features", _always_full)
    with pytest.raises(StudioError, match="no room in memory") as caught:
        clap.of_audio(_tone(220, 1))
    assert caught.value.code is ErrorCode.OUT_OF_MEMORY
    assert not clap.pretrained.is_loaded


def _always_full(self: Any, *given: Any, **named: Any) -> Any:
    raise MemoryError


def test_the_allocators_own_refusal_is_understood() -> None:
    import torch

    with pytest.raises(RuntimeError) as caught:
        torch.empty(2**50, dtype=torch.uint8)
    assert is_out_of_memory(caught.value)
    assert not is_out_of_memory(RuntimeError("shapes do not match"))


def test_cancel_is_heard_between_windows(model: InstalledModel) -> None:
    asked: list[int] = []

    def cancelled() -> bool:
        asked.append(1)
        return len(asked) > 2

    with pytest.raises(StudioError) as caught:
        Clap(model, cancelled, ladder=ON_PROCESSOR[1:]).of_audio(_tone(220, 95))
    assert caught.value.code is ErrorCode.CANCELLED
    assert len(asked) == 3


def test_an_unloaded_model_comes_back(clap: Clap) -> None:
    before = clap.of_audio(_tone(220, 1))
    clap.pretrained.unload()
    assert not clap.pretrained.is_loaded
    assert np.array_equal(clap.of_audio(_tone(220, 1)), before)


@pytest.fixture
def closed_network(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[object]]:
    """Every socket and every name is refused, and what was tried is kept."""
    tried: list[object] = []

    def refuse(*given: object, **named: object) -> object:
        tried.append(given)
        raise OSError("the network is closed")

    for name in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, name, refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    return tried


def test_with_the_network_closed_nothing_is_even_tried(
    clap: Clap, closed_network: list[object]
) -> None:
    clap.of_audio(_tone(220, 1))
    clap.of_text(["calm"])
    assert closed_network == []


@pytest.mark.parametrize("harm", ["another config", "a part is missing"])
def test_damaged_weights_are_said(folder: Path, tmp_path: Path, harm: str) -> None:
    place = Path(shutil.copytree(folder, tmp_path / "harmed"))
    model = install(place, "harmed")
    if harm == "another config":
        (place / "config.json").write_text("{}")
    else:
        weights = load_file(place / "model.safetensors")
        del weights["text_projection.linear1.weight"]
        save_file(weights, place / "model.safetensors", {"format": "pt"})
    with pytest.raises(StudioError, match="musflow models verify harmed") as caught:
        Clap(model, ladder=ON_PROCESSOR).of_text(["calm"])
    assert caught.value.code is ErrorCode.BAD_FILE


@pytest.mark.parametrize(
    "sound", [np.zeros((1, 0), np.float32), np.full((1, 9), np.nan, np.float32)]
)
def test_sound_that_is_none_is_refused(clap: Clap, sound: Any) -> None:
    with pytest.raises(StudioError, match="finite"):
        clap.of_audio(sound)
