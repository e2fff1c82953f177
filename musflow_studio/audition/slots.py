"""Slots: presets put aside under A, B and C, as they were then."""

from __future__ import annotations

from collections.abc import Iterator

from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.preset import FinishingPreset

SLOTS = ("A", "B", "C")


class Slots:
    """What lies in each slot."""

    def __init__(self) -> None:
        self._presets: dict[str, FinishingPreset] = {}

    def __iter__(self) -> Iterator[tuple[str, FinishingPreset]]:
        """(slot, preset) of those that hold one."""
        return iter(sorted(self._presets.items()))

    @property
    def presets(self) -> list[FinishingPreset]:
        """What lies in them."""
        return [preset for _, preset in self]

    def put(self, slot: str, preset: FinishingPreset) -> None:
        """Put a preset into a slot. Raises StudioError for a slot that is none."""
        _check(slot)
        self._presets[slot] = preset

    def at(self, slot: str) -> FinishingPreset:
        """What lies in a slot. Raises StudioError where nothing does."""
        _check(slot)
        if slot not in self._presets:
            raise StudioError(
                ErrorCode.BAD_INPUT, "nothing lies in this slot", value=slot, hint="put one there"
            )
        return self._presets[slot]


def _check(slot: str) -> None:
    if slot not in SLOTS:
        raise StudioError(
            ErrorCode.UNKNOWN_NAME, "no such slot", value=slot, legal=", ".join(SLOTS)
        )
