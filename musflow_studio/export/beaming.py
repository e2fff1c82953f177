"""Beaming: which flagged values of a voice are joined, eighths and sixteenths."""

from __future__ import annotations

from collections.abc import Sequence

from musflow_studio.domain.grid import Bar
from musflow_studio.export.notation import Written

SHORT = 3
"""The longest value with a flag, a dotted eighth, in sixteenths."""
Beams = tuple[str, ...]
"""The kinds of a value's beams as MusicXML names them, eighths' first."""


def beam_group(bar: Bar) -> int:
    """Sixteenths that are beamed together: a quarter, or three eighths in compound metre."""
    compound = bar.meter.denominator == 8 and bar.meter.numerator % 3 == 0
    return 6 if compound else 4


def beams_of(row: Sequence[Written], group: int) -> list[Beams]:
    """For each value its beams, eighths' first."""
    found: list[Beams] = []
    for i, value in enumerate(row):
        before = row[i - 1] if i else None
        after = row[i + 1] if i + 1 < len(row) else None
        levels = 0 if value.length > SHORT or not value.pitches else 2 if value.length == 1 else 1
        joined = [_beam(value, before, after, group, level) for level in range(1, levels + 1)]
        found.append(tuple(kind for kind in joined if kind))
    return found


def _beam(
    value: Written, before: Written | None, after: Written | None, group: int, level: int
) -> str:
    """begin, continue, end, a hook, or nothing where a value stands alone."""
    left, right = _beamed(value, before, group, level), _beamed(value, after, group, level)
    if left and right:
        return "continue"
    if left or right:
        return "end" if left else "begin"
    if level == 1:
        return ""
    if _beamed(value, before, group, 1):
        return "backward hook"
    return "forward hook" if _beamed(value, after, group, 1) else ""


def _beamed(value: Written, other: Written | None, group: int, level: int) -> bool:
    if other is None or not other.pitches or other.length > (SHORT if level == 1 else 1):
        return False
    return value.start // group == other.start // group
