"""The preset's effects over a stream of blocks.

A chain with any effect that is not live is run in one piece, where pedalboard compensates the
latency itself; such a cue has to fit into memory.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from musflow_studio.domain.preset import Effect
from musflow_studio.effects.chain import EffectChain, is_live
from musflow_studio.finishing.layout import LEAST_FRAMES
from musflow_studio.finishing.take_audio import Block


def through_effects(
    blocks: Iterator[Block], effects: tuple[Effect, ...], rate_hz: int, wet: float = 1.0
) -> Iterator[Block]:
    """Blocks of (frames, channels) after the effects; as many frames come out as went in."""
    begun = _well_begun(blocks)
    first = next(begun)
    chain = EffectChain(effects, rate_hz, first.shape[1], wet)
    if not is_live(effects):
        yield chain.processed(np.concatenate([first, *begun]))
        return
    yield chain.processed(first)
    for block in begun:
        yield chain.processed(block)


def _well_begun(blocks: Iterator[Block]) -> Iterator[Block]:
    """The same sound with a first block of at least 16 frames.

    Pedalboard takes (2, 1) for one channel of two frames unless a longer block came before.
    """
    begun = next(blocks)
    for block in blocks:
        if len(begun) >= LEAST_FRAMES:
            yield begun
            begun = block
        else:
            begun = np.concatenate((begun, block))
    yield begun
