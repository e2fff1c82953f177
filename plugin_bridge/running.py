"""One studio a user: a lock in the runtime folder, and beside it a file that tells the ports.

The lock belongs to the process, so a killed studio leaves it free; `bridge.json` counts only while
somebody holds the lock.
"""

from __future__ import annotations

import json
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

from musflow_studio import paths
from musflow_studio.disk import replace_file
from musflow_studio.domain.errors import ErrorCode, StudioError

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

_LOOK_AGAIN_S = 0.05


@dataclass(frozen=True)
class Running:
    """Where a running studio answers.

    Attributes:
        pid: its process.
        host: the address its sockets are bound to.
        osc_port: UDP and TCP.
        ipc: the Unix socket (on Windows the pipe) that speaks JSON-RPC; "" for none.
        http_port: TCP, OSCQuery.
        midi: the MIDI input that is heard; "" for none.
    """

    pid: int
    host: str
    osc_port: int
    ipc: str = ""
    http_port: int = 0
    midi: str = ""


def ports_file() -> Path:
    """`bridge.json` in the runtime folder."""
    return paths.runtime_folder() / "bridge.json"


class StudioLock:
    """Held by the one studio of this user.

    Raises StudioError (BUSY) with the ports of the other one, if there is one.
    """

    def __init__(self) -> None:
        folder = paths.ensure_folder(paths.runtime_folder())
        folder.chmod(0o700)
        self._file: IO[bytes] = (folder / "studio.lock").open("ab")
        if not _locked_soon(self._file):
            self._file.close()
            raise StudioError(
                ErrorCode.BUSY,
                f"a studio is running already{_where(_told())}",
                hint="use that one, or close it first",
            )

    def tell(self, running: Running) -> None:
        """Write where this studio answers."""
        replace_file(ports_file(), json.dumps(asdict(running), indent=1).encode() + b"\n")

    def close(self) -> None:
        """Let the lock go. May be called twice."""
        if not self._file.closed:
            ports_file().unlink(missing_ok=True)
            self._file.close()


def find_running() -> Running | None:
    """The studio that runs now, if one does and has told its ports."""
    file = paths.runtime_folder() / "studio.lock"
    if not file.exists():
        return None
    with file.open("ab") as lock:
        if _locked(lock):
            return None
    return _told()


def _told() -> Running | None:
    try:
        return Running(**json.loads(ports_file().read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def _where(running: Running | None) -> str:
    if running is None:
        return ""
    return f" (process {running.pid}, OSC port {running.osc_port})"


def _locked_soon(file: IO[bytes]) -> bool:
    """As `_locked`; somebody may just be looking who runs, so it asks again."""
    for _ in range(3):
        if _locked(file):
            return True
        time.sleep(_LOOK_AGAIN_S)
    return False


def _locked(file: IO[bytes]) -> bool:
    """Take the lock for as long as the file is open; False if another process has it."""
    try:
        if sys.platform == "win32":
            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
