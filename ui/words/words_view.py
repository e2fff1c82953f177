"""WordsView: the text bridge of the chosen panel, to read, to change, to reset."""

from __future__ import annotations

from functools import partial

from PyQt6.QtCore import Qt
from PyQt6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PyQt6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QStackedLayout,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from superqt import QFlowLayout

from musflow_studio.domain.description import PanelDescription
from musflow_studio.domain.storyboard import Panel
from ui import icons, theme
from ui.models import Models
from ui.theme import UNIT
from ui.words.energy_slider import STEPS, EnergySlider
from ui.words.evidence_list import EvidenceList
from ui.words.line_field import LineField
from ui.words.mood_pad import MoodPad
from ui.words.mood_words import nearest_word
from ui.words.panel_edits import PanelEdits
from ui.words.panel_feeling import PanelFeeling
from ui.words.picture_line import PictureLine
from ui.words.quick_keys import QuickKeys

_FIELDS = {
    "caption": "The panel in words",
    "story": "What happens",
    "dialogue": "What is said",
    "notes": "Camera, direction",
}
_EMPTY = "Here stands what the studio sees in a panel: its mood, its energy, and why."
_QUICK_TIP = (
    "Two keys a panel (Q): a mood 1 to 9, then an energy 1 to 9, and on to the next panel.\n"
    "0 leaves what was seen, Backspace goes back, Escape ends."
)


class WordsView(QWidget):
    """What was seen in the chosen panel, and what was set by hand."""

    def __init__(self, models: Models, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._models = models
        self.edits = PanelEdits(models)
        self.keys = QuickKeys(models, self.edits, self)
        self.pad = MoodPad()
        self.energy = EnergySlider()
        self.fields = {name: LineField(name.capitalize(), tip) for name, tip in _FIELDS.items()}
        self.evidence = EvidenceList()
        self.picture = PictureLine()
        self._title = _label("title")
        self._state = _label("small", muted=True)
        self._tags = _label("small", muted=True)
        self._prompt = _label("small")
        self.as_seen = _tool("restore", "As seen", "Back to what was seen (mood, energy, words)")
        self.quick = _tool("keyboard-outline", "Two keys a panel", _QUICK_TIP, checkable=True)
        self.suggestions = tuple(QPushButton() for _ in range(3))
        for suggestion in self.suggestions:
            suggestion.setAccessibleName("Suggested mood")
        self._unsure = self._suggestion_row()
        self._stack = QStackedLayout(self)
        self._stack.addWidget(_invitation())
        self._stack.addWidget(self._page())
        self._connect()
        self._show()

    # Parts

    def _page(self) -> QWidget:
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(UNIT * 3, UNIT * 2, UNIT * 3, UNIT * 2)
        layout.setSpacing(UNIT * 2)
        layout.addLayout(self._head())
        body = QHBoxLayout()
        body.setSpacing(UNIT * 3)
        left = QVBoxLayout()
        left.setSpacing(UNIT * 2)
        left.addWidget(self.pad, 1)
        left.addWidget(self.energy)
        left.addWidget(self._prompt)
        body.addLayout(left, 5)
        body.addWidget(self._reading(), 6)
        layout.addLayout(body, 1)
        return page

    def _head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(UNIT)
        head.addWidget(self._title)
        head.addWidget(self._state)
        head.addStretch()
        head.addWidget(self.as_seen)
        head.addWidget(self.quick)
        return head

    def _suggestion_row(self) -> QWidget:
        row = QWidget()
        layout = QFlowLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setHorizontalSpacing(UNIT)
        layout.setVerticalSpacing(UNIT)
        layout.addWidget(_label("small", "Unsure. Is it", muted=True))
        for button in self.suggestions:
            button.setProperty("role", "chip")
            layout.addWidget(button)
        return row

    def _reading(self) -> QWidget:
        inner = QWidget()
        layout = QVBoxLayout(inner)
        layout.setContentsMargins(0, 0, UNIT * 2, 0)
        layout.setSpacing(UNIT)
        self._tags.setWordWrap(True)
        for part in (self._unsure, self.fields["caption"], self._tags, self.evidence):
            layout.addWidget(part)
        for name in ("story", "dialogue", "notes"):
            layout.addSpacing(UNIT)
            layout.addWidget(_label("small", name.capitalize(), muted=True))
            layout.addWidget(self.fields[name])
            if name == "story":
                layout.addWidget(self.picture)
        layout.addStretch()
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inner)
        return area

    def _connect(self) -> None:
        models = self._models
        for signal in (
            models.project.changed, models.selection.changed, models.descriptions.changed,
        ):  # fmt: skip
            signal.connect(self._show)
        self.pad.moved.connect(self.edits.set_mood)
        self.pad.released.connect(models.project.seal)
        self.pad.digit.connect(self.keys.press)
        self.keys.changed.connect(self._show_prompt)
        self.energy.valueChanged.connect(lambda value: self.edits.set_energy(value / STEPS))
        self.energy.sliderReleased.connect(models.project.seal)
        for name, field in self.fields.items():
            field.written.connect(partial(self.edits.write, name))
        self.picture.field.written.connect(self.edits.write_picture)
        self.as_seen.clicked.connect(self.edits.reset)
        self.quick.toggled.connect(self._turn_quick)
        for button in self.suggestions:
            button.clicked.connect(lambda _, b=button: self.edits.choose_word(b.text()))
        shortcut = QShortcut(QKeySequence("Q"), self)
        shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
        shortcut.activated.connect(self.quick.toggle)

    # Showing

    def _show(self) -> None:
        panel = self._models.selection.panel
        self._stack.setCurrentIndex(0 if panel is None else 1)
        if panel is None:
            return
        said = self._models.descriptions.of(panel.uid)
        feeling = PanelFeeling.of(panel, said)
        self._show_head(panel, feeling)
        self.pad.show_mood(feeling.point, feeling.seen_point)
        self.energy.show_energy(feeling.energy, feeling.seen_energy)
        self._unsure.setVisible(feeling.unsure)
        words = said.suggestions if said and feeling.unsure else ()
        for button, word in zip(self.suggestions, words, strict=False):
            button.setText(word)
            button.setAccessibleName(f"Suggested mood: {word}")
            button.setToolTip(f"Set the mood to {word}")
        self._show_words(panel, said)
        self._show_prompt()

    def _show_head(self, panel: Panel, feeling: PanelFeeling) -> None:
        count = len(self._models.selection.panel_uids)
        self._title.setText(f"Panel {panel.number}" if count < 2 else f"{count} panels")
        word = nearest_word(*feeling.point) if feeling.point and not feeling.unsure else ""
        said = self._models.descriptions.of(panel.uid)
        if said and said.mood_word and not self._models.descriptions.pending:
            word = said.mood_word
        waiting = self._models.descriptions.pending
        self._state.setText(" · ".join(filter(None, (word, "reading…" if waiting else ""))))
        self.as_seen.setEnabled(feeling.by_hand)

    def _show_words(self, panel: Panel, said: PanelDescription | None) -> None:
        caption = panel.override.caption or (said.caption if said else "")
        self.fields["caption"].show_text(panel.uid, caption)
        for name in ("story", "dialogue", "notes"):
            self.fields[name].show_text(panel.uid, getattr(panel, name))
        self.picture.show_panel(panel, said)
        self._tags.setText("  ".join(f"#{tag}" for tag in said.tags) if said else "")
        self._tags.setVisible(bool(said and said.tags))
        self.evidence.show_evidence(said.evidence if said else ())

    def _show_prompt(self) -> None:
        on = self.quick.isChecked()
        self._prompt.setText(self.keys.prompt)
        self._prompt.setVisible(on)
        self.pad.quick = on and not self.keys.entry.wants_energy
        self.pad.update()

    # Two keys a panel

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        """Digits, Backspace and Escape while two keys a panel are wanted."""
        assert event
        if not self.quick.isChecked():
            super().keyPressEvent(event)
        elif Qt.Key.Key_0 <= event.key() <= Qt.Key.Key_9:
            self.keys.press(event.key() - Qt.Key.Key_0)
        elif event.key() == Qt.Key.Key_Backspace:
            self.keys.go_back()
        elif event.key() == Qt.Key.Key_Escape:
            self.quick.setChecked(False)
        else:
            super().keyPressEvent(event)

    def _turn_quick(self, on: bool) -> None:
        if on:
            self.pad.setFocus()
        self.keys.begin()


def _label(role: theme.Role, text: str = "", *, muted: bool = False) -> QLabel:
    made = QLabel(text)
    made.setFont(theme.font(role))
    if muted:
        made.setProperty("role", "muted")
    return made


def _tool(icon: str, name: str, tip: str, *, checkable: bool = False) -> QToolButton:
    made = QToolButton()
    made.setIcon(icons.icon(icon))
    made.setAccessibleName(name)
    made.setToolTip(tip)
    made.setCheckable(checkable)
    return made


def _invitation() -> QLabel:
    made = _label("body", _EMPTY, muted=True)
    made.setAlignment(Qt.AlignmentFlag.AlignCenter)
    made.setWordWrap(True)
    made.setMargin(UNIT * 6)
    return made
