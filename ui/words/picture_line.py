"""PictureLine: what a pretrained model said about the picture, to be mended or taken out."""

from __future__ import annotations

from PyQt6.QtWidgets import QLabel, QVBoxLayout, QWidget

from musflow_studio.domain.description import PanelDescription
from musflow_studio.domain.storyboard import Panel
from ui import theme
from ui.theme import UNIT
from ui.words.line_field import LineField


class PictureLine(QWidget):
    """The sentence, and over it whose words it is. Hidden where no model said anything."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.whose = QLabel()
        self.whose.setFont(theme.font("small"))
        self.whose.setProperty("role", "muted")
        self.whose.setWordWrap(True)
        self.field = LineField("What the picture says", "Nothing")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, UNIT, 0, 0)
        layout.setSpacing(UNIT)
        layout.addWidget(self.whose)
        layout.addWidget(self.field)
        self.hide()

    def show_panel(self, panel: Panel, said: PanelDescription | None) -> None:
        """Show the words that count for this panel's picture."""
        by_hand = panel.override.picture_says
        seen = _seen(said)
        model = (said.picture_model if said else "") or "a picture model"
        self.whose.setText(whose_words(panel, seen, model))
        self.field.setAccessibleDescription(self.whose.text())
        self.field.setToolTip("Enter keeps, Escape takes back. Empty, the picture says nothing.")
        self.field.show_text(panel.uid, seen if by_hand is None else by_hand)
        self.setVisible(bool(seen) or by_hand is not None)


def _seen(said: PanelDescription | None) -> str:
    """The model's own sentence; "" without one."""
    if said is None:
        return ""
    return said.picture_says if said.seen_picture_says is None else said.seen_picture_says


def whose_words(panel: Panel, seen: str, model: str) -> str:
    """Who says what the picture says, in one line."""
    over = panel.override
    before = f" ({model} said “{seen}”)" if seen else ""
    if over.picture_says is None:
        whose = f"From the picture, by {model}"
    else:
        whose = f"From the picture, {'in your words' if over.picture_says else 'taken out'}{before}"
    return whose if over.caption is None else f"{whose}; your caption is read instead"
