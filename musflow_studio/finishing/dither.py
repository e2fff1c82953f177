"""24-bit whole numbers from float audio, with triangular dither of two steps' width (TPDF).

After Lipshitz, Wannamaker and Vanderkooy, "Quantization and Dither: A Theoretical Survey"
(JAES 1992): the error's mean and variance do not depend on the signal. Samples that are exactly
zero stay zero, so silence stays silence.
"""

from __future__ import annotations

import hashlib

import numpy as np
import numpy.typing as npt

FULL_SCALE = 2**23


class Quantiser:
    """Turns float blocks into 24-bit integers; the same key always gives the same dither.

    Attributes:
        clipped: samples so far that lay beyond full scale.
    """

    def __init__(self, key: str) -> None:
        seed = int.from_bytes(hashlib.sha256(key.encode()).digest()[:16], "big")
        self._bits = np.random.PCG64(seed)
        self.clipped = 0

    def quantised(self, block: npt.NDArray[np.float32]) -> npt.NDArray[np.int32]:
        """A block (frames, channels), full scale 1.0, as integers of -2**23 to 2**23 - 1."""
        exact = block.astype(np.float64) * FULL_SCALE
        steps = np.where(block == 0.0, 0.0, np.floor(exact + self._triangular(block.shape) + 0.5))
        bounded = np.clip(steps, -FULL_SCALE, FULL_SCALE - 1)
        self.clipped += int(np.count_nonzero(bounded != steps))
        return bounded.astype(np.int32)

    def _triangular(self, shape: tuple[int, ...]) -> npt.NDArray[np.float64]:
        """Difference of two uniform draws: -1 to 1 step, triangular."""
        drawn = self._bits.random_raw(int(np.prod(shape))).view(np.uint32).astype(np.float64)
        pairs = drawn.reshape(-1, 2)
        difference: npt.NDArray[np.float64] = (pairs[:, 0] - pairs[:, 1]) / 2**32
        return difference.reshape(shape)
