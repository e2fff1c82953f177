"""`musflow finish`: a kept clip's take under another preset, rate or level."""

from __future__ import annotations

from typing import Annotated

import typer

from musflow_studio.command_line.clips import find_clip, print_clips
from musflow_studio.command_line.cue import AsJson
from musflow_studio.command_line.remake import ClipArgument, GainDb, Name, Output, Rate, folder
from musflow_studio.command_line.waiting import ProgressLine, wait, wait_for_job
from musflow_studio.domain.request import RefinishRequest
from musflow_studio.studio import Studio


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(finish)


def finish(
    clip: ClipArgument,
    preset: Annotated[
        str, typer.Option("--preset", help="Finishing preset; the clip's own if unsaid.")
    ] = "",
    rate: Rate = None,
    gain_db: GainDb = None,
    output: Output = None,
    name: Name = "",
    as_json: AsJson = False,
) -> None:
    """Finish a clip's take anew, as a clip of its own; nothing is played again."""
    with Studio() as studio:
        request = RefinishRequest(
            clip=find_clip(studio, clip).folder,
            finish=preset,
            sample_rate_hz=rate,
            gain_db=gain_db,
            output=folder(output),
            name=name,
        )
        with ProgressLine(studio):
            job = wait(studio.refinish(request))
            clips = wait_for_job(studio, job.job_id, job.clips)
    print_clips(clips, as_json=as_json)
