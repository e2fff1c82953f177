"""Store: the table of sounds and the vectors beside it, in `search/` of the library.

A row counts when the table has it: its vector is on the disk by then. So a process may be killed at
any moment, and at worst the file it was hearing is heard again.
"""

from __future__ import annotations

import hashlib
import os
import re
from contextlib import suppress
from pathlib import Path

from musflow_studio import paths
from musflow_studio.domain.errors import StudioError
from musflow_studio.retrieval.entries import Entry
from musflow_studio.retrieval.options import STORE_FOLDER
from musflow_studio.retrieval.sounds import SoundTable
from musflow_studio.retrieval.vectors import Vectors


class Store:
    """What one encoder placed of one library.

    Args:
        library: its folder; where it cannot be written the cache folder takes the store.
        identity: of the encoder.
        width: length of a row's vector.
    """

    def __init__(self, library: Path, identity: str, width: int) -> None:
        self.folder = _folder(library)
        self.identity = identity
        self.table = SoundTable(self.folder)
        slug = re.sub(r"[^a-z0-9.]+", "-", identity.casefold()).strip("-")
        self.vectors = Vectors(self.folder / f"vectors-{slug}-{width}.f32", width)

    def put(self, entry: Entry) -> None:
        """Keep an entry, whole or not at all. Raises OSError, sqlite3.Error."""
        with self.table.putting(entry.sound) as row:
            self.vectors.write(row, entry.vector)

    def drop_other_vectors(self) -> None:
        """Remove what other encoders placed, once nothing in the table needs it."""
        if self.table.encoders() <= {self.identity}:
            for file in self.folder.glob("vectors-*.f32"):
                if file != self.vectors.file:
                    with suppress(OSError):
                        file.unlink()


def _folder(library: Path) -> Path:
    """`search/` in the library, or in the cache where the library cannot be written."""
    wanted = library / STORE_FOLDER
    try:
        if os.access(paths.ensure_folder(wanted), os.W_OK):
            return wanted
    except StudioError:
        pass  # a read-only library: the cache takes it
    digest = hashlib.sha256(str(library).encode()).hexdigest()[:12]
    return paths.ensure_folder(paths.cache_folder() / f"search-{digest}")
