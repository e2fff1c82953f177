"""FinishingPreset: effects and delivery target, as data."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Leveling(StrEnum):
    """What decides the level of a clip."""

    COMPOSED = "composed"
    LUFS = "lufs"


@dataclass(frozen=True)
class Effect:
    """One effect by name with its parameters, units in their names.

    Attributes:
        kind: its name in the table of effects ("Reverb", "Compressor").
        parameters: keyword -> number.
        live: False if it cannot run block by block (see presets/README.md).
        on: False leaves it out of the chain but keeps its numbers.
    """

    kind: str
    parameters: dict[str, float]
    live: bool = True
    on: bool = True


@dataclass(frozen=True)
class FinishingPreset:
    """How a take becomes a clip.

    Attributes:
        name: file name without ending, lower case with hyphens.
        title, description: for people.
        effects: in order.
        leveling: keep the composed level, or aim at `target_lufs`.
        target_lufs: integrated loudness (ITU-R BS.1770-4), -60 to -5; None when composed.
        true_peak_ceiling_dbtp: -20 to 0.
        loop_seam: True folds the tail onto the start so that the file loops.
        wet: share of the effects in what is heard, 0 to 1; the rest is the sound as it was.
        tags: words to find it by.
    """

    name: str
    title: str
    description: str
    effects: tuple[Effect, ...]
    leveling: Leveling
    target_lufs: float | None
    true_peak_ceiling_dbtp: float
    loop_seam: bool = False
    wet: float = 1.0
    tags: tuple[str, ...] = ()


@dataclass(frozen=True)
class PresetEntry:
    """A finishing preset on the shelf.

    Attributes:
        preset: itself.
        factory: came with the studio and cannot be changed, only saved under another name.
        favourite: the user likes it.
    """

    preset: FinishingPreset
    factory: bool
    favourite: bool


@dataclass(frozen=True)
class PresetList:
    """What is on the shelf, in order of names.

    Attributes:
        entries: presets that can be used.
        troubles: one sentence for each file that cannot.
    """

    entries: tuple[PresetEntry, ...]
    troubles: tuple[str, ...] = ()
