"""player/…: hearing kept clips, and being told where the music is."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import Executor, Future
from typing import Any

from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.playback import Playback, PlayState, SwitchAt
from musflow_studio.studio import Studio
from plugin_bridge.clients import Listeners, Row
from plugin_bridge.protocol import ROOT
from plugin_bridge.switchboard import Call, Handler, Rows

POSITION_EVERY_S = 0.1
DONE: Rows = [("ok",)]


class Playing:
    """The player over the bridge. Lives on the bridge's thread.

    Args:
        disk: where the player's process is started and spoken to, so that no socket waits.
    """

    def __init__(self, studio: Studio, listeners: Listeners, disk: Executor) -> None:
        self._studio = studio
        self._listeners = listeners
        self._disk = disk
        self._playback = studio.player.playback
        self._told: Row = ()
        self._place: Row = ()
        self._told_at = 0.0

    def handlers(self) -> dict[str, Handler]:
        """Those of the table."""
        at = f"{ROOT}/player"
        player = self._studio.player
        return {
            at: lambda _: [playback_row(self._playback)],
            f"{at}/play": self._play,
            f"{at}/newest": self._newest,
            f"{at}/switch": self._switch,
            f"{at}/pause": lambda _: self._done(player.pause),
            f"{at}/stop": lambda _: self._done(player.stop),
            f"{at}/seek": self._seek,
            f"{at}/loop": self._loop,
            f"{at}/gain": lambda call: self._done(lambda: player.gain(call["gain_db"])),
            f"{at}/devices": self._devices,
            f"{at}/device": self._device,
        }

    def changed(self, playback: Playback) -> None:
        """One report of the player; passed on where something is new."""
        self._playback = playback
        state = (playback.state.value, playback.key, playback.message)
        if state != self._told:
            self._told = state
            self._listeners.tell(f"{ROOT}/player/state", state)
        self._tell_position(playback)

    def _tell_position(self, playback: Playback) -> None:
        place = (playback.key, _seconds(playback))
        moved = time.monotonic() - self._told_at >= POSITION_EVERY_S
        if place != self._place and (moved or playback.state is not PlayState.PLAYING):
            self._place, self._told_at = place, time.monotonic()
            self._listeners.tell(f"{ROOT}/player/position", place)

    async def _play(self, call: Call) -> Rows:
        if call["clip_id"]:
            await self._prepared(call["clip_id"])
        return await self._done(self._studio.player.play)

    async def _newest(self, call: Call) -> Rows:
        clips = await asyncio.wrap_future(self._studio.clips())
        if not clips:
            raise StudioError(ErrorCode.BAD_INPUT, "there is nothing to play")
        await self._prepared(clips[0].clip_id)
        return await self._done(self._studio.player.play)

    async def _prepared(self, clip_id: str) -> None:
        clip = await asyncio.wrap_future(self._studio.clip(clip_id))
        await self._asked(lambda: self._studio.prepare(clip))

    async def _switch(self, call: Call) -> Rows:
        clip = await asyncio.wrap_future(self._studio.clip(call["clip_id"]))
        player = self._studio.player
        await self._asked(lambda: player.load(clip.clip_id, clip.folder / clip.wav))
        return await self._done(lambda: player.select(clip.clip_id, SwitchAt(call["at"])))

    async def _seek(self, call: Call) -> Rows:
        frame = self._frame(call["position_s"])
        return await self._done(lambda: self._studio.player.seek(frame))

    async def _loop(self, call: Call) -> Rows:
        player = self._studio.player
        if not call["loop"]:
            return await self._done(player.unloop)
        start, end = self._frame(call["start_s"]), self._frame(call["end_s"])
        return await self._done(lambda: player.loop(start, end or self._playback.frames))

    async def _devices(self, call: Call) -> Rows:
        found = await self._asked(self._studio.player.devices)
        return [(device.name, device.default) for device in found]

    async def _device(self, call: Call) -> Rows:
        settings = self._studio.settings
        return await self._done(
            lambda: self._studio.player.device(call["name"], settings.audio_buffer_frames)
        )

    def _frame(self, seconds: float) -> int:
        """A frame of the file that is loaded. Raises StudioError where none is."""
        if not self._playback.sample_rate_hz:
            raise StudioError(
                ErrorCode.BAD_INPUT,
                "there is nothing to play",
                hint=f"send {ROOT}/player/play CLIP_ID first",
            )
        return round(seconds * self._playback.sample_rate_hz)

    async def _asked(self, ask: Callable[[], Future[Any]]) -> Any:
        """What the player answers."""
        asked = await asyncio.get_running_loop().run_in_executor(self._disk, ask)
        return await asyncio.wrap_future(asked)

    async def _done(self, ask: Callable[[], Future[Any]]) -> Rows:
        await self._asked(ask)
        return DONE


def playback_row(playback: Playback) -> Row:
    """What the player does, as the table's PLAYER says it."""
    rate = playback.sample_rate_hz or 1
    start, end = playback.loop or (0, 0)
    return (
        playback.state.value,
        playback.key,
        _seconds(playback),
        playback.frames / rate,
        playback.loop is not None,
        start / rate,
        end / rate,
        playback.device,
        playback.message,
    )


def _seconds(playback: Playback) -> float:
    return playback.frame / (playback.sample_rate_hz or 1)
