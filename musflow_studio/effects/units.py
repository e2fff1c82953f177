"""Units: one effect each, made from its name and its numbers, and turned while it sounds.

Most are a plugin of pedalboard. `Space` and `Saturation` join several of them, so that their
numbers mean what people say (seconds of decay, decibels of room); `Width` is two lines of
arithmetic, which no plugin offers.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Protocol

import numpy as np
import numpy.typing as npt
import pedalboard

from musflow_studio.domain.effect_table import EFFECTS
from musflow_studio.domain.preset import Effect

Planar = npt.NDArray[np.float32]
"""Shape (channels, frames)."""

_COMB_S = 0.0276
_LEAST_FEEDBACK, _FEEDBACK_SPAN = 0.7, 0.28
_QUIETEST_DB = -100.0


class Unit(Protocol):
    """One effect at work.

    Attributes:
        plugin: what pedalboard runs; None for arithmetic of our own.
    """

    plugin: pedalboard.Plugin | None

    def turn(self, name: str, value: float) -> None:
        """Set one parameter from now on; what still rings rings on."""

    def process(self, block: Planar) -> Planar:
        """A block through arithmetic of our own; called only where there is no plugin."""


def make_unit(effect: Effect) -> Unit:
    """The unit of an effect that `check_effect` let pass."""
    return _COMPOSED.get(effect.kind, _Plugin)(effect)


class _Plugin:
    """A plugin of pedalboard with its own parameters."""

    def __init__(self, effect: Effect) -> None:
        self._made = getattr(pedalboard, effect.kind)(**effect.parameters)
        self.plugin: pedalboard.Plugin | None = self._made

    def turn(self, name: str, value: float) -> None:
        setattr(self._made, name, value)

    def process(self, block: Planar) -> Planar:
        raise AssertionError("pedalboard runs it")


class _Composed(_Plugin):
    """Plugins joined: `_settle` sets all of them from all numbers."""

    def __init__(self, effect: Effect) -> None:
        self._numbers = dict(_defaults(effect.kind)) | effect.parameters
        self._made = self._built()
        self.plugin = self._made
        self._settle()

    def turn(self, name: str, value: float) -> None:
        self._numbers[name] = value
        self._settle()

    def _built(self) -> pedalboard.Plugin:
        raise AssertionError("every composed effect builds its own")

    def _settle(self) -> None:
        raise AssertionError("every composed effect sets its own")


class _Space(_Composed):
    """A room beside the direct sound: delay, reverb, low and high cut."""

    def _built(self) -> pedalboard.Plugin:
        self._direct, self._level = pedalboard.Gain(), pedalboard.Gain()
        self._gap = pedalboard.Delay(feedback=0.0, mix=1.0)
        self._reverb = pedalboard.Reverb(wet_level=1.0, dry_level=0.0)
        self._low, self._high = pedalboard.HighpassFilter(), pedalboard.LowpassFilter()
        room = [self._gap, self._reverb, self._low, self._high, self._level]
        return pedalboard.Mix([self._direct, pedalboard.Chain(room)])

    def _settle(self) -> None:
        number = self._numbers
        room_size = room_size_of(number["decay_s"])
        self._gap.delay_seconds = number["pre_delay_ms"] / 1000
        self._reverb.room_size = room_size
        self._reverb.damping = number["damping"]
        self._reverb.width = number["width"]
        self._low.cutoff_frequency_hz = number["low_cut_hz"]
        self._high.cutoff_frequency_hz = number["high_cut_hz"]
        self._level.gain_db = number["room_db"] - _reverb_db(room_size)
        self._direct.gain_db = number["direct_db"]


class _Saturation(_Composed):
    """A soft curve, tanh(drive x) / drive, beside the sound as it was."""

    def _built(self) -> pedalboard.Plugin:
        self._dry, self._wet = pedalboard.Gain(), pedalboard.Gain()
        self._curve = pedalboard.Distortion()
        return pedalboard.Mix([self._dry, pedalboard.Chain([self._curve, self._wet])])

    def _settle(self) -> None:
        mix, drive_db = self._numbers["mix"], self._numbers["drive_db"]
        self._curve.drive_db = drive_db
        self._wet.gain_db = _db(mix) - drive_db
        self._dry.gain_db = _db(1 - mix)


class _Width:
    """Mid and side, the side multiplied; nothing to do for one channel."""

    def __init__(self, effect: Effect) -> None:
        self.plugin: pedalboard.Plugin | None = None
        self._width = effect.parameters.get("width", 1.0)

    def turn(self, name: str, value: float) -> None:
        assert name == "width"
        self._width = value

    def process(self, block: Planar) -> Planar:
        if len(block) != 2:
            return block
        middle = (block[0] + block[1]) * np.float32(0.5)
        side = (block[0] - block[1]) * np.float32(0.5 * self._width)
        return np.stack([middle + side, middle - side])


def room_size_of(decay_s: float) -> float:
    """The `room_size` at which pedalboard's reverb falls by 60 dB in `decay_s` seconds.

    Its combs feed back 0.7 + 0.28 room_size after 27.6 ms on average (measured: within 8 % with
    damping of 0.3 and more), so 60 dB take 3 x 27.6 ms / -log10(feedback).
    """
    feedback = 10 ** (-3 * _COMB_S / decay_s)
    return min(1.0, max(0.0, (feedback - _LEAST_FEEDBACK) / _FEEDBACK_SPAN))


def _reverb_db(room_size: float) -> float:
    """Gain of the reverb on pink noise, fully wet: follows the combs' energy (within 1 dB)."""
    feedback = _LEAST_FEEDBACK + _FEEDBACK_SPAN * room_size
    return 3.64 - 7.8 * math.log10(1 - feedback**2)


def _db(ratio: float) -> float:
    return 20 * math.log10(ratio) if ratio > 1e-5 else _QUIETEST_DB


def _defaults(kind: str) -> Mapping[str, float]:
    return EFFECTS[kind].defaults


_COMPOSED: Mapping[str, Callable[[Effect], Unit]] = {
    "Saturation": _Saturation,
    "Space": _Space,
    "Width": _Width,
}
