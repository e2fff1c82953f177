"""How the command leaves: exit status and one sentence, whatever went wrong."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

COMMAND = [sys.executable, "-m", "musflow_studio"]
LONG_CUE = ("cue", "--text", "A long war", "--length", "600", "--seed", "1")


def run(*arguments):
    return subprocess.run(
        [*COMMAND, *arguments], capture_output=True, text=True, check=False, timeout=60
    )


def has_worker(process: subprocess.Popen[str]) -> bool:
    return bool(psutil.Process(process.pid).children())


def has_scratch(folder: Path) -> bool:
    return folder.exists() and any(folder.iterdir())


@pytest.mark.skipif(os.name == "nt", reason="a group of processes is interrupted the POSIX way")
@pytest.mark.parametrize("moment", ["worker starting", "clip being made"])
def test_ctrl_c_leaves_with_3_and_nothing_behind(tmp_path, moment):
    """A terminal interrupts the whole group: the command and whatever it started."""
    out = tmp_path / "out"
    process = subprocess.Popen(
        [*COMMAND, *LONG_CUE, "-o", str(out)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    deadline = time.monotonic() + 60
    reached = False
    while not reached and time.monotonic() < deadline:
        time.sleep(0.02)
        reached = has_worker(process) if moment == "worker starting" else has_scratch(out)
    os.killpg(process.pid, signal.SIGINT)
    said, complained = process.communicate(timeout=30)
    assert (process.returncode, said) == (3, "")
    assert complained == "musflow: Cancelled.\n"
    assert not has_scratch(out)


@pytest.mark.parametrize(
    ("arguments", "names"),
    [
        (("cue", "--fit", "wild", "board"), ("--fit", "wild", "steady")),
        (("cue", "--bpm", "fast", "board"), ("--bpm", "number")),
        (("cue", "--fits", "exact", "board"), ("--fits",)),
        (("library", "show"), ("ID",)),
        (("sing",), ("sing",)),
    ],
)
def test_wrong_options_are_one_sentence_and_status_2(arguments, names):
    done = run(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.splitlines()) == 1, done.stderr
    assert done.stderr.startswith("musflow: ")
    assert "error" not in done.stderr.lower()
    for name in names:
        assert name in done.stderr
    assert "--help" in done.stderr


def test_no_arguments_show_the_help_alone():
    for arguments in ((), ("library",)):
        done = run(*arguments)
        assert "Usage: musflow" in done.stdout
        assert done.stderr == ""
