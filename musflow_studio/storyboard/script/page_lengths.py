"""How long a script lasts: a page is a minute, a scene is counted in eighths of a page.

The rule of thumb of every production schedule. Pages are counted as they print in the standard
layout: 12-point Courier, 55 lines a page, action 61 letters wide, dialogue 35, asides 26.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction

from musflow_studio.storyboard.script.screenplay import Kind, Paragraph

LINES_PER_PAGE = 55
SECONDS_PER_PAGE = 60
EIGHTH = Fraction(1, 8)

_WIDTHS = {Kind.ACTION: 61, Kind.DIALOGUE: 35, Kind.PARENTHETICAL: 26, Kind.CHARACTER: 38,
           Kind.TRANSITION: 61}  # fmt: skip
_EMPTY_LINE_BEFORE = (Kind.ACTION, Kind.CHARACTER, Kind.TRANSITION)
HEADING_LINES = 3
"""A scene heading and the empty lines above it."""


def printed_lines(paragraphs: Sequence[Paragraph]) -> int:
    """Lines that paragraphs take on the page; notes are not printed."""
    return sum(
        math.ceil(len(one.text) / _WIDTHS[one.kind]) + (one.kind in _EMPTY_LINE_BEFORE)
        for one in paragraphs
        if one.kind in _WIDTHS
    )


def pages_of(lines: int) -> Fraction:
    """Pages of a scene, to the nearest eighth, at least one eighth."""
    return max(1, math.floor(Fraction(lines * 8, LINES_PER_PAGE) + Fraction(1, 2))) * EIGHTH
