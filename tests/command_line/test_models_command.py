"""`musflow models` as it is typed: what is here, its licence, added, verified, removed."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save_file

from musflow_studio.__main__ import main


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "weights"
    place.mkdir()
    (place / "config.json").write_text(json.dumps({"model_type": "musicgen"}))
    save_file({"a": np.ones((10, 100), np.float32)}, place / "model.safetensors")
    return place


@pytest.fixture
def typed(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch):
    def run(*words: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["musflow", *map(str, words)])
        with pytest.raises(SystemExit) as left:
            main()
        said = capsys.readouterr()
        return int(left.value.code or 0), said.out, said.err

    return run


def test_a_model_is_added_shown_verified_and_removed(typed, folder: Path) -> None:
    status, _, refused = typed("models", "add", folder, "--name", "musicgen-small")
    assert status == 2
    assert "--accept-non-commercial" in refused
    status, out, _ = typed(
        "models", "add", folder, "--name", "musicgen-small", "--accept-non-commercial"
    )
    assert status == 0
    assert "CC-BY-NC-4.0: not for paid work" in out
    _, out, _ = typed("models", "info", "musicgen-small")
    facts = dict(line.split(maxsplit=1) for line in out.splitlines())
    assert facts["here"] == str(folder)
    assert "this machine has" in facts["memory"]
    assert facts["licence"].startswith("CC-BY-NC-4.0: not for paid work")
    _, out, _ = typed("models", "list", "--json")
    rows = {row["name"]: row for row in map(json.loads, out.splitlines())}
    assert rows["musicgen-small"]["installed"]["accepted"] is True
    assert rows["clap"]["installed"] is None
    (folder / "model.safetensors").write_bytes(b"changed")
    status, out, _ = typed("models", "verify")
    assert status == 1
    assert "model.safetensors" in out
    assert typed("models", "remove", "musicgen-small")[0] == 0
    assert (folder / "config.json").is_file()


def test_an_unknown_model_gets_a_suggestion(typed) -> None:
    status, _, err = typed("models", "pull", "clap-musik")
    assert status == 2
    assert "did you mean clap-music?" in err
