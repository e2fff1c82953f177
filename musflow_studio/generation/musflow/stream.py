"""ModelStream: what the model plays, in blocks as it is asked for.

The model works in a thread of its own, one stretch ahead of what is read, so that it and the
sampled instruments are busy side by side; memory does not grow with the cue.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYet

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.keyed import keyed_random
from musflow_studio.generation.musflow.balance import gains
from musflow_studio.generation.musflow.conditioning import RING_S
from musflow_studio.generation.musflow.model import Model
from musflow_studio.generation.musflow.playing import played
from musflow_studio.generation.musflow.sampling import Sampling
from musflow_studio.generation.musflow.shapes import SAMPLE_RATE_HZ, latents_for
from musflow_studio.generation.musflow.sheet import END_S, Sheet

POLL_S = 0.1
Block = NDArray[np.float32]
Stopped = Callable[[], bool]


class ModelStream:
    """Several sheets of one length played side by side.

    Args:
        model: on its device.
        sheets: by name; a stem stays as it is whatever is played beside it.
        how: see Sampling.
        seed, cue: of the take; with a sheet's name they key its noise.
        embedding: what it shall sound like, (512,), or None.
    """

    def __init__(
        self,
        model: Model,
        sheets: dict[str, Sheet],
        how: Sampling,
        seed: int,
        cue: str,
        embedding: Tensor | None = None,
    ) -> None:
        self.fraction = 0.0 if sheets else 1.0
        heard = trimmed([*sheets.values()])
        self._rows = list(sheets)
        self._stop = threading.Event()
        self._lock = threading.Lock()
        drawn = [_generator(seed, cue, name) for name in sheets]
        self._blocks = _blocks(model, heard, how, drawn, embedding, self._step)
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="musflow")
        self._coming: Future[Block | None] | None = None
        self._held = np.zeros((len(self._rows), 2, 0), np.float32)
        self._start = 0
        self._read = [0] * len(self._rows)
        self._ended = not sheets

    def read(self, name: str, frames: int, stopped: Stopped) -> Block:
        """The next samples of one sheet, shape (2, frames); zeros after its end.

        Sheets are read in step; what all have read is let go. Raises StudioError(CANCELLED) once
        `stopped`.
        """
        row = self._rows.index(name)
        with self._lock:
            first = self._read[row]
            while not self._ended and self._start + self._held.shape[2] < first + frames:
                self._take(stopped)
            at = first - self._start
            found = self._held[row, :, at : at + frames]
            block = np.pad(found, ((0, 0), (0, frames - found.shape[1])))
            self._read[row] = first + frames
            self._let_go()
        return block

    def close(self) -> None:
        """Stop working; returns when the thread has ended."""
        self._stop.set()
        self._worker.shutdown(wait=True, cancel_futures=True)

    def _take(self, stopped: Stopped) -> None:
        block = self._awaited(self._coming or self._worker.submit(self._next), stopped)
        self._ended = block is None
        self._coming = None if block is None else self._worker.submit(self._next)
        if block is not None:
            self._held = np.concatenate((self._held, block), axis=2)

    def _awaited(self, coming: Future[Block | None], stopped: Stopped) -> Block | None:
        while not stopped():
            try:
                return coming.result(POLL_S)
            except NotYet:
                continue
        self._stop.set()
        raise StudioError(ErrorCode.CANCELLED, "cancelled")

    def _let_go(self) -> None:
        done = min(self._read) - self._start
        self._held = self._held[:, :, done:]
        self._start += done

    def _next(self) -> Block | None:
        return next(self._blocks, None)

    def _step(self, fraction: float) -> None:
        if self._stop.is_set():
            raise StudioError(ErrorCode.CANCELLED, "cancelled")
        self.fraction = fraction


def trimmed(sheets: list[Sheet]) -> list[Sheet]:
    """The sheets up to where the last note of any has rung; nothing is to be heard after it."""
    ends_s = max((float(one.notes[:, END_S].max(initial=0)) for one in sheets), default=0.0)
    last = latents_for(round((ends_s + RING_S) * SAMPLE_RATE_HZ))
    return [Sheet(one.notes, one.rows[:last]) for one in sheets]


def _blocks(
    model: Model,
    sheets: list[Sheet],
    how: Sampling,
    generators: list[torch.Generator],
    embedding: Tensor | None,
    step: Callable[[float], None],
) -> Iterator[Block]:
    balance = gains(model.levels, sheets)
    for sound in played(model, sheets, embedding, how, generators, step):
        yield (sound.cpu() * balance).numpy()


def _generator(seed: int, cue: str, name: str) -> torch.Generator:
    drawn = keyed_random(seed, cue=cue, role=name, purpose="musflow noise").getrandbits(63)
    return torch.Generator().manual_seed(drawn)
