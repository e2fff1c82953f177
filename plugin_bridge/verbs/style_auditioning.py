"""audition/style/…: a clip's cue in other styles while it plays."""

from __future__ import annotations

import asyncio
from concurrent.futures import Executor, Future
from typing import Any

from musflow_studio.domain.audition import StyleState
from musflow_studio.domain.playback import SwitchAt
from musflow_studio.studio import Studio
from plugin_bridge.clients import Listeners, Row
from plugin_bridge.protocol import ROOT
from plugin_bridge.switchboard import Call, Handler, Rows

DONE: Rows = [("ok",)]


class StyleAuditioning:
    """The audition of styles over the bridge. Lives on the bridge's thread.

    Args:
        disk: where requests are checked and queued, so that no socket waits.
    """

    def __init__(self, studio: Studio, listeners: Listeners, disk: Executor) -> None:
        self._studio = studio
        self._listeners = listeners
        self._disk = disk
        self._state = StyleState()

    def handlers(self) -> dict[str, Handler]:
        """Those of the table."""
        at, audition = f"{ROOT}/audition/style", self._studio.style_audition
        return {
            at: lambda _: [style_row(self._state)],
            f"{at}/open": self._open,
            f"{at}/close": lambda _: self._done(audition.close()),
            f"{at}/list": self._list,
            f"{at}/choose": lambda call: self._done(
                audition.choose(call["name"], SwitchAt(call["at"]))
            ),
            f"{at}/next": lambda _: self._done(audition.step(1)),
            f"{at}/previous": lambda _: self._done(audition.step(-1)),
            f"{at}/keep": self._keep,
        }

    def changed(self, state: StyleState) -> None:
        """Another style is chosen or heard; passed on where the row is new."""
        told, self._state = style_row(self._state), state
        if style_row(state) != told:
            self._listeners.tell(f"{ROOT}/audition/style/state", style_row(state))

    async def _open(self, call: Call) -> Rows:
        clip = await asyncio.wrap_future(self._studio.clip(call["clip_id"]))
        await self._done(self._studio.style_audition.open(clip))
        return await self._done(self._studio.player.play())

    def _list(self, call: Call) -> Rows:
        state = self._state
        return [
            (name, name in state.prepared, name not in state.greyed, state.greyed.get(name, ""))
            for name in state.names
        ]

    async def _keep(self, call: Call) -> Rows:
        order = await asyncio.wrap_future(self._studio.style_audition.order())
        loop = asyncio.get_running_loop()
        queued = await loop.run_in_executor(self._disk, self._studio.cue, order)
        return [((await asyncio.wrap_future(queued)).job_id,)]

    async def _done(self, asked: Future[Any]) -> Rows:
        await asyncio.wrap_future(asked)
        return DONE


def style_row(state: StyleState) -> Row:
    """What style is auditioned, as the table's STYLES says it."""
    return (state.clip_id, state.style, state.heard, state.preparing, state.message)
