"""The user's own music over the bridge: found by words, and paths shown only where they may be."""

from __future__ import annotations

import time

import pytest
from osc_ear import Ear, open_bridge
from retrieval.small_music import write_music

from musflow_studio.retrieval.options import add_folder


@pytest.fixture
def ear(tmp_path):
    for name in ("music", "private"):
        write_music(tmp_path / name)
        add_folder(tmp_path / name)
    with open_bridge(tmp_path, folders=(tmp_path / "music",)) as opened:
        client = Ear(opened)
        client.folder = tmp_path
        yield client
        client.close()


def _rows(ear, *values):
    ear.send("library/search", *values)
    rows = []
    while (came := ear.wait_for("library/search/item", "library/search/end"))[0].endswith("item"):
        rows.append(came[1])
    return rows


def test_words_and_examples_find_files(ear):
    until = time.monotonic() + 60
    while ear.ask("library/index")[0] < 12:
        assert time.monotonic() < until
        time.sleep(0.1)
    rows = _rows(ear, "rain", "", "", "fast", "", 4)
    assert {row[0] for row in rows} == {"targeted", "broad"}
    broad = [row for row in rows if row[0] == "broad"]
    assert all("rain" in row[3] for row in broad)
    shown = {row[2] for row in broad}
    assert "" in shown, "files outside the allowed folders keep their place to themselves"
    assert all(path == "" or str(ear.folder / "music") in path for path in shown)
    like = str(ear.folder / "music" / "drums" / "fast sticks 0.wav")
    assert "sticks" in [row for row in _rows(ear, "", like) if row[0] == "broad"][0][3]
    private = str(ear.folder / "private" / "drums" / "fast sticks 0.wav")
    assert ear.refused("library/search", "", private)[0] == 22
    assert ear.refused("library/search", "")[0] == 10
