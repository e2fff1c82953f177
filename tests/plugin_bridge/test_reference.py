"""The pages printed from the table are the ones in docs/, and their snippets work."""

from __future__ import annotations

import re
import shlex
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from plugin_bridge.protocol import EVENTS, METHODS
from plugin_bridge.reference import protocol_page, reaper_pattern

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "protocol.md").read_text("utf-8")


def test_the_pages_are_fresh():
    again = "print them again: python -m plugin_bridge.reference FILE"
    assert protocol_page() == PAGE, again
    assert (DOCS / "MusFlow.ReaperOSC").read_text("utf-8") == reaper_pattern(), again


def test_every_address_stands_on_the_page():
    for row in (*METHODS, *EVENTS):
        assert f"### `{row.address}`" in PAGE


def test_the_five_lines_of_python_make_a_sound(bridge):
    code = re.search(r"```python\n(.*?)```", PAGE, re.DOTALL)[1]
    assert len([line for line in code.splitlines() if line]) == 5
    code = code.replace("9786", str(bridge.running.osc_port))
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=120, check=True
    )
    assert Path(done.stdout.strip()).is_file()


@pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="needs Unix sockets")
def test_the_lines_for_the_local_socket_list_clips(bridge):
    code = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)[1]
    assert "bridge.sock" in code
    code = re.sub(r'connect\(".*?"\)', f"connect({bridge.running.ipc!r})", code)
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert done.stdout.startswith("[")


@pytest.mark.skipif(not shutil.which("oscsend"), reason="needs oscsend (liblo-tools)")
def test_the_line_for_oscsend_makes_a_sound(bridge, ear):
    ear.ask("client/subscribe", 0, 60)
    line = re.search(r"^oscsend .*$", PAGE, re.MULTILINE)[0]
    words = shlex.split(line.replace("9786", str(bridge.running.osc_port)))
    subprocess.run(words, timeout=30, check=True)
    came, values = ear.wait_for("job/done", "job/error")
    assert came == "job/done", values
    assert Path(values[3]).is_file()
