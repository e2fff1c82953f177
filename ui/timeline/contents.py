"""What the timeline shows, as plain values in seconds from the board's first frame. No Qt.

contents = board_contents(project, described)      cues, gaps, panels, hits
music = music_contents(project, cue, plan, clip)   bars, chords, keys, energy, what is stale
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from musflow_studio.domain.description import PanelDescription
from musflow_studio.domain.project import CueStatus, Project, ProjectCue
from musflow_studio.domain.storyboard import HitWeight, Panel
from musflow_studio.project.cues import free_ranges

Describe = Callable[[str], PanelDescription | None]


@dataclass(frozen=True)
class CueBlock:
    """A cue on the board; `tacet` are the stretches of its panels without music."""

    cue: ProjectCue
    start_s: float
    end_s: float
    tacet: tuple[tuple[float, float], ...] = ()

    @property
    def omitted(self) -> bool:
        """Whether it is kept but not played."""
        return self.cue.status is CueStatus.OMITTED


@dataclass(frozen=True)
class Gap:
    """A stretch of the board without music, board frames and seconds."""

    in_frame: int
    out_frame: int
    start_s: float
    end_s: float


@dataclass(frozen=True)
class PanelBlock:
    """A panel on the board.

    Attributes:
        panel: the panel; start_frame: its first board frame.
        energy: 0 to 1, by hand or as described; None until it was described.
        by_hand: whether the energy was set by hand.
        valence, arousal: -1 to 1; None until it was described.
    """

    panel: Panel
    start_frame: int
    start_s: float
    end_s: float
    energy: float | None
    by_hand: bool
    valence: float | None
    arousal: float | None


@dataclass(frozen=True)
class HitMark:
    """A moment of the picture: the cut into a panel, or one inside it.

    Attributes:
        panel: the panel it starts, or lies in.
        frame: board frame; seconds: the same in seconds.
        inner: True inside the panel.
        weight, name: see InnerHit; a cut has no name.
    """

    panel: Panel
    frame: int
    seconds: float
    inner: bool
    weight: HitWeight
    name: str = ""


@dataclass(frozen=True)
class BoardContents:
    """The board and its cues.

    Attributes:
        length_s: of the board.
        cues: in the order in which they begin, omitted ones last (drawn first).
        gaps, panels, hits: in board order.
    """

    length_s: float
    cues: tuple[CueBlock, ...]
    gaps: tuple[Gap, ...]
    panels: tuple[PanelBlock, ...]
    hits: tuple[HitMark, ...]


def board_contents(project: Project, described: Describe) -> BoardContents:
    """The board and its cues; `described` tells what was seen in a panel, None while unknown."""
    board = project.storyboard
    seconds = _clock(project)
    cues = [_cue_block(project, cue, seconds) for cue in project.cues]
    gaps = free_ranges(project.cues, board.length_frames)
    starts = zip(board.panels, board.start_frames, strict=False)
    return BoardContents(
        seconds(board.length_frames),
        tuple(sorted(cues, key=lambda block: (block.omitted, block.start_s, block.end_s))),
        tuple(Gap(a, b, seconds(a), seconds(b)) for a, b in gaps),
        tuple(_panel_block(panel, start, seconds, described) for panel, start in starts),
        tuple(_hit_marks(project, seconds)),
    )


def _clock(project: Project) -> Callable[[int], float]:
    rate = project.storyboard.rate
    return lambda frame: float(rate.seconds(frame))


def _cue_block(project: Project, cue: ProjectCue, seconds: Callable[[int], float]) -> CueBlock:
    board = project.storyboard
    spans = zip(board.panels, board.start_frames, board.start_frames[1:], strict=False)
    silent = (
        (seconds(max(start, cue.in_frame)), seconds(min(end, cue.out_frame)))
        for panel, start, end in spans
        if panel.uid in cue.tacet and start < cue.out_frame and end > cue.in_frame
    )
    return CueBlock(cue, seconds(cue.in_frame), seconds(cue.out_frame), tuple(silent))


def _panel_block(
    panel: Panel, start: int, seconds: Callable[[int], float], described: Describe
) -> PanelBlock:
    told, own = described(panel.uid), panel.override
    return PanelBlock(
        panel,
        start,
        seconds(start),
        seconds(start + panel.length_frames),
        own.energy if own.energy is not None else (told.energy if told else None),
        own.energy is not None,
        own.valence if own.valence is not None else (told.mood.valence if told else None),
        own.arousal if own.arousal is not None else (told.mood.arousal if told else None),
    )


def _hit_marks(project: Project, seconds: Callable[[int], float]) -> list[HitMark]:
    marks = []
    board = project.storyboard
    for panel, start in zip(board.panels, board.start_frames, strict=False):
        marks.append(HitMark(panel, start, seconds(start), False, panel.weight))
        for hit in panel.inner_hits:
            frame = start + hit.frame
            marks.append(HitMark(panel, frame, seconds(frame), True, hit.weight, hit.name))
    return marks
