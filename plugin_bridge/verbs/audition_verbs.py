"""AuditionVerbs: what auditions of presets and of styles have in common over the bridge."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Callable
from concurrent.futures import Executor, Future
from typing import Any, Generic, TypeVar

from musflow_studio.audition import Audition, StyleAudition
from musflow_studio.domain.audition import AuditionState, StyleState
from musflow_studio.domain.playback import SwitchAt
from musflow_studio.studio import CueJob, Studio
from plugin_bridge.clients import Listeners, Row
from plugin_bridge.switchboard import Call, Handler, Rows

A = TypeVar("A", Audition, StyleAudition)
S = TypeVar("S", AuditionState, StyleState)
R = TypeVar("R")
DONE: Rows = [("ok",)]


class AuditionVerbs(ABC, Generic[A, S]):
    """An audition over the bridge. Lives on the bridge's thread.

    Args:
        at: the address it begins with.
        state: of no audition yet.
        disk: where requests are checked and queued, so that no socket waits.
    """

    def __init__(
        self,
        at: str,
        audition: A,
        state: S,
        studio: Studio,
        listeners: Listeners,
        disk: Executor,
    ) -> None:
        self._at = at
        self._audition: A = audition
        self._state: S = state
        self._studio = studio
        self._listeners = listeners
        self._disk = disk

    def handlers(self) -> dict[str, Handler]:
        """Those of the table that both have."""
        at, audition = self._at, self._audition
        return {
            at: lambda _: [self._row(self._state)],
            f"{at}/open": self._open,
            f"{at}/close": lambda _: self._done(audition.close()),
            f"{at}/next": lambda _: self._done(audition.step(1)),
            f"{at}/previous": lambda _: self._done(audition.step(-1)),
            f"{at}/keep": self._keep,
        }

    def changed(self, state: S) -> None:
        """Something else is chosen or heard; passed on where the row is new."""
        told, self._state = self._row(self._state), state
        if self._row(state) != told:
            self._listeners.tell(f"{self._at}/state", self._row(state))

    @abstractmethod
    def _row(self, state: S) -> Row:
        """What is auditioned, as the table says it."""

    @abstractmethod
    async def _keep(self, call: Call) -> Rows:
        """The job that keeps what is auditioned."""

    async def _open(self, call: Call) -> Rows:
        clip = await asyncio.wrap_future(self._studio.clip(call["clip_id"]))
        await self._done(self._audition.open(clip))
        return await self._done(self._studio.player.play())

    async def _queued(self, queue: Callable[[R], Future[CueJob]], request: R) -> Rows:
        """The id of the job that a request became."""
        loop = asyncio.get_running_loop()
        queued = await loop.run_in_executor(self._disk, queue, request)
        return [((await asyncio.wrap_future(queued)).job_id,)]

    async def _done(self, asked: Future[Any]) -> Rows:
        await asyncio.wrap_future(asked)
        return DONE


def switch_at(call: Call) -> SwitchAt:
    """When the other choice takes over."""
    return SwitchAt(call["at"])
