"""EqView: the curve of all equalisers over the take's spectrum; its points can be dragged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PyQt6.QtCore import QPointF, QRectF, QSize, Qt, pyqtSignal
from PyQt6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QWheelEvent,
)
from PyQt6.QtWidgets import QWidget

from musflow_studio.domain.effect_table import numbers_of
from musflow_studio.domain.filters import FILTER_KINDS, filter_db
from musflow_studio.domain.preset import Effect
from musflow_studio.presets.new_effects import start_of
from ui.rack.catalog import entry_of
from ui.rack.eq_map import EqMap
from ui.rack.eq_paint import POINT_PX, paint_curve, paint_ground, paint_point, paint_spectrum
from ui.rack.scale import scale_of

REACH_PX = 14.0
CURVE_HZ = np.geomspace(20.0, 19_900.0, 320)
_STEP, _FINE, _Q_RATIO = 0.01, 0.001, 1.1


@dataclass(frozen=True)
class EqPoint:
    """A filter as a point of the curve.

    Attributes:
        place: of the effect in the chain.
        effect: itself.
        hz, db: where the point stands.
    """

    place: int
    effect: Effect
    hz: float
    db: float


class EqView(QWidget):
    """Drag a point, Shift for fine; wheel: Q; a double click puts a bell in, or takes a gain away.

    With the focus: Page Up and Page Down choose a point, arrows move it, + and - turn its Q.

    Signals:
        turned(place, numbers): a point moved.
        held, let_go: a drag begins and ends.
        picked(place): a point is the chosen one.
        wanted(hz, db): a bell at a place where no point is.
    """

    turned = pyqtSignal(int, object)
    held = pyqtSignal()
    let_go = pyqtSignal()
    picked = pyqtSignal(int)
    wanted = pyqtSignal(float, float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._effects: tuple[Effect, ...] = ()
        self._before: tuple[Effect, ...] | None = None
        self._rate_hz = 44_100
        self._bands_db: np.ndarray | None = None
        self._chosen = -1
        self._dragged: EqPoint | None = None
        self._grip = QPointF()
        self._curve: np.ndarray | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Equaliser curve and spectrum")
        self.setToolTip(
            "Drag a point (Shift: fine), wheel over it: Q; double click: a bell here, or a point's "
            "gain to 0. Keys: Page Up and Page Down choose, arrows move, + and − turn Q"
        )
        self.setMinimumHeight(56)

    def sizeHint(self) -> QSize:
        """Wide and low."""
        return QSize(500, 84)

    # What is shown

    def show_effects(self, effects: Sequence[Effect], rate_hz: int) -> None:
        """Show the filters among the effects of a chain."""
        if (told := tuple(effects)) != self._effects or rate_hz != self._rate_hz:
            self._effects, self._rate_hz, self._curve = told, rate_hz, None
            self._describe()
            self.update()

    def show_before(self, effects: Sequence[Effect] | None) -> None:
        """Draw the curve of other effects, too: what it was before."""
        self._before = None if effects is None else tuple(effects)
        self.update()

    def show_spectrum(self, bands_db: np.ndarray | None) -> None:
        """Show the take at the playhead: 48 bands in dBFS."""
        self._bands_db = bands_db
        self.update()

    def choose(self, place: int) -> None:
        """Make the filter at a place of the chain the chosen one; others choose none."""
        if place != self._chosen:
            self._chosen = place
            self.update()

    @property
    def points(self) -> tuple[EqPoint, ...]:
        """Every filter of the chain."""
        return tuple(
            self._point(place, effect)
            for place, effect in enumerate(self._effects)
            if effect.kind in FILTER_KINDS
        )

    @property
    def map(self) -> EqMap:
        """Where frequencies and decibels are."""
        return EqMap(QRectF(self.rect()).adjusted(1, 1, -1, -1))

    def place_of(self, point: EqPoint) -> QPointF:
        """Where a point is drawn, whole inside the picture."""
        place, area = self.map.at(point.hz, point.db), self.map.area
        x = min(area.right() - POINT_PX - 2, max(area.left() + POINT_PX + 2, place.x()))
        return QPointF(x, place.y())

    def _point(self, place: int, effect: Effect) -> EqPoint:
        numbers = numbers_of(effect)
        return EqPoint(place, effect, numbers["cutoff_frequency_hz"], numbers.get("gain_db", 0.0))

    # By mouse

    def mousePressEvent(self, event: QMouseEvent | None) -> None:
        """Take hold of the nearest point."""
        if event is None or event.button() != Qt.MouseButton.LeftButton:
            return
        self._dragged = self._near(event.position())
        if self._dragged:
            self._grip = event.position()
            self.choose(self._dragged.place)
            self.picked.emit(self._dragged.place)
            self.held.emit()

    def mouseMoveEvent(self, event: QMouseEvent | None) -> None:
        """The point follows; with Shift a tenth of the way."""
        if event is None:
            return
        if self._dragged is None:
            near = self._near(event.position())
            cursor = Qt.CursorShape.SizeAllCursor if near else Qt.CursorShape.CrossCursor
            self.setCursor(cursor)
            return
        fine = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        way = (event.position() - self._grip) * (0.1 if fine else 1.0)
        self._grip = event.position()
        place = self.map.at(self._dragged.hz, self._dragged.db) + way
        moved = EqPoint(
            self._dragged.place, self._dragged.effect, self.map.hz(place.x()),
            self.map.db(place.y()),
        )  # fmt: skip
        self._dragged = moved
        self._tell(moved)

    def mouseReleaseEvent(self, event: QMouseEvent | None) -> None:
        """Let go."""
        if self._dragged:
            self._dragged = None
            self.let_go.emit()

    def mouseDoubleClickEvent(self, event: QMouseEvent | None) -> None:
        """A bell here; of a point, the number it begins with."""
        if event is None:
            return
        point = self._near(event.position())
        if point is None:
            place = event.position()
            self.wanted.emit(self.map.hz(place.x()), self.map.db(place.y()))
        elif "gain_db" in numbers_of(point.effect):
            self.turned.emit(point.place, {"gain_db": start_of(point.effect.kind)["gain_db"]})

    def wheelEvent(self, event: QWheelEvent | None) -> None:
        """The Q of the point under the hand."""
        point = self._near(event.position()) if event else None
        if event and point:
            self._turn_q(point, _Q_RATIO ** (event.angleDelta().y() / 120))
            event.accept()

    # By keys

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        """Choose, move, turn."""
        assert event
        points = self.points
        at = next((i for i, one in enumerate(points) if one.place == self._chosen), -1)
        key = event.key()
        if points and key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            by = 1 if key == Qt.Key.Key_PageDown else -1
            place = points[(at + by) % len(points) if at >= 0 else 0].place
            self.choose(place)
            self.picked.emit(place)
        elif at < 0 or event.modifiers() & ~(
            Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
        ):
            super().keyPressEvent(event)
        elif event.text() in ("+", "-"):
            self._turn_q(points[at], _Q_RATIO if event.text() == "+" else 1 / _Q_RATIO)
        elif not self._nudge(points[at], event):
            super().keyPressEvent(event)

    def _nudge(self, point: EqPoint, event: QKeyEvent) -> bool:
        fine = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        step = _FINE if fine else _STEP
        ways = {
            Qt.Key.Key_Left: ("cutoff_frequency_hz", -step),
            Qt.Key.Key_Right: ("cutoff_frequency_hz", step),
            Qt.Key.Key_Up: ("gain_db", step),
            Qt.Key.Key_Down: ("gain_db", -step),
        }
        if event.key() not in ways:
            return False
        name, by = ways[Qt.Key(event.key())]
        numbers = numbers_of(point.effect)
        if name in numbers:
            scale = scale_of(point.effect.kind, name)
            value = scale.value(scale.share(numbers[name]) + by)
            self.turned.emit(point.place, {name: value})
        return True

    # Inside

    @property
    def _heard_hz(self) -> np.ndarray:
        """Where the curve is drawn: at a low rate it ends where the sound does."""
        return CURVE_HZ[CURVE_HZ < self._rate_hz / 2]

    def _near(self, place: QPointF) -> EqPoint | None:
        ranked = sorted(self.points, key=lambda one: self._distance(one, place))
        near = ranked[0] if ranked else None
        return near if near and self._distance(near, place) <= REACH_PX else None

    def _distance(self, point: EqPoint, place: QPointF) -> float:
        way = self.place_of(point) - place
        return float(np.hypot(way.x(), way.y()))

    def _tell(self, point: EqPoint) -> None:
        numbers, told = numbers_of(point.effect), {"cutoff_frequency_hz": point.hz}
        if "gain_db" in numbers:
            told["gain_db"] = point.db
        scales = {name: scale_of(point.effect.kind, name) for name in told}
        kept = {
            name: min(s.legal.high, max(s.legal.low, s.tidy(told[name])))
            for name, s in scales.items()
        }
        self.turned.emit(point.place, kept)

    def _turn_q(self, point: EqPoint, ratio: float) -> None:
        numbers = numbers_of(point.effect)
        if "q" in numbers:
            scale = scale_of(point.effect.kind, "q")
            low, high, _ = scale.legal
            self.turned.emit(
                point.place, {"q": scale.tidy(min(high, max(low, numbers["q"] * ratio)))}
            )

    def _describe(self) -> None:
        told = [
            f"{one.place + 1} {entry_of(one.effect.kind).name} at {one.hz:.0f} Hz"
            for one in self.points
        ]
        self.setAccessibleDescription(", ".join(told) or "no equaliser in the chain")

    # Painting

    def focusInEvent(self, event: QFocusEvent | None) -> None:
        """With the focus a point is chosen."""
        super().focusInEvent(event)
        points = self.points
        if points and self._chosen not in [one.place for one in points]:
            self.choose(points[0].place)
            self.picked.emit(points[0].place)
        self.update()

    def focusOutEvent(self, event: QFocusEvent | None) -> None:
        """No ring."""
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent | None) -> None:
        """Grid, spectrum, curves, points."""
        painter, eq = QPainter(self), self.map
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_ground(painter, eq, focused=self.hasFocus())
        if self._bands_db is not None:
            paint_spectrum(painter, eq, self._bands_db)
        hz = self._heard_hz
        if self._before is not None:
            paint_curve(painter, eq, hz, filter_db(self._before, hz, self._rate_hz), before=True)
        if self._curve is None:
            self._curve = filter_db(self._effects, hz, self._rate_hz)
        paint_curve(painter, eq, hz, self._curve)
        for point in self.points:
            chosen = point.place == self._chosen
            place = self.place_of(point)
            paint_point(painter, eq, place, point.place + 1, chosen=chosen, on=point.effect.on)
