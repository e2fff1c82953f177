"""audition/… and effect/…: a clip under other presets while it plays, and their knobs."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Executor

from musflow_studio.audition import Audition
from musflow_studio.domain.audition import AuditionState
from musflow_studio.domain.effect_table import EFFECTS, numbers_of
from musflow_studio.domain.effect_words import WordsRequest
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
from plugin_bridge.verbs.audition_verbs import AuditionVerbs, switch_at


class Auditioning(AuditionVerbs[Audition, AuditionState]):
    """The audition of presets over the bridge."""

    def __init__(self, studio: Studio, listeners: Listeners, disk: Executor) -> None:
        at, audition = f"{ROOT}/audition", studio.audition
        super().__init__(at, audition, AuditionState(), studio, listeners, disk)

    def handlers(self) -> dict[str, Handler]:
        """Those of the table."""
        at, effect, audition = self._at, f"{ROOT}/effect", self._audition
        return {
            **super().handlers(),
            f"{at}/choose": lambda call: self._done(audition.choose(call["name"], switch_at(call))),
            f"{at}/number": lambda call: self._done(
                audition.number(call["number"], switch_at(call))
            ),
            f"{at}/list": lambda _: [
                (name, name in self._state.prepared) for name in self._state.names
            ],
            f"{at}/put": lambda call: self._done(audition.put(call["slot"])),
            f"{at}/hear": lambda call: self._done(audition.hear(call["slot"], switch_at(call))),
            f"{at}/bypass": lambda call: self._done(audition.bypass(call["on"])),
            f"{at}/match": lambda call: self._done(audition.match(call["on"])),
            f"{at}/blind": lambda call: self._done(audition.blind(call["on"])),
            f"{effect}/list": self._list,
            f"{effect}/turn": self._turn,
            f"{effect}/release": lambda _: self._done(audition.release()),
            f"{effect}/switch": self._switch,
            f"{effect}/add": self._add,
            f"{effect}/remove": self._remove,
            f"{effect}/move": self._move,
            f"{effect}/words": self._words,
        }

    def _row(self, state: AuditionState) -> Row:
        return audition_row(state)

    async def _keep(self, call: Call) -> Rows:
        clip, preset = await asyncio.wrap_future(self._audition.chosen())
        request = RefinishRequest(clip.folder, preset=preset)
        return await self._queued(self._studio.refinish, request)

    async def _list(self, call: Call) -> Rows:
        _, preset = await asyncio.wrap_future(self._audition.chosen())
        return [*knobs(preset)]

    async def _turn(self, call: Call) -> Rows:
        turned = self._audition.turn(call["number"] - 1, call["name"], call["value"])
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
        _, preset = await asyncio.wrap_future(self._audition.chosen())
        return await self._done(self._audition.choose(change(preset)))

    async def _words(self, call: Call) -> Rows:
        clip, preset = await asyncio.wrap_future(self._audition.chosen())
        asked = WordsRequest(clip.folder, call["text"], preset)
        result = await asyncio.wrap_future(self._studio.presets.by_words(asked))
        if result.after != preset:
            await self._done(self._audition.choose(result.after))
        meant = ", ".join(one.meaning for one in result.understood)
        return [(result.after != preset, meant, " ".join(result.said))]


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
