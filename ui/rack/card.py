"""EffectCard: one effect: on or off, its knobs, how loud it is before and after it."""

from __future__ import annotations

from functools import partial

from PyQt6.QtCore import QEvent, QPoint, QPointF, Qt, pyqtSignal
from PyQt6.QtGui import QKeyEvent, QMouseEvent
from PyQt6.QtWidgets import (
    QApplication,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from musflow_studio.domain.effect_table import EFFECTS, numbers_of
from musflow_studio.domain.preset import Effect
from musflow_studio.presets.new_effects import start_of
from ui import icons, theme
from ui.rack.catalog import entry_of, parameter_name
from ui.rack.knob import Knob
from ui.rack.level_bar import LevelBar
from ui.rack.scale import scale_of
from ui.theme import UNIT

ROWS = 2


class EffectCard(QFrame):
    """Shows an effect; says what the user does with it and changes nothing itself.

    Signals:
        turned(name, value), held, let_go, refused: of a knob.
        switched(on), removed: of the card.
        moved(by): one place to the left (-1) or to the right.
        picked: it has the focus now.
        dragged(place), dropped(place): its title is dragged, in screen coordinates.
    """

    turned = pyqtSignal(str, float)
    held = pyqtSignal()
    let_go = pyqtSignal()
    refused = pyqtSignal(object)
    switched = pyqtSignal(bool)
    removed = pyqtSignal()
    moved = pyqtSignal(int)
    picked = pyqtSignal()
    dragged = pyqtSignal(QPoint)
    dropped = pyqtSignal(QPoint)

    def __init__(self, effect: Effect, number: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        entry = entry_of(effect.kind)
        self.kind, self.name = effect.kind, entry.name
        self.setObjectName("card")
        self.knobs: dict[str, Knob] = {}
        self.power = _tool("power", f"{entry.name} on", "On or off (B)", checkable=True)
        self.title = CardTitle(entry.name, entry.line)
        self.away = _tool("close", f"Remove {entry.name}", "Remove (Delete)", color="muted")
        self.late = QLabel("heard on release")
        self.before = LevelBar(f"Before {entry.name}")
        self.after = LevelBar(f"After {entry.name}")
        self._lay_out(effect)
        self._connect()
        self.show_effect(effect, number)

    def show_effect(self, effect: Effect, number: int) -> None:
        """Show an effect of the same kind at a place, from 1."""
        self.title.show_name(f"{number}  {self.name}", on=effect.on)
        self.setAccessibleName(f"Effect {number}: {self.name}{'' if effect.on else ', off'}")
        self.power.blockSignals(True)
        self.power.setChecked(effect.on)
        self.power.blockSignals(False)
        self.power.setIcon(icons.icon("power", "accent" if effect.on else "muted"))
        for name, value in numbers_of(effect).items():
            self.knobs[name].show_value(value, on=effect.on)

    @property
    def stops(self) -> tuple[QWidget, ...]:
        """Where Tab stops, in order."""
        return (self.title, self.power, *self.knobs.values(), self.away)

    def mark(self, *, on: bool) -> None:
        """Show that it is the chosen one."""
        if self.property("chosen") != on:
            self.setProperty("chosen", on)
            style = self.style()
            assert style
            style.unpolish(self)
            style.polish(self)

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        """Keys of the card, wherever in it the focus is."""
        assert event
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if alt and event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.moved.emit(-1 if event.key() == Qt.Key.Key_Left else 1)
        elif event.modifiers():
            super().keyPressEvent(event)
        elif event.key() == Qt.Key.Key_B:
            self.switched.emit(not self.power.isChecked())
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removed.emit()
        else:
            super().keyPressEvent(event)

    def _lay_out(self, effect: Effect) -> None:
        head = QHBoxLayout()
        head.setSpacing(0)
        head.addWidget(self.power)
        head.addWidget(self.title, 1)
        head.addWidget(self.away)
        self.late.setFont(theme.font("small"))
        self.late.setProperty("role", "muted")
        self.late.setToolTip("This effect needs the whole sound: it is heard when the knob rests")
        self.late.setVisible(not EFFECTS[effect.kind].live)
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(0)
        grid.setVerticalSpacing(UNIT)
        names = list(EFFECTS[effect.kind].parameters)
        columns = -(-len(names) // ROWS)
        for place, name in enumerate(names):
            knob = self.knobs[name] = self._knob(name)
            grid.addWidget(knob, place // max(1, columns), place % max(1, columns))
        inner = QVBoxLayout()
        inner.setSpacing(UNIT)
        inner.addLayout(grid)
        inner.addWidget(self.late)
        inner.addStretch(1)
        body = QHBoxLayout()
        body.setSpacing(UNIT)
        body.addWidget(self.before)
        body.addLayout(inner, 1)
        body.addWidget(self.after)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(UNIT * 2, UNIT, UNIT * 2, UNIT * 2)
        layout.setSpacing(UNIT)
        layout.addLayout(head)
        layout.addLayout(body, 1)

    def _knob(self, name: str) -> Knob:
        made = Knob(
            parameter_name(name), self.name, scale_of(self.kind, name), start_of(self.kind)[name]
        )
        made.turned.connect(partial(self.turned.emit, name))
        made.held.connect(self.held)
        made.let_go.connect(self.let_go)
        made.refused.connect(self.refused)
        return made

    def _connect(self) -> None:
        self.power.toggled.connect(self.switched)
        self.away.clicked.connect(self.removed)
        self.title.dragged.connect(self.dragged)
        self.title.dropped.connect(self.dropped)
        for part in (self.power, self.title, self.away, *self.knobs.values()):
            part.installEventFilter(self)

    def eventFilter(self, watched: object, event: QEvent | None) -> bool:
        """Whatever of the card gets the focus makes it the chosen one."""
        if event and event.type() == QEvent.Type.FocusIn:
            self.picked.emit()
        return False


class CardTitle(QLabel):
    """The name of an effect, and the handle to drag it by.

    Signals:
        dragged(place), dropped(place): in screen coordinates.
    """

    dragged = pyqtSignal(QPoint)
    dropped = pyqtSignal(QPoint)

    def __init__(self, name: str, line: str) -> None:
        super().__init__(name)
        self._pressed: QPointF | None = None
        self._dragging = False
        self.setFont(theme.font("body", bold=True))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.setMinimumHeight(UNIT * 6)
        self.setProperty("role", "handle")
        self.setAccessibleName(name)
        self.setToolTip(
            f"{name}: {line}. Drag to another place (Alt+Left, Alt+Right), B switches it, "
            "Delete removes it"
        )

    def show_name(self, text: str, *, on: bool) -> None:
        """The number and the name; muted while the effect is off."""
        self.setText(text)
        self.setProperty("off", not on)
        style = self.style()
        assert style
        style.unpolish(self)
        style.polish(self)

    def mousePressEvent(self, event: QMouseEvent | None) -> None:
        """Take hold."""
        if event and event.button() == Qt.MouseButton.LeftButton:
            self._pressed, self._dragging = event.globalPosition(), False
            self.setFocus()

    def mouseMoveEvent(self, event: QMouseEvent | None) -> None:
        """Drag, once it was moved far enough."""
        if event is None or self._pressed is None:
            return
        way = (event.globalPosition() - self._pressed).manhattanLength()
        if self._dragging or way >= QApplication.startDragDistance():
            self._dragging = True
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            self.dragged.emit(event.globalPosition().toPoint())

    def mouseReleaseEvent(self, event: QMouseEvent | None) -> None:
        """Let go."""
        if event and self._dragging:
            self.dropped.emit(event.globalPosition().toPoint())
        self._pressed, self._dragging = None, False
        self.setCursor(Qt.CursorShape.OpenHandCursor)


def _tool(
    icon: str, name: str, tip: str, *, checkable: bool = False, color: str = "text"
) -> QToolButton:
    made = QToolButton()
    made.setIcon(icons.icon(icon, color))
    made.setAccessibleName(name)
    made.setToolTip(tip)
    made.setCheckable(checkable)
    made.setAutoRaise(True)
    return made
