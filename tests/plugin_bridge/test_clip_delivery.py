"""Clips copied into a folder that a DAW watches."""

from __future__ import annotations

import logging
import time
from pathlib import Path

import pytest
import soundfile
from osc_ear import Ear, open_bridge

from musflow_studio.library import Library
from plugin_bridge.delivery import deliver, deliver_or_log


@pytest.fixture(scope="module")
def delivered(tmp_path_factory):
    """A clip made over the bridge, and the folder its copies come to."""
    folder = tmp_path_factory.mktemp("delivered")
    drop = folder / "for the DAW"
    with open_bridge(folder, deliver_to=str(drop)) as bridge:
        ear = Ear(bridge)
        ear.send("generate/text", "A storm", 2.0)
        came, values = ear.wait_for("job/done", "job/error", "error")
        ear.close()
        assert came == "job/done", values
        clip = Library(folder / "library").show(values[2])
        until = time.monotonic() + 20
        while not (drop / clip.wav).exists() and time.monotonic() < until:
            time.sleep(0.02)
    return clip, drop


def test_every_kept_clip_comes_whole_and_flat(delivered):
    clip, drop = delivered
    files = [clip.wav, clip.midi, *clip.stems.values()]
    assert sorted(one.name for one in drop.iterdir()) == sorted(Path(name).name for name in files)
    for name in files:
        assert (drop / Path(name).name).read_bytes() == (clip.folder / name).read_bytes()
    assert soundfile.info(drop / clip.wav).frames == clip.frames


def test_a_copy_is_replaced_and_the_package_stays(delivered):
    clip, drop = delivered
    (drop / clip.wav).write_bytes(b"older")
    assert deliver(clip, drop)[-1] == drop / clip.wav
    assert (drop / clip.wav).read_bytes() == (clip.folder / clip.wav).read_bytes()


def test_a_disk_that_refuses_is_told_in_the_log(delivered, tmp_path, caplog):
    clip, _ = delivered
    (tmp_path / "file").write_text("in the way")
    with caplog.at_level(logging.WARNING):
        deliver_or_log(clip, tmp_path / "file")
    assert clip.wav in caplog.text
