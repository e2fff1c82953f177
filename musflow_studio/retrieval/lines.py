"""Lines: many short texts as one, so that a word is found in all of them at the speed of `find`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray


class Lines:
    """Texts to be searched for words, whatever their case.

    Args:
        texts: one a line; line breaks inside become spaces.
    """

    def __init__(self, texts: Iterable[str]) -> None:
        lines = [" ".join(text.casefold().split()) for text in texts]
        lengths = np.array([len(line) + 1 for line in lines], int)
        self._whole = "\n".join(lines)
        self._ends = np.cumsum(lengths)

    def holding(self, word: str) -> NDArray[np.bool_]:
        """Which texts hold a word, or a part of one."""
        held = np.zeros(len(self._ends), bool)
        held[list(self._found(" ".join(word.casefold().split())))] = True
        return held

    def holds(self, place: int, word: str) -> bool:
        """Whether one text holds a word."""
        first = int(self._ends[place - 1]) if place else 0
        return self._whole.find(word.casefold(), first, int(self._ends[place])) >= 0

    def _found(self, word: str) -> Iterator[int]:
        at = self._whole.find(word) if word else -1
        while at >= 0:
            place = int(np.searchsorted(self._ends, at, "right"))
            yield place
            at = self._whole.find(word, int(self._ends[place]))
