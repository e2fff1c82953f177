"""Strings: sustained voices that move little."""

from __future__ import annotations

from dataclasses import replace

from musflow_studio.planning.harmony.voicing import lead
from musflow_studio.planning.patterns.desk import Desk
from musflow_studio.planning.stroke import Stroke


def pad(desk: Desk) -> list[Stroke]:
    """The harmony, held: three voices, four from energy 0.4; tones that stay are tied.

    Its place is the same in all panels, so that voices connect across cuts.
    """
    voices = 3 if desk.piece.energy < 0.4 else 4
    low = desk.low
    high = max(min(desk.high, desk.ceiling), min(desk.high, low + 14))
    chords = [span.chord for span in desk.spans]
    line = lead(
        chords,
        low=low,
        high=high,
        voices=voices,
        centre=low + (high - low) * 0.45,
        outer=True,
        arrival=desk.piece.arrival,
    )
    strokes: list[Stroke] = []
    open_at: dict[int, int] = {}
    for span, voicing in zip(desk.spans, line, strict=True):
        tied = {}
        for pitch in voicing:
            at = open_at.get(pitch)
            if at is None:
                at = len(strokes)
                strokes.append(Stroke(span.start, span.length, pitch))
            else:
                strokes[at] = replace(strokes[at], length=span.end - strokes[at].start)
            tied[pitch] = at
        open_at = tied
    return strokes
