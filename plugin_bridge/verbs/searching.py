"""The user's own music, found by words and by example."""

from __future__ import annotations

import asyncio
from pathlib import Path

from musflow_studio.domain.errors import StudioError
from musflow_studio.domain.sound_search import Pace, SoundHit, SoundQuery
from musflow_studio.studio import Studio
from plugin_bridge.folders import Folders
from plugin_bridge.row import ROOT
from plugin_bridge.switchboard import Call, Handler, Rows


class Searching:
    """The search over the bridge."""

    def __init__(self, studio: Studio, folders: Folders) -> None:
        self._studio, self._folders = studio, folders

    def handlers(self) -> dict[str, Handler]:
        """Those of the table."""
        at = f"{ROOT}/library"
        return {f"{at}/search": self._search, f"{at}/index": self._index}

    async def _search(self, call: Call) -> Rows:
        query = SoundQuery(
            words=call["words"],
            like=self._folders.existing(call["like"]) if call["like"] else None,
            mood=call["mood"],
            pace=Pace(call["tempo"]) if call["tempo"] else None,
            genre=call["genre"],
            count=call["most"],
        )
        found = await asyncio.wrap_future(self._studio.sounds.search(query))
        tracks = (("targeted", found.targeted), ("broad", found.broad))
        return [self._row(track, hit) for track, hits in tracks for hit in hits]

    async def _index(self, call: Call) -> Rows:
        state = await asyncio.wrap_future(self._studio.sounds.begin())
        return [(state.heard, state.waiting, state.working)]

    def _row(self, track: str, hit: SoundHit) -> tuple[object, ...]:
        facts = (hit.name, hit.bpm, hit.key, hit.mood, hit.likeness)
        return (track, hit.clip_id, self._shown(hit.path), *facts, hit.reference.why)

    def _shown(self, path: Path) -> str:
        """Where it is, for clients that may know."""
        try:
            return str(self._folders.inside(str(path)))
        except StudioError:
            return ""
