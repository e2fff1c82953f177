"""Joining composed pieces: parts, chords, energy curve and panel plans on the cue's grid."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from musflow_studio.domain.plan import ChordSpan, PanelPlan
from musflow_studio.domain.score import ControlPoint, Note, Part, Role
from musflow_studio.domain.style import RoleStyle, Style
from musflow_studio.planning.caption import panel_reasons
from musflow_studio.planning.compose import PieceMusic
from musflow_studio.planning.cutting import PanelSpan, panel_ticks
from musflow_studio.planning.fit.moments import FittedGrid
from musflow_studio.planning.harmony.progression import local_key
from musflow_studio.planning.piece import CueGlobals, Piece


def panel_plans(
    spans: Sequence[PanelSpan],
    fitted: FittedGrid,
    pieces: Sequence[Piece],
    music: Sequence[PieceMusic],
    cue: CueGlobals,
) -> tuple[PanelPlan, ...]:
    """What the music does for each panel of the cue."""
    plans = []
    for span, (start, end) in zip(spans, panel_ticks(spans, fitted), strict=True):
        uid, described = span.panel.uid, span.described
        own = [(p, m) for p, m in zip(pieces, music, strict=True) if p.panel_uid == uid]
        roles: tuple[Role, ...] = tuple(dict.fromkeys(r for _, m in own for r in m.roles))
        plans.append(
            PanelPlan(
                panel_uid=uid,
                start_frame=span.start_frame,
                end_frame=span.end_frame,
                start_tick=start,
                end_tick=end,
                mood=described.mood,
                energy=described.energy,
                roles=roles,
                why=panel_reasons(cue, own, roles),
                key=local_key(cue, own[0][0]).name if own else "",
            )
        )
    return tuple(plans)


def chord_spans(pieces: Sequence[Piece], music: Sequence[PieceMusic]) -> tuple[ChordSpan, ...]:
    """The chords of all pieces on the cue's grid."""
    return tuple(
        ChordSpan(
            piece.start_tick + span.start,
            piece.start_tick + span.end,
            span.chord.symbol,
            span.chord.pitch_classes,
            span.chord.bass,
            piece.panel_uid,
        )
        for piece, written in zip(pieces, music, strict=True)
        for span in written.spans
    )


def energy_curve(panels: Sequence[PanelPlan]) -> tuple[tuple[int, float], ...]:
    """(tick, energy) at both ends of each panel."""
    points = [
        point
        for panel in panels
        if panel.end_tick > panel.start_tick
        for point in ((panel.start_tick, panel.energy), (panel.end_tick - 1, panel.energy))
    ]
    return tuple(points)


def score_parts(
    style: Style, pieces: Sequence[Piece], music: Sequence[PieceMusic]
) -> tuple[Part, ...]:
    """A part per role and instrument, its pieces moved to their place on the grid."""
    notes: dict[tuple[Role, str], list[Note]] = defaultdict(list)
    points: dict[tuple[Role, str], list[ControlPoint]] = defaultdict(list)
    voices: dict[tuple[Role, str], RoleStyle] = {}
    for voice in style.roles:
        voices.setdefault((voice.role, voice.instrument), voice)
    for piece, written in zip(pieces, music, strict=True):
        for part in written.parts:
            name = (part.voice.role, part.voice.instrument)
            notes[name] += [
                replace(note, start_tick=note.start_tick + piece.start_tick) for note in part.notes
            ]
            points[name] += [
                ControlPoint(p.tick + piece.start_tick, p.value) for p in part.expression
            ]
    return tuple(
        Part(
            voice.role, voice.instrument, voice.program, voice.bank,
            tuple(sorted(notes[name], key=lambda n: (n.start_tick, n.pitch))),
            tuple(points[name]),
            voice.gain_db, voice.pan, voice.reverb_send, voice.high_pass_hz,
        )
        for name, voice in voices.items()
        if notes[name]
    )  # fmt: skip
