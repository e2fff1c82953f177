"""Draft: one panel as its source gives it, before frames, identity and checks of its pictures."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from musflow_studio.domain.storyboard import HitWeight


@dataclass(frozen=True)
class Draft:
    """A panel on its way to the board.

    Attributes:
        where: how errors call it ("row 3 of panels.csv", "board 2 (1B)").
        length_s: seconds, as given; None takes the default length.
        picture: file to look at; a TIFF becomes one panel a page.
        layers: pictures to compose, bottom first, where `picture` is None.
        number: what people call it; "" means its position.
        story, dialogue, notes: tidy text.
        weight: None means "decided by position".
        uid: identity given by the source; "" means derived from the content.
    """

    where: str
    length_s: Fraction | None = None
    picture: Path | None = None
    layers: tuple[Path, ...] = ()
    number: str = ""
    story: str = ""
    dialogue: str = ""
    notes: str = ""
    weight: HitWeight | None = None
    uid: str = ""
