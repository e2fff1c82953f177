"""WaveformDesk: surveys of files made one after another in a thread of their own, and kept."""

from __future__ import annotations

import threading
from collections import OrderedDict
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import numpy as np
import numpy.typing as npt

from musflow_studio.waveform.survey import Waveform, read_samples, survey

KEPT = 12
"""Surveys kept; one of a ten-minute cue has about 8 MB."""


class WaveformDesk:
    """Surveys of files, by path. Any thread may call; clips never change, so neither do these."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: OrderedDict[Path, Future[Waveform]] = OrderedDict()
        self._survey = ThreadPoolExecutor(max_workers=1, thread_name_prefix="waveform")
        self._read = ThreadPoolExecutor(max_workers=1, thread_name_prefix="samples")

    def of(self, path: Path) -> Future[Waveform]:
        """The survey of a file; the same future while it is known. Fails with a StudioError."""
        with self._lock:
            known = self._known.pop(path, None)
            if known is None or (known.done() and known.exception()):
                known = self._survey.submit(survey, path)
            self._known[path] = known
            while len(self._known) > KEPT:
                self._known.popitem(last=False)
            return known

    def samples(self, path: Path, start: int, count: int) -> Future[npt.NDArray[np.float32]]:
        """Single samples of a file, shape (frames, channels). Fails with a StudioError."""
        return self._read.submit(read_samples, path, start, count)

    def close(self) -> None:
        """End the threads; what is under way is finished, what waits is dropped."""
        for pool in (self._survey, self._read):
            pool.shutdown(cancel_futures=True)
