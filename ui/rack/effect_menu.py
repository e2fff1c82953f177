"""EffectMenu: every effect by group, with a line on what it is for."""

from __future__ import annotations

from functools import partial

from PyQt6.QtCore import pyqtSignal
from PyQt6.QtWidgets import QMenu, QWidget

from musflow_studio.domain.effect_table import EFFECTS
from ui.rack.catalog import GROUPS


class EffectMenu(QMenu):
    """A menu of groups.

    Signals:
        wanted(kind, name): an effect was chosen.
    """

    wanted = pyqtSignal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Add an effect", parent)
        for title, entries in GROUPS.items():
            group = self.addMenu(title)
            assert group
            group.setToolTipsVisible(True)
            for entry in entries:
                late = "" if EFFECTS[entry.kind].live else " (heard on release)"
                action = group.addAction(f"{entry.name}: {entry.line}{late}")
                assert action
                action.setData(entry.kind)
                action.triggered.connect(partial(self._choose, entry.kind, entry.name))

    def _choose(self, kind: str, name: str, _: bool = False) -> None:  # noqa: FBT001, FBT002
        self.wanted.emit(kind, name)
