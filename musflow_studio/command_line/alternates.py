"""`musflow alternates`: a take without its melody, without drums, its bed, or under dialogue."""

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
from musflow_studio.command_line.report import print_alternate
from musflow_studio.command_line.waiting import ProgressLine, wait, wait_for_job
from musflow_studio.domain.alternate import LESS_THAN_FULL, Alternate
from musflow_studio.domain.request import AlternatesRequest
from musflow_studio.studio import Studio


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(alternates)


def alternates(
    clip: ClipArgument,
    only: Annotated[
        list[Alternate] | None,
        typer.Option("--only", help="Make only this one; may be repeated."),
    ] = None,
    output: Output = None,
    finish: Finish = "",
    rate: Rate = None,
    gain_db: GainDb = None,
    name: Name = "",
    as_json: AsJson = False,
) -> None:
    """Make alternates of a clip: the same take with some of it left out."""
    with Studio() as studio:
        request = AlternatesRequest(
            clip=find_clip(studio, clip).folder,
            kinds=tuple(dict.fromkeys(only or LESS_THAN_FULL)),
            finish=finish,
            sample_rate_hz=rate,
            gain_db=gain_db,
            output=folder(output),
            name=name,
        )
        with ProgressLine(studio):
            job = wait(studio.alternates(request))
            clips = wait_for_job(studio, job.job_id, job.clips)
    print_clips(clips, as_json=as_json, in_words=print_alternate)
