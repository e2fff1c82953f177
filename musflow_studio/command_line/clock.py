"""`musflow project clock`: where a project's timecode starts, and its frame rate."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from musflow_studio.command_line.console import open_console
from musflow_studio.command_line.cue import absolute
from musflow_studio.command_line.spotting import print_spotting
from musflow_studio.command_line.waiting import wait
from musflow_studio.domain.project import Project
from musflow_studio.project.clock import set_rate, set_start
from musflow_studio.studio import Studio


def clock(
    file: Annotated[Path, typer.Argument(metavar="PROJECT", help="The .musflow file.")],
    start: Annotated[
        str | None,
        typer.Option("--start", metavar="TC", help='Timecode of the first frame: "01:00:00:00".'),
    ] = None,
    fps: Annotated[
        str | None,
        typer.Option("--fps", help="24, 25, 29.97df …; everything stays where it is in time."),
    ] = None,
) -> None:
    """Set the start timecode and the frame rate, and show how the cues lie now."""

    def change(project: Project) -> Project:
        timed = set_rate(project, fps) if fps is not None else project
        return set_start(timed, start) if start is not None else timed

    path = absolute([file])[0]
    with Studio() as studio:
        project = wait(studio.projects.edit(path, change))
        spots = wait(studio.projects.spotting(path))
    print_spotting(project, spots, open_console())
