"""The shortcut sheet: every key of the window, read from its menus and from the views."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PyQt6.QtCore import Qt
from PyQt6.QtGui import QAction, QKeySequence
from PyQt6.QtWidgets import (
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QMenu,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ui import theme
from ui.keys import KeyGroup
from ui.theme import UNIT


def keys_of_menu(menu: QMenu) -> KeyGroup:
    """The keys of a menu's actions, by their names; `data` is one that stays the same."""
    rows = [
        (keys, action.data() or action.text().replace("&", "").removesuffix("…"))
        for action in menu.actions()
        if (keys := _keys(action))
    ]
    return KeyGroup(menu.title().replace("&", ""), tuple(rows))


class ShortcutSheet(QDialog):
    """All groups side by side; closes with Escape."""

    def __init__(self, groups: Iterable[KeyGroup], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Shortcuts")
        self.resize(UNIT * 300, UNIT * 180)
        inner = QWidget()
        columns = QHBoxLayout(inner)
        columns.setContentsMargins(UNIT * 5, UNIT * 5, UNIT * 5, UNIT * 5)
        columns.setSpacing(UNIT * 8)
        for column in _columns([group for group in groups if group.rows], 4):
            stack = QVBoxLayout()
            stack.setSpacing(UNIT * 5)
            for group in column:
                stack.addWidget(_Group(group))
            stack.addStretch(1)
            columns.addLayout(stack, 1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(inner)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(area)


class _Group(QWidget):
    def __init__(self, group: KeyGroup) -> None:
        super().__init__()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(UNIT * 4)
        grid.setVerticalSpacing(UNIT)
        title = QLabel(group.title)
        title.setFont(theme.font("body", bold=True))
        grid.addWidget(title, 0, 0, 1, 2)
        for row, (keys, does) in enumerate(group.rows, start=1):
            label = QLabel(keys)
            label.setFont(theme.font("mono"))
            label.setProperty("role", "muted")
            text = QLabel(does)
            text.setWordWrap(True)
            grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(text, row, 1, Qt.AlignmentFlag.AlignTop)
        grid.setColumnStretch(1, 1)


def _columns(groups: Sequence[KeyGroup], count: int) -> list[list[KeyGroup]]:
    """The groups in columns of about equal height, in order."""
    columns: list[list[KeyGroup]] = [[] for _ in range(count)]
    whole = sum(len(group.rows) + 2 for group in groups)
    at = 0
    for group in groups:
        size = len(group.rows) + 2
        columns[min(count - 1, int((at + size / 2) * count / whole))].append(group)
        at += size
    return columns


def _keys(action: QAction) -> str:
    form = QKeySequence.SequenceFormat.NativeText
    return ", ".join(keys.toString(form) for keys in action.shortcuts())
