"""Desks for testing one player at a time: whole bars, at one tempo, in any metre."""

from __future__ import annotations

import random

from musflow_studio.domain.description import Mood
from musflow_studio.domain.storyboard import HitWeight
from musflow_studio.planning.harmony.chord import parse_chords
from musflow_studio.planning.harmony.key import parse_key
from musflow_studio.planning.harmony.progression import Span
from musflow_studio.planning.melody.motif import choose_motif
from musflow_studio.planning.meter import parse_meter
from musflow_studio.planning.patterns import Desk
from musflow_studio.planning.piece import CueGlobals, Piece
from musflow_studio.planning.stroke import Stroke
from musflow_studio.presets import style

MINUTE_US = 60_000_000


def desk_at(
    energy: float,
    *,
    style_name: str,
    pattern: str,
    chords: str = "Am F C G",
    meter: str = "4/4",
    tension: float = 0.3,
    bpm: int = 96,
    seed: int = 1,
    panel: str = "p1",
    last: bool = False,
    melody: tuple[Stroke, ...] = (),
    early_ticks: int = 0,
) -> Desk:
    """A player of a style before a piece of one bar per chord.

    `early_ticks` starts the piece so many ticks before its first bar line.
    """
    found, played = parse_meter(meter), style(style_name)
    mood = Mood(0.0, 0.0, 0.0, tension)
    bars = parse_chords(chords)
    lines = tuple(early_ticks + i * found.bar_ticks for i in range(len(bars)))
    cue = CueGlobals("1M1", seed, played, parse_key("A minor"), found,
                     choose_motif(found, mood, random.Random(1)))  # fmt: skip
    piece = Piece(
        panel, "1", 0, 0, early_ticks + len(bars) * found.bar_ticks, lines, found.bar_ticks, 1,
        ((0, MINUTE_US // bpm),), mood, energy, HitWeight.SHOULD, HitWeight.SHOULD, 0, 0,
        first=False, last=last,
    )  # fmt: skip
    ends = [*lines[1:], piece.length_ticks]
    starts = [0, *lines[1:]]
    spans = tuple(Span(a, b, c) for a, b, c in zip(starts, ends, bars, strict=True))
    voice = next(v for v in played.roles if v.pattern == pattern)
    return Desk(cue, piece, spans, melody, voice)
