"""`musflow serve` and `musflow osc` as a user starts them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest

from plugin_bridge.by_hand import typed
from plugin_bridge.running import find_running, ports_file
from plugin_bridge.traffic import written

MUSFLOW = (sys.executable, "-m", "musflow_studio")


def musflow(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*MUSFLOW, *words], capture_output=True, text=True, timeout=60)


@pytest.mark.skipif(os.name == "nt", reason="needs SIGTERM")
def test_one_studio_serves_a_user_and_a_second_start_says_where():
    assert find_running() is None
    nobody = musflow("osc", "send", "test")
    assert (nobody.returncode, "musflow serve" in nobody.stderr) == (2, True)
    with subprocess.Popen([*MUSFLOW, "serve"], stdout=subprocess.PIPE, text=True) as first:
        said = first.stdout.readline()
        running = find_running()
        assert running.pid == first.pid
        assert f"port {running.osc_port}" in said
        joined = musflow("serve")
        assert (joined.returncode, str(running.osc_port) in joined.stdout) == (0, True)
        refused = musflow("serve", "--port", "9999")
        assert (refused.returncode, "running already" in refused.stderr) == (1, True)
        assert musflow("osc", "send", "test").stdout == "/musflow/test ok\n"
        assert musflow("osc", "send", "tset").returncode == 1
        first.send_signal(signal.SIGTERM)
        assert first.wait(30) == 0
    assert find_running() is None
    assert not ports_file().exists()


@pytest.mark.parametrize(
    ("word", "value"),
    [("7", 7), ("7.5", 7.5), ("i:7", 7), ("f:7", 7.0), ("s:7", "7"), ("T", True), ("x y", "x y")],
)
def test_words_become_values_of_the_type_they_look_like(word, value):
    assert typed(word) == value
    assert type(typed(word)) is type(value)


def test_messages_are_printed_on_one_line():
    assert written("/a", (1, 0.5, "two words", True)) == "/a 1 0.5 'two words' T"
