"""Cutting a cue out of a board, and a fitted grid into the pieces that get composed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from musflow_studio.domain.description import Description, PanelDescription
from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.plan import Dialogue
from musflow_studio.domain.storyboard import HitWeight, Panel, Storyboard
from musflow_studio.domain.timecode import FrameRate
from musflow_studio.planning.fit.moments import FittedGrid, Moment
from musflow_studio.planning.meter import parse_meter
from musflow_studio.planning.piece import Piece


@dataclass(frozen=True)
class PanelSpan:
    """A panel's part of the cue, in frames from the cue's in point."""

    panel: Panel
    described: PanelDescription
    start_frame: int
    end_frame: int
    cut_frames: int

    @property
    def frames(self) -> int:
        """Length inside the cue."""
        return self.end_frame - self.start_frame

    @property
    def speaks(self) -> bool:
        """True where somebody speaks."""
        return bool(self.panel.dialogue.strip())

    def inner_moments(self) -> list[Moment]:
        """The panel's inner hits that lie inside the cue."""
        found = []
        for hit in self.panel.inner_hits:
            frame = self.start_frame + hit.frame - self.cut_frames
            if self.start_frame < frame < self.end_frame:
                uid, number = self.panel.uid, self.panel.number
                found.append(Moment(frame, hit.weight, uid, number, inner=True))
        return sorted(found, key=lambda moment: moment.frame)


def cue_spans(
    board: Storyboard, description: Description, in_frame: int, out_frame: int
) -> tuple[PanelSpan, ...]:
    """The panels between two board frames. Raises StudioError if the range holds no frame."""
    if not 0 <= in_frame < out_frame <= board.length_frames:
        raise StudioError(
            ErrorCode.OUT_OF_RANGE,
            "the cue's range is empty or leaves the board",
            value=f"{in_frame} to {out_frame}",
            legal=f"0 to {board.length_frames} frames, in before out",
        )
    described = {panel.panel_uid: panel for panel in description.panels}
    spans = []
    for panel, start in zip(board.panels, board.start_frames, strict=False):
        first, end = max(start, in_frame), min(start + panel.length_frames, out_frame)
        if first < end:
            seen = described[panel.uid]
            spans.append(PanelSpan(panel, seen, first - in_frame, end - in_frame, first - start))
    return tuple(spans)


def cue_moments(spans: Sequence[PanelSpan]) -> tuple[Moment, ...]:
    """Cuts, inner hits and the picture's end, ascending."""
    moments: list[Moment] = []
    for span in spans:
        panel = span.panel
        moments.append(Moment(span.start_frame, panel.weight, panel.uid, panel.number))
        moments += span.inner_moments()
    return (*moments, Moment(spans[-1].end_frame, HitWeight.MUST, "", "end"))


@dataclass(frozen=True)
class _Mark:
    """A moment, where its music starts, and how far the picture is from there."""

    moment: Moment
    tick: int
    shift_us: int


def cut_pieces(
    spans: Sequence[PanelSpan],
    fitted: FittedGrid,
    rate: FrameRate,
    *,
    loop: bool,
    dialogue: Dialogue = Dialogue.UNDER,
    tacet: Sequence[str] = (),
) -> tuple[Piece, ...]:
    """The grid cut at every panel, and inside panels at must-hits, in order.

    In loop mode the bars decide: the last piece runs to the grid's end, panels beyond it fall
    away, and no hit is shifted to a frame. Panels whose uid is in `tacet` stay silent.
    """
    moments = cue_moments(spans)
    end = fitted.grid.end_tick if loop else fitted.moment_ticks[-1]
    marks = [
        _Mark(moment, min(tick, end), 0 if loop else _shift_us(fitted, moment, tick, rate))
        for moment, tick in zip(moments, fitted.moment_ticks, strict=True)
    ]
    marks[-1] = _Mark(marks[-1].moment, end, marks[-1].shift_us)
    under = dialogue is Dialogue.UNDER
    by_uid = {span.panel.uid: span for span in spans}
    edges = [m for m in marks if not m.moment.inner or m.moment.weight is HitWeight.MUST]
    soft = [m for m in marks if m.moment.inner and m.moment.weight is not HitWeight.MUST]
    pieces: list[Piece] = []
    for mark, after in zip(edges, edges[1:], strict=False):
        if mark.tick >= after.tick:
            continue
        index = sum(1 for p in pieces if p.panel_uid == mark.moment.panel_uid)
        span = by_uid[mark.moment.panel_uid]
        piece = replace(_piece(fitted, mark, after, soft, span, index, end), loops=loop)
        silent = piece.panel_uid in tacet
        pieces.append(replace(piece, dialogue=under and span.speaks, tacet=silent))
    return _beside_silence(pieces)


def _beside_silence(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """Pieces next to tacet ones know it; where the cue ends tacet, the last that sounds closes."""
    told = list(pieces)
    for i, (piece, after) in enumerate(pairwise(pieces)):
        if after.tacet and not piece.tacet:
            told[i] = replace(told[i], before_silence=True)
        if piece.tacet and not after.tacet:
            told[i + 1] = replace(told[i + 1], after_silence=True)
    closing = next((i for i in reversed(range(len(told))) if not told[i].tacet), None)
    if closing is not None and told[-1].tacet:
        told[closing] = replace(told[closing], last=True)
    return tuple(told)


def _piece(
    fitted: FittedGrid,
    mark: _Mark,
    after: _Mark,
    soft: Sequence[_Mark],
    span: PanelSpan,
    index: int,
    end: int,
) -> Piece:
    grid, start = fitted.grid, mark.tick
    described = span.described
    bars = [b for b in grid.bars if b.end_tick > start and b.start_tick < after.tick]
    tempi = [(t.start_tick - start, t.microseconds_per_quarter) for t in grid.tempi]
    opening = grid.tempo_at(start).microseconds_per_quarter
    inside = tuple((t, us) for t, us in tempi if 0 < t < after.tick - start)
    return Piece(
        panel_uid=mark.moment.panel_uid,
        panel=mark.moment.panel,
        index=index,
        start_tick=start,
        length_ticks=after.tick - start,
        bar_lines=tuple(bar.start_tick - start for bar in bars if bar.start_tick >= start),
        bar_ticks=parse_meter(fitted.meter).bar_ticks,
        bar_number=bars[0].number if bars else 1,
        tempi=((0, opening), *inside),
        mood=described.mood,
        energy=min(1.0, max(0.0, described.energy)),
        opens=mark.moment.weight,
        closes=after.moment.weight,
        hit_shift_us=mark.shift_us,
        close_shift_us=after.shift_us,
        first=start == 0,
        last=after.tick == end,
        soft_hits=tuple(
            (m.tick - start, m.moment.weight) for m in soft if start < m.tick < after.tick
        ),
        variation=span.panel.override.variation,
    )


def _shift_us(fitted: FittedGrid, moment: Moment, tick: int, rate: FrameRate) -> int:
    off = rate.seconds(moment.frame) - fitted.grid.seconds_at(tick)
    return round(off * 1_000_000) if off else 0


def panel_ticks(spans: Sequence[PanelSpan], fitted: FittedGrid) -> tuple[tuple[int, int], ...]:
    """(start, end) tick of each panel's music."""
    moments = cue_moments(spans)
    cuts = [
        min(tick, fitted.grid.end_tick)
        for moment, tick in zip(moments, fitted.moment_ticks, strict=True)
        if not moment.inner
    ]
    return tuple(zip(cuts, cuts[1:], strict=False))
