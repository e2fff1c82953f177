"""WordsView: the text bridge of the chosen panel, to read, to change, to reset."""

from __future__ import annotations

from collections.abc import Callable

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
from musflow_studio.domain.mood_vocabulary import MOOD_WORDS
from musflow_studio.domain.project import Project
from musflow_studio.domain.storyboard import Panel
from musflow_studio.project.panel_words import reset_override, set_override, set_words
from ui import icons, theme
from ui.models import Models
from ui.theme import UNIT
from ui.words.energy_slider import STEPS, EnergySlider
from ui.words.evidence_list import EvidenceList
from ui.words.line_field import LineField
from ui.words.mood_pad import MoodPad
from ui.words.mood_words import QuickEntry, nearest_word
from ui.words.panel_feeling import PanelFeeling

Change = Callable[[Project, tuple[str, ...]], Project]

WHERE = "words"
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
        self._quick = QuickEntry()
        self.pad = MoodPad()
        self.energy = EnergySlider()
        self.caption = LineField("Caption", "The panel in words")
        self.story = LineField("Story", "What happens")
        self.dialogue = LineField("Dialogue", "What is said; music stays under it")
        self.notes = LineField("Notes", "Camera, direction")
        self.evidence = EvidenceList()
        self._title = _label("title")
        self._state = _label("small", muted=True)
        self._tags = _label("small", muted=True)
        self._prompt = _label("small")
        self.as_seen = _tool("restore", "As seen", "Back to what was seen (mood, energy, caption)")
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
        for part in (self._unsure, self.caption, self._tags, self.evidence):
            layout.addWidget(part)
        for name, field in (
            ("Story", self.story), ("Dialogue", self.dialogue), ("Notes", self.notes),
        ):  # fmt: skip
            layout.addSpacing(UNIT)
            layout.addWidget(_label("small", name, muted=True))
            layout.addWidget(field)
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
        self.pad.moved.connect(self._set_mood)
        self.pad.released.connect(models.project.seal)
        self.pad.digit.connect(self._press_digit)
        self.energy.valueChanged.connect(lambda value: self._set_energy(value / STEPS))
        self.energy.sliderReleased.connect(models.project.seal)
        self.caption.written.connect(self._set_caption)
        self.story.written.connect(lambda text: self._set_words("story", text))
        self.dialogue.written.connect(lambda text: self._set_words("dialogue", text))
        self.notes.written.connect(lambda text: self._set_words("notes", text))
        self.as_seen.clicked.connect(self.reset)
        self.quick.toggled.connect(self._turn_quick)
        for button in self.suggestions:
            button.clicked.connect(lambda _, b=button: self._choose_word(b.text()))
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
        self.caption.show_text(caption)
        self.story.show_text(panel.story)
        self.dialogue.show_text(panel.dialogue)
        self.notes.show_text(panel.notes)
        self._tags.setText("  ".join(f"#{tag}" for tag in said.tags) if said else "")
        self._tags.setVisible(bool(said and said.tags))
        self.evidence.show_evidence(said.evidence if said else ())

    def _show_prompt(self) -> None:
        on = self.quick.isChecked()
        wanted = "energy 1–9" if self._quick.wants_energy else "mood 1–9"
        chosen = self._quick.mood or ("as seen" if self._quick.seen else "")
        self._prompt.setText(f"{chosen}: {wanted}" if chosen else f"Press a {wanted}")
        self._prompt.setVisible(on)
        self.pad.quick = on and not self._quick.wants_energy
        self.pad.update()

    # Changing

    def _do(self, what: str, change: Change, merge: str = "") -> None:
        uids = self._models.selection.panel_uids
        panel = self._models.selection.panel
        if panel is None:
            return
        name = f"panel {panel.number}" if len(uids) < 2 else f"{len(uids)} panels"
        key = f"{merge} {uids}" if merge else ""
        self._models.project.do(f"{what} of {name}", lambda p: change(p, uids), key, WHERE)

    def _set_mood(self, valence: float, arousal: float) -> None:
        self._do(
            "Set the mood",
            lambda project, uids: set_override(project, uids, valence=valence, arousal=arousal),
            "mood",
        )

    def _set_energy(self, energy: float) -> None:
        self._do(
            "Set the energy",
            lambda project, uids: set_override(project, uids, energy=energy),
            "energy",
        )

    def _set_caption(self, text: str) -> None:
        self._do(
            "Write the caption",
            lambda project, uids: set_override(project, uids, caption=text),
        )

    def _set_words(self, field: str, text: str) -> None:
        panel = self._models.selection.panel
        if panel is None:
            return
        self._models.project.do(
            f"Write the {field} of panel {panel.number}",
            lambda project: set_words(project, panel.uid, **{field: text}),
            where=WHERE,
        )

    def _choose_word(self, word: str) -> None:
        mood = MOOD_WORDS[word]
        self._set_mood(mood.valence, mood.arousal)
        self._models.project.seal()

    def reset(self) -> None:
        """Back to what was seen."""
        self._do("Reset mood and words", reset_override)

    # Two keys a panel

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        """Digits, Backspace and Escape while two keys a panel are wanted."""
        assert event
        if not self.quick.isChecked():
            super().keyPressEvent(event)
        elif Qt.Key.Key_0 <= event.key() <= Qt.Key.Key_9:
            self._press_digit(event.key() - Qt.Key.Key_0)
        elif event.key() == Qt.Key.Key_Backspace:
            self._go_back()
        elif event.key() == Qt.Key.Key_Escape:
            self.quick.setChecked(False)
        else:
            super().keyPressEvent(event)

    def _turn_quick(self, on: bool) -> None:
        self._quick = QuickEntry()
        if on:
            self.pad.setFocus()
        self._show_prompt()

    def _press_digit(self, digit: int) -> None:
        if not self._quick.wants_energy:
            self._quick = QuickEntry.of(digit)
            self._show_prompt()
            return
        entry, self._quick = self._quick, QuickEntry()
        mood = MOOD_WORDS.get(entry.mood)
        energy = entry.energy(digit)
        valence, arousal = (mood.valence, mood.arousal) if mood else (None, None)
        self._do(
            "Set mood and energy",
            lambda project, uids: set_override(
                project, uids, valence=valence, arousal=arousal, energy=energy
            ),
        )
        self._step(1)
        self._show_prompt()

    def _go_back(self) -> None:
        if self._quick.wants_energy:
            self._quick = QuickEntry()
        else:
            self._step(-1)
        self._show_prompt()

    def _step(self, by: int) -> None:
        board, selection = self._models.project.board, self._models.selection
        uids = [panel.uid for panel in board.panels] if board else []
        if selection.panel_uid in uids:
            place = uids.index(selection.panel_uid) + by
            selection.choose_panel(uids[max(0, min(place, len(uids) - 1))])


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
