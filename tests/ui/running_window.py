"""A window in a process of its own, as a user starts it: started, watched by its log, ended."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
READY = "the desk is ready"


def environment(home: Path) -> dict[str, str]:
    """What the process sees: its own home, no display, no bridge to others' ports."""
    config = home / "config"
    config.mkdir(parents=True, exist_ok=True)
    settings = config / "settings.toml"
    if not settings.exists():
        settings.write_text("[bridge]\nosc_port = 0\n", "utf-8")
    return os.environ | {
        "MUSFLOW_HOME": str(home),
        "QT_QPA_PLATFORM": "offscreen",
        "PYTHONPATH": str(ROOT),
    }


@contextmanager
def running_window(home: Path, *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    """The window's process; killed at the end if it still runs."""
    command = [sys.executable, "-m", "ui", *arguments]
    process = subprocess.Popen(command, env=environment(home), cwd=ROOT, stderr=subprocess.PIPE)
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def wait_for_log(home: Path, text: str, times: int = 1, seconds: float = 30.0) -> None:
    """Wait until the window's log says something so many times. Raises TimeoutError."""
    log = home / "state" / "window.log"
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if log.is_file() and log.read_text("utf-8").count(text) >= times:
            return
        time.sleep(0.02)
    raise TimeoutError(f"the log does not say {text!r}")
