"""CutdownDialog: how long the shorter versions of a take shall be."""

from __future__ import annotations

from PyQt6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QLineEdit, QVBoxLayout, QWidget

from musflow_studio.domain.errors import ErrorCode, StudioError
from ui.theme import UNIT

SHORTEST_S, MOST = 2.0, 16


class CutdownDialog(QDialog):
    """Asks for seconds, several at once."""

    def __init__(self, length_s: float, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._length_s = length_s
        self.setWindowTitle("Cut-downs")
        self.setMinimumWidth(UNIT * 90)
        says = QLabel(
            f"Shorter versions of this take, each exact to the frame: same key, theme and ending. "
            f"Seconds, {SHORTEST_S:g} to under {length_s:.1f}, parted by spaces:"
        )
        says.setWordWrap(True)
        self.seconds = QLineEdit(" ".join(f"{s:g}" for s in (30, 15, 6) if s < length_s))
        self.seconds.setAccessibleName("Seconds of each cut-down")
        self.problem = QLabel()
        self.problem.setProperty("role", "bad")
        self.problem.setWordWrap(True)
        self.buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self.seconds.textChanged.connect(self._check)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(UNIT * 5, UNIT * 5, UNIT * 5, UNIT * 4)
        layout.setSpacing(UNIT * 3)
        for part in (says, self.seconds, self.problem, self.buttons):
            layout.addWidget(part)
        self._check()

    @property
    def lengths_s(self) -> tuple[float, ...]:
        """The seconds asked for. Raises StudioError for what is none."""
        return read_lengths(self.seconds.text(), self._length_s)

    def _check(self) -> None:
        try:
            said = "" if self.lengths_s else "Write at least one length."
        except StudioError as error:
            said = error.sentence()
        self.problem.setText(said)
        ok = self.buttons.button(QDialogButtonBox.StandardButton.Ok)
        if ok:
            ok.setEnabled(not said)


def read_lengths(text: str, length_s: float) -> tuple[float, ...]:
    """Seconds from "30 15, 6". Raises StudioError naming the first that cannot be."""
    words = text.replace(",", " ").replace(";", " ").split()
    legal = f"{SHORTEST_S:g} to under {length_s:.1f} s"
    found = []
    for word in words:
        try:
            seconds = float(word.removesuffix("s"))
        except ValueError:
            raise StudioError(
                ErrorCode.BAD_INPUT, "this is no number of seconds", value=word, legal=legal
            ) from None
        if not SHORTEST_S <= seconds < length_s:
            raise StudioError(
                ErrorCode.OUT_OF_RANGE, "no cut-down can be as long", value=word, legal=legal
            )
        found.append(seconds)
    if len(found) > MOST:
        raise StudioError(
            ErrorCode.OUT_OF_RANGE, "too many at once", value=len(found), legal=f"1 to {MOST}"
        )
    return tuple(dict.fromkeys(found))
