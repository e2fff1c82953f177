"""A small collection of the user's: short sounds of three kinds, in folders named for them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import soundfile
from hearing.plain_sounds import clicks, triads

from musflow_studio.encoders.text import load_text_encoder
from musflow_studio.retrieval.encoders import SoundEncoder, TimbreEncoder
from musflow_studio.retrieval.entries import vector_width
from musflow_studio.retrieval.indexing import Indexer
from musflow_studio.retrieval.searching import Searcher
from musflow_studio.retrieval.shelf import Shelf, ShelfReader
from musflow_studio.retrieval.store import Store

RATE_HZ = 22050
SECONDS = 3.0


def write_music(folder: Path) -> None:
    """Two slow organ chords, two fast clicks, two noises."""
    for number, root in enumerate((57, 60)):
        chords = triads([[root, root + 3, root + 7]], SECONDS, RATE_HZ)
        write(folder / "slow organ" / f"chapel {number}.wav", chords)
    for number, bpm in enumerate((140.0, 150.0)):
        sound = np.tile(clicks(bpm, SECONDS, RATE_HZ), (2, 1))
        write(folder / "drums" / f"fast sticks {number}.wav", sound)
    for number in range(2):
        noise = np.random.default_rng(number).standard_normal((2, round(SECONDS * RATE_HZ)))
        write(folder / "field" / f"rain on a roof {number}.flac", 0.1 * noise)


def write(path: Path, sound: np.ndarray) -> None:
    """One file, (channels, frames)."""
    path.parent.mkdir(parents=True, exist_ok=True)
    soundfile.write(path, sound.T, RATE_HZ)


class Collection:
    """A library, folders, and everything that indexes and searches them, in this process."""

    def __init__(
        self, library: Path, folders: list[Path], encoder: SoundEncoder | None = None
    ) -> None:
        sentences = load_text_encoder()
        self.encoder = encoder or TimbreEncoder(sentences)
        width = vector_width(self.encoder)
        self.store = Store(library, self.encoder.identity, width)
        self.indexer = Indexer(library, lambda: folders, self.store, self.encoder, sentences)
        self.searcher = Searcher(self.encoder, sentences)
        self.reader = ShelfReader(self.store)

    def hear_new(self) -> int:
        """Look and hear; how many files that were."""
        self.indexer.look()
        count = 0
        while self.indexer.step():
            count += 1
        return count

    @property
    def shelf(self) -> Shelf:
        return self.reader.shelf()

    def failed(self) -> list[str]:
        return [sound.trouble for sound in self.reader.failed()]
