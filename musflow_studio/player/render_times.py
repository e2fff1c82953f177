"""RenderTimes: how long rendering takes, as a share of a block's time, and how late it begins."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

KEPT = 8192
_FOLLOWING = 0.05


class RenderTimes:
    """Keeps the last blocks.

    Attributes:
        lately: share of a block's time, a moving mean.
    """

    def __init__(self) -> None:
        self.lately = 0.0
        self._shares: deque[float] = deque(maxlen=KEPT)
        self._late_s: deque[float] = deque(maxlen=KEPT)

    @contextmanager
    def block(self, lasts_s: float, late_s: float = 0.0) -> Iterator[None]:
        """Inside it a block is rendered that lasts so long, begun so long after it could be."""
        began = time.perf_counter()
        yield
        share = (time.perf_counter() - began) / lasts_s
        self.lately += _FOLLOWING * (share - self.lately)
        self._shares.append(share)
        self._late_s.append(max(0.0, late_s))

    def told(self) -> dict[str, float]:
        """Median, 99th percentile and worst share since last asked, lateness, number of blocks."""
        blocks = len(self._shares)
        shares, late_s = sorted(self._shares) or [0.0], sorted(self._late_s) or [0.0]
        self._shares.clear()
        self._late_s.clear()
        return {
            "p50": shares[len(shares) // 2],
            "p99": _p99(shares),
            "worst": shares[-1],
            "late_p99_s": _p99(late_s),
            "late_worst_s": late_s[-1],
            "blocks": blocks,
        }


def _p99(ascending: list[float]) -> float:
    return ascending[min(len(ascending) - 1, len(ascending) * 99 // 100)]
