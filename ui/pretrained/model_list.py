"""ModelList: every model under what it is asked for, with where it is."""

from __future__ import annotations

from collections.abc import Sequence

from PyQt6.QtCore import QSize, Qt, pyqtSignal
from PyQt6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from musflow_studio.domain.model import ModelEntry
from ui import icons, theme
from ui.models.model_fetch import Fetch
from ui.pretrained import wording
from ui.theme import UNIT

_NAME = Qt.ItemDataRole.UserRole
_ROW_PX = UNIT * 6
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class ModelList(QTreeWidget):
    """Headings and models; arrows go from model to model.

    Signals:
        chosen(name): another model is looked at.
    """

    chosen = pyqtSignal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Models")
        self.setObjectName("models")
        self.setColumnCount(2)
        self.setHeaderHidden(True)
        self.setRootIsDecorated(False)
        self.setItemsExpandable(False)
        self.setIndentation(0)
        self.setUniformRowHeights(True)
        self.setIconSize(QSize(UNIT * 4, UNIT * 4))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        header = self.header()
        assert header
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self._items: dict[str, QTreeWidgetItem] = {}
        self.currentItemChanged.connect(self._tell)

    @property
    def name(self) -> str:
        """The model that is looked at; "" for none."""
        item = self.currentItem()
        return str(item.data(0, _NAME) or "") if item else ""

    def show_models(self, entries: Sequence[ModelEntry], fetch: Fetch | None) -> None:
        """Show these; the one that is looked at stays so."""
        if list(self._items) != _in_order(entries):
            self._build(entries)
        for entry in entries:
            self._show_one(entry, fetch)

    def choose(self, name: str) -> None:
        """Look at a model."""
        if item := self._items.get(name):
            self.setCurrentItem(item)

    def _build(self, entries: Sequence[ModelEntry]) -> None:
        before = self.name
        self.blockSignals(True)
        self.clear()
        self._items = {}
        for kind, title in wording.KINDS.items():
            if able := [entry for entry in entries if entry.one.kind is kind]:
                self._add_heading(title)
                for entry in able:
                    self._items[entry.name] = item = QTreeWidgetItem(self, [entry.name, ""])
                    item.setData(0, _NAME, entry.name)
                    item.setTextAlignment(1, _RIGHT)
                    item.setSizeHint(0, QSize(0, _ROW_PX))
        self.blockSignals(False)
        wanted = self._items.get(before) or next(iter(self._items.values()), None)
        if wanted:
            self.setCurrentItem(wanted)
            self._tell()

    def _add_heading(self, title: str) -> None:
        item = QTreeWidgetItem(self, [title])
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        item.setFirstColumnSpanned(True)
        item.setFont(0, theme.font("small", bold=True))
        item.setTextAlignment(0, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom)
        item.setSizeHint(0, QSize(0, _ROW_PX))

    def _show_one(self, entry: ModelEntry, fetch: Fetch | None) -> None:
        item, says = self._items[entry.name], wording.state(entry, fetch)
        item.setText(1, says)
        item.setIcon(0, icons.icon(*_mark(entry, fetch)))
        item.setData(0, Qt.ItemDataRole.AccessibleTextRole, f"{entry.name}, {says}")

    def _tell(self) -> None:
        if self.name:
            self.chosen.emit(self.name)


def _in_order(entries: Sequence[ModelEntry]) -> list[str]:
    return [entry.name for kind in wording.KINDS for entry in entries if entry.one.kind is kind]


def _mark(entry: ModelEntry, fetch: Fetch | None) -> tuple[str, str]:
    """Icon and colour of where a model is."""
    if fetch and fetch.name == entry.name:
        return "progress-download", "accent"
    if entry.installed:
        return "check-circle-outline", "good"
    return ("pause-circle-outline", "warn") if entry.fetched_bytes else ("circle-outline", "muted")
