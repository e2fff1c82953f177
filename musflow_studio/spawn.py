"""Spawn: the worker as a process, started before a command has read its own modules if it likes.

Both take most of a second to begin; on two cores they do it side by side. Nothing heavy is
imported here.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from musflow_studio import paths

PATIENT = {"OMP_WAIT_POLICY": "PASSIVE", "KMP_BLOCKTIME": "0"}
"""Threads of a network that wait for each other sleep: where they spin, a busy machine (a DAW that
plays) made the worker's networks six times as slow."""
_begun: list[subprocess.Popen[bytes]] = []


def begin_worker() -> None:
    """Start a worker that `worker_process` will give to who asks first."""
    if not _begun:
        _begun.append(_spawned({}))


def worker_process(library: Path) -> subprocess.Popen[bytes]:
    """The worker that was begun, or else a new one. It leaves when its standard input closes.

    One that was begun does not know the library yet and has to be told.
    """
    return _begun.pop() if _begun else _spawned({"MUSFLOW_LIBRARY": str(library)})


def log_file() -> Path:
    """What takes the worker's standard error."""
    return paths.ensure_folder(paths.cache_folder()) / "worker.log"


def _spawned(more: dict[str, str]) -> subprocess.Popen[bytes]:
    with log_file().open("ab") as log:
        return subprocess.Popen(
            [sys.executable, "-m", "musflow_studio.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            env=PATIENT | os.environ | more,
            # Away from the terminal's group: Ctrl-C is the door's to answer.
            start_new_session=True,
            creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
        )
