"""Description: the text bridge. What the panels say, in words, with the evidence for each."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from musflow_studio.domain.features import PictureFeatures


class EvidenceSource(StrEnum):
    """Where a statement comes from."""

    STORY = "story"
    NOTES = "notes"
    DIALOGUE = "dialogue"
    PICTURE = "picture"
    CUT_RATE = "cut_rate"
    USER = "user"
    REFERENCE = "reference"


@dataclass(frozen=True)
class Evidence:
    """One reason, in words a person can check.

    Attributes:
        source: where it was seen.
        says: the sentence shown to the user ("the action line says 'storm'").
        weight: 0 to 1, its share in the result.
    """

    source: EvidenceSource
    says: str
    weight: float


@dataclass(frozen=True)
class Mood:
    """Mood as four numbers in -1..1 (tension 0..1), after Russell and Mehrabian."""

    valence: float
    arousal: float
    dominance: float
    tension: float


@dataclass(frozen=True)
class PanelDescription:
    """What one panel says.

    Attributes:
        panel_uid: the panel.
        caption: an editable sentence.
        mood: see Mood; near zero when unsure.
        mood_word: the nearest mood word ("tense"); "" when unsure.
        energy: 0 (nothing moves) to 1 (all-out).
        tags: setting and action words, best first.
        evidence: why.
        unsure: True when the margin was too small to claim a mood.
        suggestions: three mood words to choose from when unsure; else empty.
        features: measurements of the picture; None without one.
        seen_mood: the mood without what was set by hand; None in older descriptions.
        seen_energy: the energy without the one set by hand; None in older descriptions.
        picture_says: a pretrained model's sentence about the picture, to be mended where it is
            wrong; "" without one.
        picture_model: which model; "" without one, and in older descriptions.
        seen_picture_says: the sentence without what was set by hand; None in older descriptions.
        picture_moods: mood words that a pretrained model finds nearest to the picture -> share, at
            most three; {} without one, or where nothing is clear.
    """

    panel_uid: str
    caption: str
    mood: Mood
    mood_word: str
    energy: float
    tags: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    unsure: bool = False
    suggestions: tuple[str, ...] = ()
    features: PictureFeatures | None = None
    seen_mood: Mood | None = None
    seen_energy: float | None = None
    picture_says: str = ""
    picture_moods: dict[str, float] = field(default_factory=dict)
    picture_model: str = ""
    seen_picture_says: str | None = None


@dataclass(frozen=True)
class BoardReference:
    """The board-wide medians that single panels are compared with.

    Kept from the first take on, so that editing one panel changes that panel alone.

    Attributes:
        median_length_seconds: median panel length.
        median_brightness: median brightness of the panels with a picture; 1.0 without any.
        median_line_density: likewise, line density; 0.0 without any.
    """

    median_length_seconds: float
    median_brightness: float
    median_line_density: float


@dataclass(frozen=True)
class Description:
    """What a whole board says, panel by panel, in board order.

    Attributes:
        panels: one a panel.
        reference: what they were compared with.
        licences: pretrained models that had a say -> their licence in plain words; every take
            made from it shows them.
        remarks: sentences to show ("memory was short: …").
    """

    panels: tuple[PanelDescription, ...]
    reference: BoardReference
    licences: dict[str, str] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()
