"""Thickness: at most ten pitches at once, drums aside, so that the picture's music stays clear.

Where more would sound, something that already rings is let go (a harp tone, a chord of the
piano), as a player lifts a hand; only if everything began together is a doubling left out.
Melody and bass are never touched.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from musflow_studio.domain.score import Role
from musflow_studio.domain.style import RoleStyle
from musflow_studio.planning.performance.articulation import speaks_slowly
from musflow_studio.planning.stroke import Stroke

MOST_PITCHES = 10
KIT_BANK = 128
Written = tuple[RoleStyle, list[Stroke]]
"""A voice and its strokes."""

_Place = tuple[int, int]
_GIVES_WAY = {
    Role.ARPEGGIO: 0, Role.HARMONY: 1, Role.ACCENT: 2, Role.PAD: 3, Role.COUNTER: 4,
    Role.BASS: 6, Role.MELODY: 6,
}  # fmt: skip
_DOUBLING, _NEVER = 5, 6


def lighten(written: Sequence[Written]) -> list[Written]:
    """The same voices with at most ten different pitches sounding at any time."""
    lines = [list(strokes) for _, strokes in written]
    most = MOST_PITCHES - any(_lingers(voice) for voice, _ in written)
    tonal = [v.role in _GIVES_WAY and v.bank != KIT_BANK for v, _ in written]
    entries = sorted(
        (stroke.start, i, k) for i, line in enumerate(lines) if tonal[i]
        for k, stroke in enumerate(line)
    )  # fmt: skip
    ringing: list[_Place] = []
    for at, (tick, voice, place) in enumerate(entries):
        ringing.append((voice, place))
        if at + 1 < len(entries) and entries[at + 1][0] == tick:
            continue
        ringing = [(i, k) for i, k in ringing if lines[i][k].start + lines[i][k].length > tick]
        ringing = _let_some_go(written, lines, ringing, tick, most)
    return [
        (voice, [s for s in line if s.length > 0])
        for (voice, _), line in zip(written, lines, strict=True)
    ]


def _let_some_go(
    written: Sequence[Written],
    lines: list[list[Stroke]],
    ringing: list[_Place],
    tick: int,
    most: int,
) -> list[_Place]:
    """End what gives way at a tick, in `lines`, until `most` pitches are left."""
    by_pitch: dict[int, list[_Place]] = {}
    for i, k in ringing:
        by_pitch.setdefault(lines[i][k].pitch, []).append((i, k))

    def worth(pitch: int) -> tuple[bool, int, int]:
        places = by_pitch[pitch]
        rank = max(_rank(written[i][0]) for i, _ in places)
        latest = max(lines[i][k].start for i, k in places)
        return (latest == tick, rank, latest) if rank < _NEVER else (True, rank, latest)

    for pitch in sorted(by_pitch, key=worth)[: max(0, len(by_pitch) - most)]:
        for i, k in by_pitch[pitch]:
            lines[i][k] = replace(lines[i][k], length=tick - lines[i][k].start)
        ringing = [place for place in ringing if place not in by_pitch[pitch]]
    return ringing


def _rank(voice: RoleStyle) -> int:
    """The higher, the later a voice gives way."""
    return _DOUBLING if _doubles(voice) else _GIVES_WAY[voice.role]


def _doubles(voice: RoleStyle) -> bool:
    return voice.role is Role.MELODY and voice.pattern != "melody"


def _lingers(voice: RoleStyle) -> bool:
    """True for a slow doubling: it sings on through notes too short for it (see articulation)."""
    return _doubles(voice) and speaks_slowly(voice)
