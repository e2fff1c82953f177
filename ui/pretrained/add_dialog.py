"""AddDialog: weights that lie in a folder already, with a name and what their licence allows."""

from __future__ import annotations

from pathlib import Path

from PyQt6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from musflow_studio.domain.errors import StudioError
from musflow_studio.domain.model import InstalledModel, Licence
from ui.models.pretrained import PretrainedModel
from ui.pretrained import wording
from ui.theme import UNIT

_INTRO = (
    "A folder with config.json and weights as .safetensors. Nothing is copied: it is used where it "
    "lies."
)


class AddDialog(QDialog):
    """Asks for a folder; closes when its model is known."""

    def __init__(self, model: PretrainedModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Add a model from a folder")
        self.setMinimumWidth(UNIT * 130)
        self._model = model
        self.added = ""
        self.folder, self.name, self.licence = QLineEdit(), QLineEdit(), QLineEdit()
        self.paid = QCheckBox("That licence allows paid work")
        self.agree = QCheckBox(f"{wording.AGREE}; its takes will be marked")
        self.known, self.problem = QLabel(), QLabel()
        self.known.setProperty("role", "muted")
        self.problem.setProperty("role", "bad")
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        add = buttons.addButton("Add", QDialogButtonBox.ButtonRole.AcceptRole)
        assert add
        self.ok: QPushButton = add
        self.ok.setProperty("role", "main")
        buttons.accepted.connect(self.add)
        buttons.rejected.connect(self.reject)
        self._lay_out(buttons)
        for field in (self.folder, self.name, self.licence):
            field.textChanged.connect(self._follow)
        for box in (self.paid, self.agree):
            box.toggled.connect(self._follow)
        self._follow()

    def add(self) -> None:
        """Add the model as written here; say what is wrong otherwise."""
        self.problem.hide()
        self.ok.setEnabled(False)
        self.ok.setText("Reading its files…")
        stated = self.licence.text().strip()
        words = wording.STATED_PAID if self.paid.isChecked() else wording.STATED_UNPAID
        licence = Licence(stated, words, self.paid.isChecked()) if stated else None
        self._model.add(
            Path(self.folder.text().strip()),
            self._name,
            None if self._known else licence,
            accept=self.agree.isChecked(),
            done=self._done,
            failed=self._failed,
        )

    @property
    def _name(self) -> str:
        return self.name.text().strip() or Path(self.folder.text().strip()).name

    @property
    def _known(self) -> Licence | None:
        """The catalogue's licence, where the name is one of its."""
        entry = self._model.entry(self._name)
        return entry.card.licence if entry and entry.card else None

    def _lay_out(self, buttons: QDialogButtonBox) -> None:
        intro = QLabel(_INTRO)
        self.name.setPlaceholderText("the folder's name")
        self.licence.setPlaceholderText("as its makers state it: MIT, Apache-2.0, CC-BY-NC-4.0 …")
        for field, name in (
            (self.folder, "Folder"), (self.name, "Name"), (self.licence, "Licence of its weights"),
        ):  # fmt: skip
            field.setAccessibleName(name)
        choose = QPushButton("Choose…")
        choose.setAutoDefault(False)
        choose.clicked.connect(self._choose)
        row = QHBoxLayout()
        row.setSpacing(UNIT * 2)
        row.addWidget(self.folder, 1)
        row.addWidget(choose)
        form = QFormLayout()
        form.setHorizontalSpacing(UNIT * 4)
        form.setVerticalSpacing(UNIT * 2)
        form.addRow("Folder", row)
        form.addRow("Name", self.name)
        form.addRow("Licence", self.licence)
        for part in (self.known, self.paid, self.agree):
            form.addRow("", part)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(UNIT * 5, UNIT * 5, UNIT * 5, UNIT * 4)
        layout.setSpacing(UNIT * 4)
        for label in (intro, self.known, self.problem):
            label.setWordWrap(True)
        layout.addWidget(intro)
        layout.addLayout(form)
        layout.addWidget(self.problem)
        layout.addWidget(buttons)
        self.problem.hide()
        self.setTabOrder(self.folder, choose)
        self.setTabOrder(choose, self.name)

    def _follow(self) -> None:
        known = self._known
        self.known.setVisible(known is not None)
        self.known.setText(f"Known: {wording.licence(known)}" if known else "")
        self.licence.setEnabled(known is None)
        self.paid.setVisible(known is None)
        self.paid.setEnabled(bool(self.licence.text().strip()))
        allowed = known.commercial if known else self.paid.isChecked() and self.paid.isEnabled()
        self.agree.setVisible(not allowed)
        self.adjustSize()
        self.ok.setEnabled(bool(self.folder.text().strip()) and (allowed or self.agree.isChecked()))

    def _choose(self) -> None:
        if folder := QFileDialog.getExistingDirectory(self, "Weights", self.folder.text()):
            self.folder.setText(folder)

    def _done(self, model: InstalledModel) -> None:
        self.added = model.name
        self.accept()

    def _failed(self, error: StudioError) -> None:
        self.ok.setText("Add")
        self._follow()
        self.problem.setText(error.sentence())
        self.problem.show()
        self.adjustSize()
