"""`musflow finish`: a kept clip's take under another preset, rate or level."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from musflow_studio.command_line.clips import find_clip, print_clips
from musflow_studio.command_line.cue import AsJson
from musflow_studio.command_line.waiting import ProgressLine, wait, wait_for_job
from musflow_studio.domain.request import RefinishRequest
from musflow_studio.studio import Studio


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(finish)


def finish(
    clip: Annotated[
        str, typer.Argument(metavar="CLIP", help="The beginning of a clip's id, or its folder.")
    ],
    preset: Annotated[
        str, typer.Option("--preset", help="Finishing preset; the clip's own if unsaid.")
    ] = "",
    rate: Annotated[
        int | None, typer.Option("--rate", help="Sample rate; the clip's own if unsaid.")
    ] = None,
    gain_db: Annotated[
        float | None, typer.Option("--gain-db", metavar="X", help="Trim the level.")
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("-o", metavar="DIR", help="Put the clip here, not in the library."),
    ] = None,
    name: Annotated[str, typer.Option("--name", help="Name of the new clip.")] = "",
    as_json: AsJson = False,
) -> None:
    """Finish a clip's take anew, as a clip of its own; nothing is played again."""
    with Studio() as studio:
        request = RefinishRequest(
            clip=find_clip(studio, clip).folder,
            finish=preset,
            sample_rate_hz=rate,
            gain_db=gain_db,
            output=None if output is None else output.expanduser().absolute(),
            name=name,
        )
        with ProgressLine(studio):
            job = wait(studio.refinish(request))
            clips = wait_for_job(studio, job.job_id, job.clips)
    print_clips(clips, as_json=as_json)
