"""audition/style/…: a clip's cue in other styles while it plays."""

from __future__ import annotations

import asyncio
from concurrent.futures import Executor

from musflow_studio.audition import StyleAudition
from musflow_studio.domain.audition import StyleState
from musflow_studio.studio import Studio
from plugin_bridge.clients import Listeners, Row
from plugin_bridge.protocol import ROOT
from plugin_bridge.switchboard import Call, Handler, Rows
from plugin_bridge.verbs.audition_verbs import AuditionVerbs, switch_at


class StyleAuditioning(AuditionVerbs[StyleAudition, StyleState]):
    """The audition of styles over the bridge."""

    def __init__(self, studio: Studio, listeners: Listeners, disk: Executor) -> None:
        at, audition = f"{ROOT}/audition/style", studio.style_audition
        super().__init__(at, audition, StyleState(), studio, listeners, disk)

    def handlers(self) -> dict[str, Handler]:
        """Those of the table."""
        at, audition = self._at, self._audition
        return {
            **super().handlers(),
            f"{at}/list": self._list,
            f"{at}/choose": lambda call: self._done(audition.choose(call["name"], switch_at(call))),
        }

    def _row(self, state: StyleState) -> Row:
        return style_row(state)

    def _list(self, call: Call) -> Rows:
        state = self._state
        return [
            (name, name in state.prepared, name not in state.greyed, state.greyed.get(name, ""))
            for name in state.names
        ]

    async def _keep(self, call: Call) -> Rows:
        order = await asyncio.wrap_future(self._audition.order())
        return await self._queued(self._studio.cue, order)


def style_row(state: StyleState) -> Row:
    """What style is auditioned, as the table's STYLES says it."""
    return (state.clip_id, state.style, state.heard, state.preparing, state.message)
