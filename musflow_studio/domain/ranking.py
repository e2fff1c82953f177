"""Ranking: takes in the order in which they fit words, as a model that hears and reads finds."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class RankRequest:
    """Takes to be heard beside words.

    Attributes:
        clips: packages of kept clips.
        words: what to compare whole takes with; "" compares each panel's stretch of music with
            that panel's caption.
        model: which installed model listens; "" takes the setting's, else the first.
    """

    clips: tuple[Path, ...]
    words: str = ""
    model: str = ""


@dataclass(frozen=True)
class PanelLikeness:
    """How near one panel's music is to its caption: -1 to 1, 0.2 to 0.5 is usual of a good one."""

    panel_uid: str
    number: str
    words: str
    likeness: float


@dataclass(frozen=True)
class HeardTag:
    """A word the music fits best among its kind.

    Attributes:
        kind: "mood", "instrument" or "genre".
        word: of that kind.
        share: 0 to 1, the model's certainty among the words of the kind.
    """

    kind: str
    word: str
    share: float


@dataclass(frozen=True)
class RankedTake:
    """What was heard in one clip.

    Attributes:
        clip_id, folder, name: the clip.
        likeness: to the words; of panels the mean, weighted by length.
        panels: one a panel, where no words were given.
        tags: surest first.
    """

    clip_id: str
    folder: Path
    name: str
    likeness: float
    panels: tuple[PanelLikeness, ...]
    tags: tuple[HeardTag, ...]


@dataclass(frozen=True)
class Ranking:
    """Takes in order of likeness, the nearest first.

    Attributes:
        takes: see RankedTake.
        model: what listened.
        licence: of its weights, in plain words.
        remarks: sentences to show ("memory was short: …").
    """

    takes: tuple[RankedTake, ...]
    model: str
    licence: str
    remarks: tuple[str, ...] = ()
