"""`musflow cutdown`: shorter versions of a kept clip."""

from __future__ import annotations

from typing import Annotated

import typer

from musflow_studio.command_line.clips import find_clip, print_clips
from musflow_studio.command_line.cue import AsJson
from musflow_studio.command_line.remake import (
    ClipArgument,
    Finish,
    GainDb,
    Name,
    Output,
    Rate,
    folder,
)
from musflow_studio.command_line.waiting import ProgressLine, wait, wait_for_job
from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.request import CutdownRequest
from musflow_studio.studio import Studio


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(cutdown)


def cutdown(
    clip: ClipArgument,
    more: Annotated[
        list[float] | None, typer.Argument(metavar="[S]...", help="Further lengths.")
    ] = None,
    seconds: Annotated[
        list[float] | None, typer.Option("--seconds", metavar="S", help="Length: 30 15 6.")
    ] = None,
    output: Output = None,
    finish: Finish = "",
    rate: Rate = None,
    gain_db: GainDb = None,
    name: Name = "",
    as_json: AsJson = False,
) -> None:
    """Cut a clip down to exact lengths: same key, motif and ending, nothing composed anew."""
    lengths = tuple(dict.fromkeys([*(seconds or ()), *(more or ())]))
    if not lengths:
        raise StudioError(
            ErrorCode.BAD_INPUT, "say how long the cut-downs shall be", hint="add --seconds 30 15 6"
        )
    with Studio() as studio:
        request = CutdownRequest(
            clip=find_clip(studio, clip).folder,
            lengths_s=lengths,
            finish=finish,
            sample_rate_hz=rate,
            gain_db=gain_db,
            output=folder(output),
            name=name,
        )
        with ProgressLine(studio):
            job = wait(studio.cutdown(request))
            clips = wait_for_job(studio, job.job_id, job.clips)
    print_clips(clips, as_json=as_json)
