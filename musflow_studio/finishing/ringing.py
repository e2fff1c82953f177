"""Ringing: what is still heard of a mix when the music stops at a place, as a loop's end does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from musflow_studio.domain.audio import AudioFile
from musflow_studio.domain.preset import FinishingPreset
from musflow_studio.finishing.delivery import delivered
from musflow_studio.finishing.layout import Layout
from musflow_studio.finishing.take_audio import Block

LONGEST_S = 8.0
OPENING_S = 0.01
QUIET = 10 ** (-80 / 20)


@dataclass(frozen=True)
class Ring:
    """Samples (frames, channels) at delivery rate that follow the frame `at` of the mix."""

    samples: Block
    at: int


def ring(
    audio: AudioFile,
    preset: FinishingPreset,
    layout: Layout,
    at: int,
    cancelled: Callable[[], bool],
) -> Block | None:
    """What rings on after the frame `at` (delivery rate) before levelling; None if nothing does.

    The music is silent from there on, but at the mix's end the take's own ring belongs to it. It
    comes in over 10 ms, since a mix that ends has just been faded.
    """
    longer = replace(layout, length=at, tail=round(LONGEST_S * layout.rate_hz))
    stops = None if at >= layout.total else round(at * layout.take_rate_hz / layout.rate_hz)
    blocks = delivered(audio, preset.effects, longer, cancelled, wet=preset.wet, silent_from=stops)
    rest = np.concatenate(list(_after(blocks, at)))
    opening = round(OPENING_S * layout.rate_hz)
    rest[:opening] *= np.linspace(0, 1, opening, dtype=np.float32)[:, None]
    heard = np.flatnonzero(np.abs(rest).max(axis=1) > QUIET)
    return rest[: heard[-1] + 1] if len(heard) else None


def _after(blocks: Iterator[Block], at: int) -> Iterator[Block]:
    start = 0
    for block in blocks:
        yield block[max(0, at - start) :]
        start += len(block)
