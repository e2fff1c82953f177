"""SheetActions: fetch, go on, stop, check and remove; each only where it can be done."""

from __future__ import annotations

from PyQt6.QtWidgets import QAbstractButton, QHBoxLayout, QMessageBox, QPushButton, QWidget

from musflow_studio.domain.model import ModelEntry
from ui.models.pretrained import PretrainedModel
from ui.pretrained import wording
from ui.theme import UNIT


class SheetActions(QWidget):
    """The buttons under a model.

    Args:
        model: does the work.
        agree: ticked by who agrees to a licence that forbids paid work.
    """

    def __init__(
        self, model: PretrainedModel, agree: QAbstractButton, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._model = model
        self._agree = agree
        self._entry: ModelEntry | None = None
        self.remove, self.verify = _button("Remove…"), _button("Verify")
        self.stop, self.fetch = _button("Stop", "stop"), _button("Fetch", "main")
        self.verify.setToolTip("Read every file again and compare it with its digest")
        self.stop.setToolTip("What was fetched stays; it goes on from there")
        self.fetch.clicked.connect(self._fetch)
        self.stop.clicked.connect(model.stop)
        self.verify.clicked.connect(self._verify)
        self.remove.clicked.connect(self._remove)
        agree.toggled.connect(lambda _: self._follow())
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(UNIT * 2)
        row.addStretch(1)
        self.in_order = (self.remove, self.verify, self.stop, self.fetch)
        for button in self.in_order:
            row.addWidget(button)

    def show_model(self, entry: ModelEntry) -> None:
        """Offer what can be done with this model now."""
        self._entry = entry
        self._follow()

    def _follow(self) -> None:
        entry, fetch = self._entry, self._model.fetch
        if entry is None:
            return
        here, busy = entry.installed is not None, entry.name in self._model.doing
        ours = fetch is not None and fetch.name == entry.name
        agreed = entry.one.licence.commercial or self._agree.isChecked()
        self.fetch.setVisible(not here and not ours)
        self.fetch.setText(wording.fetch_label(entry))
        self.fetch.setAccessibleName(f"{wording.fetch_label(entry)}: {entry.name}")
        self.fetch.setEnabled(fetch is None and agreed)
        self.fetch.setToolTip(_why_not(entry, fetch.name if fetch else "", agreed=agreed))
        self.stop.setVisible(ours)
        self.stop.setEnabled(fetch is not None and not fetch.stopping)
        self.verify.setVisible(here)
        self.remove.setVisible(here or (entry.fetched_bytes > 0 and not ours))
        for button in (self.verify, self.remove):
            button.setEnabled(not busy)

    def _fetch(self) -> None:
        if self._entry:
            self._model.start(self._entry.name, accept=self._agree.isChecked())

    def _verify(self) -> None:
        if self._entry:
            self._model.verify(self._entry.name)

    def _remove(self) -> None:
        entry = self._entry
        if entry:
            says = wording.removal(entry, self._model.folder / ".trash")
            if _asked(self, f"Remove {entry.name}?", says):
                self._model.remove(entry.name)


def _why_not(entry: ModelEntry, fetched: str, *, agreed: bool) -> str:
    if fetched:
        return f"One at a time: {fetched} is being fetched"
    if not agreed:
        return f"Tick “{wording.AGREE}” first"
    return f"From the Hugging Face hub: {entry.one.repo}"


def _asked(parent: QWidget, question: str, says: str) -> bool:
    box = QMessageBox(parent)
    box.setWindowTitle("Pretrained models")
    box.setText(question)
    box.setInformativeText(says)
    remove = box.addButton("Remove", QMessageBox.ButtonRole.DestructiveRole)
    keep = box.addButton("Keep", QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(keep)
    box.setEscapeButton(keep)
    box.exec()
    return box.clickedButton() is remove


def _button(text: str, role: str = "") -> QPushButton:
    made = QPushButton(text)
    made.setAutoDefault(False)
    if role:
        made.setProperty("role", role)
    return made
