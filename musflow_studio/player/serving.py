"""Serving: the player's process.

One thread hears commands, one renders a little ahead, the audio callback copies. Framed JSON comes
on standard input (`load`, `live`, `turn`, `select`, `places`, `play`, `pause`, `stop`, `seek`,
`loop`, `gain`, `device`, `devices`, `drop`, `times`); reports go out at most 30 times a second and
at every change. When the door goes away the process leaves at once.
"""

from __future__ import annotations

import os
import queue
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from musflow_studio.documents import encode
from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.playback import Playback, PlayState, SwitchAt
from musflow_studio.frames import FrameReader, FrameWriter
from musflow_studio.player import output
from musflow_studio.player.deck import Deck
from musflow_studio.player.live import LiveSound
from musflow_studio.player.live_desk import LiveDesk, turn
from musflow_studio.player.output import Output
from musflow_studio.player.render_times import RenderTimes
from musflow_studio.player.ring import Ring as FrameRing
from musflow_studio.player.source import Ring, Source, file_rate_hz
from musflow_studio.player.wish import Loaded, Wish

BLOCK_FRAMES = 256
AHEAD_BUFFERS = 6
"""How far rendering stays ahead, in the device's buffers: 70 ms at 512 frames."""
LIVE_AHEAD_BUFFERS = 2
"""Where knobs move: 23 ms at 512 frames."""
RING_BUFFERS = 12
SETTLE_S = 0.03
SETTLED_BY_S = 0.5
"""A device that is opened fills itself in gulps; nothing is played before it asks evenly."""
REPORT_S = 1 / 30
IDLE_S = 20.0
"""A device on which nothing plays is let go after so long."""
RETRY_S = 1.0

LATER = object()  # a verb's result that is told later


class Player:
    """One deck, one device."""

    def __init__(self, reader: FrameReader, writer: FrameWriter) -> None:
        self._reader, self._writer = reader, writer
        self._commands: queue.Queue[dict[str, Any]] = queue.Queue()
        self._wish = Wish()
        self._deck = Deck(44100)
        self._ring = FrameRing(RING_BUFFERS * self._wish.buffer_frames)
        self._output: Output | None = None
        self._message = ""
        self._times = RenderTimes()
        self._live = LiveDesk(self._commands.put)
        self._retired: list[Source | LiveSound] = []
        self._reported: Playback | None = None
        self._reported_at = self._busy_at = self._tried_at = 0.0
        self._wanted = False
        self._verbs: dict[str, Callable[[dict[str, Any]], object]] = {
            "load": self._do_load,
            "select": self._do_select,
            "places": self._do_places,
            "play": self._do_play,
            "pause": self._do_pause,
            "stop": self._do_stop,
            "seek": self._do_seek,
            "loop": self._do_loop,
            "gain": self._do_gain,
            "device": self._do_device,
            "devices": lambda _: encode(output.devices()),
            "drop": self._do_drop,
            "live": self._do_live,
            "live ready": self._do_live_ready,
            "turn": self._do_turn,
            "times": lambda _: self._times.told(),
        }

    def serve(self) -> None:
        """Hear, render, report, until the door is gone."""
        threading.Thread(target=self._hear, name="commands", daemon=True).start()
        self._writer.write({"ready": os.getpid()})
        while True:
            self._hear_commands(wait_s=0.0 if self._render() else 0.002 if self._output else 0.05)
            self._close_retired()
            self._answer_turned()
            self._watch_device()
            self._report()

    def _hear(self) -> None:
        while (message := self._reader.read()) is not None:
            self._commands.put(message)
        os._exit(0)  # the door is gone: nobody listens

    def _hear_commands(self, wait_s: float) -> None:
        try:
            message = self._commands.get(timeout=wait_s) if wait_s else self._commands.get_nowait()
        except queue.Empty:
            return
        try:
            result = self._verbs[message["do"]](message)
        except StudioError as error:
            self._writer.write({"id": message.get("id"), "error": error.as_dict()})
        else:
            if result is not LATER:
                self._writer.write({"id": message.get("id"), "result": result})
        self._report(at_once=True)

    def _render(self) -> bool:
        """One block, if the ring has room for it; False where there was nothing to do."""
        room, rate_hz = self._ahead - self._ring.waiting, self._deck.rate_hz
        if self._output is None or room < BLOCK_FRAMES:
            return False
        late = room - max(BLOCK_FRAMES, self._wish.buffer_frames)  # the device takes whole buffers
        with self._times.block(BLOCK_FRAMES / rate_hz, late / rate_hz):
            self._ring.write(self._deck.render(BLOCK_FRAMES))
        return True

    def _close_retired(self) -> None:
        """Close what was replaced or dropped, once no fade reads it any more."""
        if self._retired and self._deck.settled:
            for source in self._retired:
                source.close()
            self._retired = []

    def _watch_device(self) -> None:
        """Let an idle device go; look for another where it vanished."""
        now = time.monotonic()
        if self._deck.playing:
            self._busy_at = now
        if self._output and not self._output.alive:
            self._close()
            self._message = "the audio device vanished"
            self._tried_at = now
        elif self._output and now - self._busy_at > IDLE_S:
            self._close()
        elif self._wanted and self._output is None and now - self._tried_at > RETRY_S:
            self._tried_at = now
            self._try_to_open()

    def _try_to_open(self) -> None:
        output.look_again()
        try:
            self._open()
        except StudioError as error:
            self._message = error.sentence()
        else:
            self._deck.play()

    def _open(self) -> None:
        """Open the wished device at the rate of what shall be played. Raises StudioError."""
        loaded = self._wish.selected
        rate_hz = loaded.rate_hz if loaded else self._deck.rate_hz
        self._ring = FrameRing(RING_BUFFERS * max(BLOCK_FRAMES, self._wish.buffer_frames))
        opened = Output(self._ring, self._wish.device, rate_hz, self._wish.buffer_frames)
        self._settle(opened)
        self._output, self._message, self._wanted = opened, "", False
        self._busy_at = time.monotonic()
        if opened.rate_hz != self._deck.rate_hz:
            self._change_rate(opened.rate_hz)

    def _settle(self, opened: Output) -> None:
        """Feed silence until a moment passes in which the device misses nothing."""
        deadline = time.monotonic() + SETTLED_BY_S
        missing = -1
        while missing != self._ring.missing and time.monotonic() < deadline:
            missing = self._ring.missing
            wanted = min(self._ring.room, max(0, self._ahead - self._ring.waiting))
            self._ring.write(np.zeros((wanted, 2), np.float32))
            time.sleep(SETTLE_S)
        opened.underruns = 0

    @property
    def _ahead(self) -> int:
        """Frames that are rendered ahead of the device."""
        live = isinstance(self._deck.sound, LiveSound)
        buffers = LIVE_AHEAD_BUFFERS if live else AHEAD_BUFFERS
        return buffers * max(BLOCK_FRAMES, self._wish.buffer_frames)

    def _close(self) -> None:
        if self._output:
            self._output.close()
        self._output = None
        if self._deck.playing:
            self._deck.pause()
            self._wanted = True

    def _change_rate(self, rate_hz: int) -> None:
        """Another deck for another rate, at the same place of the same file."""
        before, ratio = self._deck, rate_hz / self._deck.rate_hz
        self._deck = Deck(rate_hz)
        for file in self._wish.files.values():
            file.source.close()
            file.source = file.source.reopened(rate_hz)
        if (loaded := self._wish.selected) is not None:
            self._deck.put(loaded.source, loaded.gain * self._wish.gain)
            self._deck.seek(round(before.frame * ratio))
        self._deck.loop = self._scaled_loop()

    def _scaled(self, frame: int) -> int:
        """A frame of the selected file as a frame of the deck."""
        selected = self._wish.selected
        rate_hz = selected.rate_hz if selected else self._deck.rate_hz
        return round(frame * self._deck.rate_hz / rate_hz)

    def _scaled_loop(self) -> tuple[int, int] | None:
        loop = self._wish.loop
        return (self._scaled(loop[0]), self._scaled(loop[1])) if loop else None

    # Commands

    def _do_load(self, message: dict[str, Any]) -> object:
        path, key = Path(message["path"]), message["key"]
        if not self._wish.files and self._output is None:
            self._deck = Deck(file_rate_hz(path))
        ring = Ring(Path(message["ring"]), message["ring_at"]) if message.get("ring") else None
        source = Source(path, self._deck.rate_hz, ring)
        before = self._wish.files.get(key)
        self._wish.files[key] = Loaded(
            path, 10 ** (message["gain_db"] / 20), source.file_rate_hz, source.file_frames, source
        )
        if key == self._wish.key or not self._wish.key:
            self._wish.key = key
            self._take_over(SwitchAt.BUFFER)
        if before:
            self._retired.append(before.source)
        return {"frames": source.file_frames, "sample_rate_hz": source.file_rate_hz}

    def _do_live(self, message: dict[str, Any]) -> object:
        self._live.make(message, self._deck.rate_hz, self._deck.frame)
        return LATER

    def _do_live_ready(self, message: dict[str, Any]) -> None:
        sound: LiveSound = message["sound"]
        if not self._live.is_wanted(message):
            sound.close()
            return
        key, before = message["key"], self._wish.files.get(message["key"])
        self._wish.files[key] = Loaded(
            Path(message["path"]),
            10 ** (message["gain_db"] / 20),
            message["rate_hz"],
            message["frames"],
            sound,
        )
        sound.catch_up(self._deck.frame)
        self._wish.key = key
        self._take_over(SwitchAt.BUFFER)
        if before:
            self._retired.append(before.source)

    def _do_turn(self, message: dict[str, Any]) -> object:
        turn(self._deck.sound, message)
        if self._output is None or not self._deck.playing:
            return None
        self._live.turned(self._deck.rendered, message.get("id"))
        return LATER

    def _answer_turned(self) -> None:
        taken = self._deck.rendered - self._ring.waiting
        for message_id in self._live.taken(taken if self._output else self._deck.rendered + 1):
            self._writer.write({"id": message_id, "result": None})

    def _do_drop(self, message: dict[str, Any]) -> None:
        loaded = self._wish.files.pop(message["key"], None)
        if loaded is None:
            return
        if self._wish.key == message["key"]:
            self._do_stop(message)
            self._wish.key = ""
            self._deck = Deck(self._deck.rate_hz)
        self._retired.append(loaded.source)

    def _do_select(self, message: dict[str, Any]) -> None:
        self._wish.loaded(message["key"])
        self._live.give_up()
        self._wish.key = message["key"]
        self._take_over(SwitchAt(message["at"]))

    def _take_over(self, at: SwitchAt) -> None:
        loaded = self._wish.loaded(self._wish.key)
        gain = loaded.gain * self._wish.gain
        places = {SwitchAt.BEAT: self._wish.beats, SwitchAt.BAR: self._wish.bars}.get(at, ())
        self._deck.put_at(loaded.source, gain, [self._scaled(place) for place in places])

    def _do_places(self, message: dict[str, Any]) -> None:
        self._wish.beats, self._wish.bars = tuple(message["beats"]), tuple(message["bars"])

    def _do_play(self, message: dict[str, Any]) -> None:
        self._wish.loaded(self._wish.key)
        if self._output is None:
            output.look_again()
            self._open()
        self._deck.play()

    def _do_pause(self, message: dict[str, Any]) -> None:
        self._wanted = False
        self._deck.pause()

    def _do_stop(self, message: dict[str, Any]) -> None:
        self._do_pause(message)
        self._deck.seek(self._deck.loop[0] if self._deck.loop else 0)

    def _do_seek(self, message: dict[str, Any]) -> None:
        self._deck.seek(self._scaled(message["frame"]))

    def _do_loop(self, message: dict[str, Any]) -> None:
        loop = message["loop"]
        if loop is not None and not 0 <= loop[0] < loop[1]:
            raise StudioError(
                ErrorCode.OUT_OF_RANGE,
                "a loop needs its start before its end",
                value=tuple(loop),
                legal="0 <= start < end, frames",
            )
        self._wish.loop = (loop[0], loop[1]) if loop else None
        self._deck.loop = self._scaled_loop()

    def _do_gain(self, message: dict[str, Any]) -> None:
        self._wish.gain = 10 ** (message["gain_db"] / 20)
        loaded = self._wish.selected
        if loaded:
            self._deck.set_gain(loaded.gain * self._wish.gain)

    def _do_device(self, message: dict[str, Any]) -> None:
        self._wish.device, self._wish.buffer_frames = message["device"], message["buffer_frames"]
        if self._output:
            self._close()
            if self._wanted:
                self._open()
                self._deck.play()

    # Reports

    def _report(self, *, at_once: bool = False) -> None:
        now = time.monotonic()
        if not at_once and now - self._reported_at < REPORT_S:
            return
        told = self._playback()
        if told == self._reported:
            return
        self._reported, self._reported_at = told, now
        self._writer.write({"playback": encode(told)})

    def _playback(self) -> Playback:
        loaded = self._wish.selected
        heard, moving = self._deck.frame, self._deck.playing
        if self._output:
            waiting = self._ring.waiting
            late = round(self._output.latency_s * self._deck.rate_hz)
            heard, moving = self._deck.heard(self._deck.rendered - waiting - late)
        rate_hz = loaded.rate_hz if loaded else 0
        frame = round(heard * rate_hz / self._deck.rate_hz) if loaded else 0
        return Playback(
            state=self._state(moving=moving),
            key=self._wish.key,
            frame=frame,
            frames=loaded.frames if loaded else 0,
            sample_rate_hz=rate_hz,
            output_rate_hz=self._output.rate_hz if self._output else 0,
            device=self._output.name if self._output else "",
            latency_s=round(self._output.latency_s, 4) if self._output else 0.0,
            loop=self._wish.loop,
            underruns=self._output.underruns if self._output else 0,
            load=round(self._times.lately, 3),
            message=self._message,
        )

    def _state(self, *, moving: bool) -> PlayState:
        if self._wanted:
            return PlayState.NO_DEVICE
        if moving or self._deck.playing:
            return PlayState.PLAYING
        start = self._deck.loop[0] if self._deck.loop else 0
        at_rest = self._deck.frame in (start, 0) or self._ended()
        return PlayState.STOPPED if at_rest else PlayState.PAUSED

    def _ended(self) -> bool:
        sound = self._deck.sound
        return sound is None or self._deck.frame >= sound.frames
