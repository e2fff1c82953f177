"""SoundFinds: what a search by sound found: targeted hits, then the broad ones, each with why."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PyQt6.QtCore import QSize, Qt, QUrl, pyqtSignal
from PyQt6.QtGui import QDesktopServices, QKeyEvent
from PyQt6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from musflow_studio.domain.sound_search import SoundHit, SoundQuery, SoundsFound
from ui import theme
from ui.models import Models
from ui.takes.wording import facts_of_hit, heard_so_far, nothing_found
from ui.theme import UNIT

_HIT = Qt.ItemDataRole.UserRole


class SoundFinds(QWidget):
    """Two tracks of hits under each other; what can be done with the marked one below.

    Signals:
        said(sentence): something to say for a moment.
    """

    said = pyqtSignal(str)

    def __init__(self, models: Models, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._models = models
        self._sounds = models.sounds
        self._shown: SoundsFound | None = None
        self.list = _HitList()
        self.list.itemActivated.connect(lambda _: self.hear())
        self.list.currentItemChanged.connect(lambda *_: self._enable())
        self.empty = QLabel()
        self.empty.setWordWrap(True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setProperty("role", "muted")
        self.state = QLabel()
        self.state.setFont(theme.font("small"))
        self.state.setWordWrap(True)
        self.state.setProperty("role", "muted")
        self.play = self._button("Listen", "Hear it from its start (Return)", self.hear)
        self.more = self._button("Find similar", "Find what sounds like it", self.more_like)
        self.steer = self._button(
            "Steer the cue", "Its tempo, key, energy and sound steer the cue; not its notes",
            self.steer_cue,
        )  # fmt: skip
        self.show_file = self._button("Show in folder", "Open its folder", self.reveal)
        self.folders = self._button(
            "Folders…", "Folders of your music that are searched", self._show_folders
        )
        self._lay_out()
        self._sounds.changed.connect(self.follow)
        models.selection.changed.connect(self._enable)
        self.follow()

    @property
    def hit(self) -> SoundHit | None:
        """The marked one."""
        item = self.list.currentItem()
        return item.data(_HIT) if item else None

    def search(self, words: str) -> None:
        """Look for words; nothing is asked for none."""
        if words.strip():
            self._sounds.search(SoundQuery(words.strip()))
        else:
            self._sounds.begin()
            self._sounds.forget()

    def hear(self) -> None:
        """Play the marked one: a take as any other take, a file from its start."""
        if hit := self.hit:
            if hit.clip_id and self._models.takes.entry(hit.clip_id):
                self._models.selection.choose_clip(hit.clip_id)
                self._models.playback.play()
            else:
                self._models.playback.play_file(hit.path)

    def more_like(self) -> None:
        """Find what sounds like the marked one."""
        if hit := self.hit:
            self._sounds.more_like(hit)
            self.said.emit(f"What sounds like {hit.name}")

    def steer_cue(self) -> None:
        """Make the chosen cue like the marked one; Make shows it, and swaps it or takes it away."""
        if hit := self.hit:
            self._sounds.steer(hit)
            self.said.emit(f"{hit.name} steers the cue: see Make")

    def reveal(self) -> None:
        """Open the folder of the marked one."""
        if hit := self.hit:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(hit.path.parent)))

    def follow(self) -> None:
        """Show what was found, and how far the hearing is."""
        found = self._sounds.found
        if found is not self._shown:
            self._shown = found
            self._list(found)
        there = bool(found and found.broad)
        self.list.setVisible(there)
        self.empty.setVisible(not there)
        self.empty.setText(nothing_found(found, self._sounds.state, len(self._sounds.folders)))
        self.state.setText(heard_so_far(self._sounds.state))
        self._enable()

    def _list(self, found: SoundsFound | None) -> None:
        marked = self.hit
        self.list.clear()
        if found and found.partition:
            self._add_track(f"Targeted: {found.partition}", found.targeted)
        if found and found.broad:
            self._add_track("Broad: everything", found.broad)
        self.list.mark(marked.path if marked else None)

    def _add_track(self, title: str, hits: tuple[SoundHit, ...]) -> None:
        head = QListWidgetItem(title if hits else f"{title}: nothing of yours is in there")
        head.setFlags(Qt.ItemFlag.NoItemFlags)
        head.setFont(theme.font("small"))
        self.list.addItem(head)
        for hit in hits:
            item = QListWidgetItem(f"{hit.name}\n{facts_of_hit(hit)}\n{hit.reference.why}")
            item.setData(_HIT, hit)
            item.setToolTip(str(hit.path))
            self.list.addItem(item)

    def _enable(self) -> None:
        for button in (self.play, self.more, self.show_file):
            button.setEnabled(self.hit is not None)
        has_cue = self._models.selection.cue is not None
        self.steer.setEnabled(self.hit is not None and has_cue)

    def _show_folders(self) -> None:
        menu = self.folder_menu()
        menu.exec(self.folders.mapToGlobal(self.folders.rect().bottomLeft()))

    def folder_menu(self) -> QMenu:
        """Add a folder, or take one away."""
        menu = QMenu(self)
        if add := menu.addAction("Search another folder…"):
            add.triggered.connect(self._choose_folder)
        menu.addSeparator()
        for folder in self._sounds.folders:
            if remove := menu.addAction(f"No longer search {folder}"):
                remove.triggered.connect(lambda _, one=folder: self._sounds.remove_folder(one))
        return menu

    def _choose_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, "A folder of your music")
        if chosen:
            self._sounds.add_folder(Path(chosen))

    def _button(self, label: str, says: str, work: Callable[[], None]) -> QPushButton:
        made = QPushButton(label)
        made.setToolTip(says)
        made.clicked.connect(lambda: work())
        return made

    def _lay_out(self) -> None:
        deeds = QHBoxLayout()
        deeds.setContentsMargins(UNIT * 3, UNIT, UNIT * 3, UNIT)
        deeds.setSpacing(UNIT)
        for button in (self.play, self.more, self.steer):
            deeds.addWidget(button)
        deeds.addStretch(1)
        places = QHBoxLayout()
        places.setContentsMargins(UNIT * 3, 0, UNIT * 3, UNIT * 2)
        places.setSpacing(UNIT)
        places.addWidget(self.state, 1)
        places.addWidget(self.show_file)
        places.addWidget(self.folders)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.empty, 1)
        layout.addLayout(deeds)
        layout.addLayout(places)


class _HitList(QListWidget):
    """Hits with their titles; titles cannot be marked."""

    def __init__(self) -> None:
        super().__init__()
        self.setWordWrap(True)
        self.setIconSize(QSize(0, 0))
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSpacing(UNIT // 2)
        self.setAccessibleName("Found by sound")

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        """Return plays, wherever the system uses another key for it."""
        assert event
        item = self.currentItem()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and item:
            self.itemActivated.emit(item)
        else:
            super().keyPressEvent(event)

    def mark(self, path: Path | None) -> None:
        """Mark the hit of that file, if it is listed; else the first."""
        hits = [item for row in range(self.count()) if (item := self.item(row)) and item.data(_HIT)]
        same = [item for item in hits if item.data(_HIT).path == path]
        if hits:
            self.setCurrentItem((same or hits)[0])
