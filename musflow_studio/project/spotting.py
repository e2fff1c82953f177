"""Spotting: the cues in the board's order, the gaps without music, and how far each cue is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from musflow_studio.domain.clip import Clip
from musflow_studio.domain.project import CueStatus, Project, ProjectCue
from musflow_studio.project.changes import changes_since
from musflow_studio.project.cues import free_ranges


@dataclass(frozen=True)
class Spot:
    """One line of the spotting list.

    Attributes:
        in_frame, out_frame: board frames, out exclusive.
        panels: first and last panel number it touches.
        cue: what plays there; None for a gap without music.
        newest, chosen: its newest clip, and the one chosen to deliver; None where the library
            has none.
        changed: what changed since the newest clip was made; empty if it is up to date or
            was never made.
    """

    in_frame: int
    out_frame: int
    panels: tuple[str, str]
    cue: ProjectCue | None = None
    newest: Clip | None = None
    chosen: Clip | None = None
    changed: tuple[str, ...] = ()

    @property
    def to_make(self) -> bool:
        """Whether the cue wants making: no clip yet, or one that is out of date."""
        return self.cue is not None and (self.newest is None or bool(self.changed))

    @property
    def base(self) -> Clip | None:
        """The clip to go on from: the chosen one, else the newest."""
        return self.chosen or self.newest


def spotting(project: Project, clips: Mapping[str, Clip]) -> tuple[Spot, ...]:
    """The spotting list of a project; `clips` by id, as far as the library has them.

    Cues and gaps in the order in which they begin; omitted cues last.
    """
    length = project.storyboard.length_frames
    gaps = [Spot(a, b, _panels(project, a, b)) for a, b in free_ranges(project.cues, length)]
    cues = [spot_of(project, cue, clips) for cue in project.cues]
    return tuple(sorted([*gaps, *cues], key=_order))


def spot_of(project: Project, cue: ProjectCue, clips: Mapping[str, Clip]) -> Spot:
    """The line of one cue."""
    made = [clips[clip_id] for clip_id in cue.clip_ids if clip_id in clips]
    newest = made[-1] if made else None
    return Spot(
        cue.in_frame,
        cue.out_frame,
        _panels(project, cue.in_frame, cue.out_frame),
        cue,
        newest,
        clips.get(cue.chosen_clip_id),
        changes_since(project, cue, newest.recipe) if newest else (),
    )


def overlaps(project: Project) -> tuple[str, ...]:
    """A sentence for every two cues that play at the same time."""
    cues = [cue for cue in project.cues if cue.status is not CueStatus.OMITTED]
    said = []
    for i, one in enumerate(cues):
        for other in cues[i + 1 :]:
            frames = min(one.out_frame, other.out_frame) - max(one.in_frame, other.in_frame)
            if frames > 0:
                said.append(f"{one.name} and {other.name} overlap by {frames} frames")
    return tuple(said)


def _order(spot: Spot) -> tuple[bool, int, int]:
    omitted = spot.cue is not None and spot.cue.status is CueStatus.OMITTED
    return omitted, spot.in_frame, spot.out_frame


def _panels(project: Project, in_frame: int, out_frame: int) -> tuple[str, str]:
    board = project.storyboard
    spans = zip(board.panels, board.start_frames, board.start_frames[1:], strict=False)
    inside = [panel.number for panel, a, b in spans if a < out_frame and b > in_frame]
    return inside[0], inside[-1]
