"""MainWindow: the frame around the views: what is dropped, said, saved and closed."""

from __future__ import annotations

from pathlib import Path

from PyQt6.QtCore import QByteArray, QSize, Qt, QUrl
from PyQt6.QtGui import (
    QCloseEvent,
    QDesktopServices,
    QDragEnterEvent,
    QDropEvent,
)
from PyQt6.QtWidgets import QMainWindow, QMessageBox, QStackedWidget, QVBoxLayout, QWidget

from musflow_studio import __version__
from musflow_studio.domain.errors import StudioError
from ui.log_lines import LogLines
from ui.models import Models
from ui.pretrained import ModelsDialog
from ui.window.desk import Desk
from ui.window.error_dialog import ErrorDialog
from ui.window.file_dialogs import FileDialogs
from ui.window.key_groups import key_groups
from ui.window.log_pane import LogPane
from ui.window.menus import Menus
from ui.window.notices import Notices
from ui.window.settings_dialog import SettingsDialog
from ui.window.shortcuts import ShortcutSheet
from ui.window.toolbar import Toolbar
from ui.window.welcome import Welcome

FIRST_SIZE = (1280, 800)
LEAST_SIZE = (1180, 660)  # 1366 by 768, less a panel and a title bar
TITLE_PX = 48  # at least what desktops put above a window
GUIDE = Path(__file__).parent.parent.parent / "docs" / "window.md"


class MainWindow(QMainWindow):
    """The one window."""

    def __init__(self, models: Models, log: LogLines) -> None:
        super().__init__()
        self.models = models
        self._log = log
        self.setWindowTitle("MusFlow Studio")
        self.setMinimumSize(*LEAST_SIZE)
        self.setAcceptDrops(True)
        self.files = FileDialogs(models, self)
        models.project.may_go = self.files.may_go
        self.toolbar = Toolbar(models)
        self.toolbar.settings_wanted.connect(self.show_settings)
        self.toolbar.monitor_wanted.connect(self.show_monitor)
        self.desk = Desk(models)
        self.notices = Notices(self.desk, self.desk.foot)
        self.welcome = Welcome(models)
        self.welcome.choose_panels.connect(self.new_from_panels)
        self.welcome.choose_project.connect(self.open_project)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.welcome)
        self.pages.addWidget(self.desk)
        self.log_pane = LogPane(models, log, self)
        self._models_dialog: ModelsDialog | None = None
        self._lay_out()
        bar = self.menuBar()
        assert bar
        self.menus = Menus(bar, self, models)
        models.errors.shown.connect(self.show_error)
        models.project.changed.connect(self.desk.hush)
        models.jobs.changed.connect(self._hush_before_a_take)
        self.desk.tabs.currentChanged.connect(self._follow_tab)
        self._follow_tab(self.desk.tabs.currentIndex())
        models.pretrained.arrived.connect(self._tell_arrived)
        models.project.opened.connect(self._show_page)
        models.project.file_changed.connect(self._show_title)
        self._restore_place()
        self._show_page()

    # Commands of the menus

    def new_from_panels(self) -> None:
        """Begin a project with chosen panels."""
        if self.files.may_go() and (panels := self.files.choose_panels("New from panels")):
            self.models.project.start(panels)

    def open_project(self) -> None:
        """Open a chosen project."""
        if self.files.may_go() and (file := self.files.choose_project()):
            self.models.project.open(file)

    def open_file(self, file: Path) -> None:
        """Open this project."""
        if self.files.may_go():
            self.models.project.open(file)

    def add_panels(self) -> None:
        """Add chosen panels at the end of the board."""
        if panels := self.files.choose_panels("Add panels"):
            self.models.project.add(panels, where="strip")

    def save(self) -> bool:
        """Save, asking for a place the first time."""
        return self.files.save()

    def save_as(self) -> bool:
        """Save elsewhere."""
        return self.files.save_as()

    def close_project(self) -> None:
        """Clear the desk."""
        if self.files.may_go():
            self.models.project.close()

    def show_settings(self) -> None:
        """Open the settings."""
        try:
            SettingsDialog(self.models, self).exec()
        except StudioError as error:  # a settings file that cannot be read
            self.show_error(error, "")

    def show_models(self) -> None:
        """Bring the pretrained models to the front; they may stay open beside the desk."""
        if self._models_dialog is None:
            self._models_dialog = ModelsDialog(self.models, self)
        self._models_dialog.show()
        self._models_dialog.raise_()
        self._models_dialog.activateWindow()

    def show_log(self) -> None:
        """Show or hide the log."""
        self.log_pane.open_at(self.log_pane.log)

    def show_monitor(self) -> None:
        """Show or hide the bridge's messages."""
        self.log_pane.open_at(self.log_pane.monitor)

    def show_shortcuts(self) -> None:
        """Show every key."""
        ShortcutSheet(key_groups(self.menus.menus), self).exec()

    def show_guide(self) -> None:
        """Open the user's guide."""
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(GUIDE)))

    def show_about(self) -> None:
        """Say what this is."""
        QMessageBox.about(
            self,
            "About MusFlow Studio",
            f"<b>MusFlow Studio {__version__}</b><p>Music for storyboards, cut to the frame, made "
            "on your own machine.<p>GPL-3.0-or-later. The instruments' sounds and the text model "
            "carry their own licences; each take names them. What you make is yours.",
        )

    def toggle_full_screen(self) -> None:
        """Fill the screen, or not."""
        if self.isFullScreen():
            self.showNormal()
        else:
            self.showFullScreen()

    def reset_layout(self) -> None:
        """Put the panes where they were at first."""
        self.desk.reset_layout()

    def show_tab(self, index: int) -> None:
        """Bring Make or Takes to the front."""
        self.desk.tabs.setCurrentIndex(index)

    def show_audition(self, page: str = "") -> None:
        """Bring the presets, or the styles, to the front."""
        self.desk.show_audition(page)

    def toggle_effects(self) -> None:
        """Bring the effects to the front, or the board."""
        if self.desk.effects.isChecked():
            self.desk.show_board()
        else:
            self.desk.show_effects()
            self.desk.rack.focus_first()

    def show_words(self) -> None:
        """Bring the effects to the front, to say in words what to hear."""
        self.desk.show_effects()
        self.desk.rack.focus_words()

    # What comes from outside

    def come_forward(self, files: tuple[Path, ...] = ()) -> None:
        """Be seen; and open what a second start was given."""
        self.setWindowState(self.windowState() & ~self.windowState().WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()
        if files and self.files.may_go():
            self.models.project.start(files)

    def show_error(self, error: StudioError, where: str) -> None:
        """One sentence where the user is looking; without a place, a dialog."""
        pane = self.desk.panes.get(where)
        if pane and not pane.isVisibleTo(self):
            pane = self.desk.panes["make"]
        if pane and self.pages.currentWidget() is self.desk:
            pane.say("bad", error.sentence())
        elif not any(dialog.isVisible() for dialog in self.findChildren(ErrorDialog)):
            ErrorDialog(error, self._log.lines, self).open()  # a flood is one; the log has all

    def dragEnterEvent(self, event: QDragEnterEvent | None) -> None:
        """Take files from anywhere."""
        data = event.mimeData() if event else None
        from_outside = event is not None and event.source() is None  # not a take on its way out
        if event and from_outside and data and data.hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent | None) -> None:
        """Begin a project, or add to the board on the desk."""
        data = event.mimeData() if event else None
        if event is None or data is None:
            return
        files = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
        if files:
            event.acceptProposedAction()
            self.models.project.add(files, where="strip")

    def closeEvent(self, event: QCloseEvent | None) -> None:
        """Ask for what is not saved, then leave the desk clean."""
        assert event
        if not self.files.may_go():
            event.ignore()
            return
        self.models.preferences.set("window", _text(self.saveGeometry()))
        self.models.project.close()
        event.accept()

    # Inside

    def _hush_before_a_take(self) -> None:
        running = self.models.jobs.running
        if running and running.fraction == 0.0:
            self.desk.hush()
            self.notices.hush()

    def _tell_arrived(self, name: str) -> None:
        if not self.models.pretrained.watched:
            self.notices.say("good", f"The model {name} is here.", [("Show", self.show_models)])

    def _follow_tab(self, index: int) -> None:
        self.toolbar.lead(self.desk.tabs.tabText(index) != "Make")

    def _lay_out(self) -> None:
        whole = QWidget()
        layout = QVBoxLayout(whole)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.toolbar)
        layout.addWidget(self.pages, 1)
        self.setCentralWidget(whole)

    def _restore_place(self) -> None:
        self.resize(*FIRST_SIZE)
        screen = self.screen()
        room = screen.availableGeometry().size() if screen else QSize()
        with_frame = self.size() + QSize(0, TITLE_PX)
        if _within(self.minimumSize(), room) and not _within(with_frame, room):
            self.setWindowState(Qt.WindowState.WindowMaximized)  # the desktop leaves what it can
        remembered = self.models.preferences.get("window", "")
        if remembered:
            self.restoreGeometry(QByteArray.fromBase64(remembered.encode()))

    def _show_page(self) -> None:
        there = self.models.project.project is not None
        self.notices.hush()
        if not there:
            self.welcome.show_recent()
            self.welcome.focus_first()
        self.pages.setCurrentWidget(self.desk if there else self.welcome)
        remarks = self.models.project.remarks
        if there and remarks:
            shown = " ".join(f"{remark[:1].upper()}{remark[1:]}." for remark in remarks[:3])
            more = f" And {len(remarks) - 3} more in the log." if len(remarks) > 3 else ""
            self.notices.say("warn", shown + more)

    def _show_title(self) -> None:
        title = self.models.project.title
        self.setWindowTitle(f"{title}[*] · MusFlow Studio" if title else "MusFlow Studio")
        self.setWindowModified(self.models.project.dirty)


def _within(small: QSize, large: QSize) -> bool:
    return small.width() <= large.width() and small.height() <= large.height()


def _text(place: QByteArray) -> str:
    return bytes(place.toBase64().data()).decode()
