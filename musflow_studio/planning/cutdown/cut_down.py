"""The verb: a plan and a length in frames become the plan of a shorter cue."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import replace

from musflow_studio.domain.description import Description
from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.grid import bpm_text
from musflow_studio.domain.plan import CuePlan, Hit, LengthMode, PanelPlan
from musflow_studio.domain.score import Note, Part, Role
from musflow_studio.domain.storyboard import HitWeight, Storyboard
from musflow_studio.planning.assembly import energy_curve
from musflow_studio.planning.cutdown.material import Material
from musflow_studio.planning.cutdown.recut import Recut, Shot
from musflow_studio.planning.cutdown.selection import Selection, select
from musflow_studio.planning.cutdown.splice import Splice
from musflow_studio.planning.cutting import cue_moments, cue_spans
from musflow_studio.planning.fit.hit_report import hits_at
from musflow_studio.planning.fit.moments import FitRequest

SHORTEST_S = 2.0
LONGEST_SHIFT_US = 2_000_000


def cut_down(plan: CuePlan, length_frames: int) -> CuePlan:
    """A shorter cue made of parts of a longer one.

    Key, metre, motif and ending stay; the tempo changes by a few per cent at most. Panels that
    are left are shortened to what is kept of their music, so every hit that is kept is met to half
    a frame. The last note begins at least a second before the end.

    Args:
        plan: of the longer cue, in picture mode.
        length_frames: of the cut-down, at the board's frame rate: at least 2 s, shorter than the
            cue.

    Raises StudioError for a length that cannot be reached, a loop, or a cue without notes.
    """
    _check(plan, length_frames)
    material = Material(plan)
    seconds = plan.storyboard.rate.seconds(length_frames)
    selection = select(material, float(seconds))
    if selection is None:
        raise StudioError(
            ErrorCode.CONTRADICTION,
            "no cut-down of this cue has this length",
            value=f"{float(seconds):g} s",
            hint="try one a little longer",
        )
    splice = Splice(material, selection, seconds)
    return _recut(plan, splice, selection, length_frames)


def _check(plan: CuePlan, length_frames: int) -> None:
    rate = plan.storyboard.rate
    whole = plan.out_frame - plan.in_frame
    if plan.length_mode is LengthMode.LOOP:
        raise StudioError(
            ErrorCode.CONTRADICTION,
            "a loop has no ending to cut down to",
            value=plan.storyboard.title,
            hint="make it again with fewer --bars",
        )
    if not rate.nearest_frame(SHORTEST_S) <= length_frames < whole:
        raise StudioError(
            ErrorCode.OUT_OF_RANGE,
            "a cut-down is shorter than its cue",
            value=f"{float(rate.seconds(length_frames)):g} s",
            legal=f"{SHORTEST_S:g} s to under {float(rate.seconds(whole)):g} s",
        )
    if not any(part.notes for part in plan.score.parts):
        raise StudioError(ErrorCode.CONTRADICTION, "this cue has no notes to cut down")


def _recut(plan: CuePlan, splice: Splice, selection: Selection, length_frames: int) -> CuePlan:
    recut = Recut(splice, length_frames)
    shots = recut.shots()
    board = recut.board(shots)
    kept = {shot.uid for shot in shots}
    told = {panel.panel_uid: panel for panel in plan.description.panels}
    seen = tuple(told[panel.uid] for panel in board.panels)
    description = Description(seen, plan.description.reference)
    hits = _hits(splice, board, description, shots)
    parts = tuple(_placed(part, shots, _corrections(plan, splice, hits)) for part in splice.parts())
    panels = _panel_plans(plan, board, shots, parts)
    return replace(
        plan,
        storyboard=board,
        description=description,
        in_frame=0,
        out_frame=length_frames,
        grid=splice.grid,
        chords=tuple(
            replace(chord, panel_uid=_shot_at(shots, chord.start_tick).uid)
            for chord in splice.chords()
        ),
        panels=panels,
        hits=hits,
        energy_curve=energy_curve(panels),
        score=replace(plan.score, parts=parts),
        turns={name: turn for name, turn in plan.turns.items() if name.rsplit("/", 1)[0] in kept},
        passages={n: p for n, p in plan.passages.items() if n.rsplit("/", 1)[0] in kept},
        tacet=tuple(uid for uid in plan.tacet if uid in kept),
        under_words=tuple(uid for uid in plan.under_words if uid in kept),
        caption=_caption(plan, splice.grid.base_bpm),
        why=_why(plan, selection, splice),
    )


def _hits(
    splice: Splice, board: Storyboard, description: Description, shots: Sequence[Shot]
) -> tuple[Hit, ...]:
    """What answers the moments of the recut board."""
    plan, grid = splice.material.plan, splice.grid
    moments = cue_moments(cue_spans(board, description, 0, board.length_frames))
    starts = {shot.uid: shot.start_tick for shot in shots}
    inner = {
        Recut(splice, board.length_frames).frame_at(tick): tick
        for hit in plan.hits
        if (tick := splice.moved(hit.tick)) is not None
    }
    ticks = [
        grid.end_tick
        if not moment.panel_uid
        else inner[moment.frame]
        if moment.inner
        else starts[moment.panel_uid]
        for moment in moments
    ]
    bpm = grid.base_bpm
    request = FitRequest(
        board.rate, board.length_frames, moments, plan.fit, bpm, bpm, bpm, (plan.meter,)
    )
    return hits_at(grid, request, ticks, plan.meter)


def _corrections(plan: CuePlan, splice: Splice, hits: Sequence[Hit]) -> Mapping[int, int]:
    """How many microseconds notes at kept must-hits move, by tick of the new grid.

    They were shifted to their old frame, and now belong on the new one.
    """
    errors = {hit.tick: _error_us(plan, hit) for hit in hits if hit.weight is HitWeight.MUST}
    moved: dict[int, int] = {}
    for hit in plan.hits:
        tick = splice.moved(hit.tick)
        if hit.weight is HitWeight.MUST and hit.panel_uid and tick is not None:
            moved[tick] = _error_us(plan, hit) - errors.get(tick, 0)
    return moved


def _error_us(plan: CuePlan, hit: Hit) -> int:
    """Microseconds that the grid is late at a hit."""
    return round(hit.error_frames * 1e6 / float(plan.storyboard.rate.fps))


def _placed(part: Part, shots: Sequence[Shot], corrections: Mapping[int, int]) -> Part:
    """The part with every note on its panel, and those at hits on their frame."""

    def placed(note: Note) -> Note:
        shift = note.shift_us + corrections.get(note.start_tick, 0)
        if note.start_tick == 0:
            shift = max(0, shift)
        bounded = max(-LONGEST_SHIFT_US, min(LONGEST_SHIFT_US, shift))
        return replace(note, panel_uid=_shot_at(shots, note.start_tick).uid, shift_us=bounded)

    return replace(part, notes=tuple(placed(note) for note in part.notes))


def _shot_at(shots: Sequence[Shot], tick: int) -> Shot:
    return shots[max(0, bisect_right([shot.start_tick for shot in shots], tick) - 1)]


def _panel_plans(
    plan: CuePlan, board: Storyboard, shots: Sequence[Shot], parts: Sequence[Part]
) -> tuple[PanelPlan, ...]:
    old = {panel.panel_uid: panel for panel in plan.panels}
    cuts = board.start_frames
    return tuple(
        replace(
            old[shot.uid],
            start_frame=cuts[i],
            end_frame=cuts[i + 1],
            start_tick=shot.start_tick,
            end_tick=shot.end_tick,
            roles=_roles(parts, shot),
        )
        for i, shot in enumerate(shots)
    )


def _roles(parts: Sequence[Part], shot: Shot) -> tuple[Role, ...]:
    """Who plays in a shot, accents aside."""
    playing = [
        part.role
        for part in parts
        if part.role is not Role.ACCENT and any(n.panel_uid == shot.uid for n in part.notes)
    ]
    return tuple(dict.fromkeys(playing))


def _caption(plan: CuePlan, bpm: float) -> str:
    """The head of the cue's caption with the tempo of the cut-down."""
    head = plan.caption.partition(":")[0].rstrip(".")
    seconds = float(plan.storyboard.rate.seconds(plan.out_frame - plan.in_frame))
    told = head.replace(f"{bpm_text(plan.bpm)} bpm", f"{bpm_text(bpm)} bpm")
    return f"{told}: cut down from {seconds:.1f} s."


def _why(plan: CuePlan, selection: Selection, splice: Splice) -> tuple[str, ...]:
    """Which bars stay, and what gives."""
    rate, grid = plan.storyboard.rate, plan.grid
    whole = float(rate.seconds(plan.out_frame - plan.in_frame))
    spoken = [_bars(splice, first, end) for (first, end), _ in splice.stretches]
    bars = " and ".join([", ".join(spoken[:-1]), spoken[-1]]) if len(spoken) > 1 else spoken[0]
    sentences = [f"Cut down from {whole:.2f} s: bars {bars} stay."]
    percent = (selection.speed - 1) * 100
    if abs(percent) >= 0.05:
        sentences.append(
            f"The tempo is {abs(percent):.1f} % {'faster' if percent > 0 else 'slower'}: "
            f"{bpm_text(splice.grid.base_bpm)} instead of {bpm_text(grid.base_bpm)} bpm."
        )
    return tuple(sentences)


def _bars(splice: Splice, first: int, end: int) -> str:
    grid = splice.material.plan.grid
    one, other = grid.bar_at(first).number, grid.bar_at(end - 1).number
    return f"{one}" if one == other else f"{one} to {other}"
