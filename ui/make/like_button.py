"""LikeButton: music the cue shall be like: chosen here, or dropped anywhere on the column."""

from __future__ import annotations

from pathlib import Path

from PyQt6.QtCore import QMimeData, Qt
from PyQt6.QtWidgets import QFileDialog, QPushButton, QSizePolicy, QWidget

from ui.models import Models
from ui.models.reference import AUDIO_SUFFIXES
from ui.theme import UNIT

EMPTY = "Drop music, or choose…"


class LikeButton(QPushButton):
    """Shows the file the chosen cue is like; press it for another."""

    def __init__(self, models: Models, parent: QWidget | None = None) -> None:
        super().__init__(EMPTY, parent)
        self._reference = models.making.reference
        self.setAccessibleName("Choose a reference")
        self.setToolTip("An audio file the cue shall be like: its shape, never its notes")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self._choose)
        self._reference.changed.connect(self.follow)
        self.follow()

    def follow(self) -> None:
        """Show the cue's reference."""
        wish = self._reference.wish
        elide = Qt.TextElideMode.ElideMiddle
        name = self.fontMetrics().elidedText(wish.path.stem, elide, UNIT * 44) if wish else EMPTY
        self.setText(name)

    def _choose(self) -> None:
        kinds = " ".join(f"*{suffix}" for suffix in sorted(AUDIO_SUFFIXES))
        found, _ = QFileDialog.getOpenFileName(
            self.window(), "Music to be like", "", f"Audio ({kinds})"
        )
        if found:
            self._reference.like(Path(found))


def music_in(data: QMimeData | None) -> Path | None:
    """The first audio file of a drag."""
    files = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()] if data else []
    return next((file for file in files if file.suffix.lower() in AUDIO_SUFFIXES), None)
