"""Pretrained models over the bridge: their licences, and takes ranked by one that hears."""

from __future__ import annotations

from pathlib import Path

import pytest
from osc_ear import Ear, open_bridge
from tiny_cue import keep_one
from tiny_models import install, save_clap

from musflow_studio.domain.model import Licence

UNPAID = Licence("CC-BY-NC-4.0", "not for paid work", commercial=False)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save_clap(tmp_path_factory.mktemp("models") / "clap")


@pytest.fixture
def ear(folder, tmp_path):
    install(
        folder, "toy", Licence("CC-BY-NC-4.0", "not for paid work", commercial=False), accept=True
    )
    with open_bridge(tmp_path) as opened:
        client = Ear(opened)
        yield client
        client.close()


def _rows(ear, address, *values):
    ear.send(address, *values)
    rows = []
    while (came := ear.wait_for(f"{address}/item", f"{address}/end"))[0].endswith("item"):
        rows.append(came[1])
    return rows


def test_models_say_whether_paid_work_may_use_them(ear):
    rows = {row[0]: row for row in _rows(ear, "model/list")}
    assert rows["toy"][1:3] == ["hears music", True]
    assert rows["toy"][4:] == ["CC-BY-NC-4.0", False, "not for paid work"]
    assert rows["blip"][2] is False
    assert rows["blip"][3] > 900
    assert rows["musicgen-small"][5] is False


def test_takes_are_ranked(ear, tmp_path):
    clips = [keep_one(tmp_path / "library") for _ in range(2)]
    ids = " ".join(clip.clip_id[:8] for clip in clips)
    rows = _rows(ear, "model/rank", ids, "a calm song")
    assert {row[0] for row in rows} == {clip.clip_id for clip in clips}
    assert rows[0][1] >= rows[1][1]
    assert ear.refused("model/rank", "ffffffff")[0] == 12
