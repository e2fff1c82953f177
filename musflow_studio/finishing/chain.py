"""The preset's effects as one pedalboard, fed block by block.

Effects marked live have no latency and give bit-equal output whatever the block size (measured,
and tested). A chain with any other effect is run in one piece, where pedalboard compensates the
latency itself; such a cue has to fit into memory.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pedalboard

from musflow_studio.domain.effect_table import EFFECTS
from musflow_studio.domain.preset import Effect
from musflow_studio.finishing.layout import LEAST_FRAMES
from musflow_studio.finishing.take_audio import Block


def through_effects(
    blocks: Iterator[Block], effects: tuple[Effect, ...], rate_hz: int
) -> Iterator[Block]:
    """Blocks of (frames, channels) after the effects; as many frames come out as went in."""
    if not effects:
        yield from blocks
        return
    board = pedalboard.Chain([_made(effect) for effect in effects])
    if not all(EFFECTS[effect.kind].live for effect in effects):
        yield _processed(board, np.concatenate(list(blocks)), rate_hz, reset=True)
        return
    for block in _well_begun(blocks):
        yield _processed(board, block, rate_hz, reset=False)


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


def _made(effect: Effect) -> pedalboard.Plugin:
    plugin: pedalboard.Plugin = getattr(pedalboard, effect.kind)(**effect.parameters)
    return plugin


def _processed(board: pedalboard.Chain, block: Block, rate_hz: int, *, reset: bool) -> Block:
    planar = np.ascontiguousarray(block.T)
    return np.ascontiguousarray(board.process(planar, rate_hz, reset=reset).T)
