"""Welcome: the empty desk. Where to drop panels, the example, and what was opened lately."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from PyQt6.QtCore import QRectF, QSize, Qt, pyqtSignal
from PyQt6.QtGui import QImage, QImageReader, QKeyEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PyQt6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ui import icons, theme
from ui.models import Models
from ui.theme import UNIT
from ui.window.examples import example_board, example_pictures

FORMATS = "pictures, a folder, a PDF, a .storyboarder project, a screenplay"
_FRAME = QSize(120, 68)


class Welcome(QWidget):
    """What to do first.

    Signals:
        choose_panels, choose_project: the user wants a file dialog.
    """

    choose_panels = pyqtSignal()
    choose_project = pyqtSignal()

    def __init__(self, models: Models, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._models = models
        self._recent = QVBoxLayout()
        self._recent.setSpacing(UNIT)
        self.drop = _DropPlace()
        self.drop.pressed.connect(self.choose_panels)
        right = QVBoxLayout()
        right.setSpacing(UNIT * 4)
        self.example: _Example | None = None
        if board := example_board():
            self.example = _Example(lambda: models.project.start([board]))
            right.addWidget(self.example)
        right.addLayout(self._recent)
        right.addStretch(1)
        columns = QHBoxLayout()
        columns.setSpacing(UNIT * 8)
        columns.addWidget(self.drop, 3)
        columns.addLayout(right, 2)
        title = QLabel("Music for your panels")
        title.setFont(theme.font("display"))
        line = QLabel(
            "Drop a storyboard with a line of story for each panel. You get music whose beats "
            "fall on the cuts, as a clip for your timeline. Everything stays on this machine."
        )
        line.setProperty("role", "muted")
        line.setWordWrap(True)
        inner = QWidget()
        inner.setMaximumWidth(UNIT * 260)
        layout = QVBoxLayout(inner)
        layout.setContentsMargins(UNIT * 8, UNIT * 8, UNIT * 8, UNIT * 8)
        layout.setSpacing(UNIT * 3)
        layout.addWidget(title)
        layout.addWidget(line)
        layout.addSpacing(UNIT * 4)
        layout.addLayout(columns, 1)
        outer = QHBoxLayout(self)
        outer.addStretch(1)
        outer.addWidget(inner, 20)
        outer.addStretch(1)
        models.project.file_changed.connect(self._show_reading)
        self.show_recent()

    def focus_first(self) -> None:
        """Put the keyboard where newcomers start."""
        (self.example.button if self.example else self.drop).setFocus()

    def show_recent(self) -> None:
        """List the projects opened lately."""
        while (item := self._recent.takeAt(0)) is not None:
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        heading = QLabel("Recent projects")
        heading.setFont(theme.font("body", bold=True))
        self._recent.addWidget(heading)
        recent = self._models.preferences.recent[:6]
        for file in recent:
            self._recent.addWidget(_RecentLine(file, self._open))
        if not recent:
            none = QLabel("Projects you save appear here.")
            none.setProperty("role", "muted")
            self._recent.addWidget(none)
        other = QPushButton("Open another project…")
        other.setToolTip("Open a .musflow file (Ctrl+O)")
        other.clicked.connect(self.choose_project)
        self._recent.addWidget(other)

    def _open(self, file: Path) -> None:
        self._models.project.open(file)

    def _show_reading(self) -> None:
        self.drop.reading = self._models.project.reading
        self.drop.update()


class _DropPlace(QWidget):
    """A large field that says what may be dropped on it; a click or Return chooses files."""

    pressed = pyqtSignal()

    def __init__(self) -> None:
        super().__init__()
        self.reading = False
        self.setMinimumSize(UNIT * 80, UNIT * 70)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(f"Drop panels here, or press Return to choose: {FORMATS}")
        self.setToolTip("Choose panels (Ctrl+N)")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def mouseReleaseEvent(self, event: object) -> None:
        """A click chooses files."""
        self.pressed.emit()

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        """Return and Space do, too."""
        if event and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.pressed.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent | None) -> None:
        """A dashed field with an arrow and two lines."""
        colors = theme.palette()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        field = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        shape = QPainterPath()
        shape.addRoundedRect(field, 10, 10)
        painter.fillPath(shape, colors.surface)
        edge = QPen(colors.accent if self.hasFocus() else colors.muted, 1.5)
        edge.setDashPattern([5, 4])
        painter.setPen(edge)
        painter.drawPath(shape)
        middle = field.center().y()
        mark = icons.icon("image-multiple-outline", "muted")
        mark.paint(painter, int(field.center().x()) - 28, int(middle) - 84, 56, 56)
        self._line(painter, middle - 16, "title", "text", self._heading())
        self._line(painter, middle + 14, "body", "muted", FORMATS)
        self._line(painter, middle + 38, "body", "muted", "or click to choose")

    def _heading(self) -> str:
        return "Reading the panels…" if self.reading else "Drop panels here"

    def _line(self, painter: QPainter, top: float, role: theme.Role, color: str, text: str) -> None:
        painter.setFont(theme.font(role))
        painter.setPen(getattr(theme.palette(), color))
        box = QRectF(UNIT * 4, top, self.width() - UNIT * 8, 24)
        fitted = painter.fontMetrics().elidedText(
            text, Qt.TextElideMode.ElideRight, int(box.width())
        )
        painter.drawText(box, Qt.AlignmentFlag.AlignHCenter, fitted)


class _Example(QFrame):
    """The example board and the button that opens it."""

    def __init__(self, open_it: Callable[[], None]) -> None:
        super().__init__()
        self.setObjectName("pane")
        heading = QLabel("First time here?")
        heading.setFont(theme.font("body", bold=True))
        line = QLabel("Harbour Dawn: seven painted panels, 31 seconds, ready to score.")
        line.setProperty("role", "muted")
        line.setWordWrap(True)
        self.button = QPushButton("Open the example")
        self.button.setProperty("role", "main")
        self.button.setToolTip("Put Harbour Dawn on the desk")
        self.button.clicked.connect(lambda: open_it())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(UNIT * 4, UNIT * 4, UNIT * 4, UNIT * 4)
        layout.setSpacing(UNIT * 3)
        layout.addWidget(heading)
        layout.addWidget(_Row(example_pictures(3)))
        layout.addWidget(line)
        layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)


class _Row(QWidget):
    """A few small pictures side by side."""

    def __init__(self, files: tuple[Path, ...]) -> None:
        super().__init__()
        self._pictures = [_small(file) for file in files]
        self.setFixedHeight(_FRAME.height())

    def paintEvent(self, event: QPaintEvent | None) -> None:
        """The pictures, as wide as the place allows, cut to one shape."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        gap = UNIT * 2
        count = max(1, len(self._pictures))
        width = min(_FRAME.width(), (self.width() - gap * (count - 1)) // count)
        for place, picture in enumerate(self._pictures):
            at = QRectF(place * (width + gap), 0, width, width * 9 / 16)
            painter.drawImage(at, picture, _cut(picture))


def _small(file: Path) -> QImage:
    reader = QImageReader(str(file))
    reader.setAutoTransform(True)
    size = reader.size()
    if size.isValid():
        reader.setScaledSize(size.scaled(_FRAME * 2, Qt.AspectRatioMode.KeepAspectRatioByExpanding))
    return reader.read()


def _cut(picture: QImage) -> QRectF:
    """The middle of a picture in the shape of 16:9."""
    width, height = picture.width(), picture.height()
    if width * 9 > height * 16:
        return QRectF((width - height * 16 / 9) / 2, 0, height * 16 / 9, height)
    return QRectF(0, (height - width * 9 / 16) / 2, width, width * 9 / 16)


class _RecentLine(QPushButton):
    """One project: its name, where it is, when it was written."""

    def __init__(self, file: Path, open_it: Callable[[Path], None]) -> None:
        day = time.strftime("%d %b %Y", time.localtime(file.stat().st_mtime))
        super().__init__(f"{file.stem}   {day}")
        self.setIcon(icons.icon("music-clef-treble", "muted"))
        self.setToolTip(str(file))
        self.setAccessibleName(f"Open {file.stem}, {day}")
        self.setProperty("role", "row")
        self.clicked.connect(lambda: open_it(file))
