"""Draft: one panel as its source gives it, before frames, identity and checks of its pictures."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from musflow_studio.domain.storyboard import HitWeight, Region


@dataclass(frozen=True)
class Draft:
    """A panel on its way to the board.

    Attributes:
        where: how errors call it ("row 3 of panels.csv", "board 2 (1B)").
        length_s: seconds, as given; None takes the default length.
        picture: file to look at; where `page` is None, each of its pages becomes a panel.
        page: zero-based page of the picture; None takes all of them.
        region: the part of that page the panel is; None for all of it.
        layers: pictures to compose, bottom first, where `picture` is None.
        number: what people call it; "" means its position.
        story, dialogue, notes: tidy text.
        weight: None means "decided by position".
        uid: identity given by the source; "" means derived from the content.
    """

    where: str
    length_s: Fraction | None = None
    picture: Path | None = None
    page: int | None = None
    region: Region | None = None
    layers: tuple[Path, ...] = ()
    number: str = ""
    story: str = ""
    dialogue: str = ""
    notes: str = ""
    weight: HitWeight | None = None
    uid: str = ""
