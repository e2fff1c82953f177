"""What the timeline shows, as plain values in seconds from the board's first frame. No Qt.

contents = board_contents(project, described)      cues, gaps, panels, hits
music = music_contents(project, cue, plan, clip)   bars, chords, keys, energy, what is stale
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from musflow_studio.domain.description import PanelDescription
from musflow_studio.domain.grid import TempoSection
from musflow_studio.domain.plan import ChordSpan, CuePlan, Hit
from musflow_studio.domain.project import CueStatus, Project, ProjectCue
from musflow_studio.domain.storyboard import HitWeight, Panel
from musflow_studio.project.changes import stale_panels
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


@dataclass(frozen=True)
class BarMark:
    """A bar: its number, where it starts and ends, its beats, its metre where that changes."""

    number: int
    start_s: float
    end_s: float
    beats_s: tuple[float, ...]
    meter: str = ""


@dataclass(frozen=True)
class TempoMark:
    """From here on the music has this tempo."""

    seconds: float
    bpm: float


@dataclass(frozen=True)
class Span:
    """A stretch with a few words: a chord, a key."""

    start_s: float
    end_s: float
    text: str


@dataclass(frozen=True)
class MusicContents:
    """A take's plan, or one not made yet, laid onto the board.

    Attributes:
        start_s, end_s: where its sound begins and ends (its tail included).
        bars, tempi, chords, keys: in order.
        energy: (seconds, 0 to 1), linear between.
        hits: what the plan says about the moments of the picture.
        stale: stretches that no longer fit the board.
        made: True for a take, False for a plan.
    """

    start_s: float
    end_s: float
    bars: tuple[BarMark, ...]
    tempi: tuple[TempoMark, ...]
    chords: tuple[Span, ...]
    keys: tuple[Span, ...]
    energy: tuple[tuple[float, float], ...]
    hits: tuple[Hit, ...]
    stale: tuple[tuple[float, float], ...]
    made: bool


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


def music_contents(
    project: Project, cue: ProjectCue, plan: CuePlan, sound_s: float | None
) -> MusicContents:
    """A plan laid onto the board where its cue begins.

    Args:
        project: the project as it is now.
        cue: the cue the plan was made for.
        plan: of the take, or of one not made yet.
        sound_s: length of the take's file; None where there is none.
    """
    start_s = _clock(project)(cue.in_frame)
    grid = plan.grid

    def at(tick: int) -> float:
        return start_s + float(grid.seconds_at(tick))

    length_s = float(plan.length_samples(48000)) / 48000 if sound_s is None else sound_s
    bars = _bars(plan, at)
    return MusicContents(
        start_s,
        start_s + length_s,
        bars,
        tuple(TempoMark(at(t.start_tick), t.bpm) for t in _audible_tempi(plan)),
        tuple(Span(at(c.start_tick), at(c.end_tick), c.symbol) for c in _joined_chords(plan)),
        _keys(plan, at),
        tuple((at(tick), energy) for tick, energy in plan.energy_curve),
        plan.hits,
        _stale(project, cue, plan, bars, start_s) if sound_s is not None else (),
        sound_s is not None,
    )


def plan_hit(mark: HitMark, cue: ProjectCue, hits: tuple[Hit, ...]) -> Hit | None:
    """What a plan says about a moment of the board; None where it knows none there."""
    frame = mark.frame - cue.in_frame
    for hit in hits:
        if hit.panel_uid == mark.panel.uid and hit.frame == frame:
            return hit
    return None


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


def _bars(plan: CuePlan, at: Callable[[int], float]) -> tuple[BarMark, ...]:
    marks, before = [], ""
    for bar in plan.grid.bars:
        meter = f"{bar.meter.numerator}/{bar.meter.denominator}"
        beats = range(bar.start_tick, bar.end_tick, bar.meter.beat_ticks)
        marks.append(
            BarMark(
                bar.number,
                at(bar.start_tick),
                at(bar.end_tick),
                tuple(at(tick) for tick in beats),
                meter if meter != before else "",
            )
        )
        before = meter
    return tuple(marks)


def _audible_tempi(plan: CuePlan) -> list[TempoSection]:
    """Tempi that differ by a hundredth of a beat per minute; an edit leaves smaller seams."""
    told: list[TempoSection] = []
    for tempo in plan.grid.tempi:
        if not told or abs(tempo.bpm - told[-1].bpm) >= 0.01:
            told.append(tempo)
    return told


def _joined_chords(plan: CuePlan) -> list[ChordSpan]:
    """Chords in order; one that goes on is one."""
    joined: list[ChordSpan] = []
    for chord in plan.chords:
        if joined and joined[-1].symbol == chord.symbol and joined[-1].end_tick == chord.start_tick:
            joined[-1] = replace(joined[-1], end_tick=chord.end_tick)
        else:
            joined.append(chord)
    return joined


def _keys(plan: CuePlan, at: Callable[[int], float]) -> tuple[Span, ...]:
    """Panels that are felt in one key, together; silence between them apart."""
    keys: list[tuple[int, int, str]] = []
    for panel in plan.panels:
        name = "no music" if panel.panel_uid in plan.tacet else panel.key or plan.key.name
        if keys and keys[-1][2] == name:
            keys[-1] = (keys[-1][0], panel.end_tick, name)
        else:
            keys.append((panel.start_tick, panel.end_tick, name))
    return tuple(Span(at(start), at(end), name) for start, end, name in keys)


def _stale(
    project: Project, cue: ProjectCue, plan: CuePlan, bars: tuple[BarMark, ...], start_s: float
) -> tuple[tuple[float, float], ...]:
    """The bars that touch a panel the board now has otherwise, neighbours joined."""
    stale = stale_panels(project, cue, plan)
    rate = plan.storyboard.rate
    wrong = [
        (float(rate.seconds(p.start_frame)) + start_s, float(rate.seconds(p.end_frame)) + start_s)
        for p in plan.panels
        if p.panel_uid in stale
    ]
    spans: list[tuple[float, float]] = []
    for bar in bars:
        if any(start < bar.end_s - 1e-3 and end > bar.start_s + 1e-3 for start, end in wrong):
            if spans and spans[-1][1] >= bar.start_s - 1e-6:
                spans[-1] = (spans[-1][0], bar.end_s)
            else:
                spans.append((bar.start_s, bar.end_s))
    return tuple(spans)
