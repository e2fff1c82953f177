"""TimelineView: header, lanes with their names, scroll bar; pointer and keys become edits."""

from __future__ import annotations

from PyQt6.QtCore import QPoint, Qt
from PyQt6.QtWidgets import (
    QGridLayout,
    QLabel,
    QMenu,
    QScrollBar,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from ui.models import Models
from ui.theme import UNIT
from ui.timeline.canvas import TimelineCanvas
from ui.timeline.edits import TimelineEdits
from ui.timeline.gestures import DrawEnergy, Gesture, MoveCue, MoveHit, Scrub, Select
from ui.timeline.header import TimelineHeader
from ui.timeline.keyboard import Keyboard
from ui.timeline.lanes import Lane
from ui.timeline.menus import fill_menu
from ui.timeline.names import LaneNames
from ui.timeline.places import inside
from ui.timeline.playhead import Playhead
from ui.timeline.pointing import Target, target_at
from ui.timeline.scene import Scene
from ui.timeline.stage import Stage
from ui.timeline.wording import idle_words

SCROLL_STEPS = 10_000


class TimelineView(QWidget):
    """The cue over the panels."""

    def __init__(self, models: Models, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._models = models
        self._gesture: Gesture | None = None
        self.stage = Stage(models, self)
        self.edits = TimelineEdits(models)
        self.playhead = Playhead(models, self.stage, self)
        self.canvas = TimelineCanvas()
        self.keyboard = Keyboard(models, self.stage, self.edits, self.playhead, self)
        self.header = TimelineHeader(self.keyboard.act)
        self._scroll = QScrollBar(Qt.Orientation.Horizontal)
        self._scroll.setAccessibleName("Scroll the timeline")
        self._empty = QLabel("The timeline shows cues, beats and hits once there are panels.")
        self._lay_out()
        self._connect()
        self.header.follow.setChecked(models.preferences.get("timeline_follow", True))
        self._show()

    @property
    def scene(self) -> Scene:
        """What is shown; only while there is a project."""
        assert self.stage.scene
        return self.stage.scene

    @property
    def follows(self) -> bool:
        """Whether the view turns with the music."""
        return self.header.follow.isChecked()

    def choose_range(self, range_s: tuple[float, float] | None) -> None:
        """Choose a stretch of time, board seconds; a last bar is cut where the sound ends."""
        self._models.selection.choose_range(inside(range_s, self.scene.axis.length_s))

    # Building

    def _lay_out(self) -> None:
        lanes = QWidget()
        grid = QGridLayout(lanes)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(0)
        grid.addWidget(LaneNames(), 0, 0)
        grid.addWidget(self.canvas, 0, 1)
        grid.addWidget(self._scroll, 1, 1)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setProperty("role", "muted")
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, UNIT, 2)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(lanes, 1)
        self._pages = QStackedLayout(self)
        self._pages.addWidget(whole)
        self._pages.addWidget(self._empty)

    def _connect(self) -> None:
        canvas = self.canvas
        canvas.resized.connect(lambda: self.stage.set_size(canvas.width(), canvas.height()))
        canvas.zoomed.connect(lambda f, x: self.stage.look_at(self.stage.axis.zoomed(f, x)))
        canvas.scrolled.connect(lambda px: self.stage.look_at(self.stage.axis.scrolled(px)))
        canvas.pressed.connect(self._on_pressed)
        canvas.dragged.connect(self._on_dragged)
        canvas.released.connect(self._on_released)
        canvas.double_clicked.connect(self._on_double_clicked)
        canvas.asked.connect(self._on_asked)
        canvas.hovered.connect(self.header.say)
        canvas.keyed.connect(self.keyboard.act)
        self.keyboard.told.connect(self._tell)
        self.keyboard.follow_toggled.connect(self.header.follow.toggle)
        self.stage.changed.connect(self._show)
        self.playhead.moved.connect(self._on_moved)
        self._scroll.valueChanged.connect(self._on_scrolled)
        self.header.follow_set.connect(
            lambda on: self._models.preferences.set("timeline_follow", on)
        )

    # Showing

    def _show(self) -> None:
        scene = self.stage.scene
        self._pages.setCurrentIndex(1 if scene is None else 0)
        self.canvas.show_scene(scene)
        self.canvas.set_range(self._models.selection.range_s)
        self.canvas.set_playhead(self.playhead.seconds if scene else None)
        if scene:
            self.header.set_idle(idle_words(scene))
            self._show_scroll(scene)

    def _show_scroll(self, scene: Scene) -> None:
        axis = scene.axis
        whole = max(axis.length_s, axis.right_s)
        self._scroll.blockSignals(True)  # noqa: FBT003 - it follows the axis here
        self._scroll.setPageStep(round(axis.span_s / whole * SCROLL_STEPS))
        self._scroll.setRange(0, max(0, SCROLL_STEPS - self._scroll.pageStep()))
        self._scroll.setValue(round(axis.left_s / whole * SCROLL_STEPS))
        self._scroll.blockSignals(False)  # noqa: FBT003

    def _on_scrolled(self, value: int) -> None:
        axis = self.stage.axis
        whole = max(axis.length_s, axis.right_s)
        self.stage.look_at(axis.scrolled(axis.x(value / SCROLL_STEPS * whole)))

    def _on_moved(self, seconds: float) -> None:
        self.canvas.set_playhead(seconds)
        if self.follows and self._models.playback.playing and self._gesture is None:
            self.stage.look_at(self.stage.axis.revealing(seconds))

    def _tell(self, words: str) -> None:
        """Say what was chosen or changed by keyboard, to eyes and to screen readers."""
        self.header.say(words)
        self.canvas.setAccessibleDescription(words)

    # The pointer

    def _on_pressed(self, x: float, y: float, keys: Qt.KeyboardModifier) -> None:
        target = target_at(self.scene, x, y)
        self._gesture = self._begun(target, x, keys)
        if self._gesture and target.lane in (Lane.RULER, Lane.ENERGY):
            self._on_dragged(x, y, keys)

    def _begun(self, target: Target, x: float, keys: Qt.KeyboardModifier) -> Gesture | None:
        """The drag that begins here; what a click chooses is chosen at once."""
        if target.lane is Lane.RULER:
            return Scrub(lambda: self.scene, self.playhead.go)
        if target.cue and self.stage.project:
            cue = target.cue.cue
            self._models.selection.choose_cue(cue.uid)
            return MoveCue(self.scene, self.edits, self.stage.project, cue, target.edge, x)
        if target.hit:
            self.stage.choose_hit(target.hit.frame)
            return MoveHit(self.scene, self.edits, target.hit, x)
        if target.lane is Lane.PANELS and target.panel:
            self._choose_panel(target.panel.panel.uid, keys)
        if target.lane is Lane.ENERGY:
            return DrawEnergy(lambda: self.scene, self.edits)
        if target.span:
            self.choose_range((target.span.start_s, target.span.end_s))
        elif target.lane in (Lane.BARS, Lane.WAVE):
            by_bars = target.lane is Lane.BARS
            return Select(
                lambda: self.scene, x, self.choose_range, self.playhead.go, by_bars=by_bars
            )
        return None

    def _choose_panel(self, uid: str, keys: Qt.KeyboardModifier) -> None:
        selection = self._models.selection
        adding = keys & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
        selection.choose_panel(uid, selection.panel_uids if adding else ())

    def _on_dragged(self, x: float, y: float, keys: Qt.KeyboardModifier) -> None:
        if self._gesture and self.stage.scene:
            beyond = min(x, 0.0) + max(x - self.canvas.width(), 0.0)
            if beyond and not isinstance(self._gesture, (MoveCue, MoveHit)):
                self.stage.look_at(self.stage.axis.scrolled(beyond / 2))
            self._gesture.follow(x, y, free=bool(keys & Qt.KeyboardModifier.AltModifier))
            if isinstance(self._gesture, MoveHit) and self.stage.hit:
                self.stage.choose_hit(self._gesture.frame)

    def _on_released(self) -> None:
        gesture, self._gesture = self._gesture, None
        if gesture and self.stage.scene:
            gesture.finish()

    def _on_double_clicked(self, x: float, y: float) -> None:
        target = target_at(self.scene, x, y)
        if target.gap:
            self.edits.add_cue(target.gap)
        elif target.cue:
            self.stage.look_at(self.stage.axis.showing(target.cue.start_s, target.cue.end_s))
        elif target.lane is Lane.HITS and not target.hit:
            self.keyboard.add_hit_at(target.seconds)
        elif target.lane is Lane.PANELS and target.panel:
            self.playhead.go(target.panel.start_s)
        elif target.bar:
            self.choose_range((target.bar.start_s, target.bar.end_s))

    def _on_asked(self, x: float, y: float, at: QPoint) -> None:
        if self.stage.scene is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        fill_menu(menu, target_at(self.scene, x, y), self.scene, self.edits, self.keyboard.act)
        menu.popup(at)
