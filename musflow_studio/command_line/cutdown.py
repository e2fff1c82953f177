"""`musflow cutdown`: shorter versions of a kept clip."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from musflow_studio.command_line.clips import find_clip, print_clips
from musflow_studio.command_line.cue import AsJson
from musflow_studio.command_line.waiting import ProgressLine, wait, wait_for_job
from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.request import CutdownRequest
from musflow_studio.studio import Studio


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(cutdown)


def cutdown(
    clip: Annotated[
        str, typer.Argument(metavar="CLIP", help="The beginning of a clip's id, or its folder.")
    ],
    more: Annotated[
        list[float] | None, typer.Argument(metavar="[S]...", help="Further lengths.")
    ] = None,
    seconds: Annotated[
        list[float] | None, typer.Option("--seconds", metavar="S", help="Length: 30 15 6.")
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("-o", metavar="DIR", help="Put the clips here, not in the library."),
    ] = None,
    finish: Annotated[
        str, typer.Option("--finish", help="Finishing preset; the clip's own if unsaid.")
    ] = "",
    rate: Annotated[
        int | None, typer.Option("--rate", help="Sample rate; the clip's own if unsaid.")
    ] = None,
    gain_db: Annotated[
        float | None, typer.Option("--gain-db", metavar="X", help="Trim the level.")
    ] = None,
    name: Annotated[str, typer.Option("--name", help="Name of the clips.")] = "",
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
            output=None if output is None else output.expanduser().absolute(),
            name=name,
        )
        with ProgressLine(studio):
            job = wait(studio.cutdown(request))
            clips = wait_for_job(studio, job.job_id, job.clips)
    print_clips(clips, as_json=as_json)
