"""Client: the door's side of the player's process, started when it is first needed.

Every call returns a future at once; reports come as `Playback` values. A player that dies is
started again by the next call.
"""

from __future__ import annotations

import itertools
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from pathlib import Path
from typing import Any

from musflow_studio import paths
from musflow_studio.documents import decode, encode
from musflow_studio.domain.audio import closing_fade_frames
from musflow_studio.domain.clip import Clip
from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.plan import LengthMode
from musflow_studio.domain.playback import OutputDevice, Playback, PlayState, SwitchAt
from musflow_studio.domain.preset import FinishingPreset
from musflow_studio.frames import FrameReader, FrameWriter

LEAVE_S = 2.0


class _Process:
    """One spawned player and the thread that listens to it."""

    def __init__(self, heard: Callable[[_Process, dict[str, Any] | None], None]) -> None:
        log_file = paths.ensure_folder(paths.cache_folder()) / "player.log"
        with log_file.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "musflow_studio.player"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                start_new_session=True,  # Ctrl-C is the door's to answer
                creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
            )
        assert self._process.stdin
        assert self._process.stdout
        self.pid = self._process.pid
        self.waiting: dict[int, Future[Any]] = {}
        self._writer = FrameWriter(self._process.stdin)
        self._reader = FrameReader(self._process.stdout)
        self._heard = heard
        self._listener = threading.Thread(target=self._listen, name="player-pipe", daemon=True)
        self._listener.start()

    def send(self, message: dict[str, Any]) -> bool:
        """Send a command; False when the process is gone."""
        return self._writer.write(message)

    def close(self) -> None:
        """Let it go: it leaves when its pipe closes."""
        assert self._process.stdin
        assert self._process.stdout
        try:
            self._process.stdin.close()
            self._process.wait(timeout=LEAVE_S)
        except (OSError, subprocess.TimeoutExpired):
            self._process.kill()
            self._process.wait()
        if threading.current_thread() is not self._listener:
            self._listener.join()
        self._process.stdout.close()

    def _listen(self) -> None:
        while (message := self._reader.read()) is not None:
            self._heard(self, message)
        self._process.wait()
        self._heard(self, None)


class PlayerClient:
    """Plays files through the player's process. Any thread may call.

    Args:
        told: gets every report, on the listening thread.
    """

    def __init__(self, told: Callable[[Playback], None]) -> None:
        self._told = told
        self._lock = threading.Lock()
        self._process: _Process | None = None
        self._numbers = itertools.count(1)
        self._closed = False
        self.playback = Playback(PlayState.STOPPED)

    # What can be asked

    def load(
        self,
        key: str,
        path: Path,
        gain_db: float = 0.0,
        *,
        ring: Path | None = None,
        ring_at: int = 0,
    ) -> Future[Any]:
        """Give a file to the player under a name; the first one is selected.

        A file of the selected name takes over at once. `ring` is heard beside it where a loop
        turns back at the frame `ring_at`. Fails for what cannot be played.
        """
        rest = {"ring": str(ring), "ring_at": ring_at} if ring else {}
        return self._ask("load", key=key, path=str(path), gain_db=gain_db, **rest)

    def live(
        self, key: str, clip: Clip, preset: FinishingPreset, gain_db: float = 0.0
    ) -> Future[Any]:
        """Play a clip's take through a preset's effects as they are turned, from where it is.

        Takes over when the chain has heard what came before; resolves then. The level is the
        take's and `gain_db`; loudness target and ceiling are not applied. Fails for effects that
        cannot run block by block.
        """
        if not all(effect.live for effect in preset.effects if effect.on):
            return _failed(
                StudioError(
                    ErrorCode.CONTRADICTION,
                    "this preset cannot be heard while it is turned, only when it is rendered",
                    value=preset.name,
                )
            )
        take, rate_hz = clip.take, clip.recipe.sample_rate_hz
        tail_frames = clip.frames - clip.recipe.plan.length_samples(rate_hz)
        loops = preset.loop_seam or clip.recipe.plan.length_mode is LengthMode.LOOP
        return self._ask(
            "live",
            key=key,
            path=str(take.mix.path),
            lead_in_s=take.lead_in_frames / take.mix.sample_rate_hz,
            frames=clip.frames,
            rate_hz=rate_hz,
            loops=loops,
            effects=encode(preset.effects),
            wet=preset.wet,
            gain_db=gain_db,
            fade_frames=0 if loops else closing_fade_frames(tail_frames, rate_hz),
        )

    def turn(self, effect: int, name: str, value: float) -> Future[Any]:
        """Turn a knob of what is heard live; resolves when the device has taken the change.

        Args:
            effect: 0 is the first; -1 turns the share of all effects ("wet", 0 to 1).
            name: of the parameter.
            value: legal for it.
        """
        return self._ask("turn", effect=effect, name=name, value=value)

    def times(self) -> Future[Any]:
        """Median, p99 and worst share of a block's time that rendering took since last asked."""
        return self._ask("times")

    def drop(self, key: str) -> Future[Any]:
        """Forget a file; if it is the selected one, playing stops."""
        return self._ask("drop", key=key)

    def select(self, key: str, at: SwitchAt = SwitchAt.BUFFER) -> Future[Any]:
        """Switch to another loaded file at the same place: with the next buffer, beat or bar."""
        return self._ask("select", key=key, at=at.value)

    def places(self, beats: Sequence[int], bars: Sequence[int]) -> Future[Any]:
        """Tell where beats and bars begin, frames of the file, ascending."""
        return self._ask("places", beats=list(beats), bars=list(bars))

    def play(self) -> Future[Any]:
        """Play on. Fails with one sentence where there is no device."""
        return self._ask("play")

    def pause(self) -> Future[Any]:
        """Stand still."""
        return self._ask("pause")

    def stop(self) -> Future[Any]:
        """Stand still at the start, or at the loop's."""
        return self._ask("stop")

    def seek(self, frame: int) -> Future[Any]:
        """Go to a frame of the file."""
        return self._ask("seek", frame=frame)

    def loop(self, start: int, end: int) -> Future[Any]:
        """Repeat from `start` to before `end`, frames of the file."""
        return self._ask("loop", loop=[start, end])

    def unloop(self) -> Future[Any]:
        """Play to the end."""
        return self._ask("loop", loop=None)

    def gain(self, gain_db: float) -> Future[Any]:
        """The listening level; never part of a file."""
        return self._ask("gain", gain_db=gain_db)

    def device(self, device: str = "", buffer_frames: int = 512) -> Future[Any]:
        """Choose where to play: a name of `devices()`, "" for the default."""
        return self._ask("device", device=device, buffer_frames=buffer_frames)

    def devices(self) -> Future[tuple[OutputDevice, ...]]:
        """What can be played on."""
        answer: Future[tuple[OutputDevice, ...]] = Future()

        def pass_on(done: Future[Any]) -> None:
            error = done.exception()
            if error:
                answer.set_exception(error)
            else:
                answer.set_result(decode(tuple[OutputDevice, ...], done.result()))

        self._ask("devices").add_done_callback(pass_on)
        return answer

    @property
    def pid(self) -> int | None:
        """The process, while it runs."""
        return self._process.pid if self._process else None

    def close(self) -> None:
        """End the process. May be called twice."""
        with self._lock:
            self._closed = True
            process, self._process = self._process, None
        if process:
            process.close()
            _fail(process, StudioError(ErrorCode.CANCELLED, "the player was closed"))

    # Inside

    def _ask(self, verb: str, **arguments: object) -> Future[Any]:
        future: Future[Any] = Future()
        with self._lock:
            if self._closed:
                future.set_exception(StudioError(ErrorCode.CANCELLED, "the player was closed"))
                return future
            if self._process is None:
                self._process = _Process(self._heard)
            process, number = self._process, next(self._numbers)
            process.waiting[number] = future
        process.send({"id": number, "do": verb, **arguments})  # a dead one is noticed by its pipe
        return future

    def _heard(self, process: _Process, message: dict[str, Any] | None) -> None:
        if message is None:
            self._lost(process)
        elif "playback" in message:
            self.playback = decode(Playback, message["playback"])
            self._told(self.playback)
        elif "id" in message and (future := process.waiting.pop(message["id"], None)) is not None:
            if "error" in message:
                future.set_exception(StudioError.from_dict(message["error"]))
            else:
                future.set_result(message.get("result"))

    def _lost(self, process: _Process) -> None:
        with self._lock:
            unexpected = process is self._process
            if unexpected:
                self._process = None
        if not unexpected:
            return
        process.close()
        said = "the player's process ended unexpectedly; play again to start it anew"
        _fail(process, StudioError(ErrorCode.WORKER_DIED, said))
        self.playback = Playback(PlayState.STOPPED, message=said)
        self._told(self.playback)


def _fail(process: _Process, error: StudioError) -> None:
    while process.waiting:
        _, future = process.waiting.popitem()
        if not future.done():
            future.set_exception(error)


def _failed(error: StudioError) -> Future[Any]:
    future: Future[Any] = Future()
    future.set_exception(error)
    return future
