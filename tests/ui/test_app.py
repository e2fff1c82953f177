"""The window's process: started, started twice, ended, killed; without a display."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
from running_window import READY, ROOT, environment, running_window, wait_for_log

from musflow_studio.domain.errors import StudioError
from musflow_studio.project import open_project
from plugin_bridge.by_hand import Probe

ENDS_S = 15


def left_in(home: Path) -> list[Path]:
    return list((home / "state" / "working").glob("[!.]*.musflow"))


def titles(home: Path) -> list[str]:
    """Of the projects on the desk; one that is just being removed counts no more."""
    found = []
    for file in left_in(home):
        with contextlib.suppress(StudioError):
            found.append(open_project(file).storyboard.title)
    return found


def wait_for_work(home: Path) -> Path:
    end = time.monotonic() + 10
    while not left_in(home) and time.monotonic() < end:
        time.sleep(0.02)
    (working,) = left_in(home)
    return working


def test_a_clean_end_ends_worker_and_player_and_leaves_nothing(tmp_path: Path, board_folder: Path):
    with running_window(tmp_path, str(board_folder)) as process:
        wait_for_log(tmp_path, READY)
        children = psutil.Process(process.pid).children(recursive=True)
        assert children
        process.send_signal(signal.SIGTERM)
        assert process.wait(ENDS_S) == 0
        _, alive = psutil.wait_procs(children, timeout=5)
    assert not alive
    assert not left_in(tmp_path)
    assert not (tmp_path / "run" / "window.lock").exists()


def test_a_killed_window_is_taken_up_again(tmp_path: Path, board_folder: Path):
    with running_window(tmp_path, str(board_folder)) as process:
        wait_for_log(tmp_path, READY)
        working = wait_for_work(tmp_path)
        before = open_project(working)
        process.send_signal(signal.SIGKILL)
        process.wait(ENDS_S)
    with running_window(tmp_path) as process:
        wait_for_log(tmp_path, READY, times=2)
        assert left_in(tmp_path) == [working]
        assert open_project(working) == before
        process.send_signal(signal.SIGTERM)
        assert process.wait(ENDS_S) == 0
    assert left_in(tmp_path) == [working], "unsaved work outlives a signal"


def test_a_second_start_gives_its_files_to_the_first(tmp_path: Path, board_folder: Path):
    with running_window(tmp_path) as process:
        wait_for_log(tmp_path, READY)  # the example, the first time
        second = subprocess.run(
            [sys.executable, "-m", "ui", str(board_folder)],
            env=environment(tmp_path),
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
        )
        assert (second.returncode, second.stderr) == (0, "")
        assert "open already" in second.stdout
        wait_for_log(tmp_path, READY, times=2)
        end = time.monotonic() + 10
        while titles(tmp_path) != ["Night Ferry"] and time.monotonic() < end:
            time.sleep(0.05)
        assert titles(tmp_path) == ["Night Ferry"], "the example made place for it"
        assert process.poll() is None


def test_without_a_display_it_says_what_else_there_is(tmp_path: Path):
    bare = environment(tmp_path)
    for name in ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY"):
        bare.pop(name, None)
    done = subprocess.run(
        [sys.executable, "-m", "ui"],
        env=bare,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "make cue" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_panel_that_is_none_is_told_where_the_user_looks(tmp_path: Path):
    nothing = tmp_path / "letter.docx"
    nothing.write_bytes(os.urandom(64))
    with running_window(tmp_path / "home", str(nothing)) as process:
        wait_for_log(tmp_path / "home", "letter.docx")
        assert process.poll() is None


def test_the_window_answers_osc_and_serve_says_so(tmp_path: Path, board_folder: Path):
    with running_window(tmp_path, str(board_folder)):
        wait_for_log(tmp_path, READY)
        told = tmp_path / "run" / "bridge.json"
        end = time.monotonic() + 15
        while not told.is_file() and time.monotonic() < end:
            time.sleep(0.02)
        port = json.loads(told.read_text("utf-8"))["osc_port"]
        with Probe(port) as probe:
            probe.send("/musflow/project", [])
            rows = [row for address, row in probe.answers(3.0, {"/musflow/project"})]
        (working,) = left_in(tmp_path)
        assert rows[0][0] == str(working), "clients work on what is on the desk"
        served = subprocess.run(
            [sys.executable, "-m", "musflow_studio", "serve"],
            env=environment(tmp_path),
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
        )
        assert f"port {port}" in served.stdout
