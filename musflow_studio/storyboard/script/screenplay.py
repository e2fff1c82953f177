"""Screenplay: what a script says, whichever program wrote it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction


class Kind(StrEnum):
    """What a paragraph of a script is."""

    ACTION = "action"
    CHARACTER = "character"
    PARENTHETICAL = "parenthetical"
    DIALOGUE = "dialogue"
    TRANSITION = "transition"
    NOTE = "note"


@dataclass(frozen=True)
class Paragraph:
    """One paragraph: what it is, and its words on one line."""

    kind: Kind
    text: str


@dataclass(frozen=True)
class Scene:
    """One scene.

    Attributes:
        heading: "INT. HARBOUR - DAWN"; "" for what stands before the first heading.
        number: as the script numbers it; "" if it does not.
        paragraphs: in order.
        pages: length as the script itself states it; None if it does not.
    """

    heading: str
    number: str
    paragraphs: tuple[Paragraph, ...]
    pages: Fraction | None = None


@dataclass(frozen=True)
class Screenplay:
    """A script: its title ("" if it has none) and its scenes."""

    title: str
    scenes: tuple[Scene, ...]
