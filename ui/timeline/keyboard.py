"""Keyboard: does what the keys of the timeline say (keys.py)."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PyQt6.QtCore import QObject, pyqtSignal
from PyQt6.QtWidgets import QWidget

from ui.models import Models
from ui.timeline.contents import HitMark, PanelBlock
from ui.timeline.edits import TimelineEdits, new_stroke
from ui.timeline.keys import ACTS
from ui.timeline.menus import ask_hit_name
from ui.timeline.places import beats_s, beside, cuts_s, frame_s, hit_beside, inside, one_more_bar
from ui.timeline.playhead import Playhead
from ui.timeline.scene import Scene
from ui.timeline.snapping import cue_room
from ui.timeline.stage import Stage
from ui.timeline.wording import energy_words, hit_words

ZOOM = 1.5
ENERGY_STEP, ENERGY_FINE_STEP = 0.05, 0.01


class Keyboard(QObject):
    """Acts on a timeline by its keys.

    Signals:
        told(words): what was chosen or changed.
        follow_toggled: the view is to follow the music, or to stay.
    """

    told = pyqtSignal(str)
    follow_toggled = pyqtSignal()

    def __init__(
        self,
        models: Models,
        stage: Stage,
        edits: TimelineEdits,
        playhead: Playhead,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._parent = parent
        self._models = models
        self._stage = stage
        self._edits = edits
        self._playhead = playhead
        self._stroke = ""
        self._acts: dict[str, Callable[[], None]] = {
            "Left": partial(self._step, -1),
            "Right": partial(self._step, 1),
            "Shift+Left": partial(self._beat, -1),
            "Shift+Right": partial(self._beat, 1),
            "Ctrl+Left": partial(self._cut, -1),
            "Ctrl+Right": partial(self._cut, 1),
            "Home": partial(self._end_of_cue, 0),
            "End": partial(self._end_of_cue, 1),
            "+": partial(self._zoom, ZOOM),
            "-": partial(self._zoom, 1 / ZOOM),
            "0": self._fit,
            "Z": self._show_range,
            "F": self.follow_toggled.emit,
            "B": self._bar,
            "L": self._loop,
            "Esc": self._let_go,
            "Up": partial(self._energy, ENERGY_STEP),
            "Down": partial(self._energy, -ENERGY_STEP),
            "Shift+Up": partial(self._energy, ENERGY_FINE_STEP),
            "Shift+Down": partial(self._energy, -ENERGY_FINE_STEP),
            "E": self._energy_as_seen,
            "N": partial(self._hit, 1),
            "Shift+N": partial(self._hit, -1),
            "W": self._weigh,
            "H": self._add_hit,
            "Alt+Left": partial(self._nudge, -1),
            "Alt+Right": partial(self._nudge, 1),
            "F2": self._name_hit,
            "Del": self._remove_hit,
            "P": self._choose_panel,
            "C": self._add_cue,
            "[": partial(self._cue_edge, 0),
            "]": partial(self._cue_edge, 1),
            "Shift+Del": self._remove_cue,
        }
        assert self._acts.keys() == ACTS.keys()

    def act(self, key: str) -> None:
        """Do what a key does; keys that are none of the timeline's do nothing."""
        self._stage.refresh()
        if self._stage.scene is not None and (work := self._acts.get(key)):
            if key not in ("Up", "Down", "Shift+Up", "Shift+Down"):
                self._stroke = ""
            work()

    def add_hit_at(self, seconds: float) -> None:
        """A must-hit on the nearest frame, chosen at once."""
        frame = self._scene.rate.nearest_frame(max(0.0, seconds))
        if self._edits.add_hit(frame):
            self._choose_frame(frame)

    # Going

    @property
    def _scene(self) -> Scene:
        assert self._stage.scene
        return self._stage.scene

    @property
    def _now(self) -> float:
        return self._playhead.seconds

    def _go(self, seconds: float | None) -> None:
        if seconds is not None:
            self._playhead.go(seconds)
            self._stage.look_at(self._stage.axis.revealing(seconds))

    def _step(self, by: int) -> None:
        self._go(frame_s(self._scene, self._now, by))

    def _beat(self, step: int) -> None:
        beats = beats_s(self._scene.music)
        self._go(beside(beats or cuts_s(self._scene), self._now, step))

    def _cut(self, step: int) -> None:
        self._go(beside(cuts_s(self._scene), self._now, step))

    def _end_of_cue(self, end: int) -> None:
        scene = self._scene
        if scene.cue is None:
            self._go(scene.board.length_s if end else 0.0)
        else:
            frame = scene.cue.out_frame - 1 if end else scene.cue.in_frame
            self._go(float(scene.rate.seconds(frame)))

    # Looking

    def _zoom(self, factor: float) -> None:
        axis = self._stage.axis
        x = axis.x(self._now)
        inside = 0 <= x <= axis.width_px
        self._stage.look_at(axis.zoomed(factor, x if inside else axis.width_px / 2))

    def _fit(self) -> None:
        axis = self._stage.axis
        self._stage.look_at(type(axis).fitting(axis.width_px, axis.length_s))

    def _show_range(self) -> None:
        scene = self._scene
        wanted = self._models.selection.range_s
        if wanted is None and scene.cue:
            frames = (scene.cue.in_frame, scene.cue.out_frame)
            wanted = (float(scene.rate.seconds(frames[0])), float(scene.rate.seconds(frames[1])))
        if wanted:
            self._stage.look_at(self._stage.axis.showing(*wanted))

    def _bar(self) -> None:
        music, chosen = self._scene.music, self._models.selection.range_s
        more = one_more_bar(music, self._now, chosen)
        self._models.selection.choose_range(inside(more, self._scene.axis.length_s))

    def _loop(self) -> None:
        playback, from_s = self._models.playback, self._stage.heard_from_s
        if playback.loop_s:
            playback.unloop()
        elif from_s is not None:
            whole = (from_s, from_s + playback.length_s)
            start_s, end_s = self._models.selection.range_s or whole
            playback.loop(max(0.0, start_s - from_s), end_s - from_s)

    def _let_go(self) -> None:
        self._models.selection.choose_range(None)
        self._stage.choose_hit(None)

    # Energy

    def _chosen_panels(self) -> list[PanelBlock]:
        scene = self._scene
        return [block for block in scene.board.panels if block.panel.uid in scene.panel_uids]

    def _energy(self, by: float) -> None:
        self._stroke = self._stroke or new_stroke()
        chosen = [block for block in self._chosen_panels() if block.energy is not None]
        for block in chosen:
            self._edits.set_energy(block, (block.energy or 0.0) + by, self._stroke)
        self._stage.refresh()
        if shown := self._chosen_panels():
            self.told.emit(energy_words(shown[0]))

    def _energy_as_seen(self) -> None:
        self._edits.forget_energy(self._scene.panel_uids)

    # Hits

    def _mark(self) -> HitMark | None:
        scene = self._scene
        return next((mark for mark in scene.board.hits if mark.frame == scene.hit), None)

    def _hit(self, step: int) -> None:
        mark = hit_beside(self._scene, self._now, step)
        if mark:
            self._stage.choose_hit(mark.frame)
            self._go(mark.seconds)
            self.told.emit(hit_words(mark, self._scene))

    def _weigh(self) -> None:
        if mark := self._mark():
            self._edits.cycle_weight(mark)
            self._tell_hit()

    def _add_hit(self) -> None:
        self.add_hit_at(self._now)

    def _nudge(self, by: int) -> None:
        mark = self._mark()
        if mark is None or not mark.inner:
            self._cut(by)
        elif self._edits.move_hit(mark.frame, mark.frame + by, ""):
            self._choose_frame(mark.frame + by)

    def _name_hit(self) -> None:
        mark = self._mark()
        if mark and mark.inner:
            ask_hit_name(self._parent, self._edits, mark)

    def _remove_hit(self) -> None:
        if mark := self._mark():
            self._edits.remove_hit(mark)

    def _choose_frame(self, frame: int) -> None:
        """Choose the hit that is on this frame now."""
        self._stage.refresh()
        for mark in self._scene.board.hits:
            if mark.frame == frame:
                self._stage.choose_hit(mark.frame)
        self._tell_hit()

    def _tell_hit(self) -> None:
        self._stage.refresh()
        if mark := self._mark():
            self.told.emit(hit_words(mark, self._scene))

    # Panels and cues

    def _choose_panel(self) -> None:
        for block in self._scene.board.panels:
            if block.start_s <= self._now < block.end_s:
                self._models.selection.choose_panel(block.panel.uid)

    def _add_cue(self) -> None:
        gaps = self._scene.board.gaps
        here = (gap for gap in gaps if gap.start_s <= self._now < gap.end_s)
        self._edits.add_cue(next(here, None))

    def _cue_edge(self, end: int) -> None:
        scene, project = self._scene, self._stage.project
        if scene.cue is None or project is None:
            return
        low, high = cue_room(project, scene.cue)
        frame = scene.rate.nearest_frame(self._now)
        start = scene.cue.in_frame if end else max(low, min(frame, scene.cue.out_frame - 1))
        stop = min(high, max(frame, scene.cue.in_frame + 1)) if end else scene.cue.out_frame
        self._edits.set_range(scene.cue, start, stop, "")

    def _remove_cue(self) -> None:
        if cue := self._scene.cue:
            self._edits.remove_cue(cue.uid)
