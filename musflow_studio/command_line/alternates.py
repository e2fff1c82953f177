"""`musflow alternates`: a take without its melody, without drums, its bed, or under dialogue."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from musflow_studio.command_line.clips import find_clip, print_clips
from musflow_studio.command_line.cue import AsJson
from musflow_studio.command_line.report import print_alternate
from musflow_studio.command_line.waiting import ProgressLine, wait, wait_for_job
from musflow_studio.domain.alternate import LESS_THAN_FULL, Alternate
from musflow_studio.domain.request import AlternatesRequest
from musflow_studio.studio import Studio


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(alternates)


def alternates(
    clip: Annotated[
        str, typer.Argument(metavar="CLIP", help="The beginning of a clip's id, or its folder.")
    ],
    only: Annotated[
        list[Alternate] | None,
        typer.Option("--only", help="Make only this one; may be repeated."),
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
    """Make alternates of a clip: the same take with some of it left out."""
    with Studio() as studio:
        request = AlternatesRequest(
            clip=find_clip(studio, clip).folder,
            kinds=tuple(dict.fromkeys(only or LESS_THAN_FULL)),
            finish=finish,
            sample_rate_hz=rate,
            gain_db=gain_db,
            output=None if output is None else output.expanduser().absolute(),
            name=name,
        )
        with ProgressLine(studio):
            job = wait(studio.alternates(request))
            clips = wait_for_job(studio, job.job_id, job.clips)
    print_clips(clips, as_json=as_json, in_words=print_alternate)
