"""Form: rows of a name, an editor and a pin; editors that scrolling past does not change."""

from __future__ import annotations

from collections.abc import Callable

from PyQt6.QtCore import QSize, Qt
from PyQt6.QtGui import QStandardItemModel, QWheelEvent
from PyQt6.QtWidgets import (
    QComboBox,
    QDoubleSpinBox,
    QGridLayout,
    QLabel,
    QSizePolicy,
    QSpinBox,
    QStyle,
    QStyleOptionComboBox,
    QToolButton,
    QWidget,
)

from ui import icons, theme
from ui.theme import UNIT

NAME_PX = UNIT * 16


class Form(QWidget):
    """A title and rows under each other.

    Args:
        title: of the group.
    """

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = QGridLayout(self)
        self.rows.setContentsMargins(0, 0, 0, 0)
        self.rows.setHorizontalSpacing(UNIT * 2)
        self.rows.setVerticalSpacing(UNIT + UNIT // 2)
        self.rows.setColumnMinimumWidth(0, NAME_PX)
        self.rows.setColumnStretch(1, 1)
        heading = QLabel(title)
        heading.setFont(theme.font("body", bold=True))
        self.rows.addWidget(heading, 0, 0, 1, 3)

    def add_row(self, name: str, editor: QWidget, pin: QWidget | None = None) -> QLabel:
        """One row; returns its name."""
        label = QLabel(name)
        label.setProperty("role", "muted")
        label.setBuddy(editor)
        row = self.rows.rowCount()
        self.rows.addWidget(label, row, 0)
        self.rows.addWidget(editor, row, 1, 1, 1 if pin else 2)
        if pin:
            self.rows.addWidget(pin, row, 2)
        return label

    def add_note(self, note: QWidget) -> None:
        """Something under the row before, as wide as its editor."""
        self.rows.addWidget(note, self.rows.rowCount(), 1, 1, 2)


class Pin(QToolButton):
    """Fixes a value, or leaves it to the planner.

    Args:
        what: what is pinned ("tempo").
        turned: told whether it shall be pinned.
    """

    def __init__(self, what: str, turned: Callable[[bool], object]) -> None:
        super().__init__()
        self._what = what
        self.setCheckable(True)
        self.setIconSize(QSize(UNIT * 4, UNIT * 4))
        self.clicked.connect(lambda: turned(self.isChecked()))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.show_pinned(False)

    def show_pinned(self, pinned: bool) -> None:
        """Show whether it is pinned."""
        self.setChecked(pinned)
        self.setIcon(
            icons.icon("pin" if pinned else "pin-outline", "accent" if pinned else "muted")
        )
        now = f"The {self._what} is pinned" if pinned else f"The planner chooses the {self._what}"
        then = "press to leave it to the planner" if pinned else "press to keep this one"
        self.setToolTip(f"{now}; {then}")
        self.setAccessibleName(f"Pin the {self._what}")


class Choice(QComboBox):
    """A combo box that scrolling past does not change."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMaxVisibleItems(14)

    def add(self, label: str, value: object, tip: str, *, enabled: bool = True) -> None:
        """One more item; what cannot be chosen stays in sight, with the reason as its tip."""
        self.addItem(label, value)
        at = self.count() - 1
        self.setItemData(at, tip, Qt.ItemDataRole.ToolTipRole)
        items = self.model()
        if isinstance(items, QStandardItemModel) and (item := items.item(at)):
            item.setEnabled(enabled)

    def show_data(self, value: object) -> None:
        """Show the item with this value."""
        self.setCurrentIndex(self.findData(value))

    def initStyleOption(self, option: QStyleOptionComboBox | None) -> None:
        """As it is painted: what is too long for its place ends with an ellipsis."""
        super().initStyleOption(option)
        style = self.style()
        if option is None or style is None:
            return
        control, field = QStyle.ComplexControl.CC_ComboBox, QStyle.SubControl.SC_ComboBoxEditField
        room = style.subControlRect(control, option, field, self).width() - 2
        option.currentText = self.fontMetrics().elidedText(
            option.currentText, Qt.TextElideMode.ElideRight, room
        )

    def wheelEvent(self, event: QWheelEvent | None) -> None:
        """Let the column scroll unless this was clicked into."""
        _wheel(self, event, super().wheelEvent)


class Number(QSpinBox):
    """A whole number that scrolling past does not change."""

    def __init__(self, name: str, low: int, high: int) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setRange(low, high)
        self.setKeyboardTracking(False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def wheelEvent(self, event: QWheelEvent | None) -> None:
        """Let the column scroll unless this was clicked into."""
        _wheel(self, event, super().wheelEvent)


class Decimal(QDoubleSpinBox):
    """A number with decimals that scrolling past does not change."""

    def __init__(self, name: str, low: float, high: float, decimals: int = 1) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setDecimals(decimals)
        self.setRange(low, high)
        self.setKeyboardTracking(False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def wheelEvent(self, event: QWheelEvent | None) -> None:
        """Let the column scroll unless this was clicked into."""
        _wheel(self, event, super().wheelEvent)


def _wheel(
    editor: QWidget, event: QWheelEvent | None, scroll: Callable[[QWheelEvent | None], None]
) -> None:
    if event and not editor.hasFocus():
        event.ignore()
    else:
        scroll(event)


def quietly(editor: QWidget, show: Callable[[], object]) -> None:
    """Show a value without telling that it changed."""
    blocked = editor.blockSignals(True)
    show()
    editor.blockSignals(blocked)
