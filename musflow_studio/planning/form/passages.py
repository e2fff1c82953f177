"""Passages: what is decided across panels (transitions, air, winding down), once, and kept.

The first plan decides for every stretch. An edit keeps them all, but for the stretches it changed:
those decide again between their standing neighbours, and no other stretch is touched.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from musflow_studio.domain.plan import CuePlan, Passage, Transition
from musflow_studio.planning.form.air import biggest_hit, hush_ticks, thin_pieces
from musflow_studio.planning.form.transitions import (
    changes_colour,
    choose_transition,
    invites_transition,
    needs_transition,
)
from musflow_studio.planning.form.turns import piece_name
from musflow_studio.planning.harmony.progression import Turn, harmonise
from musflow_studio.planning.piece import CueGlobals, Piece


def choose_passages(
    cue: CueGlobals,
    pieces: Sequence[Piece],
    turns: Mapping[str, Turn],
    kept: Mapping[str, Passage],
) -> dict[str, Passage]:
    """A passage for every piece; those in `kept` stand."""
    decided = _alone(cue, pieces)
    passages = {name: kept.get(name, passage) for name, passage in decided.items()}
    told = [with_passage(piece, passages[piece_name(piece)]) for piece in pieces]
    for before, after in pairwise(told):
        needed = needs_transition(cue, before, after)
        if not needed and not invites_transition(cue, before, after):
            continue
        out, into = piece_name(before), piece_name(after)
        if passages[out].leads_out or passages[into].comes_in:
            continue
        if out not in kept:
            passages[out] = _leading(cue, before, after, turns, passages[out])
        coloured = changes_colour(cue.style, before, after)
        if needed and into not in kept and not passages[out].leads_out and coloured:
            passages[into] = replace(passages[into], comes_in=Transition.COLOUR)
    return passages


def _alone(cue: CueGlobals, pieces: Sequence[Piece]) -> dict[str, Passage]:
    """Air and winding down, as they would be decided now."""
    thin, biggest = thin_pieces(pieces), biggest_hit(pieces)
    end = pieces[-1].start_tick + pieces[-1].length_ticks
    edge = end - 2 * cue.meter.bar_ticks
    found = {}
    for i, piece in enumerate(pieces):
        stop = piece.start_tick + piece.length_ticks
        down = 0 if cue.loop or piece.last else max(0, stop - edge)
        hush = hush_ticks(piece, cue.meter) if i + 1 == biggest else 0
        found[piece_name(piece)] = Passage(thin=i in thin, hush_ticks=hush, wind_down_ticks=down)
    return found


def _leading(
    cue: CueGlobals, before: Piece, after: Piece, turns: Mapping[str, Turn], passage: Passage
) -> Passage:
    """The passage with its way over the cut."""
    kind = choose_transition(cue, before, after)
    target = None
    if kind is Transition.PICKUP:
        target = harmonise(cue, after, turns[piece_name(after)])[0].chord.bass
    return replace(passage, leads_out=kind, target=target)


def with_passage(piece: Piece, passage: Passage) -> Piece:
    """The piece, told what was decided for it."""
    return replace(
        piece,
        thin=passage.thin,
        hush_ticks=passage.hush_ticks,
        leads_out=passage.leads_out,
        comes_in=passage.comes_in,
        target=passage.target,
        wind_down_ticks=piece.wind_down_ticks or passage.wind_down_ticks,
    )


def kept_passages(base: CuePlan, pieces: Sequence[Piece]) -> dict[str, Passage]:
    """The base plan's passages of the panels that did not change since."""
    before = {p.panel_uid: p for p in base.panels}
    times = {panel.uid: panel.override.variation for panel in base.storyboard.panels}
    cuts: dict[str, set[str]] = {}
    for name in (*base.passages, *(piece_name(piece) for piece in pieces)):
        cuts.setdefault(name.rpartition("/")[0], set()).add(name)
    whole = {
        uid for uid, names in cuts.items() if names <= base.passages.keys()
        and names <= {piece_name(piece) for piece in pieces}
    }  # fmt: skip
    same = {
        p.panel_uid
        for p in pieces
        if p.panel_uid in whole
        and (before[p.panel_uid].mood, before[p.panel_uid].energy) == (p.mood, p.energy)
        and times[p.panel_uid] == p.variation
    }
    return {
        name: passage for name, passage in base.passages.items() if name.rpartition("/")[0] in same
    }
