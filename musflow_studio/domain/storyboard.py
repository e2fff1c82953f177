"""Panel and Storyboard: what the pictures are, how long they stay, what is written by them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import accumulate
from pathlib import Path

from musflow_studio.domain.timecode import FrameRate

MOST_PANELS = 2000
LONGEST_PANEL_S = 3600
LONGEST_BOARD_S = 7200


class HitWeight(StrEnum):
    """How much the music must respect a moment of the picture."""

    MUST = "must"
    SHOULD = "should"
    IGNORE = "ignore"
    AVOID = "avoid"


@dataclass(frozen=True)
class InnerHit:
    """A moment inside a panel the music should respect (or avoid).

    Attributes:
        frame: frames after the panel's start, 1 to its length - 1.
        weight: how much it matters.
        name: what happens there ("door slams"); may be empty.
    """

    frame: int
    weight: HitWeight
    name: str = ""


@dataclass(frozen=True)
class Region:
    """A part of a picture, in shares of its width and height from the top left, 0 to 1 each.

    Attributes:
        left, top: the upper left corner.
        right, bottom: the lower right corner; right of and below the other.
    """

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True)
class PanelOverride:
    """What a user set by hand about one panel; None means "as seen".

    Attributes:
        valence: -1 (negative) to 1 (positive).
        arousal: -1 (calm) to 1 (agitated).
        energy: 0 to 1.
        caption: the words to use instead of the described caption.
        picture_says: the words to use instead of a picture model's; "" for none at all.
        variation: how often the panel was asked to be composed anew; a key of its draws, 0 at
            first.
    """

    valence: float | None = None
    arousal: float | None = None
    energy: float | None = None
    caption: str | None = None
    variation: int = 0
    picture_says: str | None = None

    @property
    def by_hand(self) -> bool:
        """Whether mood, energy or words were set; a variation is not seen in a panel."""
        set_ = (self.valence, self.arousal, self.energy, self.caption, self.picture_says)
        return any(value is not None for value in set_)


@dataclass(frozen=True)
class Panel:
    """One picture of the board and what is written by it.

    Attributes:
        uid: stable identity; edits, overrides and random draws are keyed by it.
        number: what people call it ("3", "2B").
        length_frames: how long it stays, at least 1 frame.
        picture: file to look at, absolute; None for a text-only panel.
        picture_sha256: hex digest of that file's bytes; "" without a picture.
        page: zero-based page inside the file (multi-page TIFF, PDF); 0 otherwise.
        region: the part of that page the panel is (a box on a PDF page); None for all of it.
        layers: layer files to composite (bottom first) if `picture` is None and layers exist.
        story: what happens (the action line).
        dialogue: what is said.
        notes: the artist's notes, camera words included.
        weight: weight of the cut *into* this panel as a hit.
        inner_hits: moments inside the panel.
        override: what the user set by hand.
    """

    uid: str
    number: str
    length_frames: int
    picture: Path | None = None
    picture_sha256: str = ""
    page: int = 0
    region: Region | None = None
    layers: tuple[Path, ...] = ()
    story: str = ""
    dialogue: str = ""
    notes: str = ""
    weight: HitWeight = HitWeight.SHOULD
    inner_hits: tuple[InnerHit, ...] = ()
    override: PanelOverride = field(default_factory=PanelOverride)


@dataclass(frozen=True)
class Storyboard:
    """A board: panels in order, on one frame rate.

    Attributes:
        title: name for the user and for file names.
        rate: frame rate.
        panels: at least one.
        start_timecode_frames: frames since midnight of the first panel's first frame.
        remarks: sentences about what reading had to change or leave out ("panel 3: 1001 ms
            became 24 frames"), to be shown.
        source: the file or folder it came from; None for text.
    """

    title: str
    rate: FrameRate
    panels: tuple[Panel, ...]
    start_timecode_frames: int = 0
    remarks: tuple[str, ...] = ()
    source: Path | None = None

    @property
    def start_frames(self) -> tuple[int, ...]:
        """First frame of each panel, plus the end of the last: `len(panels) + 1` values."""
        return tuple(accumulate((p.length_frames for p in self.panels), initial=0))

    @property
    def length_frames(self) -> int:
        """Length of the whole board in frames."""
        return sum(p.length_frames for p in self.panels)

    def varied(self, uids: Collection[str]) -> Storyboard:
        """The board with some panels asked to be composed anew; all else of them stays."""
        return replace(self, panels=tuple(_varied(p) if p.uid in uids else p for p in self.panels))


def _varied(panel: Panel) -> Panel:
    override = replace(panel.override, variation=panel.override.variation + 1)
    return replace(panel, override=override)
