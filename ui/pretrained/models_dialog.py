"""ModelsDialog: the pane of pretrained models, a window of its own that may stay open."""

from __future__ import annotations

from PyQt6.QtGui import QHideEvent, QShowEvent
from PyQt6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ui import theme
from ui.models import Models
from ui.pretrained import wording
from ui.pretrained.add_dialog import AddDialog
from ui.pretrained.model_list import ModelList
from ui.pretrained.model_sheet import ModelSheet
from ui.pretrained.use_table import UseTable
from ui.theme import UNIT

FIRST_SIZE, LEAST_SIZE = (920, 660), (760, 520)
_LIST_PX = UNIT * 70


class ModelsDialog(QDialog):
    """The list, the model that is looked at, and which is asked for what."""

    def __init__(self, models: Models, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Pretrained models")
        self.resize(*FIRST_SIZE)
        self.setMinimumSize(*LEAST_SIZE)
        self._model = models.pretrained
        self.list, self.sheet, self.uses = ModelList(), ModelSheet(models), UseTable(models)
        self.lacking, self.problem, self._folder = _note("warn"), _note("bad"), QLabel()
        self._folder.setFont(theme.font("small"))
        self._folder.setProperty("role", "muted")
        self.again = QPushButton("Look again")
        self.again.setAutoDefault(False)
        self.again.clicked.connect(self._model.look)
        self.add = QPushButton("Add a folder…")
        self.add.setAutoDefault(False)
        self.add.clicked.connect(self.ask_for_folder)
        self._lay_out()
        self.list.chosen.connect(self._show_chosen)
        self._model.changed.connect(self._follow)
        self._follow()

    def ask_for_folder(self) -> None:
        """Add weights that lie in a folder."""
        asking = AddDialog(self._model, self)
        if asking.exec():
            self._model.look()
            self._wanted = asking.added

    def showEvent(self, event: QShowEvent | None) -> None:
        """Look at what is here; other programs may have fetched meanwhile."""
        super().showEvent(event)
        self._model.watched = True
        self._model.look()
        self.list.setFocus()

    def hideEvent(self, event: QHideEvent | None) -> None:
        """What fails from now on is told elsewhere."""
        super().hideEvent(event)
        self._model.watched = False

    # Inside

    _wanted = ""
    """A model that shall be looked at once it is listed."""

    def _lay_out(self) -> None:
        intro = QLabel(wording.INTRO)
        intro.setWordWrap(True)
        intro.setProperty("role", "muted")
        self.list.setFixedWidth(_LIST_PX)
        body = QHBoxLayout()
        body.setSpacing(UNIT * 2)
        body.addWidget(_pane(self.list))
        body.addWidget(_pane(self.sheet), 1)
        asked = QLabel("Which model does what")
        asked.setFont(theme.font("body", bold=True))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(UNIT * 4, UNIT * 4, UNIT * 4, UNIT * 3)
        layout.setSpacing(UNIT * 3)
        for part in (intro, self.lacking, self.problem):
            layout.addWidget(part)
        layout.addLayout(body, 1)
        layout.addWidget(asked)
        layout.addWidget(self.uses)
        layout.addLayout(self._foot())

    def _foot(self) -> QHBoxLayout:
        close = QPushButton("Close")
        close.setAutoDefault(False)
        close.clicked.connect(self.close)
        foot = QHBoxLayout()
        foot.setSpacing(UNIT * 2)
        foot.addWidget(self._folder, 1)
        for button in (self.again, self.add, close):
            foot.addWidget(button)
        return foot

    def _follow(self) -> None:
        model = self._model
        self.list.show_models(model.entries, model.fetch)
        if self._wanted and model.entry(self._wanted):
            self.list.choose(self._wanted)
            self._wanted = ""
        self._show_chosen(self.list.name)
        self.uses.follow()
        self.lacking.setVisible(bool(model.lacks))
        self.lacking.setText(f"Models can be fetched, but not run: {model.lacks}.")
        self.problem.setVisible(model.error is not None)
        self.problem.setText(model.error.sentence() if model.error else "")
        self.again.setVisible(model.error is not None)
        self._folder.setText(f"They lie in {wording.in_home(model.folder)}")
        self._folder.setToolTip(str(model.folder))

    def _show_chosen(self, name: str) -> None:
        entry = self._model.entry(name)
        self.sheet.setVisible(entry is not None)
        if entry:
            self.sheet.show_model(entry)


def _pane(content: QWidget) -> QFrame:
    made = QFrame()
    made.setObjectName("pane")
    layout = QVBoxLayout(made)
    layout.setContentsMargins(UNIT, UNIT, UNIT, UNIT)
    layout.addWidget(content)
    return made


def _note(kind: str) -> QLabel:
    made = QLabel()
    made.setWordWrap(True)
    made.setProperty("role", "bad" if kind == "bad" else "muted")
    made.hide()
    return made
