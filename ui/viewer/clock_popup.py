"""ClockPopup: where the project's timecode starts, and how many frames a second has."""

from __future__ import annotations

from PyQt6.QtCore import QPoint, Qt
from PyQt6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QWidget,
)

from musflow_studio.domain.errors import StudioError
from musflow_studio.domain.project import Project
from musflow_studio.domain.timecode import FrameRate
from musflow_studio.project.clock import set_rate, set_start
from ui import theme
from ui.models import Models
from ui.theme import UNIT

RATES = ("23.976", "24", "25", "29.97", "29.97df", "30", "48", "50", "59.94", "59.94df", "60")
_DAW = "The clip carries this timecode, so a DAW can put it where it belongs."


class ClockPopup(QFrame):
    """Two fields over the picture; Enter sets them, Escape leaves them."""

    def __init__(self, models: Models, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self._models = models
        self.setObjectName("pane")
        board = models.project.board
        assert board, "there is a clock where there is a board"
        self.start = QLineEdit(board.rate.timecode(board.start_timecode_frames))
        self.start.setFont(theme.font("mono"))
        self.start.setAccessibleName("Start timecode")
        self.start.setToolTip("Timecode of the first frame, as 01:00:00:00")
        self.rate = QComboBox()
        self.rate.setEditable(True)
        self.rate.addItems(RATES)
        self.rate.setCurrentText(rate_text(board.rate))
        self.rate.setAccessibleName("Frames per second")
        self.rate.setToolTip("Cuts stay where they are in time, on the nearest frame")
        self.said = QLabel(_DAW)
        self.said.setWordWrap(True)
        self.said.setFont(theme.font("small"))
        theme.set_role(self.said, "muted")
        self.keep = QPushButton("Set")
        theme.set_role(self.keep, "main")
        self.keep.setDefault(True)
        self.keep.clicked.connect(self.apply)
        self.start.returnPressed.connect(self.apply)
        self._lay_out()

    def open_above(self, place: QPoint) -> None:
        """Show it with its lower right corner at a place of the screen."""
        self.adjustSize()
        self.move(place - QPoint(self.width(), self.height()))
        self.show()
        self.start.selectAll()
        self.start.setFocus()

    def apply(self) -> None:
        """Set both in one step; what is no timecode or rate is said here."""
        start, fps = self.start.text().strip(), self.rate.currentText().strip()
        project = self._models.project.project
        assert project
        board = project.storyboard
        same_start = start == board.rate.timecode(board.start_timecode_frames)

        def change(before: Project) -> Project:
            timed = set_rate(before, fps)
            return timed if same_start else set_start(timed, start)

        try:
            change(project)
        except StudioError as error:
            self._complain(error)
            return
        self._models.project.do("Set the clock", change)
        self.close()

    def _lay_out(self) -> None:
        layout = QFormLayout(self)
        layout.setContentsMargins(UNIT * 4, UNIT * 4, UNIT * 4, UNIT * 4)
        layout.setSpacing(UNIT * 2)
        layout.addRow("Starts at", self.start)
        layout.addRow("Frames per second", self.rate)
        layout.addRow(self.said)
        buttons = QHBoxLayout()
        buttons.addStretch()
        buttons.addWidget(self.keep)
        layout.addRow(buttons)
        self.setFixedWidth(UNIT * 75)

    def _complain(self, error: StudioError) -> None:
        theme.set_role(self.said, "bad")
        self.said.setText(error.sentence())
        self.adjustSize()


def rate_text(rate: FrameRate) -> str:
    """A frame rate as people write it."""
    found = (text for text in RATES if FrameRate.parse(text) == rate)
    return next(found, f"{rate.fps}{'df' if rate.drop_frame else ''}")
