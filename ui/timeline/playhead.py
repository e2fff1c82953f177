"""Playhead: where the music is on the board, or where it would be without a take."""

from __future__ import annotations

from PyQt6.QtCore import QObject, pyqtSignal

from ui.models import Models
from ui.timeline.stage import Stage


class Playhead(QObject):
    """A place on the board that follows the music and can be put anywhere.

    Signals:
        moved(seconds): board seconds.
    """

    moved = pyqtSignal(float)

    def __init__(self, models: Models, stage: Stage, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._models = models
        self._stage = stage
        self.seconds = 0.0
        models.playback.moved.connect(self._on_moved)
        models.project.opened.connect(lambda: self._stand_at(0.0))

    def go(self, seconds: float) -> None:
        """Put it there: the take plays on from there; elsewhere the panel there is looked at."""
        start_s, end_s = self._heard()
        if start_s <= seconds < end_s:
            self._models.playback.seek(seconds - start_s)
            return
        self._stand_at(seconds)
        scene, selection = self._stage.scene, self._models.selection
        for block in scene.board.cues if scene else ():
            if not block.omitted and block.start_s <= seconds < block.end_s:
                selection.choose_cue(block.cue.uid)
        for panel in scene.board.panels if scene else ():
            if panel.start_s <= seconds < panel.end_s:
                selection.choose_panel(panel.panel.uid)

    def _heard(self) -> tuple[float, float]:
        """Where on the board the music that can be heard begins and ends; nowhere without any."""
        start_s = self._stage.heard_from_s
        if start_s is None:
            return 0.0, 0.0
        return start_s, start_s + self._models.playback.length_s

    def _on_moved(self, seconds: float) -> None:
        start_s = self._stage.heard_from_s
        if start_s is not None:
            self._stand_at(start_s + seconds)

    def _stand_at(self, seconds: float) -> None:
        if seconds != self.seconds:
            self.seconds = seconds
            self.moved.emit(seconds)
