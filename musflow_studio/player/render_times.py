"""RenderTimes: how long rendering takes, as a share of the time a block lasts."""

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

    @contextmanager
    def block(self, lasts_s: float) -> Iterator[None]:
        """Inside it a block is rendered that lasts so long."""
        began = time.perf_counter()
        yield
        share = (time.perf_counter() - began) / lasts_s
        self.lately += _FOLLOWING * (share - self.lately)
        self._shares.append(share)

    def told(self) -> dict[str, float]:
        """Median, 99th percentile and worst share since last asked, and how many blocks."""
        shares = sorted(self._shares) or [0.0]
        self._shares.clear()
        return {
            "p50": shares[len(shares) // 2],
            "p99": shares[min(len(shares) - 1, len(shares) * 99 // 100)],
            "worst": shares[-1],
            "blocks": len(shares),
        }
