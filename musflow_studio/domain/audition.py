"""Audition: hearing a clip under other presets: files prepared for it, and what is chosen."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from musflow_studio.domain.clip import Loudness
from musflow_studio.domain.preset import FinishingPreset

HOP_S = 0.1
_GATE_LUFS, _RELATIVE_LU, _OFFSET_DB = -70.0, -10.0, -0.691
_HOPS_IN_A_BLOCK = 4


@dataclass(frozen=True)
class PrepareRequest:
    """A kept clip's mix under a preset, to be heard: a file that is not kept.

    Attributes:
        clip: the clip's package.
        preset: whole.
        file: where to write it; its folder exists.
        loop: (first frame, frame after the last) that repeats, at the clip's rate; what rings on
            from its end is written beside the file. None writes nothing beside it.
    """

    clip: Path
    preset: FinishingPreset
    file: Path
    loop: tuple[int, int] | None = None


@dataclass(frozen=True)
class DraftRequest:
    """A kept clip's cue in another style on the same grid, to be heard: a file that is not kept.

    Attributes:
        clip: the clip's package.
        style: name.
        file: where to write it; its folder exists.
    """

    clip: Path
    style: str
    file: Path


@dataclass(frozen=True)
class Prepared:
    """A file to be heard.

    Attributes:
        file: the mix, 24-bit, equal to what keeping the preset would deliver.
        frames, sample_rate_hz: of it.
        hops: K-weighted mean square of all channels, every 0.1 s (ITU-R BS.1770-4).
        true_peak_dbtp: of it; None for silence.
        loudness: of the whole file.
        ring: what rings on from `ring_at`; None if nothing does.
        ring_at: frame of the file.
    """

    file: Path
    frames: int
    sample_rate_hz: int
    hops: tuple[float, ...]
    true_peak_dbtp: float | None
    loudness: Loudness
    ring: Path | None = None
    ring_at: int = 0

    def lufs(self, start: int, end: int) -> float | None:
        """Integrated loudness between two frames; None where nothing is above -70 LUFS."""
        hop = HOP_S * self.sample_rate_hz
        first, last = int(start / hop), math.ceil(end / hop)
        return gated_lufs(self.hops[first:last])


def gated_lufs(hops: Sequence[float]) -> float | None:
    """Integrated loudness of hops of 0.1 s (K-weighted mean squares) after ITU-R BS.1770-4.

    Blocks of four hops, gates at -70 LUFS and 10 LU under what passes that. Fewer than four hops
    count as one block. None where nothing passes.
    """
    size = min(_HOPS_IN_A_BLOCK, len(hops))
    blocks = [sum(hops[i : i + size]) / size for i in range(len(hops) - size + 1)] if size else []
    loud = [block for block in blocks if block > 0 and _lufs(block) >= _GATE_LUFS]
    if not loud:
        return None
    gate = _lufs(sum(loud) / len(loud)) + _RELATIVE_LU
    kept = [block for block in loud if _lufs(block) >= gate]
    return _lufs(sum(kept) / len(kept))


def _lufs(mean_square: float) -> float:
    return _OFFSET_DB + 10 * math.log10(mean_square)


class Hearing(StrEnum):
    """What is heard of the chosen preset."""

    NOTHING = "nothing"
    FILE = "file"
    LIVE = "live"
    WAITING = "waiting"
    BYPASS = "bypass"


@dataclass(frozen=True)
class AuditionState:
    """What an audition is at.

    Attributes:
        clip_id: of the clip; "" while none is auditioned.
        preset: chosen, with every knob as it is turned; None while none is, or while it is hidden.
        label: how to call it: its title, or a number while it is hidden.
        edited: True if it differs from what lies on the shelf under its name.
        hearing: a finished file, the live chain, the file before (WAITING, until one is ready for
            effects that cannot run live), or the music without effects (BYPASS).
        names: what `step` goes through, in order; numbers while they are hidden.
        prepared: those of `names` that are heard at once.
        preparing: the one of `names` whose file is being made; "" while none is.
        failed: those of `names` whose file cannot be made.
        slots: letter -> name of its preset, its number while names are hidden.
        matched: True if all are played equally loud over the loop.
        level_db: what matching adds to the chosen one, 0 where it is not matched.
        capped: True if matching would have clipped and stops short.
        blind: True while names are hidden.
        message: one sentence where something is wrong; else "".
    """

    clip_id: str = ""
    preset: FinishingPreset | None = None
    label: str = ""
    edited: bool = False
    hearing: Hearing = Hearing.NOTHING
    names: tuple[str, ...] = ()
    prepared: tuple[str, ...] = ()
    preparing: str = ""
    failed: tuple[str, ...] = ()
    slots: dict[str, str] = field(default_factory=dict)
    matched: bool = True
    level_db: float = 0.0
    capped: bool = False
    blind: bool = False
    message: str = ""


@dataclass(frozen=True)
class StyleState:
    """What an audition of styles is at.

    Attributes:
        clip_id: of the clip; "" while none is auditioned.
        style: chosen; heard: the one that plays, another one until the chosen is ready.
        names: of every style, in order.
        prepared: those that are heard with the next bar.
        preparing: the one whose draft is being made; "" while none is.
        greyed: name -> why the style does not fit this cue's grid.
        message: one sentence where something is wrong; else "".
    """

    clip_id: str = ""
    style: str = ""
    heard: str = ""
    names: tuple[str, ...] = ()
    prepared: tuple[str, ...] = ()
    preparing: str = ""
    greyed: dict[str, str] = field(default_factory=dict)
    message: str = ""
