"""The bridge as a window holds it: on, off, on again, refused, with its messages."""

from __future__ import annotations

import threading
from concurrent.futures import Future
from contextlib import closing

import pytest
from osc_ear import Ear

from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.settings import Settings
from musflow_studio.studio import Studio
from plugin_bridge.hosting import BridgeHost, BridgeState
from plugin_bridge.options import BridgeOptions
from plugin_bridge.running import StudioLock, find_running

ANY_PORT = BridgeOptions(osc_port=0, http_port=0)


@pytest.fixture
def host(tmp_path):
    with Studio(Settings(library=tmp_path)) as studio, closing(BridgeHost(studio)) as made:
        yield made


def test_it_is_switched_on_and_off_and_tells_so(host):
    told = []
    host.changed.connect(lambda status: told.append(status.state))
    running = host.start(ANY_PORT).result(30)
    assert host.status.running == running
    again = host.start(ANY_PORT).result(30)
    assert host.status.running == again
    host.stop().result(30)
    on = [BridgeState.STARTING, BridgeState.ON]
    assert told == [*on, BridgeState.OFF, *on, BridgeState.OFF]
    host.close()
    host.close()


def test_messages_are_shown_and_remembered(host):
    heard = threading.Event()
    host.traffic.connect(lambda messages: heard.set() if len(host.recent) == 4 else None)
    host.start(ANY_PORT).result(30)
    with closing(Ear(host.status)) as ear:
        assert ear.ask("test") == ["ok"]
        ear.refused("take/get", "x" * 5000)
    assert heard.wait(5)
    lines = [f"{one.way} {one.line}" for one in host.recent]
    assert lines[:2] == ["in /musflow/test", "out /musflow/test ok"]
    assert max(map(len, lines)) < 1000


def test_another_studios_lock_refuses_and_says_so(host):
    states = []
    host.changed.connect(lambda status: states.append(status.state))
    with closing(StudioLock()):
        with pytest.raises(StudioError) as caught:
            host.start(ANY_PORT).result(30)
        assert caught.value.code is ErrorCode.BUSY
        assert host.status.error is caught.value
    assert states[-1] is BridgeState.REFUSED
    host.start(ANY_PORT).result(30)


def test_its_ports_are_told_while_it_is_on(host):
    asking: Future = host.start(ANY_PORT)
    lock_of_ours = asking.result(30)
    assert find_running() == lock_of_ours
    host.stop().result(30)
    assert find_running() is None


def test_the_windows_project_is_an_allowed_folder(host, tmp_path):
    host.show_project(tmp_path / "film" / "film.musflow")
    host.start(ANY_PORT).result(30)
    with closing(Ear(host.status)) as ear:
        assert ear.ask("project") == [str(tmp_path / "film" / "film.musflow")]
