"""The verb of this stage: board, description and style become a whole CuePlan."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from musflow_studio.domain.description import Description, Mood
from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.grid import TICKS_PER_QUARTER
from musflow_studio.domain.keyed import keyed_random
from musflow_studio.domain.plan import (
    CuePlan,
    Dialogue,
    Fit,
    LengthMode,
    Pins,
)
from musflow_studio.domain.score import Score
from musflow_studio.domain.storyboard import Storyboard
from musflow_studio.domain.style import Style
from musflow_studio.planning.assembly import (
    chord_spans,
    energy_curve,
    panel_plans,
    score_parts,
)
from musflow_studio.planning.caption import cue_caption, cue_reasons, ending_reasons
from musflow_studio.planning.choice import (
    choose_key,
    mean_mood,
    preferred_bpm,
    preferred_meters,
)
from musflow_studio.planning.cutting import (
    PanelSpan,
    cue_moments,
    cue_spans,
    cut_pieces,
)
from musflow_studio.planning.fit import FitRequest, FittedGrid, fit_grid, refit_grid
from musflow_studio.planning.form.arrivals import compose_in_order
from musflow_studio.planning.form.ending import with_ending
from musflow_studio.planning.form.passages import choose_passages, kept_passages, with_passage
from musflow_studio.planning.form.turns import asked_anew, choose_turns, piece_name
from musflow_studio.planning.harmony.climax import with_homes
from musflow_studio.planning.harmony.progression import check_chords
from musflow_studio.planning.melody.motif import choose_motif, fit_motif
from musflow_studio.planning.meter import parse_meter
from musflow_studio.planning.piece import CueGlobals
from musflow_studio.planning.pins import CheckedPins, check_pins

TEMPO_REACH = 1.2  # the fit may leave the mood's tempo by this factor, so that slow stays slow


SHORTEST_NOTE_US = 150_000  # faster notes are a run, not a motif


@dataclass(frozen=True)
class _Order:
    """One call of `plan`, checked."""

    board: Storyboard
    spans: tuple[PanelSpan, ...]
    style: Style
    cue_uid: str
    seed: int
    pins: CheckedPins
    fit: Fit
    loop: bool

    @property
    def mood(self) -> tuple[Mood, float]:
        """Mean mood and energy of the cue."""
        return mean_mood([(span.described, span.frames) for span in self.spans])


def plan(
    board: Storyboard,
    description: Description,
    style: Style,
    *,
    cue_uid: str,
    seed: int,
    in_frame: int = 0,
    out_frame: int | None = None,
    pins: Pins = Pins(),  # noqa: B008 - a frozen value
    fit: Fit = Fit.STEADY,
    length_mode: LengthMode = LengthMode.PICTURE,
    tail_s: float = 0.0,
    dialogue: Dialogue = Dialogue.UNDER,
    tacet: Sequence[str] = (),
    base: CuePlan | None = None,
) -> CuePlan:
    """Plan the music of a cue.

    Args:
        board: what to score.
        description: what the board says; holds every panel of it.
        style: who plays and how.
        cue_uid: identity of the cue, a key of every draw.
        seed: the other key; equal arguments give an equal plan.
        in_frame: first board frame of the cue.
        out_frame: board frame where it ends; None for the board's end.
        pins: what the user fixed.
        fit: how the tempo follows the cuts.
        length_mode: whether picture or bars decide the length.
        tail_s: seconds beyond the picture in which the sound may ring, 0 to 30.
        dialogue: what music does in panels where somebody speaks.
        tacet: uids of panels without music; those outside the cue are ignored.
        base: an earlier plan of this cue; its key, tempo, metre and motif stay unless pinned
            otherwise, and panels that did not change keep their notes.

    Raises StudioError on pins that are unknown, out of range or contradict one another, on a
    range outside the board, on a progression of the style that cannot be read, and when every
    panel of the cue is tacet.
    """
    if not 0.0 <= tail_s <= 30.0:
        raise StudioError(
            ErrorCode.OUT_OF_RANGE, "tail is out of range", value=tail_s, legal="0 to 30 s"
        )
    end = board.length_frames if out_frame is None else out_frame
    loop = length_mode is LengthMode.LOOP
    checked = check_pins(pins, length_mode, fit)
    check_chords(style)
    spans = cue_spans(board, description, in_frame, end)
    silent = tuple(span.panel.uid for span in spans if span.panel.uid in tacet)
    if len(silent) == len(spans):
        raise StudioError(
            ErrorCode.CONTRADICTION,
            "every panel of the cue is tacet: nothing is left to play",
            value=", ".join(span.panel.number for span in spans),
            hint="leave one panel out of --tacet",
        )
    order = _Order(board, spans, style, cue_uid, seed, checked, fit, loop)
    fitted = _grid(order, base, length_mode)
    cue = _globals(order, fitted, base)
    pieces = cut_pieces(spans, fitted, board.rate, loop=loop, dialogue=dialogue, tacet=silent)
    pieces = tuple(with_ending(cue, piece, order.pins.ending) for piece in pieces)
    kept = base if base and (base.seed, base.key) == (cue.seed, cue.key) else None
    pieces = with_homes(cue, pieces, kept.arrivals if kept else None)
    turns = choose_turns(cue, pieces, kept.turns if kept else {}, asked_anew(kept, pieces))
    passages = choose_passages(cue, pieces, turns, kept_passages(kept, pieces) if kept else {})
    pieces = tuple(with_passage(piece, passages[piece_name(piece)]) for piece in pieces)
    music, arrivals = compose_in_order(cue, pieces, turns)
    closing = next((piece for piece in reversed(pieces) if piece.ending), None)
    panels = panel_plans(spans, fitted, pieces, music, cue)
    parts = score_parts(style, pieces, music)
    return CuePlan(
        cue_uid=cue_uid,
        storyboard=board,
        description=description,
        in_frame=in_frame,
        out_frame=end,
        seed=seed,
        style=style.name,
        fit=fit,
        length_mode=length_mode,
        pins=pins,
        tail_s=tail_s,
        key=cue.key,
        meter=fitted.meter,
        motif=cue.motif,
        turns=turns,
        passages=passages,
        arrivals=arrivals,
        ending=closing.ending if closing else None,
        ends_open=bool(closing and closing.ends_open),
        dialogue=dialogue,
        tacet=silent,
        under_words=tuple(dict.fromkeys(p.panel_uid for p in pieces if p.dialogue)),
        grid=fitted.grid,
        chords=chord_spans(pieces, music),
        panels=panels,
        hits=fitted.hits,
        energy_curve=energy_curve(panels),
        score=Score(parts, dict(style.room)),
        caption=cue_caption(
            style,
            cue.key,
            fitted,
            panels,
            parts,
            {panel.uid: panel.number for panel in board.panels},
        ),
        why=tuple(
            dict.fromkeys(
                (
                    *cue_reasons(order.mood, cue.key, base),
                    *fitted.why,
                    *checked.remarks,
                    *ending_reasons(closing),
                )
            )
        ),
    )


def _request(order: _Order, base: CuePlan | None) -> FitRequest:
    mood, energy = order.mood
    rng = keyed_random(order.seed, cue=order.cue_uid, purpose="metre")
    pins, style = order.pins, order.style
    wanted = base.bpm if base else preferred_bpm(style, mood, energy)
    return FitRequest(
        rate=order.board.rate,
        length_frames=order.spans[-1].end_frame,
        moments=cue_moments(order.spans),
        fit=order.fit,
        tempo_low_bpm=min(max(style.tempo_low_bpm, wanted / TEMPO_REACH), style.tempo_high_bpm),
        tempo_high_bpm=max(min(style.tempo_high_bpm, wanted * TEMPO_REACH), style.tempo_low_bpm),
        preferred_bpm=wanted,
        meters=preferred_meters(order.style, mood, energy, rng),
        bpm=pins.bpm,
        meter=pins.meter or (base.meter if base else None),
        loop_bars=pins.bars,
        loop=order.loop,
        into_bar=pins.into_bar,
    )


def _grid(order: _Order, base: CuePlan | None, length_mode: LengthMode) -> FittedGrid:
    """A new grid, or the base plan's with only the edited panels fitted anew."""
    request = _request(order, base)
    if base is None or not _same_terms(order, base, length_mode):
        return fit_grid(request)
    spans = cue_spans(base.storyboard, base.description, base.in_frame, base.out_frame)
    earlier = replace(request, length_frames=spans[-1].end_frame, moments=cue_moments(spans))
    kept = FittedGrid(base.grid, _moment_ticks(base, spans), base.hits, base.meter, base.why[1:])
    if request.moments == earlier.moments:
        return kept
    if request.into_bar is not None:
        return fit_grid(request)  # the workstation's bars stay where they are
    return refit_grid(request, kept, earlier)


def _moment_ticks(base: CuePlan, spans: Sequence[PanelSpan]) -> tuple[int, ...]:
    starts = {panel.panel_uid: panel.start_tick for panel in base.panels}
    ticks = [
        hit.tick if moment.inner else starts.get(moment.panel_uid, base.panels[-1].end_tick)
        for moment, hit in zip(cue_moments(spans), base.hits, strict=True)
    ]
    return tuple(ticks)


def _same_terms(order: _Order, base: CuePlan, length_mode: LengthMode) -> bool:
    """True when nothing but the board changed that the grid depends on."""
    pins = order.pins
    return (
        order.fit is base.fit
        and length_mode is base.length_mode
        and length_mode is LengthMode.PICTURE
        and pins.bpm in (None, base.pins.bpm)
        and pins.meter in (None, base.meter)
        and pins.into_bar == base.pins.into_bar
        and order.board.rate == base.storyboard.rate
    )


def _shortest_ticks(style: Style, fitted: FittedGrid) -> int:
    """The shortest note that every melody player of a style can speak at this tempo."""
    attacks = [voice.attack_ms for voice in style.roles if voice.pattern == "melody"]
    shortest_us = max([SHORTEST_NOTE_US, *(1_500 * attack for attack in attacks)])
    return math.ceil(shortest_us * fitted.grid.base_bpm / 60e6 * TICKS_PER_QUARTER)


def _globals(order: _Order, fitted: FittedGrid, base: CuePlan | None) -> CueGlobals:
    """Key, metre and motif: pinned, else the base plan's, else chosen from the mood.

    A motif made for another metre is fitted to this one.
    """
    meter = parse_meter(fitted.meter)
    mood, _ = order.mood
    key = order.pins.key or (base.key if base else None)
    theme = order.pins.motif or (base.motif if base else None)
    key_draw = keyed_random(order.seed, cue=order.cue_uid, purpose="key")
    motif_draw = keyed_random(order.seed, cue=order.cue_uid, purpose="motif")
    return CueGlobals(
        cue_uid=order.cue_uid,
        seed=order.seed,
        style=order.style,
        key=key or choose_key(order.style, mood, key_draw),
        meter=meter,
        motif=fit_motif(theme, meter)
        if theme
        else choose_motif(
            meter, mood, motif_draw, order.style.melody, _shortest_ticks(order.style, fitted)
        ),
        pinned_chords=order.pins.chords,
        loop=order.loop,
        key_pinned=order.pins.key is not None,
    )
