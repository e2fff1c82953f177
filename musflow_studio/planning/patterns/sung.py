"""Sung: the melody and what doubles it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from musflow_studio.planning.patterns.desk import Desk
from musflow_studio.planning.performance.dynamics import phrases
from musflow_studio.planning.stroke import Stroke


def melody(desk: Desk) -> list[Stroke]:
    """The melody where it lies in the player's range."""
    return [s for s in desk.melody if desk.low <= s.pitch <= desk.high]


def octave_double(desk: Desk) -> list[Stroke]:
    """The melody an octave higher; a phrase whose top would be too high, at pitch."""
    doubled = [
        replace(s, pitch=s.pitch + _octave(phrase, desk.high))
        for phrase in phrases(desk.melody)
        for s in phrase
    ]
    return [s for s in doubled if s.pitch >= desk.low]


def _octave(phrase: Sequence[Stroke], high: int) -> int:
    return 12 if max(s.pitch for s in phrase) + 12 <= high else 0


def octave_below(desk: Desk) -> list[Stroke]:
    """The melody an octave lower, at pitch where that is too low."""
    return [
        replace(s, pitch=s.pitch - 12 if s.pitch - 12 >= desk.low else s.pitch)
        for s in desk.melody
        if s.pitch <= desk.high + 12
    ]
