"""Fetching from a hub: whole or absent, resumed, checked, pickles and silent licences refused."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator

import numpy as np
import pytest
from hub_server import COMMIT, Hub, running
from safetensors.numpy import save

from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.model import PullProgress, PullRequest
from musflow_studio.models import find_model, models_folder, verify_model
from musflow_studio.studio import Studio

REPO = "Salesforce/blip-image-captioning-base"
WEIGHTS = save({"w": np.arange(6_000_000, dtype=np.float32)})
"""24 MB: the hub's client hands on pieces of 10."""
CONFIG = json.dumps({"model_type": "blip"}).encode()
PICKLE = b"\x80\x04never opened" * 1000
NONCOMMERCIAL = "facebook/musicgen-small"


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    files = {"config.json": CONFIG, "model.safetensors": WEIGHTS, "pytorch_model.bin": PICKLE}
    with running(Hub({REPO: {"main": files}})) as up:
        monkeypatch.setenv("HF_ENDPOINT", up.address)
        monkeypatch.setenv("NO_PROXY", "127.0.0.1")
        monkeypatch.delenv("HF_HUB_OFFLINE", raising=False)
        yield up


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    with Studio() as opened:
        yield opened


def _refused(studio: Studio, request: PullRequest) -> StudioError:
    with pytest.raises(StudioError) as caught:
        studio.models.pull(request).model.result(60)
    return caught.value


def test_a_model_arrives_whole_with_its_licence_and_digests(hub: Hub, studio: Studio) -> None:
    told: list[PullProgress] = []
    studio.models.pulled.connect(told.append)
    model = studio.models.pull(PullRequest("blip")).model.result(60)
    studio.models.pulled.disconnect(told.append)
    assert model == find_model("blip")
    assert model.revision == COMMIT
    assert model.licence.name == "BSD-3-Clause"
    assert model.parameters_m == 6.0
    assert sorted(file.name for file in model.folder.iterdir()) == [
        "config.json", "model.safetensors", "musflow-model.json",
    ]  # fmt: skip
    assert (model.folder / "model.safetensors").read_bytes() == WEIGHTS
    assert verify_model("blip").whole
    assert told[-1].done_bytes == told[-1].total_bytes == len(WEIGHTS) + len(CONFIG)
    assert _refused(studio, PullRequest("blip")).code is ErrorCode.CONTRADICTION


def test_a_stopped_fetch_leaves_nothing_half_and_goes_on_from_there(
    hub: Hub, studio: Studio
) -> None:
    hub.stall_after = 15_000_000
    pull = studio.models.pull(PullRequest("blip"))
    part = models_folder() / ".pulling-blip" / "model.safetensors.part"
    _until(lambda: part.is_file() and part.stat().st_size >= 10_000_000)
    pull.cancel()
    with pytest.raises(StudioError) as caught:
        pull.model.result(10)
    assert caught.value.code is ErrorCode.CANCELLED
    here = part.stat().st_size
    with pytest.raises(StudioError, match="not on this machine"):
        find_model("blip")
    hub.stall_after = None
    hub.stalled.set()
    model = studio.models.pull(PullRequest("blip")).model.result(60)
    assert hub.ranges == ["", f"bytes={here}-"]
    assert (model.folder / "model.safetensors").read_bytes() == WEIGHTS


def _until(true: object, seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not true():  # type: ignore[operator]
        assert time.monotonic() < end
        time.sleep(0.02)


def test_a_file_that_is_not_what_the_hub_states_is_thrown_away(hub: Hub, studio: Studio) -> None:
    hub.lies = True
    error = _refused(studio, PullRequest("blip"))
    assert error.code is ErrorCode.BAD_FILE
    assert "model.safetensors" in error.sentence()
    assert not list(models_folder().rglob("model.safetensors*"))


def test_where_main_is_pickled_the_proposed_conversion_is_taken(hub: Hub, studio: Studio) -> None:
    converted = hub.repos[REPO].pop("main")
    hub.repos[REPO] = {
        "main": {name: converted[name] for name in ("config.json", "pytorch_model.bin")},
        "refs/pr/7": converted,
    }
    model = studio.models.pull(PullRequest("blip")).model.result(60)
    assert (model.folder / "model.safetensors").read_bytes() == WEIGHTS
    assert not (model.folder / "pytorch_model.bin").exists()


def test_pickles_alone_are_refused(hub: Hub, studio: Studio) -> None:
    del hub.repos[REPO]["main"]["model.safetensors"]
    error = _refused(studio, PullRequest("blip"))
    assert error.code is ErrorCode.NOT_ALLOWED
    assert "pickled" in error.sentence()
    assert not list(models_folder().rglob("*.bin"))


def test_a_licence_without_paid_work_wants_a_tick(hub: Hub, studio: Studio) -> None:
    hub.repos[NONCOMMERCIAL] = {
        "main": {
            "config.json": json.dumps({"model_type": "musicgen"}).encode(),
            "model.safetensors": WEIGHTS,
        }
    }
    error = _refused(studio, PullRequest("musicgen-small"))
    assert error.code is ErrorCode.NOT_ALLOWED
    assert "--accept-non-commercial" in error.sentence()
    request = PullRequest("musicgen-small", accept_non_commercial=True)
    model = studio.models.pull(request).model.result(60)
    assert model.accepted
    assert model.mark.startswith("CC-BY-NC-4.0: not for paid work")


def test_what_a_checkpoint_cannot_work_without_comes_along(hub: Hub, studio: Studio) -> None:
    hub.repos["lukewys/laion_clap"] = {
        "main": {"music_audioset_epoch_15_esc_90.14.pt": PICKLE, "630k-best.pt": PICKLE}
    }
    hub.repos["FacebookAI/roberta-base"] = {
        "main": {"config.json": b"{}", "vocab.json": b"{}", "model.safetensors": WEIGHTS}
    }
    model = studio.models.pull(PullRequest("clap-laion")).model.result(60)
    assert sorted(model.sha256) == [
        "music_audioset_epoch_15_esc_90.14.pt", "roberta-base/config.json",
        "roberta-base/vocab.json",
    ]  # fmt: skip
    assert find_model("clap-laion").folder == model.folder


def test_a_model_the_hub_lost_and_a_hub_that_is_gone_are_said(
    hub: Hub, studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "no such model" in _refused(studio, PullRequest("clip")).sentence()
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    error = _refused(studio, PullRequest("blip"))
    assert error.code is ErrorCode.NO_MODEL
    assert "network" in error.sentence()
