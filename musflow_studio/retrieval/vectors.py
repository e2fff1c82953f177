"""Vectors: rows of equal length in one memory-mapped file, row n at n times its length.

What a row holds is said by whoever commits its number (see `sounds`): a row is written and synced
first, so that a process that dies leaves at worst a row nobody asks for.
"""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]


class Vectors:
    """The file of one encoder.

    Args:
        file: made when the first row is written.
        dimension: of a row.
    """

    def __init__(self, file: Path, dimension: int) -> None:
        self.file = file
        self._dimension = dimension
        self._mapped: Array = np.empty((0, dimension), np.float32)

    def write(self, row: int, vector: Array) -> None:
        """Put one row in its place and wait until it is on the disk. Raises OSError."""
        handle = os.open(self.file, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o644)
        try:
            os.lseek(handle, row * self._dimension * 4, os.SEEK_SET)
            os.write(handle, np.ascontiguousarray(vector, "<f4").tobytes())
            os.fsync(handle)
        finally:
            os.close(handle)

    def rows(self) -> Array:
        """All rows, (n, dimension), read-only; those never written are zeros."""
        try:
            count = self.file.stat().st_size // (self._dimension * 4)
        except OSError:
            return np.empty((0, self._dimension), np.float32)
        if count and count != len(self._mapped):
            shape = (count, self._dimension)
            self._mapped = np.memmap(self.file, "<f4", "r", shape=shape)
        return self._mapped[:count]
