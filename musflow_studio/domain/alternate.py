"""Alternate: which version of a take a clip is."""

from __future__ import annotations

from enum import StrEnum


class Alternate(StrEnum):
    """A take whole, or with some of it left out; all of one grid, length and key."""

    FULL = "full"
    NO_MELODY = "no-melody"
    NO_DRUMS = "no-drums"
    BED = "bed"
    UNDER_DIALOGUE = "under-dialogue"

    @property
    def words(self) -> str:
        """As a clip's name says it: "no melody"."""
        return self.value.replace("-", " ")


LESS_THAN_FULL = tuple(kind for kind in Alternate if kind is not Alternate.FULL)
"""Everything that can be made of a full take."""
