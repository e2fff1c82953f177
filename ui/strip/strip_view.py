"""StripView: the storyboard as a strip of tiles, or what to do while there is none."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PyQt6.QtCore import QPoint, Qt, QThreadPool
from PyQt6.QtGui import (
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QImage,
    QKeySequence,
    QShortcut,
)
from PyQt6.QtWidgets import (
    QFileDialog,
    QLabel,
    QMenu,
    QPushButton,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from musflow_studio.domain.errors import StudioError
from musflow_studio.domain.storyboard import Storyboard
from musflow_studio.project.panel_adding import with_picture_of
from ui import icons, theme
from ui.models import Models
from ui.strip.dropped import Dropped, dropped, is_welcome, keep_picture, page_error
from ui.strip.panel_actions import WHERE, PanelActions
from ui.strip.panel_strip import PanelStrip
from ui.theme import UNIT

_INVITATION = (
    "Drop your storyboard here: pictures, a folder, a PDF, a .storyboarder project or a script."
)
_KINDS = (
    "Storyboards (*.png *.jpg *.jpeg *.webp *.tif *.tiff *.bmp *.gif *.pdf *.storyboarder *.csv "
    "*.tsv *.fountain *.fdx *.musflow);;All files (*)"
)


class StripView(QWidget):
    """Panels in a row."""

    def __init__(self, models: Models, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._models = models
        self.setAcceptDrops(True)
        self.strip = PanelStrip(models)
        self.strip.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.strip.customContextMenuRequested.connect(self._open_menu)
        self.strip.let_go.connect(self.take)
        self.actions_ = PanelActions(models, self.strip, self.strip.write)
        self.strip.trimmed.connect(
            lambda uid, frames, rolled: self.actions_.trim_to(uid, frames, rolled=rolled)
        )
        self._invitation = QLabel(_INVITATION)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._empty())
        self._stack.addWidget(self.strip)
        paste = QShortcut(QKeySequence.StandardKey.Paste, self)
        paste.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        paste.activated.connect(self.paste)
        application = QGuiApplication.instance()
        assert isinstance(application, QGuiApplication)
        application.applicationStateChanged.connect(self._on_application)
        models.project.file_changed.connect(self._show)
        models.project.changed.connect(self._show)
        self._show()

    def take(self, what: Dropped, place: int) -> None:
        """Put in front of a place what was dropped or pasted."""
        if what.uids:
            self.actions_.move_to(what.uids, place)
        elif what.files:
            self._models.project.add(what.files, place, WHERE)
        elif what.picture:
            self._take_picture(what.picture, place)
        elif what.pages:
            self._models.errors.show(page_error(what.pages[0]), WHERE)

    def paste(self) -> None:
        """Put what is on the clipboard behind the panel that is looked at."""
        clipboard = QGuiApplication.clipboard()
        row = self.strip.panels.row_of(self._models.selection.panel_uid)
        self.take(dropped(clipboard.mimeData() if clipboard else None), row + 1)

    def choose_files(self) -> None:
        """Ask for files and add them behind the last panel."""
        names, _ = QFileDialog.getOpenFileNames(self, "Add panels", "", _KINDS)
        if names:
            files = [Path(name) for name in names]
            self._models.project.add(files, self.strip.panels.rowCount(), WHERE)

    def choose_picture(self) -> None:
        """Ask for a file that the chosen panel shows from now on."""
        name, _ = QFileDialog.getOpenFileName(self, "Replace the picture", "", _KINDS)
        if name:
            self.replace_picture(self._models.selection.panel_uid, Path(name))

    def replace_picture(self, uid: str, file: Path) -> None:
        """Show a file's picture in a panel; its words, length and mood stay."""
        models = self._models

        def arrived(board: Storyboard) -> None:
            models.project.do(
                "Replace a picture", lambda p: with_picture_of(p, uid, board), where=WHERE
            )

        models.relay.ask(
            models.project.read_board([file]),
            arrived,
            lambda error: models.errors.show(error, WHERE),
        )

    def dragEnterEvent(self, event: QDragEnterEvent | None) -> None:
        """The empty strip takes what the full one takes."""
        assert event
        if is_welcome(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent | None) -> None:
        """Something was let go beside the tiles."""
        assert event
        event.acceptProposedAction()
        self.take(dropped(event.mimeData()), self.strip.panels.rowCount())

    def _empty(self) -> QWidget:
        empty = QWidget()
        layout = QVBoxLayout(empty)
        layout.setSpacing(UNIT * 3)
        self._invitation.setProperty("role", "muted")
        self._invitation.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._invitation.setWordWrap(True)
        choose = QPushButton(icons.icon("image-multiple"), "Choose files…")
        choose.setToolTip("Choose pictures, a PDF or a project")
        choose.setAccessibleName("Choose storyboard files")
        choose.clicked.connect(self.choose_files)
        layout.addStretch()
        layout.addWidget(self._invitation)
        layout.addWidget(choose, 0, Qt.AlignmentFlag.AlignCenter)
        layout.addStretch()
        return empty

    def _show(self) -> None:
        project = self._models.project
        self._invitation.setText("Reading the panels…" if project.reading else _INVITATION)
        self._stack.setCurrentIndex(0 if project.board is None else 1)

    def _take_picture(self, image: QImage, place: int) -> None:
        """Keep pixels as a file, off the GUI thread, then add it like any other."""
        pool, models = QThreadPool.globalInstance(), self._models
        assert pool

        def keep() -> None:
            try:
                done = partial(models.project.add, (keep_picture(image),), place, WHERE)
            except StudioError as error:
                done = partial(models.errors.show, error, WHERE)
            models.relay.post(done)

        pool.start(keep)

    def _on_application(self, state: Qt.ApplicationState) -> None:
        """Whoever comes back from a drawing program sees what was drawn."""
        if state == Qt.ApplicationState.ApplicationActive and self._models.project.board:
            self._models.pictures.look_again()

    def _open_menu(self, at: QPoint) -> None:
        menu = QMenu(self)
        menu.setFont(theme.font())
        for action in self.actions_.all:
            if action is None:
                menu.addSeparator()
            else:
                menu.addAction(action)
        menu.addSeparator()
        if len(self._models.selection.panel_uids) == 1:
            menu.addAction(icons.icon("image-edit"), "Replace the picture…", self.choose_picture)
        menu.addAction(icons.icon("image-multiple"), "Add panels…", self.choose_files)
        menu.exec(self.strip.mapToGlobal(at))
