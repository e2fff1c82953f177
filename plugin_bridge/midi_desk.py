"""MIDI: what notes, program changes and the clock of a keyboard or a DAW ask for.

    program change n    the composition style at place n + 1 of the list
    note 36, 37         the preset before, after, of what is auditioned
    note 38, 39, 40     hear slot A, B, C
    note 41             without effects, while it is held
    note 42             keep what is heard
    note 43, 44, 45     the style before, after; keep it
    note 48 to 59       the first to the twelfth preset
    control change 1    share of the effects
    note 60 (C)         make what was asked for last once more
    note 61             cancel the job that runs
    note 62, 64         the style before, the style after
    note 65, 67         the finishing preset before, the preset after
    note 69, 71         play the newest clip, stop
    note 72 and up      make the first cue of the open project, the second …
    clock, start, continue, stop, song position      the DAW's tempo, and where it stands

Letting a key go does nothing, but for note 41. Notes 36 to 51 are where pads of a controller lie.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from typing import Any

import mido

from plugin_bridge.clients import Link, Row
from plugin_bridge.protocol import ROOT

TICKS_PER_QUARTER = 24
FIRST_CUE_NOTE = 72
FIRST_PRESET_NOTE, LAST_PRESET_NOTE = 48, 59
HELD_NOTE = 41
WET_CONTROL = 1
SLOT_NOTES = {38: "A", 39: "B", 40: "C"}
NOTES = {
    36: "audition/previous",
    37: "audition/next",
    42: "audition/keep",
    43: "audition/style/previous",
    44: "audition/style/next",
    45: "audition/style/keep",
    60: "generate",
    61: "job/cancel",
    62: "style/previous",
    64: "style/next",
    65: "finish/previous",
    67: "finish/next",
    69: "player/newest",
    71: "player/stop",
}
_PLAYING = {"start": True, "continue": True, "stop": False}
Asked = tuple[str, tuple[Any, ...]]
"""Address and values of one call."""


class MidiLink:
    """The way to a MIDI port: it hears nothing, but a monitor sees what it would be told."""

    def __init__(self, name: str, watch: Callable[[str, str, str, tuple[Any, ...]], None]) -> None:
        self._name = f"midi:{name}"
        self._watch = watch

    def tell(self, address: str, row: Row) -> None:
        """Show one message."""
        self._watch("out", self._name, address, row)

    def at_port(self, port: int) -> tuple[str, Link]:
        """MIDI has no ports."""
        return "", self


class MidiDesk:
    """Messages to calls of the table.

    Args:
        ask: makes one call: address and values.
        channel: the only channel that is heard, 1 to 16; 0 hears all.
    """

    def __init__(self, ask: Callable[[str, tuple[Any, ...]], None], channel: int = 0) -> None:
        self._ask = ask
        self._channel = channel
        self._clock = ClockTempo()
        self._ticks = 0

    def received(self, message: mido.Message, at: float) -> None:
        """Handle one message.

        Args:
            message: any MIDI message; those that ask for nothing are left out.
            at: seconds when it came, of a clock that never goes back.
        """
        for address, values in self._calls(message, at):
            self._ask(address, values)

    def _calls(self, message: mido.Message, at: float) -> Iterator[Asked]:
        if hasattr(message, "channel"):
            if self._channel in (0, message.channel + 1):
                yield from _of_channel(message)
        elif message.type == "clock":
            yield from self._tick(at)
        elif message.type == "songpos":
            self._ticks = message.pos * TICKS_PER_QUARTER // 4
            yield self._place()
        elif message.type in _PLAYING:
            yield from self._transport(message.type)

    def _tick(self, at: float) -> Iterator[Asked]:
        self._ticks += 1
        if (bpm := self._clock.tick(at)) is not None:
            yield f"{ROOT}/transport/tempo", (bpm,)

    def _transport(self, kind: str) -> Iterator[Asked]:
        if kind == "start":
            self._ticks = 0
        yield f"{ROOT}/transport/play", (_PLAYING[kind],)
        yield self._place()

    def _place(self) -> Asked:
        return f"{ROOT}/transport/bar", (self._ticks / TICKS_PER_QUARTER,)


def _of_channel(message: mido.Message) -> Iterator[Asked]:
    if message.type == "program_change":
        yield f"{ROOT}/style/number", (message.program + 1,)
    elif message.type == "control_change" and message.control == WET_CONTROL:
        yield f"{ROOT}/effect/turn", (0, "wet", message.value / 127)
    elif message.type in ("note_on", "note_off"):
        pressed = message.type == "note_on" and message.velocity > 0
        if message.note == HELD_NOTE:
            yield f"{ROOT}/audition/bypass", (pressed,)
        elif pressed:
            yield from _of_note(message.note)


def _of_note(note: int) -> Iterator[Asked]:
    if note >= FIRST_CUE_NOTE:
        yield f"{ROOT}/generate/number", (note - FIRST_CUE_NOTE + 1,)
    elif FIRST_PRESET_NOTE <= note <= LAST_PRESET_NOTE:
        yield f"{ROOT}/audition/number", (note - FIRST_PRESET_NOTE + 1, "buffer")
    elif slot := SLOT_NOTES.get(note):
        yield f"{ROOT}/audition/hear", (slot, "buffer")
    elif name := NOTES.get(note):
        yield f"{ROOT}/{name}", ()


class ClockTempo:
    """The tempo of a MIDI clock, 24 ticks a quarter, told when it has changed.

    A steady clock is measured over up to forty quarters, so that jitter of a millisecond leaves
    a hundredth of a bpm; where a quarter differs by more than the jitter, measuring starts anew.
    """

    LONGEST_TICKS = 40 * TICKS_PER_QUARTER
    GAP_S = 0.5
    JITTER_S = 0.003
    TOLD_BPM = 0.01
    SLOWEST_BPM, FASTEST_BPM = 10.0, 400.0

    def __init__(self) -> None:
        self._times: deque[float] = deque(maxlen=self.LONGEST_TICKS + 1)
        self._told = 0.0
        self._count = 0

    def tick(self, at: float) -> float | None:
        """One tick at a time in seconds; the tempo, once a quarter, where it is another."""
        if self._times and not 0 < at - self._times[-1] < self.GAP_S:
            self._times.clear()
        self._times.append(at)
        self._count += 1
        if len(self._times) <= TICKS_PER_QUARTER or self._count % TICKS_PER_QUARTER:
            return None
        last_s = self._times[-1] - self._times[-1 - TICKS_PER_QUARTER]
        bpm = _bpm(self._times[-1] - self._times[0], len(self._times) - 1)
        if abs(last_s - 60 / bpm) > self.JITTER_S:
            bpm = _bpm(last_s, TICKS_PER_QUARTER)
            for _ in range(len(self._times) - TICKS_PER_QUARTER - 1):
                self._times.popleft()
        if abs(bpm - self._told) < self.TOLD_BPM:
            return None
        if not self.SLOWEST_BPM <= bpm <= self.FASTEST_BPM:
            return None
        self._told = bpm
        return round(bpm, 3)


def _bpm(seconds: float, ticks: int) -> float:
    return 60 * ticks / (TICKS_PER_QUARTER * seconds)
