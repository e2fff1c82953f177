"""Reference: a piece of music that a cue shall be like, as far as was heard of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from musflow_studio.domain.errors import ErrorCode, StudioError


class Trait(StrEnum):
    """What of a reference is taken."""

    TEMPO = "tempo"
    KEY = "key"
    ENERGY = "energy"
    SOUND = "sound"


TRAITS = tuple(Trait)


def traits_named(text: str) -> tuple[Trait, ...]:
    """The traits in "tempo, energy"; all for no text. Raises StudioError for an unknown one."""
    names = [name.strip() for name in text.split(",") if name.strip()]
    for name in names:
        if name not in list(Trait):
            raise StudioError(
                ErrorCode.UNKNOWN_NAME,
                "a reference has no such trait",
                value=name,
                legal=", ".join(TRAITS),
            )
    return tuple(Trait(name) for name in names) or TRAITS


@dataclass(frozen=True)
class Like:
    """A wish for a cue like a reference.

    Attributes:
        path: an audio file, or a kept clip's package.
        traits: what of it is taken.
    """

    path: Path
    traits: tuple[Trait, ...] = TRAITS


@dataclass(frozen=True)
class Likeness:
    """How near a clip came to its reference.

    Attributes:
        name: of the reference.
        notes: the longest run of melody and harmony in common, in any key, as a share of the
            shorter piece; 0 to 1.
        recording: the share of the fingerprint in common; 0 to 1.
        says: one sentence for people; a hint, never a verdict.
    """

    name: str
    notes: float
    recording: float
    says: str


@dataclass(frozen=True)
class Reference:
    """What of a piece of music may steer a cue. The shape is taken, never the notes.

    Attributes:
        path: the audio file it was heard in.
        name: for people.
        seconds: its length.
        bpm: its tempo in quarters per minute, 40 to 240; None where nothing pulses.
        key: "D minor", as `Pins.key` takes it; None for silence or noise.
        energy_curve: (second, energy 0..1), ascending; shape only, a steady sound has 0.55.
        embedding: how it sounds, by `encoder`; empty where none was taken.
        encoder: name and version of what made the embedding ("timbre 1").
        why: one sentence: what steers and why it was chosen.
        bpm_sure, key_sure: 0 to 1.
    """

    path: Path
    name: str
    seconds: float
    bpm: float | None = None
    key: str | None = None
    energy_curve: tuple[tuple[float, float], ...] = ()
    embedding: tuple[float, ...] = ()
    encoder: str = ""
    why: str = ""
    bpm_sure: float = 0.0
    key_sure: float = 0.0
