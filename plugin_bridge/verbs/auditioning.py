"""audition/… and effect/…: a clip under other presets while it plays, and their knobs."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Executor, Future
from typing import Any

from musflow_studio.domain.audition import AuditionState
from musflow_studio.domain.effect_table import EFFECTS, numbers_of
from musflow_studio.domain.effect_words import WordsRequest
from musflow_studio.domain.playback import SwitchAt
from musflow_studio.domain.preset import FinishingPreset
from musflow_studio.domain.request import RefinishRequest
from musflow_studio.presets.chain_edits import (
    moved_effect,
    switched_effect,
    with_effect,
    without_effect,
)
from musflow_studio.presets.new_effects import new_effect
from musflow_studio.studio import Studio
from plugin_bridge.clients import Listeners, Row
from plugin_bridge.protocol import ROOT
from plugin_bridge.switchboard import Call, Handler, Rows

DONE: Rows = [("ok",)]


class Auditioning:
    """The audition over the bridge. Lives on the bridge's thread.

    Args:
        disk: where requests are checked and queued, so that no socket waits.
    """

    def __init__(self, studio: Studio, listeners: Listeners, disk: Executor) -> None:
        self._studio = studio
        self._listeners = listeners
        self._disk = disk
        self._state = AuditionState()

    def handlers(self) -> dict[str, Handler]:
        """Those of the table."""
        at, effect, audition = f"{ROOT}/audition", f"{ROOT}/effect", self._studio.audition
        return {
            at: lambda _: [audition_row(self._state)],
            f"{at}/open": self._open,
            f"{at}/close": lambda _: self._done(audition.close()),
            f"{at}/choose": lambda call: self._done(audition.choose(call["name"], _at(call))),
            f"{at}/number": lambda call: self._done(audition.number(call["number"], _at(call))),
            f"{at}/list": lambda _: [
                (name, name in self._state.prepared) for name in self._state.names
            ],
            f"{at}/next": lambda call: self._done(audition.step(1)),
            f"{at}/previous": lambda call: self._done(audition.step(-1)),
            f"{at}/put": lambda call: self._done(audition.put(call["slot"])),
            f"{at}/hear": lambda call: self._done(audition.hear(call["slot"], _at(call))),
            f"{at}/bypass": lambda call: self._done(audition.bypass(call["on"])),
            f"{at}/match": lambda call: self._done(audition.match(call["on"])),
            f"{at}/blind": lambda call: self._done(audition.blind(call["on"])),
            f"{at}/keep": self._keep,
            f"{effect}/list": self._list,
            f"{effect}/turn": self._turn,
            f"{effect}/release": lambda _: self._done(audition.release()),
            f"{effect}/switch": self._switch,
            f"{effect}/add": self._add,
            f"{effect}/remove": self._remove,
            f"{effect}/move": self._move,
            f"{effect}/words": self._words,
        }

    def changed(self, state: AuditionState) -> None:
        """Something else is chosen or heard; passed on where the row is new."""
        told, self._state = audition_row(self._state), state
        if audition_row(state) != told:
            self._listeners.tell(f"{ROOT}/audition/state", audition_row(state))

    async def _open(self, call: Call) -> Rows:
        clip = await asyncio.wrap_future(self._studio.clip(call["clip_id"]))
        await self._done(self._studio.audition.open(clip))
        return await self._done(self._studio.player.play())

    async def _keep(self, call: Call) -> Rows:
        clip, preset = await asyncio.wrap_future(self._studio.audition.chosen())
        request = RefinishRequest(clip.folder, preset=preset)
        loop = asyncio.get_running_loop()
        queued = await loop.run_in_executor(self._disk, self._studio.refinish, request)
        return [((await asyncio.wrap_future(queued)).job_id,)]

    async def _list(self, call: Call) -> Rows:
        _, preset = await asyncio.wrap_future(self._studio.audition.chosen())
        return [*knobs(preset)]

    async def _turn(self, call: Call) -> Rows:
        turned = self._studio.audition.turn(call["number"] - 1, call["name"], call["value"])
        return await self._done(turned)

    async def _switch(self, call: Call) -> Rows:
        place, on = call["number"] - 1, call["on"]
        return await self._edit(lambda preset: switched_effect(preset, place, on=on))

    async def _add(self, call: Call) -> Rows:
        effect = new_effect(call["kind"])

        def put_in(preset: FinishingPreset) -> FinishingPreset:
            last = len(preset.effects)
            return with_effect(preset, call["number"] - 1 if call["number"] else last, effect)

        return await self._edit(put_in)

    async def _remove(self, call: Call) -> Rows:
        return await self._edit(lambda preset: without_effect(preset, call["number"] - 1))

    async def _move(self, call: Call) -> Rows:
        place, to = call["number"] - 1, call["to"] - 1
        return await self._edit(lambda preset: moved_effect(preset, place, to))

    async def _edit(self, change: Callable[[FinishingPreset], FinishingPreset]) -> Rows:
        """Hear the chosen preset with its chain changed."""
        _, preset = await asyncio.wrap_future(self._studio.audition.chosen())
        return await self._done(self._studio.audition.choose(change(preset)))

    async def _words(self, call: Call) -> Rows:
        clip, preset = await asyncio.wrap_future(self._studio.audition.chosen())
        asked = WordsRequest(clip.folder, call["text"], preset)
        result = await asyncio.wrap_future(self._studio.presets.by_words(asked))
        if result.after != preset:
            await self._done(self._studio.audition.choose(result.after))
        meant = ", ".join(one.meaning for one in result.understood)
        return [(result.after != preset, meant, " ".join(result.said))]

    async def _done(self, asked: Future[Any]) -> Rows:
        await asyncio.wrap_future(asked)
        return DONE


def audition_row(state: AuditionState) -> Row:
    """What is auditioned, as the table's AUDITION says it; no name while names are hidden."""
    return (
        state.clip_id,
        state.preset.name if state.preset else "",
        state.label,
        state.edited,
        state.hearing.value,
        state.message,
        state.matched,
        state.level_db,
        state.blind,
    )


def knobs(preset: FinishingPreset) -> list[Row]:
    """The numbers of a preset's effects with their ranges, and the share of all as number 0."""
    rows: list[Row] = []
    for number, effect in enumerate(preset.effects, 1):
        for name, value in numbers_of(effect).items():
            legal = EFFECTS[effect.kind].parameters[name]
            rows.append((number, effect.kind, effect.on, name, value, *legal))
    return [*rows, (0, "all", True, "wet", preset.wet, 0.0, 1.0, "")]


def _at(call: Call) -> SwitchAt:
    return SwitchAt(call["at"])
