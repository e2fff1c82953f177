"""Gestures: what dragging does, from the press to the release.

Each is given places in pixels; `follow` while the button is down, `finish` when it is let go.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from musflow_studio.domain.project import Project, ProjectCue
from ui.timeline.contents import HitMark
from ui.timeline.edits import TimelineEdits, new_stroke
from ui.timeline.pointing import Edge, energy_at, target_at
from ui.timeline.scene import Scene
from ui.timeline.snapping import CLING_PX, cue_room, cut_frames, moved_range, snapped

STILL_PX = 3.0
Seek = Callable[[float], None]
SetRange = Callable[[tuple[float, float] | None], None]
SceneNow = Callable[[], Scene]


class Gesture(Protocol):
    """A drag under way."""

    def follow(self, x: float, y: float, *, free: bool) -> None:
        """The pointer is here now; `free` holds off what edges cling to."""

    def finish(self) -> None:
        """The button was let go."""


@dataclass
class Scrub:
    """The playhead follows the pointer."""

    scene: SceneNow
    seek: Seek

    def follow(self, x: float, y: float, *, free: bool) -> None:
        """Go there."""
        axis = self.scene().axis
        self.seek(min(max(axis.seconds(x), 0.0), axis.length_s))

    def finish(self) -> None:
        """Stay there."""


class Select:
    """A range of time; over bars whole bars. A click that does not move goes to its place."""

    def __init__(
        self, scene: SceneNow, x: float, set_range: SetRange, seek: Seek, *, by_bars: bool
    ) -> None:
        self._scene = scene
        self._x = x
        self._anchor_s = scene().axis.seconds(x)
        self._set_range = set_range
        self._seek = seek
        self._by_bars = by_bars
        self._moved = False

    def follow(self, x: float, y: float, *, free: bool) -> None:
        """Stretch the range to the pointer."""
        self._moved = self._moved or abs(x - self._x) >= STILL_PX
        if self._moved:
            here = self._scene().axis.seconds(x)
            low, high = sorted((self._anchor_s, here))
            whole = self._by_bars and not free
            self._set_range(self._whole_bars(low, high) if whole else self._inside(low, high))

    def finish(self) -> None:
        """A click: the playhead goes there, the range is let go."""
        if not self._moved:
            self._set_range(None)
            self._seek(max(0.0, self._anchor_s))

    def _inside(self, low: float, high: float) -> tuple[float, float]:
        length_s = self._scene().axis.length_s
        return max(0.0, low), min(high, length_s)

    def _whole_bars(self, low: float, high: float) -> tuple[float, float]:
        music = self._scene().music
        bars = [b for b in music.bars if b.end_s > low and b.start_s < high] if music else []
        return (bars[0].start_s, bars[-1].end_s) if bars else self._inside(low, high)


class MoveCue:
    """A whole cue, or one of its ends, moved between its neighbours; clings to cuts."""

    def __init__(
        self,
        scene: Scene,
        edits: TimelineEdits,
        project: Project,
        cue: ProjectCue,
        edge: Edge | None,
        x: float,
    ) -> None:
        self._scene = scene
        self._edits = edits
        self._cue = cue
        self._edge = edge
        self._x = x
        self._room = cue_room(project, cue)
        self._cuts = cut_frames(project)
        self._stroke = new_stroke()
        self._moved = False

    def follow(self, x: float, y: float, *, free: bool) -> None:
        """Move by as many frames as the pointer did."""
        self._moved = self._moved or abs(x - self._x) >= STILL_PX
        if not self._moved:
            return
        rate, axis, cue = self._scene.rate, self._scene.axis, self._cue
        by = round((x - self._x) / axis.px_per_s * float(rate.fps))
        within = 0.0 if free else CLING_PX / axis.px_per_s * float(rate.fps)
        low, high = self._room
        start, end = cue.in_frame, cue.out_frame
        if self._edge is Edge.IN:
            start = min(max(low, snapped(start + by, self._cuts, within)), end - 1)
        elif self._edge is Edge.OUT:
            end = max(min(high, snapped(end + by, self._cuts, within)), start + 1)
        else:
            wanted = snapped(start + by, self._cuts, within)
            start, end = moved_range(self._room, end - start, wanted)
        self._edits.set_range(cue, start, end, self._stroke)

    def finish(self) -> None:
        """Another drag is another step."""
        self._edits.seal()


class MoveHit:
    """A moment inside a panel moved by frames; a click that does not move weighs the hit anew."""

    def __init__(self, scene: Scene, edits: TimelineEdits, mark: HitMark, x: float) -> None:
        self._scene = scene
        self._edits = edits
        self._mark = mark
        self._x = x
        self._frame = mark.frame
        self._taken = {hit.frame for hit in scene.board.hits} - {mark.frame}
        self._end = scene.rate.nearest_frame(scene.board.length_s)
        self._stroke = new_stroke()
        self._moved = False

    @property
    def frame(self) -> int:
        """Where the moment is now."""
        return self._frame

    def follow(self, x: float, y: float, *, free: bool) -> None:
        """Move there, unless it is a cut or another hit."""
        self._moved = self._moved or abs(x - self._x) >= STILL_PX
        if not (self._moved and self._mark.inner):
            return
        by = round((x - self._x) / self._scene.axis.px_per_s * float(self._scene.rate.fps))
        to = min(max(1, self._mark.frame + by), self._end - 1)
        moves = to != self._frame and to not in self._taken
        if moves and self._edits.move_hit(self._frame, to, self._stroke):
            self._frame = to

    def finish(self) -> None:
        """Without a move: must, should, ignore."""
        if not self._moved:
            self._edits.cycle_weight(self._mark)
        self._edits.seal()


class DrawEnergy:
    """Energy drawn over the panels the pointer passes."""

    def __init__(self, scene: SceneNow, edits: TimelineEdits) -> None:
        self._scene = scene
        self._edits = edits
        self._stroke = new_stroke()

    def follow(self, x: float, y: float, *, free: bool) -> None:
        """The panel under the pointer takes the energy of its height."""
        scene = self._scene()
        block = target_at(scene, x, y).panel
        if block:
            self._edits.set_energy(block, energy_at(scene, y), self._stroke)

    def finish(self) -> None:
        """Another stroke is another step."""
        self._edits.seal()
