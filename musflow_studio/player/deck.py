"""Deck: the arithmetic of playing. Which frames of which file come next, and how they are joined.

At unity gain the output is the file, bit for bit. Where the music is cut into (pause, seek, another
file), a short equal-power crossfade stands; loops and the natural start and end have none.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from musflow_studio.player.ring import Block

CUT_S = 0.005
"""Crossfade at a pause, a resume and a jump."""
SWITCH_S = 0.012
"""Crossfade from one file to another."""


class Sound(Protocol):
    """Something with frames: see `source.Source`."""

    frames: int

    def read(self, start: int, count: int) -> Block:
        """Frames from `start` on, shape (count, 2); silence beyond the end."""

    def turned_back(self, end: int, start: int) -> Sound | None:
        """Told where a loop goes from `end` back to `start`; what rings on beside it, or None."""


@dataclass
class _Voice:
    """A place in a sound, and how loud it is played."""

    sound: Sound
    frame: int
    gain: float


@dataclass
class _Leaving:
    """A voice that goes away: `level` when it began to, cos² in power from there to nothing."""

    voice: _Voice
    level: float
    length: int
    done: int = 0


@dataclass
class _Arrival:
    """How far the current voice has come in, sin² in power."""

    length: int
    done: int = 0

    @property
    def level(self) -> float:
        """Gain reached so far, 0 to 1."""
        return math.sin(math.pi / 2 * self.done / self.length)


@dataclass(frozen=True)
class _Stretch:
    """From the output frame `output` on, the file frame `frame` on was rendered."""

    output: int
    frame: int
    moving: bool


class Deck:
    """Renders blocks for one output rate. All frames are frames at that rate.

    Attributes:
        playing: False renders silence and stands still.
        frame: the next frame to be rendered.
        loop: (start, end) that repeats; None plays to the end and stops there.
        rendered: frames given out since the beginning.
    """

    def __init__(self, rate_hz: int) -> None:
        self.rate_hz = rate_hz
        self.playing = False
        self.loop: tuple[int, int] | None = None
        self.rendered = 0
        self._voice: _Voice | None = None
        self._arrival: _Arrival | None = None
        self._leaving: list[_Leaving] = []
        self._ringing: list[_Voice] = []
        self._coming: tuple[Sound, float, Sequence[int]] | None = None
        self._stretches: deque[_Stretch] = deque(maxlen=256)

    @property
    def frame(self) -> int:
        """The next frame to be rendered."""
        return self._voice.frame if self._voice else 0

    @property
    def sound(self) -> Sound | None:
        """What is played, or would be."""
        return self._voice.sound if self._voice else None

    @property
    def settled(self) -> bool:
        """Whether only `sound` will be read: no fade, no ring and no switch is under way."""
        return not (self._leaving or self._ringing or self._coming)

    def put(self, sound: Sound, gain: float) -> None:
        """Play this sound now, from where the music is, with a crossfade if it runs."""
        self._coming = None
        before = self._voice
        self._voice = _Voice(sound, before.frame if before else 0, gain)
        if before and self.playing:
            self._cross(before, SWITCH_S)

    def put_at(self, sound: Sound, gain: float, places: Sequence[int]) -> None:
        """Play this sound from the next of `places` (ascending frames) on, to the sample."""
        if not self.playing or not places:
            self.put(sound, gain)
        else:
            self._coming = (sound, gain, places)

    def set_gain(self, gain: float) -> None:
        """Change the level, with a crossfade if it runs."""
        if self._voice and self._voice.gain != gain:
            self.put(self._voice.sound, gain)

    def play(self) -> None:
        """Go on from here; from the start or the loop's start where the end was reached."""
        if self._voice is None or self.playing:
            return
        if self._voice.frame >= self._end():
            self._voice.frame = self.loop[0] if self.loop else 0
        self._arrival = _Arrival(self._length(CUT_S)) if self._voice.frame > 0 else None
        self.playing = True

    def pause(self) -> None:
        """Fade out and stand still."""
        if self._voice and self.playing:
            self._cross(_Voice(**vars(self._voice)), CUT_S)
            self._hush()
        self._arrival = None
        self.playing = False

    def seek(self, frame: int) -> None:
        """Go to a frame; with a crossfade if it runs."""
        if self._voice is None:
            return
        before = _Voice(**vars(self._voice))
        self._voice.frame = max(0, min(frame, self._voice.sound.frames))
        if self.playing:
            self._cross(before, CUT_S)
            self._hush()

    def heard(self, output: int) -> tuple[int, bool]:
        """The file frame at an output frame that was rendered, and whether it moved."""
        places = [stretch.output for stretch in self._stretches]
        i = bisect_right(places, output) - 1
        if i < 0:
            return (self._stretches[0].frame if self._stretches else self.frame), False
        stretch = self._stretches[i]
        passed = output - stretch.output
        return stretch.frame + (passed if stretch.moving else 0), stretch.moving

    def render(self, count: int) -> Block:
        """The next `count` frames, shape (count, 2)."""
        out = np.zeros((count, 2), np.float32)
        done = 0
        while done < count:
            step = self._step(count - done)
            self._note()
            if self.playing and self._voice:
                out[done : done + step] = self._taken(self._voice, step)
            self._fade(out[done : done + step])
            done += step
            self.rendered += step
            self._turn()
        return out

    def _cross(self, before: _Voice, seconds: float) -> None:
        """Let a voice go from where its level is, and the current one come."""
        level = self._arrival.level if self._arrival else 1.0
        self._leaving.append(_Leaving(before, level, self._length(seconds)))
        self._arrival = _Arrival(self._length(seconds))

    def _hush(self) -> None:
        """Let go what rings on from earlier rounds."""
        length = self._length(CUT_S)
        self._leaving += [_Leaving(voice, 1.0, length) for voice in self._ringing]
        self._ringing = []

    def _length(self, seconds: float) -> int:
        return max(1, round(seconds * self.rate_hz))

    def _end(self) -> int:
        """Where the current voice turns back or stops."""
        assert self._voice
        frames = self._voice.sound.frames
        if self.loop and self._voice.frame < min(self.loop[1], frames):
            return min(self.loop[1], frames)
        return frames

    def _step(self, wanted: int) -> int:
        """Frames until something happens: the end, the loop's end, a switch, a fade's end."""
        step = wanted
        if self.playing and self._voice:
            step = min(step, max(1, self._end() - self._voice.frame))
            place = self._switch_place()
            if place is not None:
                step = min(step, max(1, place - self._voice.frame))
        if self._arrival:
            step = min(step, self._arrival.length - self._arrival.done)
        return min([step, *(fade.length - fade.done for fade in self._leaving)])

    def _switch_place(self) -> int | None:
        """The next place for what is coming, strictly ahead; the end of the stretch if none is."""
        if self._coming is None or self._voice is None:
            return None
        places = self._coming[2]
        i = bisect_left(places, self._voice.frame + 1)
        end = self._end()
        return places[i] if i < len(places) and places[i] < end else end

    def _turn(self) -> None:
        """What happens at the place just reached."""
        if not (self.playing and self._voice):
            return
        coming, place = self._coming, self._voice.frame
        if self._voice.frame >= self._end() or (self.loop and place == self.loop[1]):
            self._wrap()
        if coming and (place in coming[2] or self._voice.frame != place or not self.playing):
            self._coming = None
            before, self._voice = self._voice, _Voice(coming[0], self._voice.frame, coming[1])
            if self.playing:
                self._cross(before, SWITCH_S)

    def _wrap(self) -> None:
        assert self._voice
        if self.loop and self._voice.frame == min(self.loop[1], self._voice.sound.frames):
            rest = self._voice.sound.turned_back(self._voice.frame, self.loop[0])
            if rest:
                self._ringing.append(_Voice(rest, 0, self._voice.gain))
            self._voice.frame = self.loop[0]
        elif self._voice.frame >= self._voice.sound.frames:
            self.playing = False

    def _taken(self, voice: _Voice, count: int) -> Block:
        block = voice.sound.read(voice.frame, count)
        voice.frame += count
        return block if voice.gain == 1.0 else block * np.float32(voice.gain)

    def _fade(self, out: Block) -> None:
        """Bring the current voice in, add what rings on and what leaves."""
        count = len(out)
        if self._arrival:
            out *= np.sin(_angle(self._arrival.done, count, self._arrival.length))
            self._arrival.done += count
            if self._arrival.done >= self._arrival.length:
                self._arrival = None
        for voice in self._ringing:
            out += self._taken(voice, count)
        self._ringing = [voice for voice in self._ringing if voice.frame < voice.sound.frames]
        for leaving in self._leaving:
            fall = np.cos(_angle(leaving.done, count, leaving.length)) * np.float32(leaving.level)
            out += self._taken(leaving.voice, count) * fall
            leaving.done += count
        self._leaving = [fade for fade in self._leaving if fade.done < fade.length]

    def _note(self) -> None:
        """Remember which frame stands where in the output."""
        last = self._stretches[-1] if self._stretches else None
        if last is not None and last.moving == self.playing:
            passed = self.rendered - last.output if last.moving else 0
            if last.frame + passed == self.frame:
                return
        self._stretches.append(_Stretch(self.rendered, self.frame, self.playing))


def _angle(done: int, count: int, length: int) -> Block:
    """A quarter turn over `length` frames, the part from `done` on; shape (count, 1)."""
    steps = (np.arange(done, done + count, dtype=np.float32) + 0.5) / length
    return (np.pi / 2 * steps).astype(np.float32)[:, None]
