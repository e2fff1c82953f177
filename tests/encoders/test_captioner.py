"""Captions by tiny real checkpoints: BLIP that learned two sentences, Qwen2-VL that babbles."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tiny_models import grey, install, save_blip, save_qwen

from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.model import InstalledModel
from musflow_studio.encoders.captioner import PROMPT, Captioner
from musflow_studio.encoders.pretrained import ON_PROCESSOR

SAYS = {20: "a violent storm", 230: "a calm sunny meadow"}


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    place = tmp_path_factory.mktemp("models")
    return {"blip": save_blip(place / "blip", SAYS), "qwen": save_qwen(place / "qwen")}


def _model(folders: dict[str, Path], name: str) -> InstalledModel:
    return install(folders[name], f"toy-{name}")


def test_blip_says_what_it_learned_of_each_picture(folders: dict[str, Path]) -> None:
    captioner = Captioner(_model(folders, "blip"), ladder=ON_PROCESSOR)
    assert [captioner.caption(grey(brightness, 500)) for brightness in SAYS] == list(SAYS.values())


def test_qwen_is_asked_about_the_picture_and_answers_the_same_again(
    folders: dict[str, Path],
) -> None:
    captioner = Captioner(_model(folders, "qwen"), ladder=ON_PROCESSOR)
    first = captioner.caption(grey(20))
    assert first
    assert PROMPT[:20] not in first
    assert captioner.caption(grey(20)) == first


@pytest.mark.parametrize("name", ["blip", "qwen"])
def test_cancel_is_heard_at_the_next_word(folders: dict[str, Path], name: str) -> None:
    asked: list[int] = []

    def cancelled() -> bool:
        asked.append(1)
        return len(asked) >= 2

    with pytest.raises(StudioError) as caught:
        Captioner(_model(folders, name), cancelled, ON_PROCESSOR).caption(grey(20))
    assert caught.value.code is ErrorCode.CANCELLED
    assert len(asked) == 3  # two words, then once before the sentence is handed on


def test_memory_that_runs_out_means_smaller_pictures_then_half_precision(
    folders: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    import torch
    from transformers import Qwen2VLForConditionalGeneration as Qwen

    whole, seen = Qwen.generate, []

    def greedy(self: Any, **given: Any) -> Any:
        seen.append((len(given["pixel_values"]), self.dtype))
        if self.dtype is torch.float32:
            raise RuntimeError("DefaultCPUAllocator: can't allocate memory: you tried to")
        return whole(self, **given)

    monkeypatch.setattr(Qwen, "generate", greedy)
    captioner = Captioner(_model(folders, "qwen"), ladder=ON_PROCESSOR)
    captioner.caption(grey(20, 900))
    assert [dtype for _, dtype in seen] == [torch.float32, torch.float32, torch.bfloat16]
    assert seen[1][0] < seen[0][0] / 2
    assert "at half precision on the processor" in captioner.pretrained.remarks[-1]
