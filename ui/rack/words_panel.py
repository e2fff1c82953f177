"""WordsBar and WordsPanel: say what you want to hear; see each number before and after."""

from __future__ import annotations

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import (
    QButtonGroup,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from musflow_studio.domain.effect_words import Understood, WordsResult
from ui import icons, theme
from ui.models import Models
from ui.rack.words_diff import Change, changes
from ui.theme import UNIT

HINT = "Say what you want to hear: warmer, like a cathedral"
MORE = "More words go on from here: a bit less, wider"
_ARROW = "\N{RIGHTWARDS ARROW}"
_NOTHING = "These words ask for nothing that effects can do; nothing is changed."


class WordsBar(QWidget):
    """The field, and what becomes of the words."""

    def __init__(self, models: Models, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = models.rack.words
        self.field = QLineEdit()
        self.field.setAccessibleName("Effects by words")
        self.field.setToolTip(
            "Effects by words; Return shows and plays what they would change (Ctrl+Alt+W)"
        )
        self.field.setClearButtonEnabled(True)
        self.field.addAction(
            icons.icon("message-text-outline", "muted"), QLineEdit.ActionPosition.LeadingPosition
        )
        self.field.returnPressed.connect(self.ask)
        self.working = QLabel("Listening to the take…")
        self.working.setProperty("role", "muted")
        self.working.setToolTip("Escape gives up")
        self.before = _button("Before", "Hear it as it was", checkable=True)
        self.after = _button("After", "Hear what the words propose", checkable=True)
        group = QButtonGroup(self)
        for button in (self.before, self.after):
            button.setProperty("role", "segment")
            group.addButton(button)
        self.drop = _button("Drop", "Give the proposal up (Escape)")
        self.apply = _button(
            "Apply", "Take the proposal; one step of undo (Return in the empty field)"
        )
        self.apply.setProperty("role", "main")
        self.before.clicked.connect(self._hear_before)
        self.after.clicked.connect(self._hear_after)
        self.drop.clicked.connect(self._words.drop)
        self.apply.clicked.connect(self._words.apply)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(UNIT)
        layout.addWidget(self.field, 1)
        layout.addWidget(self.working)
        for button in (self.before, self.after, self.drop, self.apply):
            layout.addWidget(button)
        self._words.changed.connect(self._follow)
        self._follow()

    def ask(self) -> None:
        """Propose what the words ask for; Return on an empty field takes the proposal."""
        text = self.field.text().strip()
        if text:
            self._words.ask(text)
        elif self._words.changes:
            self._words.apply()

    def _hear_before(self) -> None:
        self._words.hear(before=True)

    def _hear_after(self) -> None:
        self._words.hear(before=False)

    def _follow(self) -> None:
        proposed = self._words.result is not None
        self.field.setPlaceholderText(MORE if proposed else HINT)
        self.working.setVisible(self._words.asking)
        if proposed and not self._words.asking:
            self.field.clear()
        self.field.setReadOnly(self._words.asking)
        for button in (self.before, self.after, self.apply):
            button.setVisible(self._words.changes)
        self.drop.setVisible(proposed)
        self.before.setChecked(self._words.hears_before)
        self.after.setChecked(not self._words.hears_before)


class WordsPanel(QScrollArea):
    """The proposal: what was understood, what was not, and every number."""

    def __init__(self, models: Models, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = models.rack.words
        self.shown: tuple[Change, ...] = ()
        self.said = QLabel()
        self.said.setWordWrap(True)
        self.said.setTextFormat(Qt.TextFormat.PlainText)
        self.said.setAccessibleName("What was understood")
        self.setWidgetResizable(True)
        self.setAccessibleName("What the words would change")
        self._words.changed.connect(self._follow)

    def _follow(self) -> None:
        result, before = self._words.result, self._words.before
        if result is None or before is None:
            self.shown = ()
            return
        self.shown = changes(before, result.after)
        page = QWidget()
        layout = QHBoxLayout(page)
        layout.setContentsMargins(UNIT * 2, UNIT, UNIT * 2, UNIT)
        layout.setSpacing(UNIT * 6)
        layout.addLayout(self._told(result), 2)
        layout.addWidget(_table(self.shown), 5)
        self.setWidget(page)

    def _told(self, result: WordsResult) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(UNIT)
        column.addWidget(_text(f"\N{LEFT DOUBLE QUOTATION MARK}{', '.join(self._words.said)}"
                               "\N{RIGHT DOUBLE QUOTATION MARK}", bold=True))  # fmt: skip
        if understanding(result):
            column.addWidget(_text(understanding(result)))
        for sentence in result.said:
            line = _text(f"{sentence[:1].upper()}{sentence[1:]}.")
            line.setProperty("role", "muted")
            column.addWidget(line)
        column.addStretch(1)
        return column


class _Changes(QWidget):
    """The numbers in columns."""


def _table(rows: tuple[Change, ...]) -> QWidget:
    made = _Changes()
    made.setAccessibleName("; ".join(row.sentence() for row in rows) or "No number changes")
    grid = QGridLayout(made)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(UNIT * 3)
    grid.setVerticalSpacing(2)
    half = _half(rows)
    for side, part in enumerate((rows[:half], rows[half:])):
        last = ""
        for at, row in enumerate(part):
            effect = "" if row.effect == last else row.effect
            _fill_row(grid, at, side * 6, (effect, row.parameter, row.before, _ARROW, row.after))
            last = row.effect
    for side in range(2):
        grid.setColumnStretch(side * 6 + 5, 1)
    grid.setRowStretch(max(half, len(rows) - half), 1)
    return made


def _half(rows: tuple[Change, ...]) -> int:
    """Where the second column begins: with an effect, after the middle."""
    half = -(-len(rows) // 2)
    while half < len(rows) and rows[half].effect == rows[half - 1].effect:
        half += 1
    return half


def _fill_row(grid: QGridLayout, row: int, column: int, cells: tuple[str, ...]) -> None:
    for at, text in enumerate(cells):
        label = QLabel(text)
        label.setFont(theme.font("small", bold=at == 4))
        if at in (1, 2, 3):
            label.setProperty("role", "muted")
        if at == 2:
            label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        grid.addWidget(label, row, column + at)


def understanding(result: WordsResult) -> str:
    """What was understood; "" where a language model proposed numbers, which reads no meanings."""
    if not result.understood and result.after != result.before:
        return ""
    return ", ".join(map(_understood, result.understood)) or _NOTHING


def _understood(one: Understood) -> str:
    sure = "" if one.nearness >= 1 else f" (as near as {one.nearness:.0%})"
    return f"{one.words}: {one.meaning}{sure}"


def _text(text: str, *, bold: bool = False) -> QLabel:
    made = QLabel(text)
    made.setFont(theme.font("body" if bold else "small", bold=bold))
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(True)
    return made


def _button(text: str, tip: str, *, checkable: bool = False) -> QPushButton:
    made = QPushButton(text)
    made.setToolTip(tip)
    made.setCheckable(checkable)
    return made
