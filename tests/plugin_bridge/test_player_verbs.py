"""Playing over the bridge, heard by a real sound server."""

from __future__ import annotations

import time

import pytest
from null_sink import available, null_sink
from osc_ear import Ear, open_bridge

pytestmark = pytest.mark.skipif(not available(), reason="needs pulseaudio and parec")


@pytest.fixture(scope="module")
def bridge(tmp_path_factory):
    folder = tmp_path_factory.mktemp("playing")
    with null_sink(folder / "pulse") as sink, pytest.MonkeyPatch.context() as patch:
        for name, value in sink.environment.items():
            patch.setenv(name, value)
        with open_bridge(folder) as opened:
            yield opened


@pytest.fixture(scope="module")
def ear(bridge):
    client = Ear(bridge)
    yield client
    client.close()


@pytest.fixture
def listener(bridge):
    client = Ear(bridge)
    client.ask("client/subscribe", 0, 60)
    yield client
    client.close()


@pytest.fixture(scope="module")
def clip_id(ear):
    ear.send("generate/text", "A storm", 4.0, "", 120.0)
    came, values = ear.wait_for("job/done", "job/error", "error")
    assert came == "job/done", values
    return values[2]


def test_a_clip_is_played_sought_looped_and_stopped(ear, listener, clip_id):
    assert ear.ask("player/play", clip_id[:8]) == ["ok"]
    _hear(listener, "state", lambda told: told == ["playing", clip_id, ""])
    ear.ask("player/seek", 2.0)
    _hear(listener, "position", lambda told: told[0] == clip_id and 1.9 < told[1] < 3.0)
    assert ear.ask("player/loop", True, 1.0, 1.5) == ["ok"]
    ear.ask("player/seek", 1.0)
    for _ in range(8):
        _hear(listener, "position", lambda told: 0.9 < told[1] < 1.6)
    told = ear.ask("player")
    assert (told[0], told[1], told[3], told[4:7]) == ("playing", clip_id, 4.0, [True, 1.0, 1.5])
    ear.ask("player/pause")
    _hear(listener, "state", lambda told: told[0] == "paused")
    ear.ask("player/stop", 1)
    _hear(listener, "position", lambda told: told == [clip_id, 1.0])
    ear.ask("player/loop", False)
    until = time.monotonic() + 5
    while ear.ask("player")[4]:  # the report follows the answer
        assert time.monotonic() < until


def _hear(listener, what, wanted):
    while not wanted(listener.wait_for(f"player/{what}", limit_s=20)[1]):
        pass


def test_what_cannot_be_played_is_said(ear):
    assert ear.refused("player/play", "nothing")[0] == 12
    assert ear.refused("player/loop", True, 2.0, 1.0)[0] == 11


def test_devices_are_listed(ear):
    ear.send("player/devices")
    assert ear.wait_for("player/devices/item", "error")[0] == "player/devices/item"
