"""Comparison: two takes heard against each other, at one level."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Comparison:
    """Two takes heard against each other at one level.

    Attributes:
        first, second: the takes' ids, in the order they are offered ("A", "B"; blind: "1", "2").
        blind: which is which is not shown until `reveal`.
    """

    first: str
    second: str
    blind: bool = False

    def other(self, clip_id: str) -> str:
        """The one that is not heard."""
        return self.second if clip_id == self.first else self.first


def matching_gains_db(lufs: Mapping[str, float | None]) -> dict[str, float]:
    """Gains in dB, none above 0, that bring takes to the loudness of the quietest.

    A take whose loudness is not known (silence, or under 400 ms) plays as it is.
    """
    known = [level for level in lufs.values() if level is not None]
    return {
        clip_id: min(known) - level if level is not None else 0.0 for clip_id, level in lufs.items()
    }
