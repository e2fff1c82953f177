"""Pretrained models: which are here, under which licence, and what they hear in takes."""

from __future__ import annotations

import asyncio

from musflow_studio.domain.ranking import RankRequest
from musflow_studio.studio import Studio
from plugin_bridge.row import ROOT
from plugin_bridge.switchboard import Call, Handler, Rows


class Models:
    """Models over the bridge. Fetching one is for a person at the machine."""

    def __init__(self, studio: Studio) -> None:
        self._studio = studio

    def handlers(self) -> dict[str, Handler]:
        """Those of the table."""
        return {f"{ROOT}/model/list": self._list, f"{ROOT}/model/rank": self._rank}

    async def _list(self, call: Call) -> Rows:
        rows = []
        for entry in await asyncio.wrap_future(self._studio.models.list()):
            one = entry.installed or entry.card
            assert one
            size = entry.installed.size_bytes / 1e6 if entry.installed else 0.0
            megabytes = size or float(entry.card.size_mb if entry.card else 0)
            licence = one.licence
            here = entry.installed is not None
            facts = (licence.name, licence.commercial, licence.words)
            rows.append((entry.name, one.kind.value, here, megabytes, *facts))
        return rows

    async def _rank(self, call: Call) -> Rows:
        named = call["clip_ids"].split()
        clips = [await asyncio.wrap_future(self._studio.clip(clip_id)) for clip_id in named]
        request = RankRequest(tuple(clip.folder for clip in clips), call["words"], call["model"])
        ranking = await asyncio.wrap_future(self._studio.models.rank(request))
        return [
            (take.clip_id, take.likeness, ", ".join(tag.word for tag in take.tags))
            for take in ranking.takes
        ]
