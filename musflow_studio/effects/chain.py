"""Chain: a preset's effects in order, fed block by block.

Live effects have no latency and give bit-equal output whatever the block size. Pedalboard forgets
what rings when a block is longer than every one before, so a chain first swallows a block of
silence as long as pedalboard ever works on at once. The first block must have 16 frames or more:
pedalboard takes (2, 1) for one channel of two frames unless a longer block came before.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby

import numpy as np
import numpy.typing as npt
import pedalboard

from musflow_studio.domain.effect_table import EFFECTS
from musflow_studio.domain.preset import Effect
from musflow_studio.effects.units import Planar, Unit, make_unit

Block = npt.NDArray[np.float32]
"""Shape (frames, channels)."""
LONGEST_BLOCK = 8192
"""Pedalboard works in pieces of at most so many frames."""


class EffectChain:
    """Effects that were checked, at work; those that are off are left out.

    Args:
        effects: in order.
        rate_hz, channels: of the sound.
        wet: share of the chain in what comes out, 0 to 1; the rest is the sound as it was.
    """

    def __init__(
        self, effects: Sequence[Effect], rate_hz: int, channels: int, wet: float = 1.0
    ) -> None:
        self._rate_hz = rate_hz
        self._wet = wet
        self._units = [make_unit(effect) if effect.on else None for effect in effects]
        self._boards: list[pedalboard.Chain] = []
        working = [unit for unit in self._units if unit is not None]
        self._steps = [
            step
            for is_plugin, units in groupby(working, key=lambda unit: unit.plugin is not None)
            for step in (self._board(list(units)) if is_plugin else [u.process for u in units])
        ]
        self._live = is_live(effects)
        for board in self._boards if self._live else ():
            board.process(np.zeros((channels, LONGEST_BLOCK), np.float32), rate_hz, reset=False)
            board.reset()

    def processed(self, block: Block) -> Block:
        """The next frames after the effects, as many as came in.

        A chain with an effect that is not live takes the whole sound at once.
        """
        if not self._steps or not len(block):
            return block
        planar = dry = np.ascontiguousarray(block.T)
        for step in self._steps:
            planar = step(planar)
        if self._wet < 1:
            planar = planar * np.float32(self._wet) + dry * np.float32(1 - self._wet)
        return np.ascontiguousarray(planar.T)

    def turn(self, index: int, name: str, value: float) -> None:
        """Set a parameter of one effect (0 is the first) for what comes next."""
        unit = self._units[index]
        if unit is not None:
            unit.turn(name, value)

    def blend(self, wet: float) -> None:
        """Set the share of the chain for what comes next, 0 to 1."""
        self._wet = wet

    def _board(self, units: Sequence[Unit]) -> list[Callable[[Planar], Planar]]:
        board = pedalboard.Chain([unit.plugin for unit in units if unit.plugin is not None])
        self._boards.append(board)

        def run(planar: Planar) -> Planar:
            whole: Planar = board.process(planar, self._rate_hz, reset=not self._live)
            return whole

        return [run]


def is_live(effects: Sequence[Effect]) -> bool:
    """True if every effect that is on can run block by block."""
    return all(EFFECTS[effect.kind].live for effect in effects if effect.on)
