"""LaionClap: the laion-clap package in an interpreter of its own, as an AudioTextEncoder.

`musflow setup clap` makes the environment; `laion_serving` works in it. Sound travels as .npy
files, words and vectors as frames of JSON. A process that dies, or is cancelled, takes nothing
along: the next call starts another.
"""

from __future__ import annotations

import os
import queue
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from musflow_studio import paths
from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.model import InstalledModel
from musflow_studio.encoders.clap import RATE_HZ, Clap, windows
from musflow_studio.frames import FrameReader, FrameWriter

PLACE_VARIABLE = "MUSFLOW_CLAP_ENVIRONMENT"
WORDS = "roberta-base"
"""Folder beside the checkpoint with RoBERTa's tokenizer and `config.json`."""
_POLL_S = 0.1
_SERVING = Path(__file__).with_name("laion_serving.py")


def environment() -> Path:
    """Where laion-clap's environment is, or would be made."""
    asked = os.environ.get(PLACE_VARIABLE)
    return Path(asked).expanduser() if asked else paths.data_folder() / "environments" / "clap"


def interpreter() -> Path:
    """The environment's Python. Raises StudioError NO_MODEL if it was not made."""
    inside = ("Scripts", "python.exe") if sys.platform == "win32" else ("bin", "python")
    python = environment().joinpath(*inside)
    if not python.is_file():
        raise StudioError(
            ErrorCode.NO_MODEL,
            "the environment of laion-clap is not there",
            value=environment(),
            hint="run `musflow setup clap`",
        )
    return python


class LaionClap:
    """An AudioTextEncoder on a checkpoint of the laion-clap package.

    Args:
        model: of the shelf, of type "laion_clap".
        cancelled: polled ten times a second.
    """

    def __init__(
        self, model: InstalledModel, cancelled: Callable[[], bool] = lambda: False
    ) -> None:
        self.model = model
        self.cancelled = cancelled
        self.remarks: list[str] = []
        self.used_s = time.monotonic()
        self._process: subprocess.Popen[bytes] | None = None
        self._answers: queue.Queue[dict[str, Any] | None] = queue.Queue()
        self._dimension = 0

    @property
    def name(self) -> str:
        """The package and the model."""
        return f"laion-clap {self.model.repo or self.model.name}"

    @property
    def version(self) -> str:
        """Of the weights."""
        digests = sorted(self.model.sha256.items())
        return next((digest[:12] for name, digest in digests if name.endswith(".pt")), "")

    @property
    def dimension(self) -> int:
        """Of the space; starts the process."""
        self._start()
        return self._dimension

    @property
    def rate_hz(self) -> int:
        """What `of_audio` wants."""
        return RATE_HZ

    @property
    def scale(self) -> float:
        """What checkpoints of the package were trained to: 1 / 0.01."""
        return 100.0

    @property
    def is_loaded(self) -> bool:
        """Whether its process takes memory now."""
        return self._process is not None

    @property
    def pid(self) -> int | None:
        """Of the process, while there is one."""
        return self._process.pid if self._process else None

    def of_audio(self, audio: NDArray[np.float32]) -> NDArray[np.float32]:
        """(n, dimension), rows of length 1, for n mono sounds (n, frames) at 48 kHz.

        Raises StudioError: NO_MODEL, BAD_FILE, WORKER_DIED, CANCELLED.
        """
        with tempfile.TemporaryDirectory() as folder:
            return np.stack([self._heard(row, Path(folder)) for row in np.atleast_2d(audio)])

    def of_text(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """(n, dimension), rows of length 1, for n sentences. Raises as `of_audio`."""
        self._start()
        return _rows(self._ask({"do": "text", "texts": list(texts)}))

    def unload(self) -> None:
        """End the process."""
        if self._process:
            process, self._process = self._process, None
            process.kill()
            process.wait()
            assert process.stdin
            process.stdin.close()

    def _heard(self, sound: NDArray[np.float32], folder: Path) -> NDArray[np.float32]:
        files = []
        for number, piece in enumerate(windows(sound)):
            files.append(str(folder / f"{number}.npy"))
            np.save(files[-1], piece.astype(np.float32))
        self._start()
        mean = _rows(self._ask({"do": "audio", "files": files})).mean(axis=0)
        return np.asarray(mean / np.linalg.norm(mean), np.float32)

    def _start(self) -> None:
        self.used_s = time.monotonic()
        if self._process is not None and self._process.poll() is None:
            return
        self.unload()
        python = interpreter()
        self._process = subprocess.Popen(
            [python, "-I", str(_SERVING)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={k: v for k, v in os.environ.items() if not k.startswith("PYTHON")},
        )
        self._answers = queue.Queue()
        threading.Thread(
            target=_listen, args=(self._process, self._answers), name="laion-clap", daemon=True
        ).start()
        checkpoint = next(iter(sorted(self.model.folder.glob("*.pt"))), None)
        if checkpoint is None:
            raise self._unusable("there is no .pt file in its folder")
        words = self.model.folder / WORDS
        told = self._ask({"do": "load", "checkpoint": str(checkpoint), "words": str(words)})
        self._dimension = int(told["ready"]["dimension"])

    def _ask(self, message: dict[str, Any]) -> dict[str, Any]:
        """Send a message and wait for the answer; a cancel ends the process."""
        assert self._process
        assert self._process.stdin
        FrameWriter(self._process.stdin).write(message)
        while True:
            if self.cancelled():
                self.unload()
                raise StudioError(ErrorCode.CANCELLED, "cancelled")
            try:
                answer = self._answers.get(timeout=_POLL_S)
            except queue.Empty:
                continue
            break
        if answer is None:
            self.unload()
            raise StudioError(
                ErrorCode.WORKER_DIED,
                "the process of laion-clap ended unexpectedly",
                hint="try again; `musflow doctor` looks whether it can work here",
            )
        if "error" in answer:
            self.unload()
            raise self._unusable(str(answer["error"]))
        return answer

    def _unusable(self, why: str) -> StudioError:
        return StudioError(
            ErrorCode.BAD_FILE,
            f"laion-clap cannot use {self.model.name} ({why})",
            value=self.model.folder,
            hint="`musflow doctor` says whether its environment is whole",
        )


def hearer_of(model: InstalledModel) -> Clap | LaionClap:
    """What runs a model of the shelf that hears music."""
    return LaionClap(model) if model.model_type == "laion_clap" else Clap(model)


def _listen(process: subprocess.Popen[bytes], answers: queue.Queue[dict[str, Any] | None]) -> None:
    assert process.stdout
    with process.stdout:
        reader = FrameReader(process.stdout)
        while (message := reader.read()) is not None:
            answers.put(message)
    answers.put(None)


def _rows(answer: dict[str, Any]) -> NDArray[np.float32]:
    return np.asarray(answer["rows"], dtype=np.float32)


def check_environment() -> str:
    """What the environment has, asked of its own interpreter. Raises StudioError if it will not do.

    Imports the package there, which takes half a minute on a slow machine.
    """
    python = interpreter()
    asked = [str(python), "-I", str(_SERVING), "--check"]
    with tempfile.TemporaryDirectory() as folder:
        tried = subprocess.run(asked, capture_output=True, text=True, check=False, cwd=folder)
    lines = (tried.stdout if tried.returncode == 0 else tried.stderr).strip().splitlines()
    said = lines[-1] if lines else f"its Python ended with status {tried.returncode}"
    if tried.returncode:
        raise StudioError(
            ErrorCode.NO_MODEL,
            f"laion-clap cannot work in its environment ({said})",
            value=environment(),
            hint="delete that folder and run `musflow setup clap` again",
        )
    return said
