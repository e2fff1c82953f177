"""AudioTextEncoder: what puts sound and words into one space, so that either finds the other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray


class AudioTextEncoder(Protocol):
    """Sounds and sentences as vectors of one space; the larger the dot product, the more alike.

    Attributes:
        name: short and stable ("timbre", "clap laion/larger_clap_music").
        version: another one means that vectors do not compare.
        dimension: of the vectors.
        rate_hz: the sample rate `of_audio` wants.
    """

    @property
    def name(self) -> str: ...  # noqa: D102 - see Attributes
    @property
    def version(self) -> str: ...  # noqa: D102
    @property
    def dimension(self) -> int: ...  # noqa: D102
    @property
    def rate_hz(self) -> int: ...  # noqa: D102

    def of_audio(self, audio: NDArray[np.float32]) -> NDArray[np.float32]:
        """(n, dimension), rows of length 1, for n mono sounds (n, frames) at `rate_hz`."""
        ...

    def of_text(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """(n, dimension), rows of length 1, for n sentences."""
        ...
