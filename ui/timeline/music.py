"""What the timeline shows of the music: a plan laid onto the board, in its seconds. No Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from musflow_studio.domain.grid import TempoSection
from musflow_studio.domain.plan import ChordSpan, CuePlan, Hit
from musflow_studio.domain.project import Project, ProjectCue
from musflow_studio.project.changes import stale_panels
from ui.timeline.contents import HitMark


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
    start_s = float(project.storyboard.rate.seconds(cue.in_frame))
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
