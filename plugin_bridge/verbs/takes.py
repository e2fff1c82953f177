"""What was kept: lists, facts, stems, hits, the tempo map, ratings."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from fractions import Fraction

from musflow_studio.domain.clip import Clip
from musflow_studio.domain.grid import TICKS_PER_QUARTER
from musflow_studio.studio import Studio
from plugin_bridge.job_ledger import clip_row
from plugin_bridge.protocol import ROOT
from plugin_bridge.switchboard import Call, Handler, Rows


class Takes:
    """The library over the bridge."""

    def __init__(self, studio: Studio) -> None:
        self._studio = studio

    def handlers(self) -> dict[str, Handler]:
        """Those of the table."""
        at = f"{ROOT}/take"
        return {
            f"{at}/list": self._list,
            f"{at}/get": self._get,
            f"{at}/stems": self._stems,
            f"{at}/hits": self._hits,
            f"{at}/tempo": self._tempo,
            f"{at}/rate": self._rate,
        }

    async def _clip(self, call: Call) -> Clip:
        return await asyncio.wrap_future(self._studio.clip(call["clip_id"]))

    async def _list(self, call: Call) -> Rows:
        entries = await asyncio.wrap_future(self._studio.clips(call["query"]))
        first = call["first"]
        return [
            (e.clip_id, str(e.folder / e.wav), e.name, e.bpm, e.key, e.length_s, e.rating)
            for e in entries[first : first + call["most"]]
        ]

    async def _get(self, call: Call) -> Rows:
        clip = await self._clip(call)
        more = (
            clip.frames,
            clip.marks.name,
            clip.marks.rating,
            clip.recipe.plan.style,
            clip.recipe.preset.name,
            str(clip.folder / clip.midi),
        )
        return [(*clip_row(clip), *more)]

    async def _stems(self, call: Call) -> Rows:
        clip = await self._clip(call)
        return [(role, str(clip.folder / file)) for role, file in clip.stems.items()]

    async def _hits(self, call: Call) -> Rows:
        return hit_rows(await self._clip(call))

    async def _tempo(self, call: Call) -> Rows:
        return tempo_rows(await self._clip(call))

    async def _rate(self, call: Call) -> Rows:
        clip = await self._clip(call)
        marks = replace(clip.marks, rating=call["rating"])
        kept = await asyncio.wrap_future(self._studio.mark_in(clip.folder, marks))
        return [(kept.clip_id, kept.marks.rating)]


def hit_rows(clip: Clip) -> Rows:
    """Panel, seconds, sample, beat, weight and whether the beat falls on it, for every hit."""
    plan = clip.recipe.plan
    rate = clip.recipe.sample_rate_hz
    rows = []
    for hit in plan.hits:
        seconds = Fraction(plan.storyboard.rate.seconds(hit.frame))
        sample = int(seconds * rate + Fraction(1, 2))
        rows.append((hit.panel, float(seconds), sample, hit.beat, hit.weight.value, hit.reached))
    return rows


def tempo_rows(clip: Clip) -> Rows:
    """Seconds, sample, quarters, microseconds per quarter and metre wherever one changes."""
    grid = clip.recipe.plan.grid
    ticks = sorted({t.start_tick for t in grid.tempi} | {m.start_tick for m in grid.meters})
    rows = []
    for tick in ticks:
        meter = [m for m in grid.meters if m.start_tick <= tick][-1]
        rows.append(
            (
                float(grid.seconds_at(tick)),
                grid.sample_at(tick, clip.recipe.sample_rate_hz),
                tick / TICKS_PER_QUARTER,
                grid.tempo_at(tick).microseconds_per_quarter,
                meter.numerator,
                meter.denominator,
            )
        )
    return rows
