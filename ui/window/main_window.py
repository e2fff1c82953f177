"""MainWindow: where each view stands, what is dropped on it, how it closes."""

from __future__ import annotations

from pathlib import Path

from PyQt6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PyQt6.QtWidgets import QMainWindow, QMessageBox, QVBoxLayout, QWidget

from musflow_studio.domain.errors import StudioError
from ui.models import Models
from ui.window.desk import Desk
from ui.window.toolbar import Toolbar


class MainWindow(QMainWindow):
    """The one window."""

    def __init__(self, models: Models) -> None:
        super().__init__()
        self.models = models
        self.setWindowTitle("MusFlow Studio")
        self.setMinimumSize(1024, 680)
        self.resize(1280, 800)
        self.setAcceptDrops(True)
        self.toolbar = Toolbar(models)
        self.desk = Desk(models)
        whole = QWidget()
        layout = QVBoxLayout(whole)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.toolbar)
        layout.addWidget(self.desk, 1)
        self.setCentralWidget(whole)
        models.errors.shown.connect(self._show_error)

    def dragEnterEvent(self, event: QDragEnterEvent | None) -> None:
        """Take files from anywhere."""
        data = event.mimeData() if event else None
        if event and data and data.hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent | None) -> None:
        """Start a project from what was dropped."""
        assert event
        data = event.mimeData()
        files = (
            [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()] if data else []
        )
        if files:
            event.acceptProposedAction()
            self.models.project.start(files)

    def closeEvent(self, event: QCloseEvent | None) -> None:
        """Leave the desk clean."""
        self.models.project.close()
        super().closeEvent(event)

    def _show_error(self, error: StudioError, where: str) -> None:
        QMessageBox.warning(self, "MusFlow Studio", error.sentence())
