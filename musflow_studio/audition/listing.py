"""Listing: the presets an audition steps through: all, those that were found, or hidden ones."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence

from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.preset import FinishingPreset


class Listing:
    """An order of presets and a place in it. Lives on the studio's thread.

    Attributes:
        blind: True while names are hidden and the order is another one.
    """

    def __init__(self) -> None:
        self.blind = False
        self._all: dict[str, FinishingPreset] = {}
        self._only: frozenset[str] | None = None
        self._shuffled: list[str] = []

    def fill(self, presets: Iterable[FinishingPreset]) -> None:
        """These are on the shelf; hidden ones keep their places, new ones come last."""
        self._all = {preset.name: preset for preset in presets}
        known = [name for name in self._shuffled if name in self._all]
        self._shuffled = [*known, *(name for name in self._all if name not in known)]

    def only(self, names: Sequence[str] | None) -> None:
        """Step through these alone; None or nothing known: through all."""
        self._only = frozenset(names) & set(self._all) if names is not None else None

    def hide(self, *, on: bool) -> None:
        """Hide the names behind numbers, in another order; or show them."""
        if on and not self.blind:
            random.shuffle(self._shuffled)
        self.blind = on

    @property
    def presets(self) -> list[FinishingPreset]:
        """What is stepped through, in order."""
        names = self._shuffled if self.blind else list(self._all)
        found = [self._all[name] for name in names if self._only is None or name in self._only]
        return found or [self._all[name] for name in names]

    @property
    def labels(self) -> list[str]:
        """What each is called: names, or numbers while they are hidden."""
        if self.blind:
            return [str(place) for place, _ in enumerate(self.presets, 1)]
        return [preset.name for preset in self.presets]

    def place(self, name: str) -> int:
        """Where a preset stands, from 0; -1 if it is not stepped through."""
        names = [preset.name for preset in self.presets]
        return names.index(name) if name in names else -1

    def label(self, preset: FinishingPreset) -> str:
        """What to call a preset: its title, or its number while names are hidden."""
        if not self.blind:
            return preset.title
        place = self.place(preset.name)
        return str(place + 1) if place >= 0 else "?"

    def after(self, name: str, by: int) -> FinishingPreset:
        """The preset so many places further, round the ends."""
        here = self.place(name)
        start = here if here >= 0 else -min(by, 1)
        return self.presets[(start + by) % len(self.presets)]

    def at(self, number: int) -> FinishingPreset:
        """The preset at a place, from 1. Raises StudioError."""
        if not 1 <= number <= len(self.presets):
            raise StudioError(
                ErrorCode.OUT_OF_RANGE,
                "no preset has this number",
                value=number,
                legal=f"1 to {len(self.presets)}",
            )
        return self.presets[number - 1]

    def around(self, name: str, reach: int) -> list[FinishingPreset]:
        """The neighbours of a preset, the nearest first."""
        here = max(0, self.place(name))
        count = len(self.presets)
        return [
            self.presets[(here + sign * away) % count]
            for away in range(1, reach + 1)
            for sign in (1, -1)
        ]

    def is_as_kept(self, preset: FinishingPreset) -> bool:
        """Whether the shelf holds just this under its name."""
        return self._all.get(preset.name) == preset
