"""Stars: 0 to 5 of them, set by a click."""

from __future__ import annotations

from PyQt6.QtCore import QSize, Qt, pyqtSignal
from PyQt6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from ui import icons
from ui.theme import UNIT

MOST = 5


class Stars(QWidget):
    """A rating; a click on the last star that shines takes it back.

    Signals:
        rated(stars): by the user.
    """

    rated = pyqtSignal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.stars = 0
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self._buttons = [self._star(number) for number in range(1, MOST + 1)]
        for button in self._buttons:
            layout.addWidget(button)
        self.show_stars(0)

    def show_stars(self, stars: int) -> None:
        """Show a rating."""
        self.stars = stars
        self.setAccessibleName(f"{stars} of {MOST} stars")
        for number, button in enumerate(self._buttons, start=1):
            shines = number <= stars
            name, color = ("star", "warn") if shines else ("star-outline", "muted")
            button.setIcon(icons.icon(name, color))

    def _star(self, number: int) -> QToolButton:
        made = QToolButton()
        made.setIconSize(QSize(UNIT * 4, UNIT * 4))
        made.setFixedSize(UNIT * 6, UNIT * 6)
        made.setAccessibleName(f"{number} star{'' if number == 1 else 's'}")
        made.setToolTip(f"{number} of {MOST} stars ({number} in the list)")
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        made.clicked.connect(lambda: self.rated.emit(0 if number == self.stars else number))
        return made
