"""TakeSheet: the chosen take: name, stars, tags, level, and its files to drag out."""

from __future__ import annotations

from PyQt6.QtCore import pyqtSignal
from PyQt6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from musflow_studio.domain.clip import Clip
from ui import icons
from ui.models import Models
from ui.models.takes import FAVOURITE, REJECTED
from ui.takes.grip import Grip
from ui.takes.level import Level
from ui.takes.stars import Stars
from ui.takes.take_actions import TakeActions
from ui.takes.wording import MARKS, about_clip, tags_text
from ui.theme import UNIT

STEM_COLUMNS = 3


class TakeSheet(QWidget):
    """What is thought of the take, and the ways out.

    Signals:
        dragged: a file was dropped somewhere.
    """

    dragged = pyqtSignal()

    def __init__(self, models: Models, actions: TakeActions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._held_back = False
        self._models = models
        self._actions = actions
        self.name = QLineEdit()
        self.name.setAccessibleName("Name of the take")
        self.name.setToolTip("Name of the take (F2)")
        self.name.editingFinished.connect(self._rename)
        self.tags = QLineEdit()
        self.tags.setAccessibleName("Tags")
        self.tags.setPlaceholderText("Tags, separated by commas")
        self.tags.editingFinished.connect(self._tag)
        self.stars = Stars()
        self.stars.rated.connect(lambda stars: models.takes.rate(self._clip_id, stars))
        self.favourite = self._mark("heart", "Favourite (P)", FAVOURITE)
        self.reject = self._mark("thumb-down", "Reject (X)", REJECTED)
        self.deliver = QPushButton("Deliver")
        self.deliver.setCheckable(True)
        self.deliver.setToolTip("Make this the take that is delivered (Return)")
        self.deliver.clicked.connect(lambda: actions.choose(self._clip_id))
        self.level = Level()
        self.level.asked.connect(lambda gain_db: actions.trim(self._clip_id, gain_db))
        self.mix = Grip("Mix", "waveform")
        self.midi = Grip("MIDI", "music-clef-treble")
        self.all_stems = Grip("All stems", "layers-triple-outline")
        self.fold = QToolButton()
        self.fold.setCheckable(True)
        self.fold.setToolTip("Tags, and the stems one by one")
        self.fold.setAccessibleName("Show tags and the stems one by one")
        self.fold.toggled.connect(self._turn_fold)
        self._stems = QWidget()
        self._stem_grid = QGridLayout(self._stems)
        self._stem_grid.setContentsMargins(0, 0, 0, 0)
        self._stem_grid.setSpacing(UNIT)
        for grip in (self.mix, self.midi, self.all_stems):
            grip.dragged.connect(self.dragged)
            grip.copied.connect(lambda _: actions.said.emit("The path is in the clipboard."))
        self._lay_out()
        actions.rename_wanted.connect(lambda _: self._edit_name())
        models.takes.changed.connect(self.follow)
        models.selection.changed.connect(self.follow)
        models.project.changed.connect(self.follow)
        self._turn_fold(False)
        self.follow()

    @property
    def _clip_id(self) -> str:
        return self._models.selection.clip_id

    def _mark(self, icon: str, tip: str, verdict: str) -> QToolButton:
        made = QToolButton()
        made.setCheckable(True)
        made.setIcon(icons.icon(f"{icon}-outline", "muted"))
        made.setAccessibleName(tip.partition(" (")[0])
        made.setToolTip(tip)
        made.clicked.connect(lambda: self._models.takes.judge(self._clip_id, verdict))
        return made

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(UNIT * 3, UNIT * 2, UNIT * 3, UNIT * 3)
        layout.setSpacing(UNIT + UNIT // 2)
        layout.addLayout(_row(self.name, self.deliver, stretch=0))
        judged = _row(self.stars, self.favourite, self.reject)
        judged.addStretch(1)
        judged.addWidget(self.level)
        layout.addLayout(judged)
        grips = _row(self.mix, self.midi, self.all_stems, self.fold)
        for place in range(3):
            grips.setStretch(place, 1)
        layout.addLayout(grips)
        layout.addWidget(self.tags)
        layout.addWidget(self._stems)

    def hold_back(self, held: bool) -> None:
        """Stay away while something else than takes is listed."""
        if held != self._held_back:
            self._held_back = held
            self.follow()

    def follow(self) -> None:
        """Show the take that is looked at."""
        entry = self._models.takes.entry(self._clip_id)
        blind = self._models.playback.comparison
        known = entry is not None and not (blind and blind.blind)
        self.setVisible(known and not self._held_back)
        if entry is None:
            return
        for editor, text in ((self.name, entry.name), (self.tags, tags_text(entry))):
            if not (editor.hasFocus() and editor.isModified()):
                editor.setText(text)
        self.stars.show_stars(entry.rating)
        for button, verdict, icon, color in (
            (self.favourite, FAVOURITE, "heart", "bad"),
            (self.reject, REJECTED, "thumb-down", "warn"),
        ):
            on = verdict in entry.tags
            button.setChecked(on)
            button.setIcon(icons.icon(icon if on else f"{icon}-outline", color if on else "muted"))
        cue = self._models.selection.cue
        of_cue = bool(cue and entry.clip_id in cue.clip_ids)
        chosen = bool(cue and cue.chosen_clip_id == entry.clip_id)
        self.deliver.setEnabled(of_cue)
        self.deliver.setChecked(chosen)
        self.deliver.setText("Delivered" if chosen else "Deliver")
        self.level.show_gain(entry.gain_db, busy=self._models.jobs.running is not None)
        self.mix.show_files([entry.folder / entry.wav])
        self._show_clip(self._models.takes.clip(entry.clip_id))

    def _show_clip(self, clip: Clip | None) -> None:
        """The files that only the whole clip knows."""
        if clip is None:
            self.midi.show_files(())
            self.all_stems.show_files(())
            return
        self.name.setToolTip(f"Name of the take (F2)\n\n{about_clip(clip)}")
        self.midi.show_files([clip.folder / clip.midi])
        stems = {role: clip.folder / file for role, file in clip.stems.items()}
        self.all_stems.show_files(list(stems.values()))
        while self._stem_grid.count() > len(stems):
            last = self._stem_grid.takeAt(self._stem_grid.count() - 1)
            if last and (old := last.widget()):
                old.deleteLater()
        for place, (role, file) in enumerate(stems.items()):
            grip = self._stem(place)
            grip.setText(role.capitalize())
            grip.show_files([file])

    def _stem(self, place: int) -> Grip:
        """The grip at a place of the fold-out, made when it is first needed."""
        item = self._stem_grid.itemAt(place)
        there = item.widget() if item else None
        if isinstance(there, Grip):
            return there
        made = Grip("", "waveform")
        made.dragged.connect(self.dragged)
        made.copied.connect(lambda _: self._actions.said.emit("The path is in the clipboard."))
        self._stem_grid.addWidget(made, place // STEM_COLUMNS, place % STEM_COLUMNS)
        return made

    def _turn_fold(self, out: bool) -> None:
        self._stems.setVisible(out)
        self.tags.setVisible(out)
        self.fold.setIcon(icons.icon("chevron-up" if out else "chevron-down", "muted"))

    def _edit_name(self) -> None:
        self.name.setFocus()
        self.name.selectAll()

    def _rename(self) -> None:
        if self.name.isModified():
            self.name.setModified(False)
            self._models.takes.name(self._clip_id, self.name.text())

    def _tag(self) -> None:
        entry = self._models.takes.entry(self._clip_id)
        if self.tags.isModified() and entry:
            self.tags.setModified(False)
            judged = tuple(tag for tag in entry.tags if tag in MARKS)
            self._models.takes.tag(entry.clip_id, (*judged, *self.tags.text().split(",")))


def _row(*parts: QWidget, stretch: int | None = None) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(UNIT)
    for place, part in enumerate(parts):
        row.addWidget(part, 1 if place == stretch else 0)
    return row
