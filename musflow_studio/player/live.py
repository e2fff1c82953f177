"""Live: a take through a chain of effects while it is heard, so that knobs may move.

`TakeSound` is the unfinished mix from the cue's in point on. `LiveSound` runs the preset's chain
over it. A chain remembers what rang before, so it follows one reader: a jump (a seek, a crossfade
with itself) gives a second chain that has heard what came shortly before. A loop turns back
without forgetting, so that tails ring over its start.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from musflow_studio.domain.effect_table import EFFECTS, numbers_of
from musflow_studio.domain.preset import Effect
from musflow_studio.effects import EffectChain
from musflow_studio.player.ring import Block
from musflow_studio.player.source import Source

LOOP_RUN_UP_S = 10.0
"""What a loop's chain hears before the first round, as in finishing."""
LONGEST_RUN_UP_S = 120.0
JUMP_RUN_UP_S = 0.5
RAMP_S = 0.03
RAMP_STEP = 64
LEAST_BLOCK = 16
_HEADS = 3
_RUN_UP_BLOCK = 8192
WET = (-1, "wet")
Knob = tuple[int, str]


class TakeSound:
    """The take's mix as frames at the output's rate, frame 0 at the cue's in point.

    Args:
        path: the take's mix.
        rate_hz: of the output.
        lead_in_s: the mix's time before the in point.
        frames: length of the clip at the output's rate.
        loops: what rings beyond the end is folded onto the start, as the clip has it.
    """

    def __init__(
        self, path: Path, rate_hz: int, lead_in_s: float, frames: int, *, loops: bool
    ) -> None:
        self._source = Source(path, rate_hz)
        self._rate_hz = rate_hz
        self._lead_in = round(lead_in_s * rate_hz)
        self._loops = loops
        self.frames = frames

    @property
    def first(self) -> int:
        """Where a chain begins to hear it, 0 or negative: as in finishing."""
        return -round(LOOP_RUN_UP_S * self._rate_hz) if self._loops else -self._lead_in

    def reopened(self, rate_hz: int) -> TakeSound:
        """The same for another rate."""
        ratio = rate_hz / self._rate_hz
        lead_in_s = self._lead_in / self._rate_hz
        frames = round(self.frames * ratio)
        return TakeSound(self._source.path, rate_hz, lead_in_s, frames, loops=self._loops)

    def read(self, start: int, count: int) -> Block:
        """Frames from `start` on, shape (count, 2); negative ones are the lead-in."""
        if not self._loops:
            return self._straight(start, count)
        out = np.empty((count, 2), np.float32)
        done = 0
        while done < count:
            at = (start + done) % self.frames
            step = min(count - done, self.frames - at)
            out[done : done + step] = self._folded(at, step)
            done += step
        return out

    def _folded(self, at: int, count: int) -> Block:
        """Every round that still rings, added up."""
        out = self._straight(at, count)
        while (at := at + self.frames) + self._lead_in < self._source.frames:
            out = out + self._straight(at, count)
        return out

    def close(self) -> None:
        """Close the file."""
        self._source.close()

    def _straight(self, start: int, count: int) -> Block:
        before = max(0, min(count, -(start + self._lead_in)))
        found = self._source.read(max(0, start + self._lead_in), count - before)
        return np.concatenate([np.zeros((before, 2), np.float32), found]) if before else found


@dataclass
class _Ramp:
    """A number on its way; `left` frames until it is there."""

    value: float
    target: float
    left: int

    def advanced(self, frames: int, *, by_ratio: bool) -> float:
        """Move on; by equal ratios for frequencies."""
        share = min(1.0, frames / self.left)
        if by_ratio:
            self.value *= (self.target / self.value) ** share
        else:
            self.value += (self.target - self.value) * share
        self.left -= frames
        if self.left <= 0:
            self.value = self.target
        return self.value


class _Head:
    """One chain and the place it has come to."""

    def __init__(self, chain: EffectChain, frame: int) -> None:
        self.chain = chain
        self.frame = frame
        self.ready: Block = np.zeros((0, 2), np.float32)
        self.ramps: dict[Knob, _Ramp] = {}


class LiveSound:
    """A take through effects that may be turned; see `deck.Sound`.

    Attributes:
        frames: length of the clip at the output's rate.
    """

    def __init__(
        self,
        take: TakeSound,
        effects: Sequence[Effect],
        wet: float,
        rate_hz: int,
        closing_fade: int = 0,
    ) -> None:
        """Prepare one chain at the start.

        Args:
            take: what is heard through the effects.
            effects: checked; all of them live.
            wet: share of the effects, 0 to 1.
            rate_hz: of the output.
            closing_fade: frames of the fade at the clip's end.
        """
        self.frames = take.frames
        self._take, self._rate_hz = take, rate_hz
        self._effects, self._wet = list(effects), wet
        self._fade = closing_fade
        self._heads: list[_Head] = []
        self._ramp_frames = round(RAMP_S * rate_hz)

    def read(self, start: int, count: int) -> Block:
        """Frames from `start` on, shape (count, 2); silence beyond the end."""
        head = self._head_at(start)
        while len(head.ready) < count:
            wanted = max(LEAST_BLOCK, count - len(head.ready))
            place = head.frame + len(head.ready)
            head.ready = np.concatenate([head.ready, self._through(head, place, wanted)])
        out, head.ready = head.ready[:count], head.ready[count:]
        head.frame += count
        return self._closed(out, start)

    def turned_back(self, end: int, start: int) -> None:
        """A loop goes from `end` to `start`: the chain there goes on with what rings in it."""
        head = next((head for head in self._heads if head.frame == end), None)
        if head:
            head.ready = head.ready[:0]
            head.frame = start

    def run_up(self, frame: int) -> None:
        """Make a chain that has heard all before a frame (at most 2 minutes of it).

        Takes 0.2 s for half a minute; what is played meanwhile is caught up with by `catch_up`.
        """
        self._heads.append(self._fresh(frame, LONGEST_RUN_UP_S))

    def catch_up(self, frame: int) -> None:
        """Bring the chain that ran up to a frame shortly after."""
        behind = frame - self._heads[-1].frame if self._heads else -1
        if 0 < behind <= JUMP_RUN_UP_S * self._rate_hz:
            self.read(self._heads[-1].frame, behind)

    def reopened(self, rate_hz: int) -> LiveSound:
        """The same for another rate, knobs as they are."""
        fade = round(self._fade * rate_hz / self._rate_hz)
        take = self._take.reopened(rate_hz)
        return LiveSound(take, self._effects, self._wet, rate_hz, fade)

    def turn(self, index: int, name: str, value: float) -> None:
        """Move a parameter of an effect there within 30 ms."""
        effect = self._effects[index]
        before = numbers_of(effect)[name]
        self._effects[index] = Effect(
            effect.kind, {**effect.parameters, name: value}, effect.live, effect.on
        )
        self._set_out((index, name), before, value)

    def blend(self, wet: float) -> None:
        """Move the share of the effects there within 30 ms."""
        self._set_out(WET, self._wet, wet)
        self._wet = wet

    def close(self) -> None:
        """Close the take."""
        self._take.close()

    def _set_out(self, knob: Knob, before: float, target: float) -> None:
        for head in self._heads:
            now = head.ramps[knob].value if knob in head.ramps else before
            head.ramps[knob] = _Ramp(now, target, self._ramp_frames)

    def _head_at(self, frame: int) -> _Head:
        """The chain that has come to this frame, made if there is none; the last used is last."""
        found = next((head for head in self._heads if head.frame == frame), None)
        if found is None:
            found = self._fresh(frame, JUMP_RUN_UP_S)
            self._heads.append(found)
        self._heads.remove(found)
        self._heads = [*self._heads[-(_HEADS - 1) :], found]
        return found

    def _fresh(self, frame: int, run_up_s: float) -> _Head:
        head = _Head(EffectChain(self._effects, self._rate_hz, 2, self._wet), frame)
        place = max(self._take.first, frame - round(run_up_s * self._rate_hz))
        while place < frame:
            step = min(_RUN_UP_BLOCK, frame - place)
            if step < LEAST_BLOCK:
                place, step = frame - LEAST_BLOCK, LEAST_BLOCK
            head.chain.processed(self._take.read(place, step))
            place += step
        return head

    def _through(self, head: _Head, place: int, count: int) -> Block:
        """The chain over the next frames, in small steps while a knob moves."""
        dry = self._take.read(place, count)
        if not head.ramps:
            return head.chain.processed(dry)
        parts = []
        for at in range(0, count, RAMP_STEP):
            part = dry[at : at + RAMP_STEP]
            self._move(head, len(part))
            parts.append(head.chain.processed(part))
        return np.concatenate(parts)

    def _move(self, head: _Head, frames: int) -> None:
        for knob, ramp in list(head.ramps.items()):
            index, name = knob
            if knob == WET:
                head.chain.blend(ramp.advanced(frames, by_ratio=False))
            else:
                unit = EFFECTS[self._effects[index].kind].parameters[name].unit
                head.chain.turn(index, name, ramp.advanced(frames, by_ratio=unit == "Hz"))
            if ramp.left <= 0:
                del head.ramps[knob]

    def _closed(self, out: Block, start: int) -> Block:
        """Silence beyond the end, and the closing fade before it."""
        end = start + len(out)
        if end > self.frames - self._fade:
            out = out.copy()
            times = np.arange(start, end) - (self.frames - self._fade) + 1
            curve = 0.5 + 0.5 * np.cos(np.pi * np.clip(times, 0, self._fade) / max(1, self._fade))
            out *= curve[:, None].astype(np.float32)
            out[max(0, self.frames - start) :] = 0.0
        return out
