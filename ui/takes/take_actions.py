"""TakeActions: what can be done to a take: judged, compared, varied, exported, revealed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PyQt6.QtCore import QObject, QProcess, QUrl, pyqtSignal
from PyQt6.QtGui import QDesktopServices, QGuiApplication
from PyQt6.QtWidgets import QDialog, QFileDialog, QMenu, QWidget

from musflow_studio.domain.alternate import LESS_THAN_FULL, Alternate
from musflow_studio.domain.request import (
    EXPORT_SUFFIXES,
    AlternatesRequest,
    CutdownRequest,
    ExportKind,
    ExportRequest,
    RefinishRequest,
)
from musflow_studio.library import ClipEntry
from ui.models import Models
from ui.models.takes import FAVOURITE, REJECTED
from ui.takes.cutdown_dialog import CutdownDialog

EXPORTS = {
    ExportKind.VIDEO: "Video with the panels…",
    ExportKind.CUE_SHEET: "Cue sheet (PDF)…",
    ExportKind.CUE_SHEET_CSV: "Cue sheet (CSV)…",
    ExportKind.MUSICXML: "Score (MusicXML)…",
}
_Work = Callable[[str], object]


@dataclass(frozen=True)
class _Item:
    label: str
    work: _Work
    keys: str = ""
    full_only: bool = False
    cue_only: bool = False


_SEPARATOR = _Item("", lambda _: None)


class TakeActions(QObject):
    """Acts on takes by their ids.

    Signals:
        rename_wanted(clip_id): its name shall be edited.
        said(sentence): something worth a line ("copied").
    """

    rename_wanted = pyqtSignal(str)
    said = pyqtSignal(str)

    def __init__(self, models: Models, window: QWidget) -> None:
        super().__init__(window)
        self._models = models
        self._window = window
        self._before = self._looked_at = ""
        models.selection.changed.connect(self._remember)

    def keys(self) -> dict[str, _Work]:
        """What the keys of the list do."""
        stars = {str(number): partial(self._rate, number) for number in range(6)}
        items = {item.keys: item.work for item in self._items() if item.keys}
        return {**stars, **items, "Enter": self.choose}

    def menu(self, clip_id: str, parent: QWidget) -> QMenu:
        """Everything that can be done to one take."""
        menu = QMenu(parent)
        entry = self._models.takes.entry(clip_id)
        if entry is None:
            return menu
        full = entry.alternate is Alternate.FULL
        of_cue = bool(self._models.takes.number(self._models.selection.cue_uid, clip_id))
        for item in self._items():
            if item is _SEPARATOR:
                menu.addSeparator()
                continue
            action = menu.addAction(f"{item.label}\t{item.keys}" if item.keys else item.label)
            assert action
            action.setEnabled((full or not item.full_only) and (of_cue or not item.cue_only))
            action.triggered.connect(partial(_call, item.work, clip_id))
            if item.label == "Show in its folder":
                self._add_finishes(menu, entry, full=full)
                self._add_versions(menu, entry, full=full)
        return menu

    def _items(self) -> tuple[_Item, ...]:
        return (
            _Item("Deliver this take", self.choose, "Return", cue_only=True),
            _Item("Favourite", partial(self._judge, FAVOURITE), "P"),
            _Item("Reject", partial(self._judge, REJECTED), "X"),
            _Item("Name…", self.rename_wanted.emit, "F2"),
            _SEPARATOR,
            _Item("Compare with the take before", self.compare, "C"),
            _Item("Compare blind", partial(self.compare, blind=True), "Shift+C"),
            _SEPARATOR,
            _Item("Vary this", self._models.making.vary, "V", full_only=True, cue_only=True),
            _Item("More like this", self.like, "Shift+V"),
            _Item("Restore its recipe", self.restore, "R", full_only=True, cue_only=True),
            _SEPARATOR,
            _Item("Copy the file's path", self.copy_path, "Ctrl+C"),
            _Item("Show in its folder", self.reveal, "Ctrl+E"),
            _SEPARATOR,
            _Item("Move to the trash", self._models.takes.delete, "Del"),
        )

    def _add_finishes(self, menu: QMenu, entry: ClipEntry, *, full: bool) -> None:
        finishes = menu.addMenu("Finish as")
        assert finishes
        finishes.setEnabled(full)
        for name, preset in self._models.making.finishes.items():
            action = finishes.addAction(preset.title)
            assert action
            action.setToolTip(preset.description)
            action.setEnabled(name != entry.preset)
            action.triggered.connect(partial(_call, partial(self.finish, name), entry.clip_id))
        finishes.setToolTipsVisible(True)

    def _add_versions(self, menu: QMenu, entry: ClipEntry, *, full: bool) -> None:
        exports = menu.addMenu("Export")
        assert exports
        for kind, label in EXPORTS.items():
            action = exports.addAction(label)
            assert action
            action.triggered.connect(partial(_call, partial(self.export, kind), entry.clip_id))
        versions = menu.addMenu("Make versions")
        assert versions
        versions.setEnabled(full)
        for kinds, label in (
            *(((one,), one.words.capitalize()) for one in LESS_THAN_FULL),
            (LESS_THAN_FULL, "All four alternates"),
        ):
            action = versions.addAction(label)
            assert action
            action.triggered.connect(partial(_call, partial(self.alternates, kinds), entry.clip_id))
        versions.addSeparator()
        action = versions.addAction("Cut-downs…")
        assert action
        action.triggered.connect(partial(_call, self.cut_down, entry.clip_id))

    # Judged and compared

    def choose(self, clip_id: str) -> None:
        """The one to deliver, if it is of the cue that is looked at."""
        cue_uid = self._models.selection.cue_uid
        if self._models.takes.number(cue_uid, clip_id):
            self._models.takes.choose(cue_uid, clip_id)

    def compare(self, clip_id: str, *, blind: bool = False) -> None:
        """Against the take that was looked at before, else the newest other one of the cue."""
        others = [
            entry.clip_id
            for entry in self._models.takes.of_cue(self._models.selection.cue_uid)
            if entry.clip_id != clip_id
        ]
        known = self._before if self._models.takes.entry(self._before) else ""
        other = known if known and known != clip_id else next(iter(others), "")
        if other:
            self._models.playback.compare(clip_id, other, blind=blind)
            self._models.playback.play()
        else:
            self.said.emit("There is no other take to compare with yet.")

    def like(self, clip_id: str) -> None:
        """Let the chosen cue be like this take: its shape, never its notes."""
        entry = self._models.takes.entry(clip_id)
        if entry and self._models.making.reference.like(entry.folder):
            self.said.emit("The next take is made like this one")

    def restore(self, clip_id: str) -> None:
        """Board and cue as they were when it was made."""
        self._models.takes.restore_recipe(self._models.selection.cue_uid, clip_id)
        self.said.emit("The recipe is restored; Ctrl+Z takes it back.")

    # Made from it

    def trim(self, clip_id: str, gain_db: float) -> None:
        """The same take at another level, finished anew."""
        entry = self._models.takes.entry(clip_id)
        if entry is None or gain_db == entry.gain_db:
            return
        if entry.alternate is not Alternate.FULL:
            self._trim_alternate(entry, gain_db)
            return
        request = RefinishRequest(entry.folder, gain_db=gain_db, cue_uid=self._cue_of(clip_id))
        self._models.jobs.refinish(request, f"Level of {entry.name}")

    def finish(self, preset: str, clip_id: str) -> None:
        """The same take under another finishing preset, as a new one."""
        if entry := self._models.takes.entry(clip_id):
            request = RefinishRequest(entry.folder, preset, cue_uid=self._cue_of(clip_id))
            self._models.jobs.refinish(request, f"Finishing of {entry.name}")

    def _cue_of(self, clip_id: str) -> str:
        """The cue that takes note of what is made from a take; "" where it is another's."""
        cue_uid = self._models.selection.cue_uid
        return cue_uid if self._models.takes.number(cue_uid, clip_id) else ""

    def _trim_alternate(self, entry: ClipEntry, gain_db: float) -> None:
        full = self._models.takes.entry(entry.alternate_of)
        if full:
            request = AlternatesRequest(full.folder, (entry.alternate,), gain_db=gain_db)
            self._models.jobs.alternates(request, f"Level of {entry.name}")
        else:
            self.said.emit("The take this was made from is not in the library any more.")

    def alternates(self, kinds: tuple[Alternate, ...], clip_id: str) -> None:
        """Versions with something left out."""
        if entry := self._models.takes.entry(clip_id):
            self._models.jobs.alternates(
                AlternatesRequest(entry.folder, kinds), f"Alternates of {entry.name}"
            )

    def cut_down(self, clip_id: str) -> None:
        """Shorter versions, after asking how long."""
        entry = self._models.takes.entry(clip_id)
        if entry is None:
            return
        dialog = CutdownDialog(entry.length_s, self._window)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            request = CutdownRequest(entry.folder, dialog.lengths_s)
            self._models.jobs.cutdowns(request, f"Cut-downs of {entry.name}")

    def export(self, kind: ExportKind, clip_id: str) -> None:
        """A video, a sheet or a score, after asking where to."""
        entry = self._models.takes.entry(clip_id)
        if entry is None:
            return
        suffix = EXPORT_SUFFIXES[kind]
        folder = self._models.preferences.get("export_folder", str(Path.home()))
        place = Path(folder) / f"{Path(entry.wav).stem}{suffix}"
        chosen, _ = QFileDialog.getSaveFileName(
            self._window, EXPORTS[kind].removesuffix("…"), str(place), f"*{suffix}"
        )
        if chosen:
            file = Path(chosen)
            file = file if file.suffix.lower() == suffix else Path(f"{chosen}{suffix}")
            self._models.preferences.set("export_folder", str(file.parent))
            request = ExportRequest(entry.folder, kind, file)
            self._models.jobs.export(request, f"{kind.value.capitalize()} of {entry.name}")

    # Taken elsewhere

    def copy_path(self, clip_id: str) -> None:
        """The finished file's path into the clipboard."""
        entry, clipboard = self._models.takes.entry(clip_id), QGuiApplication.clipboard()
        if entry and clipboard:
            clipboard.setText(str(entry.folder / entry.wav))
            self.said.emit("The path is in the clipboard.")

    def reveal(self, clip_id: str) -> None:
        """The file manager at the finished file, as near as the system can show it."""
        if entry := self._models.takes.entry(clip_id):
            reveal_file(entry.folder / entry.wav)

    def _judge(self, verdict: str, clip_id: str) -> None:
        self._models.takes.judge(clip_id, verdict)

    def _rate(self, stars: int, clip_id: str) -> None:
        self._models.takes.rate(clip_id, stars)

    def _remember(self) -> None:
        """Which take was looked at before this one."""
        now = self._models.selection.clip_id
        if now != self._looked_at:
            self._before, self._looked_at = self._looked_at, now


def reveal_file(file: Path) -> None:
    """Show a file in the file manager: marked where that is possible, else its folder."""
    command = reveal_command(file, QGuiApplication.platformName())
    if not (command and QProcess.startDetached(command[0], command[1:])[0]):
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(file.parent)))


def reveal_command(file: Path, platform: str) -> list[str]:
    """What marks a file in the system's file manager; empty where nothing common does."""
    if platform == "windows":
        return ["explorer", f"/select,{file}"]
    if platform == "cocoa":
        return ["open", "-R", str(file)]
    return []


def _call(work: _Work, clip_id: str, _checked: bool = False) -> None:
    work(clip_id)
