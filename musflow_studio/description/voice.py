"""Voice: one thing heard about a panel's mood, how loudly, and the sentence that shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from musflow_studio.description.mood_words import weighted_mean
from musflow_studio.domain.description import Evidence, EvidenceSource
from musflow_studio.domain.mood_vocabulary import NEUTRAL, MoodWord

SILENCE = 0.15
"""Weight of saying nothing: a faint voice alone does not move the mood all the way."""


@dataclass(frozen=True)
class Voice:
    """One voice.

    Attributes:
        source: where it comes from.
        says: the sentence shown to the user.
        weight: 0 (only to be shown) to 1 (a clear action line).
        point: where it pulls; without meaning if `weight` is 0.
    """

    source: EvidenceSource
    says: str
    weight: float = 0.0
    point: MoodWord = NEUTRAL


def heard(voices: Sequence[Voice]) -> MoodWord:
    """Where all voices together pull."""
    return weighted_mean([(SILENCE, NEUTRAL), *((voice.weight, voice.point) for voice in voices)])


def as_evidence(voices: Sequence[Voice]) -> tuple[Evidence, ...]:
    """The voices as evidence; each weight is its share in the result, loudest first."""
    total = SILENCE + sum(voice.weight for voice in voices)
    evidence = [
        Evidence(voice.source, voice.says, round(voice.weight / total, 2)) for voice in voices
    ]
    return tuple(sorted(evidence, key=lambda one: -one.weight))
