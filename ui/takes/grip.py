"""Grip: a file of the take, to be dragged out of the window."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PyQt6.QtCore import QPoint, QSize, Qt, pyqtSignal
from PyQt6.QtGui import QGuiApplication, QMouseEvent
from PyQt6.QtWidgets import QApplication, QPushButton, QWidget

from ui import icons
from ui.takes.dragging import drag_files
from ui.theme import UNIT


class Grip(QPushButton):
    """Dragged, the files leave as copies; pressed, their paths are copied.

    Signals:
        dragged: somebody took the files.
        copied(text): the paths are in the clipboard.
    """

    dragged = pyqtSignal()
    copied = pyqtSignal(str)

    def __init__(self, label: str, icon: str, parent: QWidget | None = None) -> None:
        super().__init__(label, parent)
        self._files: tuple[Path, ...] = ()
        self._pressed: QPoint | None = None
        self.setProperty("role", "grip")
        self.setIcon(icons.icon(icon, "muted"))
        self.setIconSize(QSize(UNIT * 4, UNIT * 4))
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.clicked.connect(self._copy)
        self.show_files(())

    def show_files(self, files: Sequence[Path]) -> None:
        """What a drag takes along; nothing greys the grip out."""
        self._files = tuple(files)
        self.setEnabled(bool(files))
        what = self.text() or "The file"
        self.setAccessibleName(f"{what}: drag it out, or press to copy its path")
        names = "\n".join(file.name for file in files)
        self.setToolTip(f"Drag onto a timeline or a folder; press to copy the path\n{names}")

    def mousePressEvent(self, event: QMouseEvent | None) -> None:
        """Remember where a drag would begin."""
        assert event
        self._pressed = event.position().toPoint()
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent | None) -> None:
        """Drag the files out once the pointer went far enough."""
        assert event
        if self._pressed is None or not event.buttons() & Qt.MouseButton.LeftButton:
            return
        moved = (event.position().toPoint() - self._pressed).manhattanLength()
        if moved >= QApplication.startDragDistance() and self._files:
            self._pressed = None
            self.setDown(False)
            label = self._files[0].name if len(self._files) == 1 else f"{len(self._files)} files"
            if drag_files(self, self._files, label):
                self.dragged.emit()

    def _copy(self) -> None:
        text = "\n".join(str(file) for file in self._files)
        clipboard = QGuiApplication.clipboard()
        if clipboard:
            clipboard.setText(text)
            self.copied.emit(text)
