"""The open project: one at a time, chosen over the bridge or by the window."""

from __future__ import annotations

import asyncio
from concurrent.futures import Executor
from pathlib import Path

from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.studio import Studio
from plugin_bridge.folders import Folders
from plugin_bridge.protocol import ROOT
from plugin_bridge.switchboard import Call, Handler, Rows


class Projects:
    """The open project and its cues."""

    def __init__(self, studio: Studio, folders: Folders, disk: Executor) -> None:
        self._studio = studio
        self._folders = folders
        self._disk = disk
        self._file: Path | None = None

    def handlers(self) -> dict[str, Handler]:
        """Those of the table."""
        at = f"{ROOT}/project"
        return {at: self._path, f"{at}/open": self._open, f"{at}/cues": self._cues}

    @property
    def file(self) -> Path:
        """The open project's file. Raises StudioError if none is open."""
        if self._file is None:
            raise StudioError(
                ErrorCode.BAD_INPUT, "no project is open", hint=f"send {ROOT}/project/open PATH"
            )
        return self._file

    async def cue_name(self, number: int) -> str:
        """The name of the first cue (1), the second … of the open project. Raises StudioError."""
        project = await asyncio.wrap_future(self._studio.projects.open(self.file))
        if number > len(project.cues):
            raise StudioError(
                ErrorCode.OUT_OF_RANGE,
                "the project has no such cue",
                value=number,
                legal=f"1 to {len(project.cues)}",
            )
        return project.cues[number - 1].name

    def show(self, file: Path) -> None:
        """Take over the project another door opened; its folder becomes an allowed one."""
        self._file = self._folders.project = file

    def _path(self, call: Call) -> Rows:
        return [(str(self._file or ""),)]

    async def _open(self, call: Call) -> Rows:
        loop = asyncio.get_running_loop()
        file = await loop.run_in_executor(self._disk, self._folders.existing, call["path"])
        project = await asyncio.wrap_future(self._studio.projects.open(file))
        self._file = file
        return [(str(file), len(project.cues))]

    async def _cues(self, call: Call) -> Rows:
        if self._file is None:
            return []
        project = await asyncio.wrap_future(self._studio.projects.open(self._file))
        rate = project.storyboard.rate
        return [
            (
                cue.name,
                float(rate.seconds(cue.in_frame)),
                float(rate.seconds(cue.out_frame - cue.in_frame)),
                cue.status.value,
                cue.chosen_clip_id or (cue.clip_ids[-1] if cue.clip_ids else ""),
            )
            for cue in project.cues
        ]
