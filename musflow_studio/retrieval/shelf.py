"""Shelf: the store in memory, as arrays to look through; only what is new is read again."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from musflow_studio.domain.sound_search import pace_of
from musflow_studio.retrieval.lines import Lines
from musflow_studio.retrieval.sounds import Sound
from musflow_studio.retrieval.store import Store

Array = NDArray[np.float32]
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Shelf:
    """The sounds that can be found, and where each lies.

    Attributes:
        sounds: n of them.
        rows: (n,), where each stands among the vectors.
        vectors: (rows, width), mapped from the file; see `Entry`.
    """

    sounds: tuple[Sound, ...]
    rows: NDArray[np.int_]
    vectors: Array

    def against(self, vector: Array, first: int) -> Array:
        """The dot product of each sound's vector, from column `first` on, with another, (n,)."""
        part = self.vectors[:, first : first + len(vector)]
        return np.asarray((part @ vector)[self.rows], np.float32)

    @cached_property
    def moods(self) -> NDArray[np.str_]:
        """Each sound's partition by mood."""
        return np.array([sound.mood for sound in self.sounds], np.str_)

    @cached_property
    def paces(self) -> NDArray[np.str_]:
        """Each sound's partition by tempo; "" where nothing pulses."""
        paces = [pace_of(sound.bpm).value if sound.bpm else "" for sound in self.sounds]
        return np.array(paces, np.str_)

    @cached_property
    def words(self) -> Lines:
        """What is said of each sound, for plain comparison."""
        return Lines(f"{s.name} {s.genre} {s.words}" for s in self.sounds)

    @cached_property
    def genres(self) -> Lines:
        """The genre of each sound, and its other words."""
        return Lines(f"{s.genre} {s.words}".replace("-", " ") for s in self.sounds)

    @cached_property
    def places(self) -> dict[str, int]:
        """Where each file stands."""
        return {sound.path: place for place, sound in enumerate(self.sounds)}

    def of_genre(self, genre: str) -> Mask:
        """Whose genre, or tags, hold these words."""
        inside = np.ones(len(self.sounds), bool)
        for word in genre.replace("-", " ").split():
            inside &= self.genres.holding(word)
        return inside


@dataclass
class ShelfReader:
    """Keeps a shelf up to date with its store. One thread calls it."""

    store: Store
    _revision: int = 0
    _rows: dict[int, Sound] = field(default_factory=dict)
    _shelf: Shelf | None = None

    def shelf(self) -> Shelf:
        """The shelf as the store is now."""
        self._read()
        if self._shelf is None:
            vectors = self.store.vectors.rows()
            good = [row for row in self._good() if row < len(vectors)]
            sounds = tuple(self._rows[row] for row in good)
            self._shelf = Shelf(sounds, np.array(good, int), vectors)
        return self._shelf

    def count(self) -> int:
        """How many sounds can be found now."""
        self._read()
        return len(self._good())

    def failed(self) -> list[Sound]:
        """Files that cannot be read."""
        self._read()
        return [sound for sound in self._rows.values() if sound.trouble and not sound.gone]

    def _read(self) -> None:
        revision, changed = self.store.table.since(self._revision)
        if changed:
            self._rows.update(changed)
            self._revision, self._shelf = revision, None

    def _good(self) -> list[int]:
        wanted = self.store.identity
        return [
            row
            for row, sound in self._rows.items()
            if sound.encoder == wanted and not sound.gone and not sound.trouble
        ]
