"""A real PulseAudio with a null sink: what is played can be recorded sample by sample.

No hardware, no D-Bus, no root needed. `available` says whether this machine has the programs.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np

RATE_HZ = 44100
_SETTINGS = """\
load-module module-native-protocol-unix
load-module module-null-sink sink_name=mfout rate={rate} channels=2 format=float32le
set-default-sink mfout
set-default-source mfout.monitor
"""
_ASOUND = """\
pcm.!default { type pulse }
ctl.!default { type pulse }
pcm.pulse { type pulse }
"""


def available() -> bool:
    """True where PulseAudio and its recorder are installed."""
    return bool(shutil.which("pulseaudio") and shutil.which("parec"))


@dataclass
class NullSink:
    """A running sound server.

    Attributes:
        environment: what a program needs to play on it.
        folder: scratch.
    """

    environment: dict[str, str]
    folder: Path
    server: subprocess.Popen[bytes]

    @contextmanager
    def recording(self) -> Iterator[Recording]:
        """Record what is played; begins before the block is entered."""
        file = self.folder / f"rec{time.monotonic_ns()}.raw"
        command = ["parec", "-d", "mfout.monitor", "--format=float32le", f"--rate={RATE_HZ}"]
        command += ["--channels=2", "--latency-msec=20", "--raw"]
        with file.open("wb") as out:
            recorder = subprocess.Popen(command, stdout=out, env=self.environment)
        try:
            _until(lambda: file.stat().st_size > 0)
            yield Recording(file)
            time.sleep(0.3)  # the recorder's own buffer
        finally:
            recorder.terminate()
            recorder.wait()

    def vanish(self) -> None:
        """End the server: every device is gone."""
        self.server.kill()
        self.server.wait()


@dataclass
class Recording:
    """What was recorded so far."""

    file: Path

    @property
    def samples(self) -> np.ndarray:
        """Shape (frames, 2), float32."""
        raw = np.fromfile(self.file, "<f4")
        return raw[: len(raw) // 2 * 2].reshape(-1, 2)


@contextmanager
def null_sink(folder: Path, rate: int = RATE_HZ) -> Iterator[NullSink]:
    """A sound server of its own in a folder."""
    runtime, home = folder / "run", folder / "home"
    runtime.mkdir(mode=0o700, parents=True)
    home.mkdir()
    (home / ".asoundrc").write_text(_ASOUND)
    script = folder / "pulse.pa"
    script.write_text(_SETTINGS.format(rate=rate))
    (home / "client.conf").write_text("autospawn = no\n")  # what is gone stays gone
    environment = os.environ | {
        "PULSE_CLIENTCONFIG": str(home / "client.conf"),
        "XDG_RUNTIME_DIR": str(runtime),
        "HOME": str(home),
        "PULSE_LATENCY_MSEC": "200",  # a busy machine starves a shorter one
    }
    command = ["pulseaudio", "-n", "--daemonize=no", "--exit-idle-time=-1", "--disallow-exit"]
    command += ["--use-pid-file=no", "--realtime=no", "--high-priority=no", "-F", str(script)]
    with (folder / "pulse.log").open("wb") as log:
        server = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
    try:
        _until((runtime / "pulse" / "native").exists)
        yield NullSink(environment, folder, server)
    finally:
        server.kill()
        server.wait()


def _until(true: object, patience_s: float = 10.0) -> None:
    deadline = time.monotonic() + patience_s
    while not true():  # type: ignore[operator]
        if time.monotonic() > deadline:
            raise TimeoutError("the sound server did not start")
        time.sleep(0.02)
