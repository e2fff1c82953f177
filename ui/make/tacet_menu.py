"""TacetMenu: which panels of the cue have no music."""

from __future__ import annotations

from PyQt6.QtGui import QAction
from PyQt6.QtWidgets import QMenu, QSizePolicy, QToolButton, QWidget

from musflow_studio.domain.storyboard import Panel
from musflow_studio.project.cues import CueEdit
from ui.make.wording import panels_text
from ui.models import Models

STORY_SHOWN = 36


class TacetButton(QToolButton):
    """Says which panels are silent; its menu checks them."""

    def __init__(self, models: Models, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._models = models
        self.setProperty("role", "field")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setToolTip("Panels without music; the music before them lets go")
        self._menu = QMenu(self)
        self._menu.aboutToShow.connect(self._fill)
        self.setMenu(self._menu)

    def follow(self) -> None:
        """Name the silent panels."""
        cue = self._models.making.cue
        text = panels_text(self._panels(), cue.tacet) if cue else "None"
        self.setText(text)
        self.setAccessibleName(f"Tacet panels: {text}")

    def _panels(self) -> list[Panel]:
        """The panels the cue touches."""
        board, cue = self._models.project.board, self._models.making.cue
        if board is None or cue is None:
            return []
        spans = zip(board.panels, board.start_frames, board.start_frames[1:], strict=False)
        return [panel for panel, a, b in spans if a < cue.out_frame and b > cue.in_frame]

    def _fill(self) -> None:
        self._menu.clear()
        cue = self._models.making.cue
        for panel in self._panels():
            story = (
                panel.story if len(panel.story) <= STORY_SHOWN else f"{panel.story[:STORY_SHOWN]}…"
            )
            action = QAction(f"{panel.number}   {story}", self._menu)
            action.setCheckable(True)
            action.setChecked(bool(cue and panel.uid in cue.tacet))
            action.triggered.connect(lambda silent, uid=panel.uid: self._set(uid, silent))
            self._menu.addAction(action)

    def _set(self, uid: str, silent: bool) -> None:
        cue = self._models.making.cue
        if cue:
            others = tuple(one for one in cue.tacet if one != uid)
            tacet = (*others, uid) if silent else others
            self._models.making.edit("Tacet panels", CueEdit(tacet=tacet))
