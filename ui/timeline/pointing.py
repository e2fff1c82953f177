"""What lies under the pointer. No Qt."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import TypeVar

from ui.timeline.contents import CueBlock, Gap, HitMark, PanelBlock
from ui.timeline.lanes import Lane, lane_at
from ui.timeline.music import BarMark, Span
from ui.timeline.scene import Placed, Scene

P = TypeVar("P", bound=Placed)
EDGE_PX = 5.0
MARK_PX = 8.0


class Edge(Enum):
    """Which end of a cue."""

    IN = auto()
    OUT = auto()


@dataclass(frozen=True)
class Target:
    """What is under a point.

    Attributes:
        lane: the lane.
        seconds: the time there, board seconds.
        cue, edge: in the lane of cues: the cue, and its end if the point is near it.
        gap: there, a stretch without music.
        panel: the panel at that time.
        hit: in the lane of hits: the mark.
        bar, span: a bar; a key or a chord.
    """

    lane: Lane
    seconds: float
    cue: CueBlock | None = None
    edge: Edge | None = None
    gap: Gap | None = None
    panel: PanelBlock | None = None
    hit: HitMark | None = None
    bar: BarMark | None = None
    span: Span | None = None


def target_at(scene: Scene, x: float, y: float) -> Target:
    """What is under a point of the view."""
    lane = lane_at(scene.bands, y)
    seconds = scene.axis.seconds(x)
    panel = _over(scene.board.panels, seconds)
    if lane is Lane.CUES:
        cue, edge = _cue_at(scene, x)
        gap = None if cue else _over(scene.board.gaps, seconds)
        return Target(lane, seconds, cue=cue, edge=edge, gap=gap, panel=panel)
    if lane is Lane.HITS:
        return Target(lane, seconds, panel=panel, hit=_hit_at(scene, x))
    music = scene.music
    if lane is Lane.BARS:
        return Target(lane, seconds, panel=panel, bar=_over(music.bars if music else (), seconds))
    if lane in (Lane.SECTIONS, Lane.CHORDS):
        spans = () if music is None else music.keys if lane is Lane.SECTIONS else music.chords
        return Target(lane, seconds, panel=panel, span=_over(spans, seconds))
    return Target(lane, seconds, panel=panel)


def energy_at(scene: Scene, y: float) -> float:
    """The energy at a height of its lane, 0 to 1."""
    band = scene.bands[Lane.ENERGY]
    bottom, height = band.bottom - 3, band.height - 7
    return min(max((bottom - y) / height, 0.0), 1.0)


def _over(things: tuple[P, ...], seconds: float) -> P | None:
    return next((thing for thing in things if thing.start_s <= seconds < thing.end_s), None)


def _cue_at(scene: Scene, x: float) -> tuple[CueBlock | None, Edge | None]:
    """The cue at a pixel; at a border the chosen one's edge first."""
    chosen = scene.cue.uid if scene.cue else ""
    blocks = sorted(scene.board.cues, key=lambda block: block.cue.uid != chosen)
    for block in blocks:
        left, right = scene.axis.x(block.start_s), scene.axis.x(block.end_s)
        grip = min(EDGE_PX, (right - left) / 4)
        if abs(x - left) <= grip or -EDGE_PX <= x - left < 0:
            return block, Edge.IN
        if abs(x - right) <= grip or 0 <= x - right < EDGE_PX:
            return block, Edge.OUT
    inside = (b for b in blocks if scene.axis.x(b.start_s) <= x < scene.axis.x(b.end_s))
    return next(inside, None), None


def _hit_at(scene: Scene, x: float) -> HitMark | None:
    marks = [(abs(scene.axis.x(mark.seconds) - x), mark.inner, mark) for mark in scene.board.hits]
    near = min(marks, key=lambda found: found[:2], default=None)
    return near[2] if near and near[0] <= MARK_PX else None
