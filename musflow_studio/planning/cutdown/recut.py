"""Recut: the board that goes with a spliced cue: panels shortened, hits where their music is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from musflow_studio.domain.plan import CuePlan
from musflow_studio.domain.storyboard import HitWeight, InnerHit, Panel, Storyboard
from musflow_studio.planning.cutdown.splice import Splice
from musflow_studio.planning.cutting import cue_spans

SHORTEST_PANEL_S = 0.3
"""Shorter scraps of a panel are given to their neighbour."""


@dataclass(frozen=True)
class Shot:
    """A panel of the recut board: which one, and its music from start to end tick."""

    uid: str
    start_tick: int
    end_tick: int
    keeps_start: bool


@dataclass(frozen=True)
class Recut:
    """The shots of a spliced cue.

    Attributes:
        splice: the music.
        length_frames: of the picture.
    """

    splice: Splice
    length_frames: int

    @property
    def _plan(self) -> CuePlan:
        return self.splice.material.plan

    def shots(self) -> tuple[Shot, ...]:
        """What is seen, in order: a shot per panel that is left, none a scrap."""
        shots: list[Shot] = []
        for shot in self._pieces():
            if shots and (shots[-1].uid == shot.uid or self._is_scrap(shot)):
                shots[-1] = replace(shots[-1], end_tick=shot.end_tick)
            elif len(shots) == 1 and self._is_scrap(shots[0]):
                shots[0] = replace(shot, start_tick=0, keeps_start=False)
            else:
                shots.append(shot)
        return tuple(shots)

    def _pieces(self) -> Iterator[Shot]:
        """Every kept part of every panel."""
        end_tick = self.splice.grid.end_tick
        for (first, end), by in self.splice.stretches:
            for panel in self._plan.panels:
                a, b = max(panel.start_tick, first), min(panel.end_tick, end)
                if a < b and a + by < end_tick:
                    yield Shot(
                        panel.panel_uid, a + by, min(b + by, end_tick), a == panel.start_tick
                    )

    def _is_scrap(self, shot: Shot) -> bool:
        """True for what is too short to be seen."""
        grid = self.splice.grid
        seconds = float(grid.seconds_at(shot.end_tick) - grid.seconds_at(shot.start_tick))
        return seconds < max(SHORTEST_PANEL_S, 2 / float(self._plan.storyboard.rate.fps))

    def frame_at(self, tick: int) -> int:
        """The picture frame nearest to a tick of the new grid."""
        return self._plan.storyboard.rate.nearest_frame(self.splice.grid.seconds_at(tick))

    def board(self, shots: Sequence[Shot]) -> Storyboard:
        """The recut board, its timecode from the cue's start on."""
        old = self._plan.storyboard
        panels = {panel.uid: panel for panel in old.panels}
        cuts = [*(self.frame_at(shot.start_tick) for shot in shots), self.length_frames]
        cut = tuple(
            self._panel(panels[shot.uid], shot, cuts[i], cuts[i + 1], is_first=i == 0)
            for i, shot in enumerate(shots)
        )
        start = old.start_timecode_frames + self._plan.in_frame
        return replace(old, panels=cut, start_timecode_frames=start, remarks=())

    def _panel(self, panel: Panel, shot: Shot, cut: int, end: int, *, is_first: bool) -> Panel:
        weight = panel.weight
        if is_first:
            weight = HitWeight.MUST
        elif not shot.keeps_start and weight is HitWeight.MUST:
            weight = HitWeight.SHOULD
        hits = sorted(
            (
                InnerHit(frame - cut, weight, name)
                for frame, weight, name in self._inner(panel)
                if cut < frame < end
            ),
            key=lambda hit: hit.frame,
        )
        return replace(panel, length_frames=end - cut, weight=weight, inner_hits=tuple(hits))

    def _inner(self, panel: Panel) -> Iterator[tuple[int, HitWeight, str]]:
        """The hits inside a panel that were kept: frame of the new picture, weight, name."""
        plan = self._plan
        ticks = {hit.frame: hit.tick for hit in plan.hits if hit.panel_uid == panel.uid}
        for span in cue_spans(plan.storyboard, plan.description, plan.in_frame, plan.out_frame):
            for hit in panel.inner_hits if span.panel.uid == panel.uid else ():
                old = ticks.get(span.start_frame + hit.frame - span.cut_frames)
                new = None if old is None else self.splice.moved(old)
                if new is not None:
                    yield self.frame_at(new), hit.weight, hit.name
