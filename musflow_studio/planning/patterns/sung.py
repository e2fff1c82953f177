"""Sung: the melody and what doubles it."""

from __future__ import annotations

from dataclasses import replace

from musflow_studio.planning.patterns.desk import Desk
from musflow_studio.planning.stroke import Stroke


def melody(desk: Desk) -> list[Stroke]:
    """The melody where it lies in the player's range."""
    return [s for s in desk.melody if desk.low <= s.pitch <= desk.high]


def octave_double(desk: Desk) -> list[Stroke]:
    """The melody an octave higher, at pitch where that is too high."""
    return [
        replace(s, pitch=s.pitch + 12 if s.pitch + 12 <= desk.high else s.pitch)
        for s in desk.melody
    ]


def octave_below(desk: Desk) -> list[Stroke]:
    """The melody an octave lower, at pitch where that is too low."""
    return [
        replace(s, pitch=s.pitch - 12 if s.pitch - 12 >= desk.low else s.pitch)
        for s in desk.melody
        if s.pitch <= desk.high + 12
    ]
