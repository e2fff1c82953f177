"""Reference: a piece of music that a cue shall be like, as far as was heard of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


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
