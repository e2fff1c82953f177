"""Scratch: the mix at delivery rate between the pass that measures it and the one that writes it.

Kept in memory while it is short, else in an unnamed temporary file that vanishes with the process.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

import numpy as np

from musflow_studio.finishing.take_audio import BLOCK_FRAMES, Block

IN_MEMORY_BYTES = 48 * 2**20


class Scratch:
    """Float32 blocks, written once and read any number of times."""

    def __init__(self, folder: Path, channels: int) -> None:
        self.folder = folder
        self.channels = channels
        self._file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY_BYTES, dir=str(folder))

    def __enter__(self) -> Scratch:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()

    def kept(self, blocks: Iterator[Block]) -> Iterator[Block]:
        """Pass blocks on and keep them."""
        for block in blocks:
            self._file.write(np.ascontiguousarray(block, np.float32).tobytes())
            yield block

    def blocks(self) -> Iterator[Block]:
        """What was kept, from the beginning."""
        self._file.seek(0)
        while raw := self._file.read(BLOCK_FRAMES * self.channels * 4):
            yield np.frombuffer(raw, np.float32).reshape(-1, self.channels)
