"""FileDialogs: choosing files, saving, and asking before something unsaved goes."""

from __future__ import annotations

from concurrent.futures import Future
from pathlib import Path

from PyQt6.QtCore import QEventLoop
from PyQt6.QtWidgets import QFileDialog, QMessageBox, QWidget

from musflow_studio.domain.errors import StudioError
from musflow_studio.project import Project
from ui.models import Models

PANELS = (
    "Panels (*.png *.jpg *.jpeg *.webp *.tif *.tiff *.bmp *.gif *.pdf *.storyboarder *.fountain "
    "*.fdx *.csv);;All files (*)"
)
PROJECTS = "MusFlow projects (*.musflow)"


class FileDialogs:
    """Asks the user; holds no state but the folder looked into last."""

    def __init__(self, models: Models, parent: QWidget) -> None:
        self._models = models
        self._parent = parent

    def choose_panels(self, title: str) -> list[Path]:
        """Files of panels; [] if none were chosen."""
        names, _ = QFileDialog.getOpenFileNames(self._parent, title, self._folder(), PANELS)
        return self._remembered([Path(name) for name in names])

    def choose_project(self) -> Path | None:
        """A project's file."""
        name, _ = QFileDialog.getOpenFileName(
            self._parent, "Open project", self._folder(), PROJECTS
        )
        return self._remembered([Path(name)])[0] if name else None

    def save(self) -> bool:
        """Save; True once it is on disk."""
        written = self._models.project.save()
        return self.save_as() if written is None else self._wait(written)

    def save_as(self) -> bool:
        """Save to a chosen place; False if none was chosen or the disk refused."""
        model = self._models.project
        start = model.file or Path(self._folder()) / f"{model.title or 'project'}.musflow"
        name, _ = QFileDialog.getSaveFileName(self._parent, "Save project", str(start), PROJECTS)
        if not name:
            return False
        (file,) = self._remembered([Path(name)])
        written = model.save_as(file)
        return written is not None and self._wait(written)

    def may_go(self) -> bool:
        """Whether the project on the desk may go: nothing unsaved, or the user said what to do."""
        if not self._models.project.dirty:
            return True
        answers = QMessageBox.StandardButton
        answer = QMessageBox(
            QMessageBox.Icon.NoIcon,
            "MusFlow Studio",
            f"Save the changes to {self._models.project.title}?",
            answers.Save | answers.Discard | answers.Cancel,
            self._parent,
        )
        answer.setInformativeText("Takes stay in the library either way.")
        answer.setDefaultButton(answers.Save)
        chosen = answer.exec()
        if chosen == answers.Save:
            return self.save()
        return bool(chosen == answers.Discard)

    def _wait(self, written: Future[Project]) -> bool:
        """Let events go on until it is on disk; failures are shown by the model."""
        loop = QEventLoop()
        outcome: list[bool] = []

        def ended(ok: bool) -> None:
            outcome.append(ok)
            loop.quit()

        def failed(_: StudioError) -> None:
            ended(False)

        self._models.relay.ask(written, lambda _: ended(True), failed)
        if not outcome:
            loop.exec()
        return outcome[0]

    def _folder(self) -> str:
        return self._models.preferences.get("folder", str(Path.home()))

    def _remembered(self, files: list[Path]) -> list[Path]:
        if files:
            self._models.preferences.set("folder", str(files[0].parent))
        return files
