"""TakesView: the cue's takes or the whole library, searched; the chosen one below."""

from __future__ import annotations

from PyQt6.QtCore import QPoint, Qt
from PyQt6.QtGui import QKeySequence, QShortcut
from PyQt6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from musflow_studio.library import ClipEntry
from ui import theme
from ui.models import Models
from ui.takes.daw_card import DawCard
from ui.takes.sound_finds import SoundFinds
from ui.takes.take_actions import TakeActions
from ui.takes.take_list import Take, take_of
from ui.takes.take_rows import TakeRows
from ui.takes.take_sheet import TakeSheet
from ui.takes.undo_bar import UndoBar
from ui.theme import UNIT
from ui.timers import quiet_timer

SEARCH_AFTER_MS, SAID_MS = 150, 4000


class TakesView(QWidget):
    """What was made."""

    def __init__(self, models: Models, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._models = models
        self._found: tuple[ClipEntry, ...] = ()
        self._searches = 0
        self.deeds = TakeActions(models, self)
        self.rows = TakeRows(models, self.deeds.keys())
        self.rows.menu_wanted.connect(self._show_menu)
        self.sheet = TakeSheet(models, self.deeds)
        self.card = DawCard(models)
        for source in (self.rows, self.sheet):
            source.dragged.connect(self.card.after_drop)
        self.undo = UndoBar(models)
        self.search = QLineEdit()
        self.search.setClearButtonEnabled(True)
        self.search.setPlaceholderText("Search name, key, style, tag")
        self.search.setAccessibleName("Search the takes")
        self.search.setToolTip("Every word must be in name, key, metre, style or tags (Ctrl+F)")
        self._follow_soon = quiet_timer(self, 0, self._follow)  # many changes at once are one
        self._known: dict[str, tuple[ClipEntry, int, str, bool, Take]] = {}
        self._search_soon = quiet_timer(self, SEARCH_AFTER_MS, self._search)
        self.search.textChanged.connect(self._search_soon.start)
        self.of_cue, self.of_all = self._scope("This cue"), self._scope("Library")
        self.by_sound = self._scope("By sound")
        self.by_sound.setToolTip("Your takes and folders, by what words mean and how music sounds")
        self.finds = SoundFinds(models)
        self.finds.said.connect(self.say)
        self.empty = QLabel()
        self.empty.setWordWrap(True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setProperty("role", "muted")
        self.said = QLabel()
        self.said.setFont(theme.font("small"))
        self.said.setContentsMargins(UNIT * 4, 0, UNIT * 4, UNIT)
        self.said.setWordWrap(True)
        self.said.hide()
        self._hush_soon = quiet_timer(self, SAID_MS, self.said.hide)
        self.deeds.said.connect(self.say)
        models.jobs.exported.connect(lambda file: self.say(f"{file.name} is in {file.parent}"))
        self._lay_out()
        QShortcut(QKeySequence("Ctrl+F"), self).activated.connect(self._begin_search)
        models.takes.changed.connect(self._look_again)
        for signal in (models.project.changed, models.selection.changed):
            signal.connect(self._follow_soon.start)
        self.of_cue.setChecked(True)
        self._follow()

    def say(self, sentence: str) -> None:
        """A line over the sheet, for a moment."""
        self.said.setText(sentence)
        self.said.show()
        self._hush_soon.start()

    def _scope(self, label: str) -> QPushButton:
        made = QPushButton(label)
        made.setCheckable(True)
        made.setProperty("role", "segment")
        made.clicked.connect(self._search)
        return made

    def _lay_out(self) -> None:
        group = QButtonGroup(self)
        head = QHBoxLayout()
        head.setContentsMargins(UNIT * 3, UNIT * 2, UNIT * 3, UNIT)
        head.setSpacing(UNIT)
        for scope in (self.of_cue, self.of_all, self.by_sound):
            group.addButton(scope)
            head.addWidget(scope)
        head.addStretch(1)
        line = QHBoxLayout()
        line.setContentsMargins(UNIT * 3, 0, UNIT * 3, UNIT)
        line.addWidget(self.search)
        ribbons = QVBoxLayout()
        ribbons.setContentsMargins(UNIT * 2, 0, UNIT * 2, 0)
        ribbons.setSpacing(UNIT)
        ribbons.addWidget(self.undo)
        ribbons.addWidget(self.card)
        rule = QFrame()
        rule.setObjectName("rule")
        rule.setFixedHeight(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addLayout(line)
        layout.addWidget(self.finds, 1)
        layout.addWidget(self.rows, 1)
        layout.addWidget(self.empty, 1)
        layout.addLayout(ribbons)
        layout.addWidget(self.said)
        layout.addWidget(rule)
        layout.addWidget(self.sheet)

    def _follow(self) -> None:
        sounds = self.by_sound.isChecked()
        self.finds.setVisible(sounds)
        self.sheet.hold_back(sounds)
        takes = self._takes()
        self.rows.show_takes(takes)
        self.rows.setVisible(bool(takes) and not sounds)
        self.empty.setVisible(not takes and not sounds)
        self.empty.setText(self._emptiness())

    @property
    def _listed_all(self) -> bool:
        return self.of_all.isChecked()

    def _takes(self) -> list[Take]:
        """What is listed now."""
        model, cue = self._models.takes, self._models.selection.cue
        if self._listed_all:
            entries: tuple[ClipEntry, ...] = self._found
        else:
            words = self.search.text().casefold().split()
            entries = tuple(e for e in model.of_cue(cue.uid if cue else "") if _holds(e, words))
        usual = "" if self._listed_all else self._usual_name()
        numbers = {one: place for place, one in enumerate(cue.clip_ids, 1)} if cue else {}
        chosen = cue.chosen_clip_id if cue else ""
        return [
            self._take(entry, numbers.get(entry.clip_id, 0), usual, entry.clip_id == chosen)
            for entry in entries
        ]

    def _take(self, entry: ClipEntry, number: int, usual: str, chosen: bool) -> Take:
        """The row of an entry; made anew only where something about it changed."""
        known = self._known.get(entry.clip_id)
        if known and known[0] is entry and known[1:4] == (number, usual, chosen):
            return known[4]
        title = self._style_title(entry.style)
        made = take_of(entry, number, usual_name=usual, style_title=title, chosen=chosen)
        self._known[entry.clip_id] = (entry, number, usual, chosen, made)
        return made

    def _usual_name(self) -> str:
        """What takes of the cue are called by themselves."""
        board, cue = self._models.project.board, self._models.selection.cue
        return f"{board.title} {cue.name}" if board and cue else ""

    def _style_title(self, name: str) -> str:
        style = self._models.making.styles.get(name)
        return style.title if style else name

    def _emptiness(self) -> str:
        if self.search.text().strip():
            return "No take holds these words."
        if self._listed_all:
            return "The library is empty.\nEvery take that is made is kept here."
        if self._models.selection.cue is None:
            return "Drop panels on the strip above;\nthe takes of their music appear here."
        return "No take of this cue yet.\nPress Generate, or Ctrl+Return."

    def _search(self) -> None:
        """Look for what the field says, where it is to be looked for."""
        if self.by_sound.isChecked():
            self.finds.search(self.search.text())
        self._look_again()

    def _look_again(self) -> None:
        """Show what is known; of the library, ask anew: the newest question counts."""
        self._follow_soon.start()
        if not self._listed_all:
            return
        self._searches += 1
        number = self._searches

        def told(found: tuple[ClipEntry, ...]) -> None:
            if number == self._searches:
                self._found = found
                self._follow_soon.start()

        self._models.takes.library(self.search.text(), told)

    def _begin_search(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def _show_menu(self, clip_id: str, place: QPoint) -> None:
        self.deeds.menu(clip_id, self).exec(place)


def _holds(entry: ClipEntry, words: list[str]) -> bool:
    text = " ".join(
        (entry.name, entry.key, entry.meter, entry.style, entry.preset, *entry.tags)
    ).casefold()
    return all(word in text for word in words)
