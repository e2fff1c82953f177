"""Take: an engine's output before finishing."""

from __future__ import annotations

from dataclasses import dataclass

from musflow_studio.domain.audio import AudioFile
from musflow_studio.domain.grid_fit import GridFit
from musflow_studio.domain.score import Role


@dataclass(frozen=True)
class Stem:
    """A part of the mix; the stems of a take sum to its mix.

    Attributes:
        role: who plays; no other stem of the take has the same.
        audio: as long as the mix.
        also: other roles that are heard in it, of an engine that plays roles in groups.
    """

    role: Role
    audio: AudioFile
    also: tuple[Role, ...] = ()


@dataclass(frozen=True)
class Take:
    """What an engine made, kept unfinished as 32-bit float.

    Attributes:
        engine: its name.
        engine_version: changes whenever the same plan would sound different.
        seed: used.
        mix: whole take.
        stems: one per role or group of roles; they sum to the mix within -120 dBFS. An engine may
            make none.
        lead_in_frames: samples before the cue's in point (0 unless the engine needs run-up).
        tail_frames: samples beyond the cue's out point (reverb, ring).
        resources: what made the sound, name -> SHA-256 (soundfont, weights).
        licences: name -> licence of each resource in plain words, shown on every take.
        remarks: sentences to show ("the soundfont has no mellow piano; the grand plays").
        fit: how far the sound was moved onto the grid; None from engines that play on it.
    """

    engine: str
    engine_version: str
    seed: int
    mix: AudioFile
    stems: tuple[Stem, ...]
    lead_in_frames: int
    tail_frames: int
    resources: dict[str, str]
    licences: dict[str, str]
    remarks: tuple[str, ...] = ()
    fit: GridFit | None = None
