"""Ring: finished stereo frames on their way to the audio callback, which only copies."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Block = NDArray[np.float32]
"""Shape (frames, 2)."""


class Ring:
    """A buffer for one writer and one reader in two threads, without a lock.

    The counters only grow and each is written by one side, so that a stale value of the other
    side's counter means less room or less sound than there is, never wrong sound.

    Attributes:
        written, taken: frames since the beginning.
        missing: frames the reader asked for and did not get.
    """

    def __init__(self, frames: int) -> None:
        self._buffer: Block = np.zeros((frames, 2), np.float32)
        self._frames = frames
        self.written = 0
        self.taken = 0
        self.missing = 0

    @property
    def waiting(self) -> int:
        """Frames that were written and not taken."""
        return self.written - self.taken

    @property
    def room(self) -> int:
        """Frames that can be written."""
        return self._frames - self.waiting

    def write(self, block: Block) -> None:
        """Append a block; it must fit into `room`."""
        assert len(block) <= self.room
        at = self.written % self._frames
        first = min(len(block), self._frames - at)
        self._buffer[at : at + first] = block[:first]
        self._buffer[: len(block) - first] = block[first:]
        self.written += len(block)

    def take_into(self, out: Block) -> int:
        """Fill `out` with the oldest frames, silence where there are too few; returns how many."""
        there = min(len(out), self.waiting)
        at = self.taken % self._frames
        first = min(there, self._frames - at)
        out[:first] = self._buffer[at : at + first]
        out[first:there] = self._buffer[: there - first]
        out[there:] = 0.0
        self.missing += len(out) - there
        self.taken += there
        return there
